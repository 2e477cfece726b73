/**
 * The discrete Fourier transform by its definition, with x[j] and x[n−j] taken together:
 * with p = x[j] + x[n−j] and q = x[j] − x[n−j],
 *
 *   X[±k] = x[0] (+ (−1)^k x[n/2]) + Σ_{j=1}^{⌈n/2⌉−1} p_j cos(2πjk/n) ∓ i Σ_j q_j sin(2πjk/n).
 *
 * A quarter of the naive products, and no twiddle is ever computed by a recurrence.
 */
import type { LineTransform } from "./lines.js";
import { unitRoots } from "./roots.js";

/** The transform of short lines of any length n ≥ 1. */
export function createDirect(n: number): LineTransform {
  const pairs = (n - 1) >> 1;
  const even = n % 2 === 0;
  const rows = pairs + (pairs % 2); // two output rows at a time; an odd last one is padded by zeros
  const table = pairedTable(n, pairs, rows);
  const folded = new Float64Array(4 * pairs); // p.re, p.im, q.re, q.im for every j

  return (out, line) => {
    const re0 = line[0];
    const im0 = line[1];
    const reMid = even ? line[n] : 0;
    const imMid = even ? line[n + 1] : 0;
    let sumRe = re0 + reMid;
    let sumIm = im0 + imMid;
    let alternatingRe = re0;
    let alternatingIm = im0;
    for (let j = 1, t = 0; j <= pairs; j++, t += 4) {
      const aRe = line[2 * j];
      const aIm = line[2 * j + 1];
      const bRe = line[2 * (n - j)];
      const bIm = line[2 * (n - j) + 1];
      folded[t] = aRe + bRe;
      folded[t + 1] = aIm + bIm;
      folded[t + 2] = aRe - bRe;
      folded[t + 3] = aIm - bIm;
      sumRe += folded[t];
      sumIm += folded[t + 1];
      alternatingRe += j % 2 === 0 ? folded[t] : -folded[t];
      alternatingIm += j % 2 === 0 ? folded[t + 1] : -folded[t + 1];
    }
    out[0] = sumRe;
    out[1] = sumIm;
    if (even) {
      const sign = (n / 2) % 2 === 0 ? 1 : -1;
      out[n] = alternatingRe + sign * reMid;
      out[n + 1] = alternatingIm + sign * imMid;
    }
    for (let k = 1, at = 0; k <= rows; k += 2) {
      // k is odd here: the middle sample enters with −1, in the next row with +1.
      let cosRe = re0 - reMid;
      let cosIm = im0 - imMid;
      let sinRe = 0;
      let sinIm = 0;
      let nextCosRe = re0 + reMid;
      let nextCosIm = im0 + imMid;
      let nextSinRe = 0;
      let nextSinIm = 0;
      for (let t = 0; t < folded.length; t += 4, at += 4) {
        const pRe = folded[t];
        const pIm = folded[t + 1];
        const qRe = folded[t + 2];
        const qIm = folded[t + 3];
        const c = table[at];
        const s = table[at + 1];
        const nextC = table[at + 2];
        const nextS = table[at + 3];
        cosRe += c * pRe;
        cosIm += c * pIm;
        sinRe += s * qIm;
        sinIm += s * qRe;
        nextCosRe += nextC * pRe;
        nextCosIm += nextC * pIm;
        nextSinRe += nextS * qIm;
        nextSinIm += nextS * qRe;
      }
      out[2 * k] = cosRe + sinRe;
      out[2 * k + 1] = cosIm - sinIm;
      out[2 * (n - k)] = cosRe - sinRe;
      out[2 * (n - k) + 1] = cosIm + sinIm;
      if (k === pairs) break;
      out[2 * k + 2] = nextCosRe + nextSinRe;
      out[2 * k + 3] = nextCosIm - nextSinIm;
      out[2 * (n - k) - 2] = nextCosRe - nextSinRe;
      out[2 * (n - k) - 1] = nextCosIm + nextSinIm;
    }
  };
}

/** cos and sin of 2πjk/n for two rows k, k + 1 side by side, in the order they are read. */
function pairedTable(n: number, pairs: number, rows: number): Float64Array {
  const roots = unitRoots(n, n);
  const table = new Float64Array(2 * rows * pairs);
  let at = 0;
  for (let k = 1; k <= rows; k += 2) {
    for (let j = 1; j <= pairs; j++) {
      for (const row of [k, k + 1]) {
        const power = 2 * ((j * row) % n);
        table[at++] = roots[power];
        table[at++] = roots[power + 1];
      }
    }
  }
  return table;
}
