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
