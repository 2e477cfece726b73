/**
 * Candidates that are combinations of those before them, by the Cholesky factor of their Gram matrix, the triangle R of
 * a QR factorisation of the columns: R_jj² is the part of column j that the earlier ones leave.
 * Golub and Van Loan, Matrix Computations (2013), 5.2 and 5.4.
 */

/** A candidate that says nothing of its own on the data. */
export interface Collinear {
  /** Its place in the library. */
  readonly term: number;
  /** Those it is a combination of; none if it is zero everywhere. */
  readonly of: readonly number[];
}

/** Shares below this part of a column are not named. */
const NAMED = 1e-2;

/**
 * The columns that follow from those before them.
 * @param gram G[j, k] of columns with rms 1, or 0
 * @param first columns that come before all others, and are kept unless they vanish
 * @param tolerance the smallest part of a column that is its own
 */
export function collinearColumns(
  gram: Float64Array,
  first: readonly number[],
  tolerance: number,
): { readonly collinear: Collinear[]; readonly usable: number[]; readonly smallest: number } {
  const n = Math.round(Math.sqrt(gram.length));
  const others = Array.from({ length: n }, (_, j) => j).filter((j) => !first.includes(j));
  const kept: number[] = [];
  const rows: Float64Array[] = []; // of the lower triangle
  const collinear: Collinear[] = [];
  let smallest = 1;
  for (const j of [...first, ...others]) {
    if (gram[j * n + j] === 0) {
      collinear.push({ term: j, of: [] });
      continue;
    }
    const row = new Float64Array(kept.length + 1);
    let rest = gram[j * n + j];
    kept.forEach((k, i) => {
      let sum = gram[j * n + k];
      for (let l = 0; l < i; l++) sum -= row[l] * rows[i][l];
      row[i] = rows[i][i] > 0 ? sum / rows[i][i] : 0;
      rest -= row[i] * row[i];
    });
    const own = rest > tolerance ** 2;
    if (own || first.includes(j)) {
      row[kept.length] = own ? Math.sqrt(rest) : 0;
      if (own) smallest = Math.min(smallest, Math.sqrt(rest));
      kept.push(j);
      rows.push(row);
      continue;
    }
    const shares = backward(rows, row);
    collinear.push({ term: j, of: kept.filter((_, i) => Math.abs(shares[i]) > NAMED) });
  }
  return { collinear, usable: kept.sort((a, b) => a - b), smallest };
}

/** How much of every kept column is in one whose row is given: Lᵀ s = row. */
function backward(rows: readonly Float64Array[], row: Float64Array): Float64Array {
  const shares = row.slice(0, rows.length);
  for (let i = rows.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < rows.length; k++) shares[i] -= rows[k][i] * shares[k];
    shares[i] = rows[i][i] > 0 ? shares[i] / rows[i][i] : 0;
  }
  return shares;
}
