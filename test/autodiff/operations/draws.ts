/** Inputs at a distance from the kinks of operations. */
import { ndarrayOf, normals, permutation, uniforms } from "../../../src/core/index.js";
import type { NdArray, Rng } from "../../../src/core/index.js";

type Draw = (rng: Rng, shape: readonly number[]) => NdArray;

/** Between 0.5 and 2. */
export const positive: Draw = (rng, shape) => mapped(uniforms(rng, shape), (u) => 0.5 + 1.5 * u);

/** At least 0.02 from 0, ±0.5 and ±1. */
export const offKinks: Draw = (rng, shape) =>
  mapped(normals(rng, shape), (z) => {
    const nearest = Math.round(2 * z) / 2;
    return nearest + (z < nearest ? -1 : 1) * (0.02 + 0.9 * Math.abs(z - nearest));
  });

/** No two within 0.05 of each other. */
export const apart: Draw = (rng, shape) => {
  const jitter = uniforms(rng, shape).data;
  const order = permutation(rng, jitter.length);
  return ndarrayOf(
    jitter.map((u, i) => 0.1 * (order[i] - jitter.length / 2) + 0.05 * u),
    shape,
  );
};

/** Matrices near multiples of 0.2 and vectors between them: at least 0.05 from each other. */
export const interlaced: Draw = (rng, shape) => {
  const jitter = uniforms(rng, shape).data;
  const shift = shape.length === 1 ? 0.1 : 0;
  return mapped(
    normals(rng, shape),
    (z, i) => Math.round(5 * z) / 5 + shift + 0.05 * (jitter[i] - 0.5),
  );
};

/** The function of every entry. */
export function mapped(x: NdArray, f: (value: number, i: number) => number): NdArray {
  return ndarrayOf(x.data.map(f), x.shape);
}
