/**
 * The transform of an odd length p by its definition, x[j] and x[p−j] taken together; see direct.ts
 * of the compute floor. Four outputs k … k + 3 at a time keep eight sums in
 * registers: first those with cosines, then those with sines.
 */
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
      const pRe = f64x2.add(aRe, bRe);
      const pIm = f64x2.add(aIm, bIm);
      v128.store(f, pRe);
      v128.store(f, pIm, 16);
      v128.store(g, f64x2.sub(aRe, bRe));
      v128.store(g, f64x2.sub(aIm, bIm), 16);
      sumRe = f64x2.add(sumRe, pRe);
      sumIm = f64x2.add(sumIm, pIm);
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
        const cos0 = v128.load64_splat(t, 0);
        cosRe0 = f64x2.add(cosRe0, f64x2.mul(cos0, re));
        cosIm0 = f64x2.add(cosIm0, f64x2.mul(cos0, im));
        const cos1 = v128.load64_splat(t, 8);
        cosRe1 = f64x2.add(cosRe1, f64x2.mul(cos1, re));
        cosIm1 = f64x2.add(cosIm1, f64x2.mul(cos1, im));
        const cos2 = v128.load64_splat(t, 16);
        cosRe2 = f64x2.add(cosRe2, f64x2.mul(cos2, re));
        cosIm2 = f64x2.add(cosIm2, f64x2.mul(cos2, im));
        const cos3 = v128.load64_splat(t, 24);
        cosRe3 = f64x2.add(cosRe3, f64x2.mul(cos3, re));
        cosIm3 = f64x2.add(cosIm3, f64x2.mul(cos3, im));
        t += 32;
      }
      let sinRe0 = f64x2.splat(0);
      let sinIm0 = f64x2.splat(0);
      let sinRe1 = f64x2.splat(0);
      let sinIm1 = f64x2.splat(0);
      let sinRe2 = f64x2.splat(0);
      let sinIm2 = f64x2.splat(0);
      let sinRe3 = f64x2.splat(0);
      let sinIm3 = f64x2.splat(0);
      for (let f = differences; f < end; f += 32) {
        const re = v128.load(f);
        const im = v128.load(f, 16);
        const sin0 = v128.load64_splat(t, 0);
        sinRe0 = f64x2.add(sinRe0, f64x2.mul(sin0, re));
        sinIm0 = f64x2.add(sinIm0, f64x2.mul(sin0, im));
        const sin1 = v128.load64_splat(t, 8);
        sinRe1 = f64x2.add(sinRe1, f64x2.mul(sin1, re));
        sinIm1 = f64x2.add(sinIm1, f64x2.mul(sin1, im));
        const sin2 = v128.load64_splat(t, 16);
        sinRe2 = f64x2.add(sinRe2, f64x2.mul(sin2, re));
        sinIm2 = f64x2.add(sinIm2, f64x2.mul(sin2, im));
        const sin3 = v128.load64_splat(t, 24);
        sinRe3 = f64x2.add(sinRe3, f64x2.mul(sin3, re));
        sinIm3 = f64x2.add(sinIm3, f64x2.mul(sin3, im));
        t += 32;
      }
      v128.store(low, f64x2.add(cosRe0, sinIm0));
      v128.store(low + yGap, f64x2.sub(cosIm0, sinRe0));
      v128.store(high, f64x2.sub(cosRe0, sinIm0));
      v128.store(high + yGap, f64x2.add(cosIm0, sinRe0));
      low += yIndex;
      high -= yIndex;
      if (k + 1 > pairs) break;
      v128.store(low, f64x2.add(cosRe1, sinIm1));
      v128.store(low + yGap, f64x2.sub(cosIm1, sinRe1));
      v128.store(high, f64x2.sub(cosRe1, sinIm1));
      v128.store(high + yGap, f64x2.add(cosIm1, sinRe1));
      low += yIndex;
      high -= yIndex;
      if (k + 2 > pairs) break;
      v128.store(low, f64x2.add(cosRe2, sinIm2));
      v128.store(low + yGap, f64x2.sub(cosIm2, sinRe2));
      v128.store(high, f64x2.sub(cosRe2, sinIm2));
      v128.store(high + yGap, f64x2.add(cosIm2, sinRe2));
      low += yIndex;
      high -= yIndex;
      if (k + 3 > pairs) break;
      v128.store(low, f64x2.add(cosRe3, sinIm3));
      v128.store(low + yGap, f64x2.sub(cosIm3, sinRe3));
      v128.store(high, f64x2.sub(cosRe3, sinIm3));
      v128.store(high + yGap, f64x2.add(cosIm3, sinRe3));
      low += yIndex;
      high -= yIndex;
    }
    x += xLane;
    y += yLane;
  }
}
