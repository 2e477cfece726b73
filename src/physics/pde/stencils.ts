/**
 * Difference stencils on a grid of spacing 1: the weights w_j of the offsets r_j with
 *
 *   Σ_j w_j u(x + r_j) = u^{(o)}(x) + O(h^p),
 *
 * found from the polynomials through the points. Upwind stencils of a first derivative are moved one point against
 * the flow, −p/2 − 1 … p/2 − 1 for a flow to the right: for p = 2 that is [1, −4, 3]/2 at −2, −1, 0.
 *
 * Iserles and Strang, Transactions of the American Mathematical Society 277 (1983) 779: of the stencils of even order
 * no others are stable.
 */
import { differenceOffsets, differenceWeights } from "../../stencil/index.js";

/** Offsets and their weights. */
export interface Stencil {
  readonly offsets: readonly number[];
  readonly weights: readonly number[];
}

/** The central stencil of a derivative of order ≥ 1, accurate to the even order p. */
export function centralStencil(derivative: number, accuracy: number): Stencil {
  return stencilOf(derivative, differenceOffsets(derivative, accuracy, "central"));
}

/** The stencil of a first derivative, moved one point to the side the flow comes from. */
export function upwindStencil(accuracy: number, flow: "right" | "left"): Stencil {
  const reach = accuracy / 2;
  const offsets = range(-reach - 1, reach - 1);
  return stencilOf(1, flow === "right" ? offsets : offsets.map((r) => -r).reverse());
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function stencilOf(derivative: number, offsets: readonly number[]): Stencil {
  return { offsets, weights: differenceWeights(derivative, offsets) };
}

/**
 * Fills `out` with the differences of `u` along the middle axis of [outer, n, inner], which is periodic and has
 * the spacing h.
 */
export function applyStencil(
  out: Float64Array,
  u: Float64Array,
  { offsets, weights }: Stencil,
  [outer, n, inner]: readonly [number, number, number],
  scale: number,
): void {
  out.fill(0);
  for (let tap = 0; tap < offsets.length; tap++) {
    const w = scale * weights[tap];
    const shift = (((offsets[tap] % n) + n) % n) * inner;
    const line = n * inner;
    const cut = line - shift;
    for (let start = 0; start < outer * line; start += line) {
      for (let x = 0; x < cut; x++) out[start + x] += w * u[start + shift + x];
      for (let x = cut; x < line; x++) out[start + x] += w * u[start + x - cut];
    }
  }
}
