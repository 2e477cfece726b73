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

/** The means of one kind of elements, with memory to work in. */
export interface Averages {
  readonly elements: VoxelElements;
  /**
   * Fills out[…x] with the mean over every voxel of ∂u/∂x_axis.
   * @param u one component, [type, …x], from `start` on
   */
  readonly gradient: (axis: number, u: Float64Array, start: number, out: Float64Array) => void;
  /**
   * Adds the transpose: factor · Σ_x v[x] times the derivative of the mean gradient with respect to every node.
   * @param v [component, …x], of which one component from `from` on is taken
   * @param out one component, [type, …x], from `start` on
   */
  readonly addTranspose: (
    axis: number,
    factor: number,
    v: Float64Array,
    from: number,
    out: Float64Array,
    start: number,
  ) => void;
}

/** What the nodes of one axis count in a voxel: in its corner, its middle and the next corner. */
type Weights = readonly [corner: number, middle: number, next: number];

/** The means of elements. */
export function createAverages(elements: VoxelElements): Averages {
  const { grid, spacing, order } = elements;
  const axes = grid.length;
  const size = sizeOf(grid);
  const scratch = [0, 1].map(() => new Float64Array(order ** axes * size));
  const weightsOf = (b: number, axis: number): Weights => {
    if (b === axis) return [-1 / spacing[b], 0, 1 / spacing[b]];
    return order === 1 ? [1 / 2, 0, 1 / 2] : [1 / 6, 4 / 6, 1 / 6];
  };
  return {
    elements,
    gradient(axis, u, start, out) {
      let [from, first] = [u, start];
      // The last axis changes the type fastest: neighbours in the list are its corner and its middle.
      for (let b = axes - 1, types = order ** axes; b >= 0; b--) {
        const [corner, middle, next] = weightsOf(b, axis);
        types /= order;
        const to = b === 0 ? out : scratch[b % 2];
        for (let t = 0; t < types; t++) {
          const at = first + t * order * size;
          combine(from, at, corner, next, 1, grid, b, to, t * size);
          if (order === 2) addTo(from, at + size, middle, size, to, t * size);
        }
        [from, first] = [to, 0];
      }
    },
    addTranspose(axis, factor, v, start, out, end) {
      let [from, first] = [v, start];
      for (let b = 0, types = 1; b < axes; b++) {
        const [corner, middle, next] = weightsOf(b, axis);
        const to = scratch[b % 2];
        for (let t = 0; t < types; t++) {
          const at = t * order * size;
          combine(from, first + t * size, corner, next, -1, grid, b, to, at);
          if (order === 2) {
            to.fill(0, at + size, at + 2 * size);
            addTo(from, first + t * size, middle, size, to, at + size);
          }
        }
        types *= order;
        [from, first] = [to, 0];
      }
      addTo(from, 0, factor, order ** axes * size, out, end);
    },
  };
}

/** Fills out[x] with here · u[x] + there · u[x ± 1], of the neighbour before or after along an axis. */
function combine(
  u: Float64Array,
  from: number,
  here: number,
  there: number,
  step: 1 | -1,
  grid: readonly number[],
  axis: number,
  out: Float64Array,
  to: number,
): void {
  const n = grid[axis];
  const inner = sizeOf(grid.slice(axis + 1));
  const outer = sizeOf(grid.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    const line = o * n * inner;
    // Inside a line neighbours are `inner` apart; its ends are neighbours, too.
    const wrap = (n - 1) * inner;
    const [begin, end] = step === 1 ? [line, line + wrap] : [line + inner, line + n * inner];
    for (let x = begin, y = begin + step * inner; x < end; x++, y++) {
      out[to + x] = here * u[from + x] + there * u[from + y];
    }
    const last = step === 1 ? line + wrap : line;
    for (let x = last, y = last - step * wrap; x < last + inner; x++, y++) {
      out[to + x] = here * u[from + x] + there * u[from + y];
    }
  }
}

function addTo(
  u: Float64Array,
  from: number,
  factor: number,
  count: number,
  out: Float64Array,
  to: number,
): void {
  for (let i = 0; i < count; i++) out[to + i] += factor * u[from + i];
}
