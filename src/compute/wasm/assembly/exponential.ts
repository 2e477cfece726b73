/**
 * The functions of exponential.ts, two lanes at a time, operation by operation. Their numbers stand
 * in a table in memory, laid out in wasm/exponentialTable.ts: engines load a number in one
 * instruction, but put a constant vector together in four.
 */
import { both, choose } from "./pairs";

export const LEAST_EXPONENT: f64 = -746;
const LEAST_MINUS_ONE: f64 = -40;
const FAR_DOUBLE: f64 = -1.2;

const LOG2E = 14;
const LN2_UPPER = 15;
const LN2_LOWER = 16;
const ROUNDER = 17;
const RAISED = 18;
const HARMONIC = 18; // 2/(2k + 1) stands k ≥ 1 places further on

// @inline
function number(table: usize, place: usize): v128 {
  return v128.load64_splat(table + 8 * place);
}

/** 1/n!. */
// @inline
function over(table: usize, n: usize): v128 {
  return number(table, n);
}

/** 2/n for an odd n. */
// @inline
function twoOver(table: usize, n: usize): v128 {
  return number(table, HARMONIC + n / 2);
}

// @inline
export function one(table: usize): v128 {
  return over(table, 1);
}

/** a + b c. */
// @inline
function next(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(a, f64x2.mul(b, c));
}

/** e^x for x ≤ 0. */
// @inline
export function exponential(x: v128, table: usize): v128 {
  const t = f64x2.pmax(x, both(LEAST_EXPONENT));
  const shifted = rounded(t, table);
  return scaled(f64x2.add(one(table), reduced(t, shifted, table)), shifted, table);
}

/** e^x − 1 for x ≤ 0. */
// @inline
export function exponentialMinusOne(x: v128, table: usize): v128 {
  const t = f64x2.pmax(x, both(LEAST_MINUS_ONE));
  const shifted = rounded(t, table);
  const scale = scaled(one(table), shifted, table);
  return next(f64x2.sub(scale, one(table)), scale, reduced(t, shifted, table));
}

/** tanh x. */
// @inline
export function hyperbolicTangent(x: v128, table: usize): v128 {
  const t = f64x2.pmax(f64x2.mul(both(-2), f64x2.abs(x)), both(LEAST_MINUS_ONE));
  const shifted = rounded(t, table);
  const scale = scaled(one(table), shifted, table);
  const product = f64x2.mul(scale, reduced(t, shifted, table));
  const e = f64x2.add(scale, product);
  const far = f64x2.lt(t, both(FAR_DOUBLE));
  const close = f64x2.sub(f64x2.sub(one(table), scale), product);
  const upper = choose(f64x2.add(e, e), close, far);
  const ratio = f64x2.div(upper, f64x2.add(one(table), e));
  const value = choose(f64x2.sub(one(table), ratio), ratio, far);
  return choose(x, value, both(-0.0));
}

/** ln(1 + u) for 0 ≤ u ≤ 1. */
// @inline
export function logarithmOfOnePlus(u: v128, table: usize): v128 {
  const half = over(table, 2);
  const upper = f64x2.gt(u, half);
  const f = choose(f64x2.mul(f64x2.sub(u, one(table)), half), u, upper);
  const s = f64x2.div(f, f64x2.add(both(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const v = f64x2.mul(w, w);
  let odd = next(twoOver(table, 19), w, twoOver(table, 23));
  odd = next(next(twoOver(table, 11), w, twoOver(table, 15)), v, odd);
  odd = next(next(twoOver(table, 3), w, twoOver(table, 7)), v, odd);
  let even = next(next(twoOver(table, 13), w, twoOver(table, 17)), v, twoOver(table, 21));
  even = next(next(twoOver(table, 5), w, twoOver(table, 9)), v, even);
  const square = f64x2.mul(f64x2.mul(half, f), f);
  const rest = f64x2.add(f64x2.mul(z, odd), f64x2.mul(w, even));
  const lower = v128.and(number(table, LN2_LOWER), upper);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(square, rest)), lower);
  const whole = v128.and(number(table, LN2_UPPER), upper);
  return f64x2.sub(whole, f64x2.sub(f64x2.sub(square, small), f));
}

/** t/ln 2 with its integer part k, raised by 1123, in the last bits. */
// @inline
function rounded(t: v128, table: usize): v128 {
  return next(number(table, ROUNDER), t, number(table, LOG2E));
}

/** v 2^k: with the exponent's bias of 1023 a hundred powers up, then down again. */
// @inline
function scaled(v: v128, shifted: v128, table: usize): v128 {
  return f64x2.mul(f64x2.mul(v, i64x2.shl(shifted, 52)), number(table, RAISED));
}

/** (1/n! + r/(n + 1)!) + z (1/(n + 2)! + r/(n + 3)!). */
// @inline
function pairOf(r: v128, z: v128, table: usize, n: usize): v128 {
  const lower = next(over(table, n), r, over(table, n + 1));
  return next(lower, z, next(over(table, n + 2), r, over(table, n + 3)));
}

/** e^r − 1 of r = t − k ln 2. */
// @inline
function reduced(t: v128, shifted: v128, table: usize): v128 {
  const k = f64x2.sub(shifted, number(table, ROUNDER));
  const upper = f64x2.sub(t, f64x2.mul(k, number(table, LN2_UPPER)));
  const lower = f64x2.mul(k, number(table, LN2_LOWER));
  const r = f64x2.sub(upper, lower);
  const lost = f64x2.sub(f64x2.sub(upper, r), lower);
  const z = f64x2.mul(r, r);
  const w = f64x2.mul(z, z);
  const a = pairOf(r, z, table, 2);
  const b = pairOf(r, z, table, 6);
  const c = pairOf(r, z, table, 10);
  const series = next(a, w, next(b, w, c));
  return f64x2.add(r, next(lost, z, series));
}
