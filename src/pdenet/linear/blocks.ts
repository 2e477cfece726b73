/**
 * Many small positive semidefinite systems of one size, factorised once as L Lᵀ with a unit diagonal before. An unknown
 * that follows from those before it in its block, or that nothing asks for, is left at zero.
 */

/** A scaled pivot up to this is zero. */
const DEPENDENT = 1e-13;

/** Blocks G[block, i, j] of n unknowns each. */
export class Blocks {
  private readonly scales: Float64Array;

  /** Takes the array for itself. */
  constructor(
    private readonly G: Float64Array,
    private readonly n: number,
  ) {
    const count = G.length / (n * n);
    this.scales = new Float64Array(count * n);
    for (let block = 0; block < count; block++) this.factorise(block);
  }

  /** Fills x[i, block], the unknowns of a block `stride` apart, with the solutions for b in the same places. */
  solve(b: Float64Array, from: number, stride: number, x: Float64Array): void {
    const { G, n, scales } = this;
    const count = scales.length / n;
    const y = new Float64Array(n);
    for (let block = 0; block < count; block++) {
      const [at, own] = [block * n * n, block * n];
      for (let i = 0; i < n; i++) {
        let sum = b[from + i * stride + block] * scales[own + i];
        for (let k = 0; k < i; k++) sum -= G[at + i * n + k] * y[k];
        y[i] = sum * G[at + i * n + i];
      }
      for (let i = n - 1; i >= 0; i--) {
        let sum = y[i];
        for (let k = i + 1; k < n; k++) sum -= G[at + k * n + i] * y[k];
        y[i] = sum * G[at + i * n + i];
        x[from + i * stride + block] = y[i] * scales[own + i];
      }
    }
  }

  /** Puts L into the lower triangle, with 1 / L[i, i] on the diagonal: zero for unknowns that are left out. */
  private factorise(block: number): void {
    const { G, n, scales } = this;
    const [at, own] = [block * n * n, block * n];
    for (let i = 0; i < n; i++) {
      const diagonal = G[at + i * n + i];
      scales[own + i] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = G[at + i * n + j] * scales[own + i] * scales[own + j];
        for (let k = 0; k < j; k++) sum -= G[at + i * n + k] * G[at + j * n + k];
        if (j < i) G[at + i * n + j] = sum * G[at + j * n + j];
        else G[at + i * n + i] = sum > DEPENDENT ? 1 / Math.sqrt(sum) : 0;
      }
    }
  }
}
