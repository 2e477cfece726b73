/** The sums of reductions.ts and losses.ts, by the same tree; wasm/elementwiseKernels.ts numbers their names. */
import { both, choose, put, take } from "./pairs";

const SUM = 0;
const DOT = 1;
const SQUARED = 2;
const ABSOLUTE = 3;
const HUBER = 4;

const BLOCK: i32 = 128; // terms of a leaf, as in reductions.ts

// @inline
function termOf<T extends number>(name: i32, x: usize, y: usize, delta: v128, one: bool): v128 {
  const u = take<T>(x, one);
  if (name == SUM) return u;
  const v = take<T>(y, one);
  if (name == DOT) return f64x2.mul(u, v);
  const d = f64x2.sub(u, v);
  if (name == SQUARED) return f64x2.mul(d, d);
  const size = f64x2.abs(d);
  if (name == ABSOLUTE) return size;
  const line = f64x2.mul(delta, f64x2.sub(size, f64x2.mul(both(0.5), delta)));
  const parabola = f64x2.mul(both(0.5), f64x2.mul(d, d));
  return choose(line, parabola, f64x2.gt(size, delta));
}

/** Two vectors hold the four lanes; sums of one array do not look at y. */
// @inline
function sumBlock<T extends number>(name: i32, x: usize, y: usize, count: i32, delta: f64): f64 {
  const bend = both(delta);
  const pair = 2 * sizeof<T>();
  let first = both(0);
  let second = both(0);
  for (; count > 3; count -= 4, x += 2 * pair, y += 2 * pair) {
    first = f64x2.add(first, termOf<T>(name, x, y, bend, false));
    second = f64x2.add(second, termOf<T>(name, x + pair, y + pair, bend, false));
  }
  if (count > 0) first = f64x2.add(first, termOf<T>(name, x, y, bend, count == 1));
  if (count > 2) second = f64x2.add(second, termOf<T>(name, x + pair, y + pair, bend, true));
  const sum = f64x2.add(first, second);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function sumLeaf<T extends number>(name: i32, x: usize, y: usize, count: i32, delta: f64): f64 {
  if (name == SUM) return sumBlock<T>(SUM, x, y, count, delta);
  if (name == DOT) return sumBlock<T>(DOT, x, y, count, delta);
  if (name == SQUARED) return sumBlock<T>(SQUARED, x, y, count, delta);
  if (name == ABSOLUTE) return sumBlock<T>(ABSOLUTE, x, y, count, delta);
  return sumBlock<T>(HUBER, x, y, count, delta);
}

function sum<T extends number>(name: i32, x: usize, y: usize, count: i32, delta: f64): f64 {
  if (count <= BLOCK) return sumLeaf<T>(name, x, y, count, delta);
  const left = BLOCK * ((count + 2 * BLOCK - 1) / (2 * BLOCK));
  const bytes = <usize>left * sizeof<T>();
  const half = sum<T>(name, x, y, left, delta);
  return half + sum<T>(name, x + bytes, y + bytes, count - left, delta);
}

/** Sums planes that lie `step` bytes apart. */
function sumPlanes<T extends number>(u: usize, planes: i32, step: usize, size: i32): f64 {
  if (planes == 0) return 0;
  if (planes == 1) return sum<T>(SUM, u, u, size, 0);
  const left = (planes + 1) / 2;
  const half = sumPlanes<T>(u, left, step, size);
  return half + sumPlanes<T>(u + <usize>left * step, planes - left, step, size);
}

/** Sums rows that lie `step` bytes apart, of two channels (or one), by the tree of `sumPlanes`. */
function sumRows<T extends number>(u: usize, rows: i32, step: usize, one: bool): v128 {
  if (rows == 1) return f64x2.add(both(0), take<T>(u, one));
  if (rows == 2) {
    const first = f64x2.add(both(0), take<T>(u, one));
    return f64x2.add(first, f64x2.add(both(0), take<T>(u + step, one)));
  }
  const left = (rows + 1) / 2;
  const half = sumRows<T>(u, left, step, one);
  return f64x2.add(half, sumRows<T>(u + <usize>left * step, rows - left, step, one));
}

function sumChannels<T extends number>(
  u: usize,
  samples: i32,
  channels: i32,
  size: i32,
  out: usize,
): void {
  if (size == 1 && samples > 0) {
    const row = <usize>channels * sizeof<T>();
    const pair = 2 * sizeof<T>();
    for (; channels > 0; channels -= 2, u += pair, out += pair) {
      const one = channels == 1;
      put<T>(out, sumRows<T>(u, samples, row, one), one);
    }
    return;
  }
  const plane = <usize>size * sizeof<T>();
  for (let channel = 0; channel < channels; channel++, u += plane, out += sizeof<T>()) {
    store<T>(out, sumPlanes<T>(u, samples, <usize>channels * plane, size) as T);
  }
}

/** Sizes are in the order of their bits taken as integers, NaN above all. */
// @inline
function larger(a: v128, b: v128): v128 {
  return choose(a, b, i64x2.gt_s(a, b));
}

function largest<T extends number>(x: usize, count: i32): f64 {
  const pair = 2 * sizeof<T>();
  let first = both(0);
  let second = both(0);
  for (; count > 3; count -= 4, x += 2 * pair) {
    first = larger(first, f64x2.abs(take<T>(x, false)));
    second = larger(second, f64x2.abs(take<T>(x + pair, false)));
  }
  if (count > 0) first = larger(first, f64x2.abs(take<T>(x, count == 1)));
  if (count > 2) second = larger(second, f64x2.abs(take<T>(x + pair, true)));
  const most = larger(first, second);
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

// @inline
function derivativeOf(name: i32, d: v128, delta: v128): v128 {
  if (name == SQUARED) return f64x2.mul(both(2), d);
  if (name == HUBER) return f64x2.pmin(f64x2.pmax(d, f64x2.neg(delta)), delta);
  const sign = choose(both(1), both(-1), f64x2.gt(d, both(0)));
  // Zero and NaN are their own signs.
  return choose(sign, d, f64x2.gt(f64x2.abs(d), both(0)));
}

// @inline
function fillGradients<T extends number>(
  name: i32,
  x: usize,
  y: usize,
  delta: f64,
  weight: f64,
  dx: usize,
  count: i32,
): void {
  const bend = both(delta);
  const factor = both(weight);
  const step = 2 * sizeof<T>();
  for (; count > 0; count -= 2, x += step, y += step, dx += step) {
    const one = count == 1;
    const d = f64x2.sub(take<T>(x, one), take<T>(y, one));
    put<T>(dx, f64x2.mul(factor, derivativeOf(name, d, bend)), one);
  }
}

function lossBackward<T extends number>(
  name: i32,
  x: usize,
  y: usize,
  delta: f64,
  weight: f64,
  dx: usize,
  count: i32,
): void {
  if (name == SQUARED) fillGradients<T>(SQUARED, x, y, delta, weight, dx, count);
  else if (name == ABSOLUTE) fillGradients<T>(ABSOLUTE, x, y, delta, weight, dx, count);
  else fillGradients<T>(HUBER, x, y, delta, weight, dx, count);
}

export function sum64(name: i32, x: usize, y: usize, count: i32, delta: f64): f64 {
  return sum<f64>(name, x, y, count, delta);
}

export function sum32(name: i32, x: usize, y: usize, count: i32, delta: f64): f64 {
  return sum<f32>(name, x, y, count, delta);
}

export function sumChannels64(u: usize, samples: i32, channels: i32, size: i32, out: usize): void {
  sumChannels<f64>(u, samples, channels, size, out);
}

export function sumChannels32(u: usize, samples: i32, channels: i32, size: i32, out: usize): void {
  sumChannels<f32>(u, samples, channels, size, out);
}

export function largest64(x: usize, count: i32): f64 {
  return largest<f64>(x, count);
}

export function largest32(x: usize, count: i32): f64 {
  return largest<f32>(x, count);
}

export function lossBackward64(
  name: i32,
  x: usize,
  y: usize,
  delta: f64,
  weight: f64,
  dx: usize,
  count: i32,
): void {
  lossBackward<f64>(name, x, y, delta, weight, dx, count);
}

export function lossBackward32(
  name: i32,
  x: usize,
  y: usize,
  delta: f64,
  weight: f64,
  dx: usize,
  count: i32,
): void {
  lossBackward<f32>(name, x, y, delta, weight, dx, count);
}
