/**
 * Periodic convolution with channels: a filter q with its centre at c = (l − 1) ⫽ 2 on every axis
 * correlates with u, and both gradients of that,
 *
 *   convolve:            y[s, o, x]  = Σ_i Σ_j q[o, i, j] u[s, i, x + j − c]
 *   convolveTransposed: du[s, i, x]  = Σ_o Σ_j q[o, i, j] g[s, o, x − j + c]
 *   correlate:          dq[o, i, j]  = Σ_s Σ_x g[s, o, x] u[s, i, x + j − c]
 *
 * with positions taken modulo the grid, so that ⟨v, conv(u)⟩ = ⟨convᵀ(v), u⟩ = ⟨corr(u, v), q⟩.
 * Groups of channels do not see each other: u[s, group, i, …x], q[group, o, i, …j], y[s, group, o, …x].
 * This is the definition: one tap after the other, and no axis longer in the window than in the grid.
 */
import { sizeOf, unravel } from "../../core/index.js";
import type { Reals } from "../../core/index.js";

/** The lengths of a convolution. */
export interface ConvolutionShape {
  readonly samples: number;
  readonly groups: number;
  /** Channels of the input, in every group. */
  readonly inputs: number;
  /** Channels of the output, in every group. */
  readonly outputs: number;
  readonly grid: readonly number[];
  /** Lengths of the filter, none above the grid's. */
  readonly window: readonly number[];
}

/** Periodic convolution and its two adjoints. */
export interface Convolutions {
  /** Fills y. */
  convolve<A extends Reals>(u: A, q: A, shape: ConvolutionShape, y: A): void;
  /** Fills du, the gradient to the input, from g, the gradient to the output. */
  convolveTransposed<A extends Reals>(g: A, q: A, shape: ConvolutionShape, du: A): void;
  /** Fills dq, the gradient to the filter. The order of its sums depends on the shape alone. */
  correlate<A extends Reals>(u: A, g: A, shape: ConvolutionShape, dq: A): void;
}

/** The definition. */
export const convolutions: Convolutions = {
  convolve(u, q, shape, y) {
    y.fill(0);
    forEachTap(shape, (from, uAt, qAt, yAt) => {
      for (let x = 0; x < from.length; x++) y[yAt + x] += q[qAt] * u[uAt + from[x]];
    });
  },
  convolveTransposed(g, q, shape, du) {
    du.fill(0);
    forEachTap(shape, (from, uAt, qAt, yAt) => {
      for (let x = 0; x < from.length; x++) du[uAt + from[x]] += q[qAt] * g[yAt + x];
    });
  },
  correlate(u, g, shape, dq) {
    const sums = new Float64Array(dq.length);
    forEachTap(shape, (from, uAt, qAt, yAt) => {
      let sum = 0;
      for (let x = 0; x < from.length; x++) sum += g[yAt + x] * u[uAt + from[x]];
      sums[qAt] += sum;
    });
    dq.set(sums);
  },
};

/** The centre of a window, the place of the filter's r = 0. */
export function centreOf(window: readonly number[]): number[] {
  return window.map((length) => (length - 1) >> 1);
}

/**
 * Visits every entry q[qAt] of the filter for every sample, with the first cells of its planes of u
 * and y, and the cells from[x] = x + j − c of u's plane that it sees.
 */
function forEachTap(
  { samples, groups, inputs, outputs, grid, window }: ConvolutionShape,
  visit: (from: Int32Array, uAt: number, qAt: number, yAt: number) => void,
): void {
  const size = sizeOf(grid);
  const taps = sizeOf(window);
  const from = new Int32Array(size);
  for (let j = 0; j < taps; j++) {
    fillSources(from, grid, unravel(j, window), centreOf(window));
    for (let s = 0; s < samples; s++) {
      for (let o = 0; o < groups * outputs; o++) {
        const group = Math.floor(o / outputs);
        for (let i = 0; i < inputs; i++) {
          const uAt = ((s * groups + group) * inputs + i) * size;
          visit(from, uAt, (o * inputs + i) * taps + j, (s * groups * outputs + o) * size);
        }
      }
    }
  }
}

/** Fills from[x] with the cell x + j − c, wrapped on every axis. */
export function fillSources(
  from: Int32Array,
  grid: readonly number[],
  j: readonly number[],
  centre: readonly number[],
): void {
  from[0] = 0;
  let filled = 1;
  grid.forEach((n, axis) => {
    // Backwards, so that heads are read before their place is taken.
    for (let head = filled - 1; head >= 0; head--) {
      const start = from[head] * n;
      for (let x = n - 1; x >= 0; x--) {
        from[head * n + x] = start + ((x + j[axis] - centre[axis] + n) % n);
      }
    }
    filled *= n;
  });
}
