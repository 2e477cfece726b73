/** Errors in the units of the data: the largest |p − y|, and their mean. */
import type { ArrayInput } from "../core/index.js";
import { pairOf } from "./pair.js";
import type { Pair } from "./pair.js";
import { sumOf } from "./sum.js";

/**
 * max |p − y| over the whole set, for predictions p[s, …x] of y[s, …x].
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities
 */
export function maxError(p: ArrayInput, y: ArrayInput): number {
  return maxErrorOfPair(pairOf(p, y, "metrics.maxError"));
}

/**
 * mean |p − y| over the whole set, for predictions p[s, …x] of y[s, …x].
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities
 */
export function meanAbsoluteError(p: ArrayInput, y: ArrayInput): number {
  return meanAbsoluteErrorOfPair(pairOf(p, y, "metrics.meanAbsoluteError"));
}

/** max |p − y| of checked data. */
export function maxErrorOfPair({ p, y }: Pair): number {
  let largest = 0;
  for (let i = 0; i < p.length; i++) largest = Math.max(largest, Math.abs(p[i] - y[i]));
  return largest;
}

/** mean |p − y| of checked data. */
export function meanAbsoluteErrorOfPair({ p, y }: Pair): number {
  return sumOf(p.length, (i) => Math.abs(p[i] - y[i])) / p.length;
}
