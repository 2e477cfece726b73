/**
 * Difference stencils on a grid of spacing 1: the weights w_j of the offsets r_j with
 *
 *   Σ_j w_j u(x + r_j) = u^{(o)}(x) + O(h^p),
 *
 * found from the polynomials through the points, by Fornberg's recursion. Central stencils of order p reach
 * ⌊(o + 1)/2⌋ − 1 + p/2 points to either side. Upwind ones of a first derivative are moved one point against the
 * flow, −p/2 − 1 … p/2 − 1 for a flow to the right: for p = 2 that is [1, −4, 3]/2 at −2, −1, 0.
 *
 * Fornberg, Mathematics of Computation 51 (1988) 699. Iserles and Strang, Transactions of the American
 * Mathematical Society 277 (1983) 779: of the stencils of even order no others are stable.
 */

/** Offsets and their weights. */
export interface Stencil {
  readonly offsets: readonly number[];
  readonly weights: readonly number[];
}

/** The central stencil of a derivative of order ≥ 1, accurate to the even order p. */
export function centralStencil(derivative: number, accuracy: number): Stencil {
  const reach = Math.floor((derivative + 1) / 2) - 1 + accuracy / 2;
  return stencilOf(derivative, range(-reach, reach));
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

/** The weights of a derivative at 0 for distinct offsets, exact for polynomials through all of them. */
function stencilOf(derivative: number, offsets: readonly number[]): Stencil {
  // δ[j][o]: the weight of point j for derivative o, with the points taken in one by one.
  const δ = offsets.map(() => new Array<number>(derivative + 1).fill(0));
  δ[0][0] = 1;
  let [product, reach] = [1, offsets[0]];
  for (let n = 1; n < offsets.length; n++) {
    let next = 1;
    const last = reach;
    reach = offsets[n];
    for (let j = 0; j < n; j++) {
      const gap = offsets[n] - offsets[j];
      next *= gap;
      if (j === n - 1) {
        for (let o = Math.min(n, derivative); o >= 0; o--) {
          const lower = o > 0 ? o * δ[n - 1][o - 1] : 0;
          δ[n][o] = (product * (lower - last * δ[n - 1][o])) / next;
        }
      }
      for (let o = Math.min(n, derivative); o >= 0; o--) {
        const lower = o > 0 ? o * δ[j][o - 1] : 0;
        δ[j][o] = (reach * δ[j][o] - lower) / gap;
      }
    }
    product = next;
  }
  return { offsets, weights: δ.map((row) => row[derivative]) };
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
