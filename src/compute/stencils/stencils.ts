/**
 * Stencils that differ from place to place, on periodic grids, and are interpolated from nodes: with functions φ along
 * every axis, for every tap j and with the centre k = (l − 1) ⫽ 2
 *
 *   S[x, j] = Σ_i Π_a φ_{i_a}(x_a) N[i, j],      y[x] = Σ_j S[x, j] u[x + j − k].
 *
 * Positions are taken modulo the grid. What filters q_o with coefficients c_o(x) = Σ_i Π_a φ_{i_a}(x_a) C[o, i] make of a
 * field, Σ_o c_o (q_o ⋆ u), is one such stencil, N = Cᵀ q: there are few nodes, so that neither coefficients nor
 * convolutions need to be computed at every point.
 *
 * S is [place, …x, line, tap], lines of taps being the rows of the window; one whose number of taps is odd ends with a
 * zero, so that two taps fill a vector.
 */
import { sizeOf, unravel } from "../../core/index.js";
import { centreOf, fillSources } from "../convolution/convolution.js";

/** The functions φ of an axis at its points, of which few are not zero at any one. */
export interface AxisFunctions {
  /** How many functions there are. */
  readonly nodes: number;
  /** How many may differ from zero at a point. */
  readonly width: number;
  /** Which these are, [place, point, …], and their values. */
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** The lengths of a call. */
export interface StencilShape {
  readonly samples: number;
  /** Samples whose stencils differ: all, or 1. */
  readonly places: number;
  readonly grid: readonly number[];
  /** Lengths of the filters, none above the grid's. */
  readonly window: readonly number[];
  /** φ along every axis. */
  readonly axes: readonly AxisFunctions[];
}

/** A field that went through stencils, and the gradient to what came out, both [s, …x]. */
export interface StencilUse {
  readonly u: Float64Array;
  readonly g: Float64Array;
}

/** Stencils that differ from place to place, in Float64. */
export interface Stencils {
  /** Fills S from N[…i, tap]. */
  fillStencils(nodes: Float64Array, shape: StencilShape, stencils: Float64Array): void;
  /** Fills y[s, …x]. */
  applyStencils(
    stencils: Float64Array,
    u: Float64Array,
    shape: StencilShape,
    y: Float64Array,
  ): void;
  /** Fills y[s, …x] from N, where S is not wanted otherwise: it is never there as a whole. */
  applyNodes(nodes: Float64Array, u: Float64Array, shape: StencilShape, y: Float64Array): void;
  /** Fills du[s, …x], the gradient to u, from g, that to y. */
  applyStencilsTransposed(
    stencils: Float64Array,
    g: Float64Array,
    shape: StencilShape,
    du: Float64Array,
  ): void;
  /** Fills dN with the gradient of all uses together. */
  stencilsBackward(uses: readonly StencilUse[], shape: StencilShape, dNodes: Float64Array): void;
}

/** How many numbers S has. */
export function stencilSize({ places, grid, window }: StencilShape): number {
  return places * sizeOf(grid) * lineOf(window);
}

/** How many numbers of S belong to a point. */
export function lineOf(window: readonly number[]): number {
  const length = window.at(-1) ?? 1;
  return (sizeOf(window) / length) * (length + (length % 2));
}

/** The definition. */
export const stencils: Stencils = {
  fillStencils(nodes, shape, out) {
    const slots = slotsOf(shape.window);
    const line = lineOf(shape.window);
    out.fill(0);
    forEachNode(shape, (cell, node, weight) => {
      slots.forEach((slot, tap) => {
        out[cell * line + slot] += weight * nodes[node * slots.length + tap];
      });
    });
  },
  applyStencils(S, u, shape, y) {
    y.fill(0);
    forEachTap(shape, (entry, from, to) => (y[to] += S[entry] * u[from]));
  },
  applyNodes(nodes, u, shape, y) {
    const S = new Float64Array(stencilSize(shape));
    stencils.fillStencils(nodes, shape, S);
    stencils.applyStencils(S, u, shape, y);
  },
  applyStencilsTransposed(S, g, shape, du) {
    du.fill(0);
    forEachTap(shape, (entry, from, to) => (du[from] += S[entry] * g[to]));
  },
  stencilsBackward(uses, shape, dNodes) {
    const slots = slotsOf(shape.window);
    const line = lineOf(shape.window);
    const slopes = new Float64Array(stencilSize(shape));
    forEachTap(shape, (entry, from, to) => {
      for (const { u, g } of uses) slopes[entry] += g[to] * u[from];
    });
    dNodes.fill(0);
    forEachNode(shape, (cell, node, weight) => {
      slots.forEach((slot, tap) => {
        dNodes[node * slots.length + tap] += weight * slopes[cell * line + slot];
      });
    });
  },
};

/** Where taps stand among the numbers of a point. */
function slotsOf(window: readonly number[]): Int32Array {
  const length = window.at(-1) ?? 1;
  return Int32Array.from(
    { length: sizeOf(window) },
    (_, tap) => tap + (length % 2) * Math.floor(tap / length),
  );
}

/** Visits the nodes that the cells of all places are made of. */
function forEachNode(
  { places, grid, axes }: StencilShape,
  visit: (cell: number, node: number, weight: number) => void,
): void {
  const size = sizeOf(grid);
  const widths = axes.map(({ width }) => width);
  for (let place = 0; place < places; place++) {
    for (let x = 0; x < size; x++) {
      const point = unravel(x, grid);
      for (let term = 0; term < sizeOf(widths); term++) {
        let [node, weight] = [0, 1];
        unravel(term, widths).forEach((k, a) => {
          const { nodes, width, indices, weights } = axes[a];
          const entry = (place * grid[a] + point[a]) * width + k;
          node = node * nodes + indices[entry];
          weight *= weights[entry];
        });
        visit(place * size + x, node, weight);
      }
    }
  }
}

/** Visits every tap of every cell: the entry of S, the cell that the tap sees, and the cell of the result. */
function forEachTap(
  { samples, places, grid, window }: StencilShape,
  visit: (entry: number, from: number, to: number) => void,
): void {
  const size = sizeOf(grid);
  const line = lineOf(window);
  const seen = new Int32Array(size);
  slotsOf(window).forEach((slot, tap) => {
    fillSources(seen, grid, unravel(tap, window), centreOf(window));
    for (let s = 0; s < samples; s++) {
      const place = places === 1 ? 0 : s;
      seen.forEach((from, x) => {
        visit((place * size + x) * line + slot, s * size + from, s * size + x);
      });
    }
  });
}
