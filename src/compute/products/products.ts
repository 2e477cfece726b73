/**
 * Products of matrices, one or a batch of them:
 *
 *   out[n, i, j] = Σ_k A[n, i, k] B[n, k, j],   i < rows, k < inner, j < columns
 *
 * All are row-major. A matrix may be stored transposed, as the gradients G Bᵀ and Aᵀ G of a product need
 * it, and one matrix may serve the whole batch. This is the definition; Float32 numbers are summed in
 * Float64 and rounded once, at the end.
 */
import type { Reals } from "../../core/index.js";

/** The lengths of a product, and how its matrices are stored. */
export interface ProductShape {
  /** Products in one call. */
  readonly batch: number;
  readonly rows: number;
  /** Terms of every sum; of none the sum is zero. */
  readonly inner: number;
  readonly columns: number;
  /** Whether A is stored as [inner, rows]; else as [rows, inner]. */
  readonly transposeA: boolean;
  /** Whether B is stored as [columns, inner]; else as [inner, columns]. */
  readonly transposeB: boolean;
  /** Whether A is one matrix for the whole batch. Default false. */
  readonly sharedA?: boolean;
  /** Whether B is one matrix for the whole batch. Default false. */
  readonly sharedB?: boolean;
}

/** Products of matrices. */
export interface Products {
  /**
   * Fills out[batch, rows, columns], which overlaps neither factor. The order of its sums depends on the
   * shape and the precision alone.
   */
  multiplyMatrices<A extends Reals>(a: A, b: A, shape: ProductShape, out: A): void;
}

/** The definition. */
export const products: Products = {
  multiplyMatrices(a, b, shape, out) {
    const { batch, rows, inner, columns, transposeA, transposeB, sharedA, sharedB } = shape;
    const [aRow, aColumn] = transposeA ? [1, rows] : [inner, 1];
    const [bRow, bColumn] = transposeB ? [1, inner] : [columns, 1];
    const sums = new Float64Array(columns);
    for (let line = 0; line < batch * rows; line++) {
      const n = Math.floor(line / rows);
      const aAt = (sharedA ? 0 : n * rows * inner) + (line % rows) * aRow;
      const bAt = sharedB ? 0 : n * inner * columns;
      sums.fill(0);
      for (let k = 0; k < inner; k++) {
        const factor = a[aAt + k * aColumn];
        const from = bAt + k * bRow;
        for (let j = 0; j < columns; j++) sums[j] += factor * b[from + j * bColumn];
      }
      out.set(sums, line * columns);
    }
  },
};
