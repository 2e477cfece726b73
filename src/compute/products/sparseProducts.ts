/**
 * A sparse matrix W along one axis of fields,
 *
 *   to[outer, r, inner] = Σ_c W[r, c] from[outer, c, inner],
 *
 * with the entries of every row of W in the order in which they are summed. This is the definition.
 */

/** A matrix by rows: entries starts[r] to starts[r + 1] are those of row r. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Products with sparse matrices, in Float64. */
export interface SparseProducts {
  /** Fills `to`, or adds to it. */
  multiplyAlong(
    matrix: SparseRows,
    from: Float64Array,
    outer: number,
    inner: number,
    add: boolean,
    to: Float64Array,
  ): void;
}

/** The definition. */
export const sparseProducts: SparseProducts = {
  multiplyAlong({ rows, columns, starts, indices, values }, from, outer, inner, add, to) {
    for (let o = 0; o < outer; o++) {
      for (let r = 0; r < rows; r++) {
        const row = (o * rows + r) * inner;
        if (!add) to.fill(0, row, row + inner);
        for (let k = starts[r]; k < starts[r + 1]; k++) {
          const line = (o * columns + indices[k]) * inner;
          for (let x = 0; x < inner; x++) to[row + x] += values[k] * from[line + x];
        }
      }
    }
  },
};
