/** Cells that the tests of elasticity solve, and what they compare. */
import { createRng, normals, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { gaussianCovariance, gaussianField } from "../../../src/microstructure/index.js";
import type { CellOptions } from "../../../src/physics/index.js";

/** Phase indices of one sample. */
export interface Cell {
  readonly data: Int32Array;
  readonly shape: readonly number[];
}

/** Independent voxels of `phases` phases. */
export function randomCell(grid: readonly number[], phases: number, seed: number): Cell {
  const rng = createRng(seed);
  const data = Int32Array.from({ length: sizeOf(grid) }, () => Math.floor(phases * rng.uniform()));
  return { data, shape: [1, ...grid] };
}

/** White noise smoothed by a periodic Gaussian of standard deviation σ voxels, cut at its median. */
export function smoothCell(grid: readonly number[], σ: number, seed: number): Cell {
  // Noise filtered by exp(−r²/2σ²) has the covariance exp(−r²/4σ²).
  const { data: field } = gaussianField(grid, gaussianCovariance(2 * σ), {}, seed);
  const median = Float64Array.from(field).sort()[Math.floor(field.length / 2)];
  return { data: Int32Array.from(field, (value) => (value > median ? 1 : 0)), shape: [1, ...grid] };
}

/** Layers of given phases along an axis. */
export function layers(grid: readonly number[], axis: number, phases: readonly number[]): Cell {
  const inner = sizeOf(grid.slice(axis + 1));
  const data = Int32Array.from(
    { length: sizeOf(grid) },
    (_, x) => phases[Math.floor(x / inner) % grid[axis]],
  );
  return { data, shape: [1, ...grid] };
}

/** Two phases of moduli 1 and c, ν = 0.3. */
export function contrast(c: number): { elasticModulus: number[]; poissonRatio: number[] } {
  return { elasticModulus: [1, c], poissonRatio: [0.3, 0.3] };
}

/** Some mean strain of every component. */
export function generalStrain(axes: number): number[] {
  return [[0.4], [0.4, -0.3, 0.7], [0.4, -0.3, 0.2, 0.7, -0.5, 0.6]][axes - 1];
}

/** max |a − b| */
export function distance(a: NdArray | ArrayLike<number>, b: NdArray | ArrayLike<number>): number {
  const [x, y] = [entries(a), entries(b)];
  let most = x.length === y.length ? 0 : Infinity;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] - y[i]));
  return most;
}

/** ‖a − b‖ / ‖b‖ */
export function relative(a: NdArray | ArrayLike<number>, b: NdArray | ArrayLike<number>): number {
  const [x, y] = [entries(a), entries(b)];
  let [error, norm] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    error += (x[i] - y[i]) ** 2;
    norm += y[i] ** 2;
  }
  return Math.sqrt(error / norm);
}

function entries(a: NdArray | ArrayLike<number>): ArrayLike<number> {
  return "data" in a ? a.data : a;
}

/** Every element with its name. */
export const ELEMENTS = ["q1bbar", "q1", "q1r", "q2"] as const satisfies readonly NonNullable<
  CellOptions["element"]
>[];

/** A symmetric positive definite matrix with eigenvalues from 1 on. */
export function randomStiffness(c: number, seed: number): number[][] {
  const A = normals(createRng(seed), [c, c]).data;
  return Array.from({ length: c }, (_, i) =>
    Array.from({ length: c }, (__, j) => {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < c; k++) sum += A[i * c + k] * A[j * c + k];
      return sum;
    }),
  );
}
