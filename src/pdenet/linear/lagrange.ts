/**
 * Continuous piecewise polynomials on n equal cells of one axis from lo to hi, by their values at the nodes. With
 *
 *   s = (t − lo) n / (hi − lo),   e = ⌊s⌋ within 0 … n − 1,   τ = s − e,
 *
 * the value at t is Σ_j ℓ_j(τ) C[e d + j], j = 0 … d, with the polynomials of Lagrange of degree d,
 *
 *   ℓ_j(τ) = Π_{i ≠ j} (τ − i/d) / (j/d − i/d).
 *
 * Neighbouring cells share the node between them. Beyond its ends a function is constant, or it repeats.
 * Long, Lu, Ma and Dong, "PDE-Net", ICML 2018, section 2.2.
 */

/** A mesh of equal cells on one axis. */
export interface Mesh {
  /** n. */
  readonly cells: number;
  /** d. */
  readonly degree: number;
  readonly from: number;
  readonly to: number;
  /** Whether the last node is the first one. */
  readonly periodic: boolean;
}

/** Number of nodes. */
export function nodesOf({ cells, degree, periodic }: Mesh): number {
  return cells * degree + (periodic ? 0 : 1);
}

/** e and τ of a point, which is taken to the nearer end or into the period. */
export function locate({ cells, from, to, periodic }: Mesh, t: number): [number, number] {
  const across = (cells * (t - from)) / (to - from);
  const s = periodic
    ? across - cells * Math.floor(across / cells)
    : Math.min(Math.max(across, 0), cells);
  const e = Math.min(Math.floor(s), cells - 1);
  return [e, s - e];
}

/** Π_{i ≠ j} 1 / (j/d − i/d) of every j: what the weights are divided by. */
export function lagrangeScales(degree: number): Float64Array {
  return Float64Array.from({ length: degree + 1 }, (_, j) => {
    let product = 1;
    for (let i = 0; i <= degree; i++) if (i !== j) product *= (j - i) / degree;
    return 1 / product;
  });
}

/** Fills out[at + j] with ℓ_j(τ). */
export function lagrangeWeights(
  degree: number,
  τ: number,
  scales: Float64Array,
  out: Float64Array,
  at: number,
): void {
  for (let j = 0; j <= degree; j++) {
    let product = scales[j];
    for (let i = 0; i <= degree; i++) if (i !== j) product *= τ - i / degree;
    out[at + j] = product;
  }
}

/** Fills out[at + j] with dℓ_j/dτ. */
export function lagrangeSlopes(
  degree: number,
  τ: number,
  scales: Float64Array,
  out: Float64Array,
  at: number,
): void {
  for (let j = 0; j <= degree; j++) {
    let sum = 0;
    for (let left = 0; left <= degree; left++) {
      if (left === j) continue;
      let product = scales[j];
      for (let i = 0; i <= degree; i++) if (i !== j && i !== left) product *= τ - i / degree;
      sum += product;
    }
    out[at + j] = sum;
  }
}
