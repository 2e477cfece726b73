/** Pointwise complex sums over samples and over states, one frequency beside the other. */
import type { CompensatedSum } from "./contract.js";

/** Frequencies worked on together, so that their partial sums stay in the nearest cache. */
const BLOCK = 512;

/**
 * Adds Σ_s conj(W_i[s, k]) W_j[s, k] to the sums of every pair (i, j). The samples of one call are
 * summed in their order, then added to the running sum with what rounding lost (Knuth's TwoSum).
 */
export function addGram(
  re: Float64Array,
  im: Float64Array,
  samples: number,
  fields: number,
  size: number,
  pairs: Int32Array,
  sumRe: CompensatedSum,
  sumIm: CompensatedSum,
): void {
  const partRe = new Float64Array(BLOCK);
  const partIm = new Float64Array(BLOCK);
  for (let first = 0; first < size; first += BLOCK) {
    const width = Math.min(BLOCK, size - first);
    for (let pair = 0; 2 * pair < pairs.length; pair++) {
      const i = pairs[2 * pair];
      const j = pairs[2 * pair + 1];
      partRe.fill(0);
      partIm.fill(0);
      for (let s = 0; s < samples; s++) {
        const a = (s * fields + i) * size + first;
        const b = (s * fields + j) * size + first;
        if (i === j) addSquares(re, im, a, width, partRe);
        else addProducts(re, im, a, b, width, partRe, partIm);
      }
      addCompensated(sumRe, pair * size + first, partRe, width);
      if (i !== j) addCompensated(sumIm, pair * size + first, partIm, width);
    }
  }
}

/** Adds |w_a|² to a stretch of partial sums. */
function addSquares(
  re: Float64Array,
  im: Float64Array,
  a: number,
  width: number,
  part: Float64Array,
): void {
  for (let k = 0; k < width; k++) part[k] += re[a + k] * re[a + k] + im[a + k] * im[a + k];
}

/** Adds conj(w_a) w_b to a stretch of partial sums. */
function addProducts(
  re: Float64Array,
  im: Float64Array,
  a: number,
  b: number,
  width: number,
  partRe: Float64Array,
  partIm: Float64Array,
): void {
  for (let k = 0; k < width; k++) {
    partRe[k] += re[a + k] * re[b + k] + im[a + k] * im[b + k];
    partIm[k] += re[a + k] * im[b + k] - im[a + k] * re[b + k];
  }
}

/** Adds `terms` to a stretch of running sums, keeping what rounding would lose. */
export function addCompensated(
  { value, lost }: CompensatedSum,
  start: number,
  terms: Float64Array,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const sum = value[start + k];
    const term = terms[k];
    const total = sum + term;
    const back = total - sum;
    lost[start + k] += sum - (total - back) + (term - back);
    value[start + k] = total;
  }
}

/** Fills out[k] = Σ_h a[h, k] m[h, k]. */
export function sumOfProducts(
  aRe: Float64Array,
  aIm: Float64Array,
  mRe: Float64Array,
  mIm: Float64Array,
  fields: number,
  size: number,
  outRe: Float64Array,
  outIm: Float64Array,
): void {
  for (let k = 0; k < size; k++) {
    const re = aRe[k] * mRe[k] - aIm[k] * mIm[k];
    outIm[k] = aRe[k] * mIm[k] + aIm[k] * mRe[k];
    outRe[k] = re;
  }
  for (let h = 1; h < fields; h++) {
    const start = h * size;
    for (let k = 0; k < size; k++) {
      const a = start + k;
      outRe[k] += aRe[a] * mRe[a] - aIm[a] * mIm[a];
      outIm[k] += aRe[a] * mIm[a] + aIm[a] * mRe[a];
    }
  }
}
