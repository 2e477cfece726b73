/**
 * The transform of an odd length p by its definition, x[j] and x[p−j] taken together; see direct.ts
 * of the compute floor. Two outputs at a time keep eight sums in registers.
 */
import { UNIT } from "./plan";

/**
 * y[k, c] from x[j, c], both in units, `lanes` side by side.
 * @param table for every two rows k, k + 1 and every j: cos and sin of 2πjk/p, then of 2πj(k+1)/p
 * @param folded room for 64 (p − 1) / 2 bytes
 */
export function direct(
  x: usize,
  y: usize,
  p: usize,
  lanes: usize,
  table: usize,
  folded: usize,
): void {
  const pairs = (p - 1) >> 1;
  const step = lanes * UNIT;
  const end = folded + (pairs << 6);
  for (let c: usize = 0; c < lanes; c++) {
    const re0 = v128.load(x);
    const im0 = v128.load(x, 16);
    let sumRe = re0;
    let sumIm = im0;
    let a = x;
    let b = x + p * step;
    for (let f = folded; f < end; f += 64) {
      a += step;
      b -= step;
      const aRe = v128.load(a);
      const aIm = v128.load(a, 16);
      const bRe = v128.load(b);
      const bIm = v128.load(b, 16);
      const pRe = f64x2.add(aRe, bRe);
      const pIm = f64x2.add(aIm, bIm);
      v128.store(f, pRe);
      v128.store(f, pIm, 16);
      v128.store(f, f64x2.sub(aRe, bRe), 32);
      v128.store(f, f64x2.sub(aIm, bIm), 48);
      sumRe = f64x2.add(sumRe, pRe);
      sumIm = f64x2.add(sumIm, pIm);
    }
    v128.store(y, sumRe);
    v128.store(y, sumIm, 16);
    let t = table;
    let low = y + step;
    let high = y + (p - 1) * step;
    for (let k: usize = 1; k <= pairs; k += 2) {
      let cosRe = re0;
      let cosIm = im0;
      let sinRe = f64x2.splat(0);
      let sinIm = f64x2.splat(0);
      let nextCosRe = re0;
      let nextCosIm = im0;
      let nextSinRe = f64x2.splat(0);
      let nextSinIm = f64x2.splat(0);
      for (let f = folded; f < end; f += 64) {
        const pRe = v128.load(f);
        const pIm = v128.load(f, 16);
        const qRe = v128.load(f, 32);
        const qIm = v128.load(f, 48);
        const cos = v128.load64_splat(t);
        const sin = v128.load64_splat(t, 8);
        cosRe = f64x2.add(cosRe, f64x2.mul(cos, pRe));
        cosIm = f64x2.add(cosIm, f64x2.mul(cos, pIm));
        sinRe = f64x2.add(sinRe, f64x2.mul(sin, qRe));
        sinIm = f64x2.add(sinIm, f64x2.mul(sin, qIm));
        const nextCos = v128.load64_splat(t, 16);
        const nextSin = v128.load64_splat(t, 24);
        nextCosRe = f64x2.add(nextCosRe, f64x2.mul(nextCos, pRe));
        nextCosIm = f64x2.add(nextCosIm, f64x2.mul(nextCos, pIm));
        nextSinRe = f64x2.add(nextSinRe, f64x2.mul(nextSin, qRe));
        nextSinIm = f64x2.add(nextSinIm, f64x2.mul(nextSin, qIm));
        t += 32;
      }
      v128.store(low, f64x2.add(cosRe, sinIm));
      v128.store(low, f64x2.sub(cosIm, sinRe), 16);
      v128.store(high, f64x2.sub(cosRe, sinIm));
      v128.store(high, f64x2.add(cosIm, sinRe), 16);
      low += step;
      high -= step;
      if (k == pairs) break;
      v128.store(low, f64x2.add(nextCosRe, nextSinIm));
      v128.store(low, f64x2.sub(nextCosIm, nextSinRe), 16);
      v128.store(high, f64x2.sub(nextCosRe, nextSinIm));
      v128.store(high, f64x2.add(nextCosIm, nextSinRe), 16);
      low += step;
      high -= step;
    }
    x += UNIT;
    y += UNIT;
  }
}
