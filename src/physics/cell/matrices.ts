/** Small matrices of material laws. */

/** Rows of a matrix. */
export type Matrix = readonly (readonly number[])[];

/** Whether a symmetric matrix is positive definite: all pivots are. */
export function isPositiveDefinite(C: Matrix): boolean {
  const rows = C.map((row) => [...row]);
  return rows.every((row, k) => {
    if (!(row[k] > 0)) return false;
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i][k] / row[k];
      for (let j = k; j < rows.length; j++) rows[i][j] -= factor * row[j];
    }
    return true;
  });
}

/** Solves A X = B for a positive definite A. */
export function solved(A: Matrix, B: Matrix): number[][] {
  const rows = A.map((row, i) => [...row, ...B[i]]);
  const n = A.length;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < rows[i].length; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, i) => row.slice(n).map((entry) => entry / row[i]));
}
