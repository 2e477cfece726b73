/**
 * The triangular factor of stacked rows, kept up to date by Givens rotations: RᴴR = Σ (rows)ᴴ(rows)
 * without forming that sum. A rotation takes one entry x_j of a new row into the diagonal,
 *
 *   r = √(R_jj² + |x_j|²),   [R_j; x] ← [[R_jj, x̄_j], [−x_j, R_jj]]/r · [R_j; x],
 *
 * and leaves it real and non-negative: the canonical form, in which R is unique for full rank. So
 * batches may be absorbed, and triangles merged, in any order with the same R up to rounding.
 * Golub and Van Loan, Matrix Computations (2013), sections 5.1 and 6.5.
 */

/**
 * Fills R (row-major n × n, upper triangular, real diagonal ≥ 0; zeros to begin with) with the
 * triangle of R stacked on `count` more rows (row-major count × n). The rows are used up on the way.
 * The rows of another triangle merge it into this one.
 */
export function updateTriangle(
  rRe: Float64Array,
  rIm: Float64Array,
  n: number,
  rowsRe: Float64Array,
  rowsIm: Float64Array,
  count: number,
): void {
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < n; j++) absorbEntry(rRe, rIm, n, rowsRe, rowsIm, row * n, j);
  }
}

/** Rotates row j of R and the new row (from `start` on) so that the new row's entry j becomes 0. */
function absorbEntry(
  rRe: Float64Array,
  rIm: Float64Array,
  n: number,
  rowsRe: Float64Array,
  rowsIm: Float64Array,
  start: number,
  j: number,
): void {
  const re = rowsRe[start + j];
  const im = rowsIm[start + j];
  if (re === 0 && im === 0) return;
  const pivot = rRe[j * n + j];
  const r = modulus(pivot, re, im);
  const c = pivot / r;
  const sRe = re / r;
  const sIm = im / r;
  rRe[j * n + j] = r;
  rowsRe[start + j] = rowsIm[start + j] = 0;
  for (let l = j + 1; l < n; l++) {
    const aRe = rRe[j * n + l];
    const aIm = rIm[j * n + l];
    const xRe = rowsRe[start + l];
    const xIm = rowsIm[start + l];
    rRe[j * n + l] = c * aRe + sRe * xRe + sIm * xIm;
    rIm[j * n + l] = c * aIm + sRe * xIm - sIm * xRe;
    rowsRe[start + l] = c * xRe - sRe * aRe + sIm * aIm;
    rowsIm[start + l] = c * xIm - sRe * aIm - sIm * aRe;
  }
}

/** √(a² + b² + c²) without overflow or underflow, and unlike Math.hypot the same on every engine. */
function modulus(a: number, b: number, c: number): number {
  const square = a * a + b * b + c * c;
  if (square > 1e-280 && square < 1e280) return Math.sqrt(square);
  const largest = Math.max(Math.abs(a), Math.abs(b), Math.abs(c));
  const [x, y, z] = [a / largest, b / largest, c / largest];
  return largest * Math.sqrt(x * x + y * y + z * z);
}
