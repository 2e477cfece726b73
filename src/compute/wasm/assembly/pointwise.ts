/**
 * Pointwise complex sums; the definition is in spectralSums.ts. Arguments named after arrays are
 * addresses of Float64 planes. Two frequencies share a vector, an odd last one is done alone.
 */

export { multiplyAlong } from "./sparseProducts";

/** Fills out[k] = Σ_h a[h, k] m[h, k] for k < width, where planes are `size` entries long. */
export function sumOfProducts(
  aRe: usize,
  aIm: usize,
  mRe: usize,
  mIm: usize,
  fields: i32,
  size: i32,
  width: i32,
  outRe: usize,
  outIm: usize,
): void {
  const stride: usize = (<usize>size) << 3;
  const all: usize = (<usize>width) << 3;
  const end: usize = all & ~15;
  for (let k: usize = 0; k < end; k += 16) {
    let re = f64x2.splat(0);
    let im = f64x2.splat(0);
    let at = k;
    for (let h = 0; h < fields; h++) {
      const a = v128.load(aRe + at);
      const b = v128.load(aIm + at);
      const c = v128.load(mRe + at);
      const d = v128.load(mIm + at);
      re = f64x2.add(re, f64x2.sub(f64x2.mul(a, c), f64x2.mul(b, d)));
      im = f64x2.add(im, f64x2.add(f64x2.mul(a, d), f64x2.mul(b, c)));
      at += stride;
    }
    v128.store(outRe + k, re);
    v128.store(outIm + k, im);
  }
  if (end < all) {
    let re: f64 = 0;
    let im: f64 = 0;
    let at = end;
    for (let h = 0; h < fields; h++) {
      const a = load<f64>(aRe + at);
      const b = load<f64>(aIm + at);
      const c = load<f64>(mRe + at);
      const d = load<f64>(mIm + at);
      re += a * c - b * d;
      im += a * d + b * c;
      at += stride;
    }
    store<f64>(outRe + end, re);
    store<f64>(outIm + end, im);
  }
}

/**
 * Adds Σ_s |w_a[s]|² to `width` running sums, over samples that lie `sampleStep` bytes apart. The
 * samples are summed in their order in `part`, then added with what rounding lost.
 */
export function addSquares(
  aRe: usize,
  aIm: usize,
  samples: i32,
  sampleStep: usize,
  width: usize,
  part: usize,
  value: usize,
  lost: usize,
): void {
  const end = width << 3;
  const even = end & ~15;
  memory.fill(part, 0, end);
  for (let s = 0; s < samples; s++) {
    for (let k: usize = 0; k < even; k += 16) {
      const re = v128.load(aRe + k);
      const im = v128.load(aIm + k);
      const square = f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im));
      v128.store(part + k, f64x2.add(v128.load(part + k), square));
    }
    if (even < end) {
      const re = load<f64>(aRe + even);
      const im = load<f64>(aIm + even);
      store<f64>(part + even, load<f64>(part + even) + (re * re + im * im));
    }
    aRe += sampleStep;
    aIm += sampleStep;
  }
  addCompensated(part, value, lost, end);
}

/** Adds Σ_s conj(w_a[s]) w_b[s] to `width` running sums, likewise; `part` has room for 2 width terms. */
export function addProducts(
  aRe: usize,
  aIm: usize,
  bRe: usize,
  bIm: usize,
  samples: i32,
  sampleStep: usize,
  width: usize,
  part: usize,
  valueRe: usize,
  lostRe: usize,
  valueIm: usize,
  lostIm: usize,
): void {
  const end = width << 3;
  const even = end & ~15;
  const partRe = part;
  const partIm = part + end;
  memory.fill(part, 0, 2 * end);
  for (let s = 0; s < samples; s++) {
    for (let k: usize = 0; k < even; k += 16) {
      const a = v128.load(aRe + k);
      const b = v128.load(aIm + k);
      const c = v128.load(bRe + k);
      const d = v128.load(bIm + k);
      const re = f64x2.add(f64x2.mul(a, c), f64x2.mul(b, d));
      const im = f64x2.sub(f64x2.mul(a, d), f64x2.mul(b, c));
      v128.store(partRe + k, f64x2.add(v128.load(partRe + k), re));
      v128.store(partIm + k, f64x2.add(v128.load(partIm + k), im));
    }
    if (even < end) {
      const a = load<f64>(aRe + even);
      const b = load<f64>(aIm + even);
      const c = load<f64>(bRe + even);
      const d = load<f64>(bIm + even);
      store<f64>(partRe + even, load<f64>(partRe + even) + (a * c + b * d));
      store<f64>(partIm + even, load<f64>(partIm + even) + (a * d - b * c));
    }
    aRe += sampleStep;
    aIm += sampleStep;
    bRe += sampleStep;
    bIm += sampleStep;
  }
  addCompensated(partRe, valueRe, lostRe, end);
  addCompensated(partIm, valueIm, lostIm, end);
}

/** Adds `bytes` of terms to running sums, keeping what rounding would lose (Knuth's TwoSum). */
function addCompensated(terms: usize, value: usize, lost: usize, bytes: usize): void {
  const even = bytes & ~15;
  for (let k: usize = 0; k < even; k += 16) {
    const sum = v128.load(value + k);
    const term = v128.load(terms + k);
    const total = f64x2.add(sum, term);
    const back = f64x2.sub(total, sum);
    const error = f64x2.add(f64x2.sub(sum, f64x2.sub(total, back)), f64x2.sub(term, back));
    v128.store(lost + k, f64x2.add(v128.load(lost + k), error));
    v128.store(value + k, total);
  }
  if (even < bytes) {
    const sum = load<f64>(value + even);
    const term = load<f64>(terms + even);
    const total = sum + term;
    const back = total - sum;
    store<f64>(lost + even, load<f64>(lost + even) + (sum - (total - back) + (term - back)));
    store<f64>(value + even, total);
  }
}
