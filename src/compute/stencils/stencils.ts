/**
 * Stencils that differ from place to place, on periodic grids: of filters q_o with coefficients c_o(x), and one more
 * filter q₀ that is the same everywhere, for every tap j and with the centre k = (l − 1) ⫽ 2
 *
 *   S[j, x] = q₀[j] + Σ_o c_o(x) q_o[j],      y[x] = Σ_j S[j, x] u[x + j − k],
 *
 * which is q₀ ⋆ u + Σ_o c_o (q_o ⋆ u) without the convolutions: for fields that many steps go through it pays to have S.
 * Positions are taken modulo the grid. S is [s, tap, …x] with l − 1 more columns: column x stands at x + (l − 1 − k),
 * what is before and behind the grid repeats, so that the transpose finds its neighbours in a row.
 */
import { sizeOf, unravel } from "../../core/index.js";
import { centreOf, fillSources } from "../convolution/convolution.js";

/** The lengths of a call. */
export interface StencilShape {
  readonly samples: number;
  /** Samples whose coefficients differ: all, or 1. */
  readonly places: number;
  /** Filters with coefficients. */
  readonly terms: number;
  readonly grid: readonly number[];
  /** Lengths of the filters, none above the grid's. */
  readonly window: readonly number[];
}

/** A field that went through stencils, and the gradient to what came out, both [s, …x]. */
export interface StencilUse {
  readonly u: Float64Array;
  readonly g: Float64Array;
}

/** Stencils that differ from place to place, in Float64. */
export interface Stencils {
  /** Fills S of c[place, o, …x], q[o, tap] and q₀[tap]. */
  fillStencils(
    c: Float64Array,
    q: Float64Array,
    q0: Float64Array,
    shape: StencilShape,
    stencils: Float64Array,
  ): void;
  /** Fills y[s, …x]. */
  applyStencils(
    stencils: Float64Array,
    u: Float64Array,
    shape: StencilShape,
    y: Float64Array,
  ): void;
  /** Fills du[s, …x], the gradient to u, from g, that to y. */
  applyStencilsTransposed(
    stencils: Float64Array,
    g: Float64Array,
    shape: StencilShape,
    du: Float64Array,
  ): void;
  /** Fills dc, dq and dq₀ with the gradients of all uses together. */
  stencilsBackward(
    uses: readonly StencilUse[],
    c: Float64Array,
    q: Float64Array,
    shape: StencilShape,
    dc: Float64Array,
    dq: Float64Array,
    dq0: Float64Array,
  ): void;
}

/** How many numbers S has. */
export function stencilSize({ places, grid, window }: StencilShape): number {
  const columns = (grid.at(-1) ?? 1) + (window.at(-1) ?? 1) - 1;
  return places * sizeOf(window) * sizeOf(grid.slice(0, -1)) * columns;
}

/** The definition. */
export const stencils: Stencils = {
  fillStencils(c, q, q0, shape, out) {
    const size = sizeOf(shape.grid);
    const { cells } = extended(shape);
    forEachTap(shape, (tap, taps) => {
      for (let place = 0; place < shape.places; place++) {
        const to = (place * taps + tap) * cells.length;
        cells.forEach((cell, at) => {
          let sum = 0;
          for (let o = 0; o < shape.terms; o++) {
            sum += q[o * taps + tap] * c[(place * shape.terms + o) * size + cell];
          }
          out[to + at] = sum + q0[tap];
        });
      }
    });
  },
  applyStencils(S, u, shape, y) {
    y.fill(0);
    forEachPlane(shape, (plane, standing, from, first) => {
      standing.forEach((at, x) => (y[first + x] += S[plane + at] * u[first + from[x]]));
    });
  },
  applyStencilsTransposed(S, g, shape, du) {
    du.fill(0);
    forEachPlane(shape, (plane, standing, from, first) => {
      standing.forEach((at, x) => (du[first + from[x]] += S[plane + at] * g[first + x]));
    });
  },
  stencilsBackward(uses, c, q, shape, dc, dq, dq0) {
    const { samples, places, terms } = shape;
    const size = sizeOf(shape.grid);
    [dc, dq, dq0].forEach((array) => array.fill(0));
    forEachTap(shape, (tap, taps, from) => {
      for (let s = 0; s < samples; s++) {
        const coefficients = (places === 1 ? 0 : s) * terms * size;
        for (let x = 0; x < size; x++) {
          let slope = 0;
          for (const { u, g } of uses) slope += g[s * size + x] * u[s * size + from[x]];
          dq0[tap] += slope;
          for (let o = 0; o < terms; o++) {
            const at = coefficients + o * size + x;
            dc[at] += q[o * taps + tap] * slope;
            dq[o * taps + tap] += c[at] * slope;
          }
        }
      }
    });
  },
};

/** Visits every tap with how many there are and the cells that it sees, from[x] = x + j − k. */
function forEachTap(
  { grid, window }: StencilShape,
  visit: (tap: number, taps: number, from: Int32Array) => void,
): void {
  const taps = sizeOf(window);
  const from = new Int32Array(sizeOf(grid));
  for (let tap = 0; tap < taps; tap++) {
    fillSources(from, grid, unravel(tap, window), centreOf(window));
    visit(tap, taps, from);
  }
}

/** Visits the planes of S that samples go through: where they begin, where cells stand in them, and the sample's first cell. */
function forEachPlane(
  shape: StencilShape,
  visit: (plane: number, standing: Int32Array, from: Int32Array, first: number) => void,
): void {
  const { samples, places } = shape;
  const { cells, standing } = extended(shape);
  forEachTap(shape, (tap, taps, from) => {
    for (let s = 0; s < samples; s++) {
      const plane = ((places === 1 ? 0 : s) * taps + tap) * cells.length;
      visit(plane, standing, from, s * standing.length);
    }
  });
}

/** A plane of S: which cell of the grid every entry belongs to, and where the cells stand first. */
function extended({ grid, window }: StencilShape): {
  readonly cells: Int32Array;
  readonly standing: Int32Array;
} {
  const [n, l] = [grid.at(-1) ?? 1, window.at(-1) ?? 1];
  const [wide, left] = [n + l - 1, l - 1 - ((l - 1) >> 1)];
  const lines = sizeOf(grid) / n;
  return {
    cells: Int32Array.from({ length: lines * wide }, (_, at) => {
      const [line, column] = [Math.floor(at / wide), at % wide];
      return line * n + ((column - left + n) % n);
    }),
    standing: Int32Array.from(
      { length: lines * n },
      (_, x) => Math.floor(x / n) * wide + left + (x % n),
    ),
  };
}
