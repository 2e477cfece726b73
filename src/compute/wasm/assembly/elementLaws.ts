/**
 * Forces on modes from their values, F = D U, on lines of voxels. Modes are orthogonal, so that D couples
 * those alone that share a gradient: the plan lists them.
 */
import { LINE } from "./elementPlan";

const V: usize = 16; // bytes of a vector

/** Fills f = (α λ + β μ) u. */
export function stretch(
  λ: usize,
  μ: usize,
  α: f64,
  β: f64,
  u: usize,
  f: usize,
  bytes: usize,
): void {
  const a = f64x2.splat(α);
  const b = f64x2.splat(β);
  for (let k: usize = 0; k < bytes; k += V) {
    const c = f64x2.add(f64x2.mul(b, v128.load(μ + k)), f64x2.mul(a, v128.load(λ + k)));
    v128.store(f + k, f64x2.mul(c, v128.load(u + k)));
  }
}

/**
 * Adds what two axes i and j exert on each other: with n = α λ + β μ and m = γ μ
 *
 *   f_ii += n u_jj, f_jj += n u_ii, f_ij += m u_ji, f_ji += m u_ij.
 *
 * @param gap from the lines u to the lines f
 */
export function couple(
  λ: usize,
  μ: usize,
  α: f64,
  β: f64,
  γ: f64,
  ii: usize,
  jj: usize,
  ij: usize,
  ji: usize,
  gap: usize,
  bytes: usize,
): void {
  const a = f64x2.splat(α);
  const b = f64x2.splat(β);
  const c = f64x2.splat(γ);
  const end = ii + bytes;
  for (; ii < end; ii += V, jj += V, ij += V, ji += V, λ += V, μ += V) {
    const shear = v128.load(μ);
    const n = f64x2.add(f64x2.mul(b, shear), f64x2.mul(a, v128.load(λ)));
    const m = f64x2.mul(c, shear);
    v128.store(ii + gap, f64x2.add(v128.load(ii + gap), f64x2.mul(n, v128.load(jj))));
    v128.store(jj + gap, f64x2.add(v128.load(jj + gap), f64x2.mul(n, v128.load(ii))));
    v128.store(ij + gap, f64x2.add(v128.load(ij + gap), f64x2.mul(m, v128.load(ji))));
    v128.store(ji + gap, f64x2.add(v128.load(ji + gap), f64x2.mul(m, v128.load(ij))));
  }
}

/** Fills a line with zeros; those of memory.fill and memory.copy are too short to pay for a call of the engine. */
export function zero(out: usize, bytes: usize): void {
  const nothing = f64x2.splat(0);
  for (let k: usize = 0; k < bytes; k += V) v128.store(out + k, nothing);
}

/** Fills out = x. */
export function copy(x: usize, out: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += V) v128.store(out + k, v128.load(x + k));
}

/** Fills out = x + y. */
export function sum(x: usize, y: usize, out: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += V) {
    v128.store(out + k, f64x2.add(v128.load(x + k), v128.load(y + k)));
  }
}

/** Fills out = Σ_j c_j e_j, with the addresses of the lines c_j in a list, and the lines e_j in a row. */
export function sumOfProducts(list: usize, terms: i32, e: usize, out: usize, bytes: usize): void {
  if (terms == 1) sumTerms(1, list, e, out, bytes);
  else if (terms == 2) sumTerms(2, list, e, out, bytes);
  else if (terms == 3) sumTerms(3, list, e, out, bytes);
  else if (terms == 5) sumTerms(5, list, e, out, bytes);
  else sumTerms(6, list, e, out, bytes);
}

// @inline
function sumTerms(terms: i32, list: usize, e: usize, out: usize, bytes: usize): void {
  const c0: usize = load<u32>(list);
  const c1: usize = load<u32>(list, 4);
  const c2: usize = load<u32>(list, 8);
  const c3: usize = load<u32>(list, 12);
  const c4: usize = load<u32>(list, 16);
  const c5: usize = load<u32>(list, 20);
  for (let k: usize = 0; k < bytes; k += V, e += V) {
    let sum = f64x2.mul(v128.load(c0 + k), v128.load(e));
    if (terms > 1) sum = f64x2.add(sum, f64x2.mul(v128.load(c1 + k), v128.load(e, LINE)));
    if (terms > 2) sum = f64x2.add(sum, f64x2.mul(v128.load(c2 + k), v128.load(e, 2 * LINE)));
    if (terms > 3) sum = f64x2.add(sum, f64x2.mul(v128.load(c3 + k), v128.load(e, 3 * LINE)));
    if (terms > 4) sum = f64x2.add(sum, f64x2.mul(v128.load(c4 + k), v128.load(e, 4 * LINE)));
    if (terms > 5) sum = f64x2.add(sum, f64x2.mul(v128.load(c5 + k), v128.load(e, 5 * LINE)));
    v128.store(out + k, sum);
  }
}

/** Adds w x to out. */
export function addScaled(w: f64, x: usize, out: usize, bytes: usize): void {
  const factor = f64x2.splat(w);
  for (let k: usize = 0; k < bytes; k += V) {
    v128.store(out + k, f64x2.add(v128.load(out + k), f64x2.mul(factor, v128.load(x + k))));
  }
}

/** Takes the mean of the first lines away from them. */
export function deviator(lines: usize, count: i32, bytes: usize): void {
  const share = f64x2.splat(1 / <f64>count);
  const end = lines + <usize>count * LINE;
  for (let k: usize = 0; k < bytes; k += V) {
    let mean = v128.load(lines + k);
    for (let at = lines + LINE; at < end; at += LINE) mean = f64x2.add(mean, v128.load(at + k));
    mean = f64x2.mul(share, mean);
    for (let at = lines; at < end; at += LINE) {
      v128.store(at + k, f64x2.sub(v128.load(at + k), mean));
    }
  }
}
