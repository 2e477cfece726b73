/**
 * Forces on modes from their values, F = D U, on lines of voxels. Modes are orthogonal, so that D couples
 * those alone that share a gradient: the plan lists them.
 */
import { multiplyAdd } from "./fused";

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
    const c = multiplyAdd<f64>(a, v128.load(λ + k), f64x2.mul(b, v128.load(μ + k)));
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
    const n = multiplyAdd<f64>(a, v128.load(λ), f64x2.mul(b, shear));
    const m = f64x2.mul(c, shear);
    v128.store(ii + gap, multiplyAdd<f64>(n, v128.load(jj), v128.load(ii + gap)));
    v128.store(jj + gap, multiplyAdd<f64>(n, v128.load(ii), v128.load(jj + gap)));
    v128.store(ij + gap, multiplyAdd<f64>(m, v128.load(ji), v128.load(ij + gap)));
    v128.store(ji + gap, multiplyAdd<f64>(m, v128.load(ij), v128.load(ji + gap)));
  }
}

/** Fills out = x + y. */
export function sum(x: usize, y: usize, out: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += V) {
    v128.store(out + k, f64x2.add(v128.load(x + k), v128.load(y + k)));
  }
}

/** Fills out = Σ_j c_j e_j, with the addresses of the lines c_j and e_j in a list. */
export function sumOfProducts(list: usize, rows: i32, out: usize, bytes: usize): void {
  let at = list;
  let add = false;
  for (; rows > 1; rows -= 2, at += 16) {
    addTwo(load<u32>(at), load<u32>(at, 4), load<u32>(at, 8), load<u32>(at, 12), out, bytes, add);
    add = true;
  }
  if (rows == 0) return;
  const c = load<u32>(at);
  const e = load<u32>(at, 4);
  for (let k: usize = 0; k < bytes; k += V) {
    const before = add ? v128.load(out + k) : f64x2.splat(0);
    v128.store(out + k, multiplyAdd<f64>(v128.load(c + k), v128.load(e + k), before));
  }
}

function addTwo(c: usize, e: usize, d: usize, f: usize, out: usize, bytes: usize, add: bool): void {
  for (let k: usize = 0; k < bytes; k += V) {
    const before = add ? v128.load(out + k) : f64x2.splat(0);
    const one = multiplyAdd<f64>(v128.load(c + k), v128.load(e + k), before);
    v128.store(out + k, multiplyAdd<f64>(v128.load(d + k), v128.load(f + k), one));
  }
}

/** Adds w x to out. */
export function addScaled(w: f64, x: usize, out: usize, bytes: usize): void {
  const factor = f64x2.splat(w);
  for (let k: usize = 0; k < bytes; k += V) {
    v128.store(out + k, multiplyAdd<f64>(factor, v128.load(x + k), v128.load(out + k)));
  }
}

/** Takes the mean of the first lines away from them. */
export function deviator(lines: usize, line: usize, count: i32, bytes: usize): void {
  const share = f64x2.splat(1 / <f64>count);
  const end = lines + <usize>count * line;
  for (let k: usize = 0; k < bytes; k += V) {
    let mean = v128.load(lines + k);
    for (let at = lines + line; at < end; at += line) mean = f64x2.add(mean, v128.load(at + k));
    mean = f64x2.mul(share, mean);
    for (let at = lines; at < end; at += line) {
      v128.store(at + k, f64x2.sub(v128.load(at + k), mean));
    }
  }
}
