/**
 * Means over voxels of the gradients of nodal fields, and their transpose. Along its own axis a
 * gradient is the difference of the two ends over h, along the others it is the mean of the shape
 * functions: (u₀ + u₁)/2 of linear ones, (u₀ + 4 u_½ + u₁)/6 of quadratic ones.
 */
import { backend } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";

/** Means over the cell of fields [c, …x]. */
export function meansOf(fields: Float64Array, c: number): number[] {
  const size = fields.length / c;
  return Array.from({ length: c }, (_, i) => {
    const field = fields.subarray(i * size, (i + 1) * size);
    return backend().sum(field) / size;
  });
}

/** What the nodes of one axis count in a voxel: in its corner, its middle and the next corner. */
type Weights = readonly [corner: number, middle: number, next: number];

function weightsOf({ spacing, order }: VoxelElements, axis: number, along: boolean): Weights {
  if (along) return [-1 / spacing[axis], 0, 1 / spacing[axis]];
  return order === 1 ? [1 / 2, 0, 1 / 2] : [1 / 6, 4 / 6, 1 / 6];
}

/**
 * Fills out[…x] with the mean over every voxel of ∂u/∂x_axis.
 * @param u one component, [type, …x], from `start` on
 */
export function meanGradient(
  elements: VoxelElements,
  axis: number,
  u: Float64Array,
  start: number,
  out: Float64Array,
): void {
  const { grid, order } = elements;
  const size = sizeOf(grid);
  let types = order ** grid.length;
  let fields = Float64Array.from(u.subarray(start, start + types * size));
  // The last axis changes the type fastest: neighbours in the list are its corner and its middle.
  for (let b = grid.length - 1; b >= 0; b--) {
    const weights = weightsOf(elements, b, b === axis);
    types /= order;
    const next = new Float64Array(types * size);
    for (let t = 0; t < types; t++) {
      const corner = t * order * size;
      gather(fields, corner, corner + (order - 1) * size, weights, grid, b, next, t * size);
    }
    fields = next;
  }
  out.set(fields);
}

/**
 * Adds the transpose: Σ_x v[x] times the derivative of the mean gradient with respect to every node.
 * @param out one component, [type, …x], from `start` on
 */
export function addMeanGradientTranspose(
  elements: VoxelElements,
  axis: number,
  v: Float64Array,
  out: Float64Array,
  start: number,
): void {
  const { grid, order } = elements;
  const size = sizeOf(grid);
  let types = 1;
  let fields = v;
  for (let b = 0; b < grid.length; b++) {
    const weights = weightsOf(elements, b, b === axis);
    const next = new Float64Array(types * order * size);
    for (let t = 0; t < types; t++) {
      const corner = t * order * size;
      scatter(fields, t * size, weights, grid, b, next, corner, corner + (order - 1) * size);
    }
    types *= order;
    fields = next;
  }
  for (let i = 0; i < fields.length; i++) out[start + i] += fields[i];
}

function gather(
  u: Float64Array,
  corner: number,
  middle: number,
  [first, half, last]: Weights,
  grid: readonly number[],
  axis: number,
  out: Float64Array,
  start: number,
): void {
  const n = grid[axis];
  const inner = sizeOf(grid.slice(axis + 1));
  const outer = sizeOf(grid.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    for (let x = 0; x < n; x++) {
      const at = (o * n + x) * inner;
      const next = (o * n + ((x + 1) % n)) * inner;
      for (let i = 0; i < inner; i++) {
        out[start + at + i] =
          first * u[corner + at + i] + half * u[middle + at + i] + last * u[corner + next + i];
      }
    }
  }
}

function scatter(
  v: Float64Array,
  start: number,
  [first, half, last]: Weights,
  grid: readonly number[],
  axis: number,
  out: Float64Array,
  corner: number,
  middle: number,
): void {
  const n = grid[axis];
  const inner = sizeOf(grid.slice(axis + 1));
  const outer = sizeOf(grid.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    for (let x = 0; x < n; x++) {
      const at = (o * n + x) * inner;
      const next = (o * n + ((x + 1) % n)) * inner;
      for (let i = 0; i < inner; i++) {
        const value = v[start + at + i];
        out[corner + at + i] += first * value;
        out[middle + at + i] += half * value;
        out[corner + next + i] += last * value;
      }
    }
  }
}
