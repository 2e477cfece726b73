/**
 * Batched complex least squares: x[k] of least norm among those that minimise ‖A[k] x − b[k]‖, one
 * small problem for every k. QR, then the singular values of the triangle: the condition number is
 * never squared, and rank and conditioning are reported.
 */
import {
  checkComplex,
  checkFinite,
  checkNumber,
  checkRank,
  complexZeros,
  formatShape,
  ndarrayOf,
  ShapeError,
} from "../core/index.js";
import type { ComplexArray, NdArray } from "../core/index.js";
import { updateTriangle } from "./qr.js";
import { createTriangleSolver, SINGULAR_TOLERANCE } from "./triangleSolver.js";
import type { SingularCut } from "./triangleSolver.js";

/** The solutions and what they rest on. */
export interface LeastSquares {
  /** x[k, h, c]. */
  readonly x: ComplexArray;
  /** Kept singular values of every A[k]. */
  readonly rank: Int32Array;
  /** σ_max/σ_min of the kept singular values of every A[k], 1 if none was. */
  readonly condition: Float64Array;
  /** σ[k, h], the largest first; zeros where A has fewer rows than columns. */
  readonly singularValues: NdArray;
  /** ‖A x − b‖²[k, c]. */
  readonly residualSquares: NdArray;
}

/**
 * The least-squares solutions of A[k, s, h] x[k, h, c] ≈ b[k, s, c], of least norm.
 * @throws ShapeError unless A and b agree in k and s
 * @throws ValueError for NaN, infinities, or a tolerance outside [0, 1]
 */
export function leastSquaresBatch(
  A: ComplexArray,
  b: ComplexArray,
  { tolerance = SINGULAR_TOLERANCE, floor = 0 }: SingularCut = {},
): LeastSquares {
  checkOperand(A, "[k, s, h]", "linalg.leastSquaresBatch: A");
  checkOperand(b, "[k, s, c]", "linalg.leastSquaresBatch: b");
  checkNumber(tolerance, 0, 1, "linalg.leastSquaresBatch: tolerance");
  checkNumber(floor, 0, Infinity, "linalg.leastSquaresBatch: floor");
  const [count, rows, h] = A.shape;
  const c = b.shape[2];
  if (b.shape[0] !== count || b.shape[1] !== rows) {
    throw new ShapeError(
      `linalg.leastSquaresBatch: A has shape ${formatShape(A.shape)}, b ${formatShape(b.shape)}; ` +
        `both should begin with the same k and s. Pass A[k, s, h] and b[k, s, c].`,
    );
  }
  const width = h + c;
  const solver = createTriangleSolver(h, c);
  const rRe = new Float64Array(width * width);
  const rIm = new Float64Array(width * width);
  const rowsRe = new Float64Array(rows * width);
  const rowsIm = new Float64Array(rows * width);
  const x = complexZeros([count, h, c]);
  const rank = new Int32Array(count);
  const condition = new Float64Array(count);
  const singularValues = new Float64Array(count * h);
  const residualSquares = new Float64Array(count * c);
  for (let k = 0; k < count; k++) {
    rRe.fill(0);
    rIm.fill(0);
    stack(A.re, b.re, k, rows, h, c, rowsRe);
    stack(A.im, b.im, k, rows, h, c, rowsIm);
    updateTriangle(rRe, rIm, width, rowsRe, rowsIm, rows);
    solver.solve(rRe, rIm, { tolerance, floor });
    x.re.set(solver.xRe, k * h * c);
    x.im.set(solver.xIm, k * h * c);
    rank[k] = solver.rank;
    condition[k] = solver.condition;
    singularValues.set(solver.singularValues, k * h);
    residualSquares.set(solver.residualSquares, k * c);
  }
  return {
    x,
    rank,
    condition,
    singularValues: ndarrayOf(singularValues, [count, h]),
    residualSquares: ndarrayOf(residualSquares, [count, c]),
  };
}

function checkOperand(array: ComplexArray, layout: string, where: string): void {
  checkComplex(array, where);
  checkRank({ data: array.re, shape: array.shape }, [3], layout, where);
  checkFinite({ data: array.re, shape: array.shape }, `${where} (real part)`);
  checkFinite({ data: array.im, shape: array.shape }, `${where} (imaginary part)`);
}

/** Fills `out` with the rows [A | b] of problem k. */
function stack(
  a: Float64Array,
  b: Float64Array,
  k: number,
  rows: number,
  h: number,
  c: number,
  out: Float64Array,
): void {
  for (let s = 0; s < rows; s++) {
    const to = s * (h + c);
    const fromA = (k * rows + s) * h;
    const fromB = (k * rows + s) * c;
    for (let j = 0; j < h; j++) out[to + j] = a[fromA + j];
    for (let l = 0; l < c; l++) out[to + h + l] = b[fromB + l];
  }
}
