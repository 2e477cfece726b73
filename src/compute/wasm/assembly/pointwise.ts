/**
 * Pointwise complex sums; the definition is in spectralSums.ts. Arguments named after arrays are
 * addresses of Float64 planes. Two frequencies share a vector, an odd last one is done alone.
 */

/** Fills out[k] = Σ_h a[h, k] m[h, k]. */
export function sumOfProducts(
  aRe: usize,
  aIm: usize,
  mRe: usize,
  mIm: usize,
  fields: i32,
  size: i32,
  outRe: usize,
  outIm: usize,
): void {
  const stride: usize = (<usize>size) << 3;
  const end: usize = stride & ~15;
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
  if (end < stride) {
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
 * Adds Σ_s |w_a[s]|² to `width` partial sums, over samples that lie `sampleStep` bytes apart. The
 * samples are added in their order.
 */
export function addSquares(
  aRe: usize,
  aIm: usize,
  samples: i32,
  sampleStep: usize,
  width: usize,
  part: usize,
): void {
  const end = width << 3;
  const even = end & ~15;
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
}

/** Adds Σ_s conj(w_a[s]) w_b[s] to `width` partial sums, likewise. */
export function addProducts(
  aRe: usize,
  aIm: usize,
  bRe: usize,
  bIm: usize,
  samples: i32,
  sampleStep: usize,
  width: usize,
  partRe: usize,
  partIm: usize,
): void {
  const end = width << 3;
  const even = end & ~15;
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
}
