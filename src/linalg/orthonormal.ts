/** Orthonormal columns where a decomposition leaves them open: those of singular value 0. */

/**
 * Fills column `j` of a row-major `rows × columns` matrix with a unit vector orthogonal to the
 * orthonormal columns before it: the unit vector farthest from their span, made orthogonal twice
 * (Gram and Schmidt; "twice is enough", Kahan and Parlett).
 */
export function completeColumn(
  re: Float64Array,
  im: Float64Array,
  rows: number,
  columns: number,
  j: number,
): void {
  const row = leastCoveredRow(re, im, rows, columns, j);
  for (let i = 0; i < rows; i++) {
    re[i * columns + j] = i === row ? 1 : 0;
    im[i * columns + j] = 0;
  }
  for (let pass = 0; pass < 2; pass++) {
    for (let l = 0; l < j; l++) subtractProjection(re, im, rows, columns, l, j);
    normalize(re, im, rows, columns, j);
  }
}

/** The row in which the first j columns have the smallest norm. */
function leastCoveredRow(
  re: Float64Array,
  im: Float64Array,
  rows: number,
  columns: number,
  j: number,
): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < rows; i++) {
    let covered = 0;
    for (let at = i * columns; at < i * columns + j; at++) {
      covered += re[at] * re[at] + im[at] * im[at];
    }
    if (covered < least) {
      least = covered;
      best = i;
    }
  }
  return best;
}

/** y ← y − u (uᴴ y) for the columns u = l and y = j. */
function subtractProjection(
  re: Float64Array,
  im: Float64Array,
  rows: number,
  columns: number,
  l: number,
  j: number,
): void {
  let dotRe = 0;
  let dotIm = 0;
  for (let at = 0; at < rows * columns; at += columns) {
    dotRe += re[at + l] * re[at + j] + im[at + l] * im[at + j];
    dotIm += re[at + l] * im[at + j] - im[at + l] * re[at + j];
  }
  for (let at = 0; at < rows * columns; at += columns) {
    re[at + j] -= re[at + l] * dotRe - im[at + l] * dotIm;
    im[at + j] -= re[at + l] * dotIm + im[at + l] * dotRe;
  }
}

function normalize(
  re: Float64Array,
  im: Float64Array,
  rows: number,
  columns: number,
  j: number,
): void {
  let square = 0;
  for (let at = j; at < rows * columns; at += columns) {
    square += re[at] * re[at] + im[at] * im[at];
  }
  const norm = Math.sqrt(square);
  for (let at = j; at < rows * columns; at += columns) {
    re[at] /= norm;
    im[at] /= norm;
  }
}
