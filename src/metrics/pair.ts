/** A prediction and the truth it is compared with, checked once. */
import {
  checkFinite,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { sumOf } from "./sum.js";

/** p and y as flat data: `samples` stretches of `cells` numbers each. */
export interface Pair {
  readonly p: Float64Array;
  readonly y: Float64Array;
  readonly shape: readonly number[];
  readonly samples: number;
  readonly cells: number;
}

/**
 * The prediction p[s, …x] and the truth y[s, …x], compared with each other.
 * @throws ShapeError if the shapes differ, or there is nothing to compare
 * @throws ValueError for NaN or infinities
 */
export function pairOf(prediction: ArrayInput, truth: ArrayInput, where: string): Pair {
  const p = toFloat64(prediction, `${where}: prediction`);
  const y = toFloat64(truth, `${where}: truth`);
  if (!sameShape(p.shape, y.shape)) {
    throw new ShapeError(
      `${where}: the prediction has shape ${formatShape(p.shape)}, the truth ` +
        `${formatShape(y.shape)}. Compare arrays [sample, …x] of the same shape.`,
    );
  }
  if (p.shape.length < 2 || p.data.length === 0) {
    throw new ShapeError(
      `${where}: prediction and truth should have the axes [sample, …x] and at least one entry; ` +
        `got ${formatShape(p.shape)}. Give a single sample a leading axis of length 1.`,
    );
  }
  checkFinite(p, `${where}: prediction`);
  checkFinite(y, `${where}: truth`);
  const [samples, ...rest] = p.shape;
  return { p: p.data, y: y.data, shape: p.shape, samples, cells: sizeOf(rest) };
}

/** The mean of a stretch of the data. */
export function meanOf(data: Float64Array, start: number, count: number): number {
  return sumOf(count, (i) => data[start + i]) / count;
}

/** The largest size of an entry in a stretch of the data. */
export function largestOf(data: Float64Array, start: number, count: number): number {
  let largest = 0;
  for (let i = start; i < start + count; i++) largest = Math.max(largest, Math.abs(data[i]));
  return largest;
}

/**
 * What a computed quantity is taken to be zero at, relative to the data it came from: far above
 * their rounding (some 1e-16), far below any mean or fluctuation that means something.
 */
export const RELATIVE_ZERO = 1e-12;
