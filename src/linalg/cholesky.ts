/**
 * Symmetric positive definite systems A x = b by Cholesky's factorisation A = L Lᵀ, scaled to a unit diagonal
 * first, with one step of refinement. Golub and Van Loan, Matrix Computations (2013), 4.2 and 3.5.3.
 */
import {
  checkFinite,
  checkNumber,
  checkRank,
  formatShape,
  ndarrayOf,
  ShapeError,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";

/** A solution and what it rests on. */
export interface PositiveSolution {
  /** x[i, c]. */
  readonly x: NdArray;
  /** The first unknown that follows from those before it, up to the tolerance; −1 if there is none. Then x is zero. */
  readonly dependent: number;
  /** The smallest pivot of the scaled matrix, between 0 and 1: about one over the condition number, or more. */
  readonly smallestPivot: number;
}

/**
 * The solutions of A x = b for a symmetric positive definite matrix; only its lower triangle is read.
 * @param A A[i, j]
 * @param b b[i, c]
 * @param options `tolerance`: a scaled pivot up to this is zero, and A not definite. Default 1e-13
 * @throws ShapeError unless A is square and b has as many rows
 * @throws ValueError for entries that are not finite, or a tolerance outside [0, 1]
 */
export function solvePositive(
  A: ArrayInput,
  b: ArrayInput,
  { tolerance = 1e-13 }: { readonly tolerance?: number } = {},
): PositiveSolution {
  const where = "linalg.solvePositive";
  const matrix = toFloat64(A, `${where}: A`);
  const right = toFloat64(b, `${where}: b`);
  checkRank(matrix, [2], "[i, j]", `${where}: A`);
  checkRank(right, [2], "[i, c]", `${where}: b`);
  checkNumber(tolerance, 0, 1, `${where}: tolerance`);
  const [n, columns] = matrix.shape;
  const [rows, count] = right.shape;
  if (n !== columns || rows !== n) {
    throw new ShapeError(
      `${where}: A should be square and b have as many rows; got ${formatShape(matrix.shape)} and ` +
        `${formatShape(right.shape)}.`,
    );
  }
  checkFinite(matrix, `${where}: A`);
  checkFinite(right, `${where}: b`);
  const scale = Float64Array.from({ length: n }, (_, i) => {
    const diagonal = matrix.data[i * n + i];
    return diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  });
  const L = matrix.data.map((value, at) => value * scale[Math.floor(at / n)] * scale[at % n]);
  const { dependent, smallestPivot } = factorise(L, n, tolerance);
  const x = new Float64Array(n * count);
  if (dependent < 0) {
    for (let c = 0; c < count; c++) {
      const column = Float64Array.from({ length: n }, (_, i) => right.data[i * count + c]);
      const first = substitute(L, scale, column);
      const rest = residual(matrix.data, first, column);
      substitute(L, scale, rest).forEach((step, i) => (x[i * count + c] = first[i] + step));
    }
  }
  return { x: ndarrayOf(x, [n, count]), dependent, smallestPivot };
}

/** Puts L in the place of the lower triangle, row by row. */
function factorise(
  L: Float64Array,
  n: number,
  tolerance: number,
): { dependent: number; smallestPivot: number } {
  let smallestPivot = 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[i * n + j];
      const [a, b] = [i * n, j * n];
      for (let k = 0; k < j; k++) sum -= L[a + k] * L[b + k];
      if (j < i) {
        L[a + j] = sum / L[b + j];
        continue;
      }
      smallestPivot = Math.min(smallestPivot, Math.max(0, sum));
      if (!(sum > tolerance)) return { dependent: i, smallestPivot };
      L[a + j] = Math.sqrt(sum);
    }
  }
  return { dependent: -1, smallestPivot };
}

/** D (L Lᵀ)⁻¹ D b with the scale D. */
function substitute(L: Float64Array, scale: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.map((value, i) => value * scale[i]);
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= L[i * n + k] * x[k];
    x[i] = sum / L[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= L[i * n + i];
    for (let k = 0; k < i; k++) x[k] -= L[i * n + k] * x[i];
  }
  return x.map((value, i) => value * scale[i]);
}

/** b − A x, of the lower triangle of A. */
function residual(A: Float64Array, x: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const rest = b.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      rest[i] -= A[i * n + j] * x[j];
      rest[j] -= A[i * n + j] * x[i];
    }
    rest[i] -= A[i * n + i] * x[i];
  }
  return rest;
}
