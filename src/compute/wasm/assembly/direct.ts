/**
 * The transform of an odd length p by its definition, x[j] and x[p−j] taken together; see direct.ts
 * of the compute floor. Four outputs k … k + 3 at a time keep eight sums in
 * registers: first those with cosines, then those with sines.
 */
import { multiplyAdd } from "./fused";
import { Real } from "./real";

/**
 * y[k, c] from x[j, c], c < lanes: addresses of real parts, the gap to the imaginary parts, and the
 * steps from one index and from one lane to the next, in bytes. A column may be transformed in place.
 * @param table for every four k: their cos 2πjk/p for all j, then their sines
 * @param folded room for 32 (p − 1) bytes
 */
export function direct(
  p: usize,
  x: usize,
  xGap: usize,
  xIndex: usize,
  xLane: usize,
  y: usize,
  yGap: usize,
  yIndex: usize,
  yLane: usize,
  lanes: usize,
  table: usize,
  folded: usize,
): void {
  const pairs = (p - 1) >> 1;
  const differences = folded + (pairs << 5);
  const end = differences + (pairs << 5);
  for (let c: usize = 0; c < lanes; c++) {
    const re0 = v128.load(x);
    const im0 = v128.load(x + xGap);
    let sumRe = re0;
    let sumIm = im0;
    let a = x;
    let b = x + p * xIndex;
    for (let f = folded, g = differences; f < differences; f += 32, g += 32) {
      a += xIndex;
      b -= xIndex;
      const aRe = v128.load(a);
      const aIm = v128.load(a + xGap);
      const bRe = v128.load(b);
      const bIm = v128.load(b + xGap);
      const pRe = v128.add<Real>(aRe, bRe);
      const pIm = v128.add<Real>(aIm, bIm);
      v128.store(f, pRe);
      v128.store(f, pIm, 16);
      v128.store(g, v128.sub<Real>(aRe, bRe));
      v128.store(g, v128.sub<Real>(aIm, bIm), 16);
      sumRe = v128.add<Real>(sumRe, pRe);
      sumIm = v128.add<Real>(sumIm, pIm);
    }
    v128.store(y, sumRe);
    v128.store(y + yGap, sumIm);
    let t = table;
    let low = y + yIndex;
    let high = y + (p - 1) * yIndex;
    for (let k: usize = 1; k <= pairs; k += 4) {
      let cosRe0 = re0;
      let cosIm0 = im0;
      let cosRe1 = re0;
      let cosIm1 = im0;
      let cosRe2 = re0;
      let cosIm2 = im0;
      let cosRe3 = re0;
      let cosIm3 = im0;
      for (let f = folded; f < differences; f += 32) {
        const re = v128.load(f);
        const im = v128.load(f, 16);
        const cos0 = v128.load_splat<Real>(t);
        cosRe0 = multiplyAdd<Real>(cos0, re, cosRe0);
        cosIm0 = multiplyAdd<Real>(cos0, im, cosIm0);
        const cos1 = v128.load_splat<Real>(t, 1 * sizeof<Real>());
        cosRe1 = multiplyAdd<Real>(cos1, re, cosRe1);
        cosIm1 = multiplyAdd<Real>(cos1, im, cosIm1);
        const cos2 = v128.load_splat<Real>(t, 2 * sizeof<Real>());
        cosRe2 = multiplyAdd<Real>(cos2, re, cosRe2);
        cosIm2 = multiplyAdd<Real>(cos2, im, cosIm2);
        const cos3 = v128.load_splat<Real>(t, 3 * sizeof<Real>());
        cosRe3 = multiplyAdd<Real>(cos3, re, cosRe3);
        cosIm3 = multiplyAdd<Real>(cos3, im, cosIm3);
        t += 4 * sizeof<Real>();
      }
      let sinRe0 = v128.splat<Real>(0);
      let sinIm0 = v128.splat<Real>(0);
      let sinRe1 = v128.splat<Real>(0);
      let sinIm1 = v128.splat<Real>(0);
      let sinRe2 = v128.splat<Real>(0);
      let sinIm2 = v128.splat<Real>(0);
      let sinRe3 = v128.splat<Real>(0);
      let sinIm3 = v128.splat<Real>(0);
      for (let f = differences; f < end; f += 32) {
        const re = v128.load(f);
        const im = v128.load(f, 16);
        const sin0 = v128.load_splat<Real>(t);
        sinRe0 = multiplyAdd<Real>(sin0, re, sinRe0);
        sinIm0 = multiplyAdd<Real>(sin0, im, sinIm0);
        const sin1 = v128.load_splat<Real>(t, 1 * sizeof<Real>());
        sinRe1 = multiplyAdd<Real>(sin1, re, sinRe1);
        sinIm1 = multiplyAdd<Real>(sin1, im, sinIm1);
        const sin2 = v128.load_splat<Real>(t, 2 * sizeof<Real>());
        sinRe2 = multiplyAdd<Real>(sin2, re, sinRe2);
        sinIm2 = multiplyAdd<Real>(sin2, im, sinIm2);
        const sin3 = v128.load_splat<Real>(t, 3 * sizeof<Real>());
        sinRe3 = multiplyAdd<Real>(sin3, re, sinRe3);
        sinIm3 = multiplyAdd<Real>(sin3, im, sinIm3);
        t += 4 * sizeof<Real>();
      }
      v128.store(low, v128.add<Real>(cosRe0, sinIm0));
      v128.store(low + yGap, v128.sub<Real>(cosIm0, sinRe0));
      v128.store(high, v128.sub<Real>(cosRe0, sinIm0));
      v128.store(high + yGap, v128.add<Real>(cosIm0, sinRe0));
      low += yIndex;
      high -= yIndex;
      if (k + 1 > pairs) break;
      v128.store(low, v128.add<Real>(cosRe1, sinIm1));
      v128.store(low + yGap, v128.sub<Real>(cosIm1, sinRe1));
      v128.store(high, v128.sub<Real>(cosRe1, sinIm1));
      v128.store(high + yGap, v128.add<Real>(cosIm1, sinRe1));
      low += yIndex;
      high -= yIndex;
      if (k + 2 > pairs) break;
      v128.store(low, v128.add<Real>(cosRe2, sinIm2));
      v128.store(low + yGap, v128.sub<Real>(cosIm2, sinRe2));
      v128.store(high, v128.sub<Real>(cosRe2, sinIm2));
      v128.store(high + yGap, v128.add<Real>(cosIm2, sinRe2));
      low += yIndex;
      high -= yIndex;
      if (k + 3 > pairs) break;
      v128.store(low, v128.add<Real>(cosRe3, sinIm3));
      v128.store(low + yGap, v128.sub<Real>(cosIm3, sinRe3));
      v128.store(high, v128.sub<Real>(cosRe3, sinIm3));
      v128.store(high + yGap, v128.add<Real>(cosIm3, sinRe3));
      low += yIndex;
      high -= yIndex;
    }
    x += xLane;
    y += yLane;
  }
}
