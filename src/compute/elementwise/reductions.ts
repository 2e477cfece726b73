/**
 * Sums by a fixed tree, whose order depends on the lengths alone: four lanes inside blocks of 128
 * terms, then halves. With u = 2⁻⁵³ the error is at most (34 + ⌈log₂(N/128)⌉) u Σ|terms|, and grows
 * as log N where a plain loop's grows as N (Higham, SIAM J. Sci. Comput. 14 (1993) 783).
 * Float32 numbers are summed in Float64.
 */
import type { Reals } from "../../core/index.js";

/** u[sample, channel, x]. */
export interface Planes {
  readonly samples: number;
  readonly channels: number;
  /** Cells of a plane. */
  readonly size: number;
}

/** Sums, products and bounds of whole arrays. */
export interface Reductions {
  /** Σ x. */
  sum(x: Reals): number;
  /** Σ x y; of an array with itself its squared norm. */
  dot<A extends Reals>(x: A, y: A): number;
  /** max |x|, NaN if there is one, 0 of nothing. */
  largest(x: Reals): number;
  /** Fills out[channel] with Σ_s Σ_x u[s, channel, x]: plane by plane, then halves of the samples. */
  sumChannels<A extends Reals>(u: A, planes: Planes, out: A): void;
}

/** Terms of a leaf of the tree; a multiple of the lanes. */
const BLOCK = 128;

const terms = new Float64Array(BLOCK);

/** Σ of `count` terms; `fill` writes those from `first` on, up to `length`, to the front of `terms`. */
export function treeSum(
  count: number,
  fill: (terms: Float64Array, first: number, length: number) => void,
): number {
  return halves(0, count, BLOCK, (first, length) => {
    fill(terms, first, length);
    return sumLanes(length);
  });
}

/** The definition. */
export const reductions: Reductions = {
  sum: (x) => sumStretch(x, 0, x.length),
  dot: (x, y) =>
    treeSum(x.length, (terms, first, length) => {
      for (let i = 0; i < length; i++) terms[i] = x[first + i] * y[first + i];
    }),
  largest(x) {
    let most = 0;
    for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
    return most;
  },
  sumChannels(u, { samples, channels, size }, out) {
    for (let channel = 0; channel < channels; channel++) {
      out[channel] = halves(0, samples, 1, (sample, length) =>
        length === 0 ? 0 : sumStretch(u, (sample * channels + channel) * size, size),
      );
    }
  },
};

function sumStretch(x: Reals, start: number, count: number): number {
  return treeSum(count, (terms, first, length) => {
    for (let i = 0; i < length; i++) terms[i] = x[start + first + i];
  });
}

/** Sums leaves of at most `most` terms; a left half holds whole leaves, as many as the right or one more. */
function halves(
  first: number,
  count: number,
  most: number,
  leaf: (first: number, count: number) => number,
): number {
  if (count <= most) return leaf(first, count);
  const left = most * Math.ceil(count / (2 * most));
  return halves(first, left, most, leaf) + halves(first + left, count - left, most, leaf);
}

/** Lane j sums the terms j, j + 4, j + 8, … */
function sumLanes(length: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  terms.fill(0, length, (length + 3) & ~3);
  for (let i = 0; i < length; i += 4) {
    a += terms[i];
    b += terms[i + 1];
    c += terms[i + 2];
    d += terms[i + 3];
  }
  return a + c + (b + d);
}
