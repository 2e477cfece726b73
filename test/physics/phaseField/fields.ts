/** Fields to begin with, and one step of both schemes straight from its definition. */
import { createRng, ndarrayOf, sizeOf, unravel } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

/** Grids of one to three axes, even and odd, with unequal spacings. */
export const GRIDS = [
  { shape: [8], spacing: [0.25] },
  { shape: [9], spacing: [0.4] },
  { shape: [1], spacing: [0.4] },
  { shape: [6, 5], spacing: [0.25, 0.5] },
  { shape: [5, 6], spacing: [0.3, 0.25] },
  { shape: [4, 3, 6], spacing: [0.25, 0.5, 0.4] },
  { shape: [3, 4, 5], spacing: [0.6, 0.25, 0.5] },
];

/** Independent numbers, uniform within ±amplitude about a mean: φ[s, …x]. */
export function noise(
  shape: readonly number[],
  amplitude: number,
  seed: number,
  mean = 0,
): NdArray {
  const rng = createRng(seed);
  const values = Float64Array.from(
    { length: sizeOf(shape) },
    () => mean + amplitude * (2 * rng.uniform() - 1),
  );
  return ndarrayOf(values, shape);
}

/** φ[0, …x] given at every place, with the origin in the first cell. */
export function fieldOf(
  shape: readonly number[],
  spacing: readonly number[],
  value: (x: readonly number[]) => number,
): NdArray {
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, cell) =>
    value(unravel(cell, shape).map((i, axis) => i * spacing[axis])),
  );
  return ndarrayOf(values, [1, ...shape]);
}

/** max |a − b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** Σ_k m(k²) û[k] e^{ik·x}/N by the definition of the transform, for a multiplier m. */
export function multiplied(
  u: Float64Array,
  { shape, spacing }: { readonly shape: readonly number[]; readonly spacing: readonly number[] },
  multiplier: (square: number) => number,
): Float64Array {
  const cells = Array.from(u, (_, cell) => unravel(cell, shape));
  const out = new Float64Array(u.length);
  for (const k of cells) {
    const waves = k.map((f, axis) => (2 * f < shape[axis] ? f : f - shape[axis]));
    const square = waves.reduce(
      (sum, f, axis) => sum + ((2 * Math.PI * f) / (shape[axis] * spacing[axis])) ** 2,
      0,
    );
    const phases = cells.map((x) =>
      x.reduce((sum, i, axis) => sum + (2 * Math.PI * i * k[axis]) / shape[axis], 0),
    );
    const factor = multiplier(square) / u.length;
    const re = phases.reduce((sum, phase, x) => sum + u[x] * Math.cos(phase), 0);
    const im = phases.reduce((sum, phase, x) => sum - u[x] * Math.sin(phase), 0);
    phases.forEach((phase, x) => {
      out[x] += factor * (re * Math.cos(phase) - im * Math.sin(phase));
    });
  }
  return out;
}
