/** How far arrays are from each other. */
import { sameShape } from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";

/** max |a − b|, infinite if one has another shape. */
export function distance(a: NdArray<Reals>, b: NdArray<Reals>): number {
  if (!sameShape(a.shape, b.shape)) return Infinity;
  const gaps = Float64Array.from(a.data, (value, i) => Math.abs(value - b.data[i]));
  return gaps.reduce((most, gap) => Math.max(most, gap), 0);
}

/** Σ a b. */
export function dot(a: NdArray<Reals>, b: NdArray<Reals>): number {
  return Float64Array.from(a.data, (value, i) => value * b.data[i]).reduce((x, y) => x + y, 0);
}
