/**
 * Least squares A x ≈ y from the triangular factor of [A | y], which never squares the condition
 * number of A:
 *
 *   R = [[R_A, Q], [0, S]],   R_A = U Σ Vᴴ (h × h),   x = Σ_kept v_j (u_jᴴ Q)/σ_j,
 *   ‖A x − y‖² = ‖S‖² + Σ_dropped |u_jᴴ Q|²   for every right-hand side,
 *
 * the solution of least norm, with σ_j kept if σ_j > max(τ σ_1, floor).
 */
import { checkInteger } from "../core/index.js";
import { createSvd } from "./svd.js";

/** Default τ: 10⁴ times the unit of rounding. */
export const SINGULAR_TOLERANCE = 2.220446e-12;

/** What counts as zero. */
export interface SingularCut {
  /** Singular values ≤ tolerance · σ_max are dropped. Default 2.220446e-12; 1e-14 to 1e-6 is sensible. */
  readonly tolerance?: number | undefined;
  /** Singular values ≤ floor are dropped as well: the size of rounding in A. Default 0. */
  readonly floor?: number | undefined;
}

/** Scratch memory and results for one triangle after another. */
export interface TriangleSolver {
  /** x, row-major h × c. */
  readonly xRe: Float64Array;
  readonly xIm: Float64Array;
  /** The h singular values of A, the largest first. */
  readonly singularValues: Float64Array;
  /** How many singular values were kept. */
  readonly rank: number;
  /** σ_max/σ_min of the kept singular values, 1 if none was. */
  readonly condition: number;
  /** ‖A x − y‖² of every right-hand side. */
  readonly residualSquares: Float64Array;
  /** Fills everything above for R, row-major (h + c) × (h + c). */
  solve(rRe: Float64Array, rIm: Float64Array, cut?: SingularCut): void;
}

/**
 * A workspace that solves for h unknowns and c right-hand sides without allocating.
 * @throws ValueError unless h and c are integers ≥ 1
 */
export function createTriangleSolver(h: number, c: number): TriangleSolver {
  checkInteger(h, 1, Infinity, "linalg.createTriangleSolver: h");
  checkInteger(c, 1, Infinity, "linalg.createTriangleSolver: c");
  const width = h + c;
  const svd = createSvd(h, h);
  const { values: singularValues, uRe, uIm, vRe, vIm } = svd;
  const aRe = new Float64Array(h * h);
  const aIm = new Float64Array(h * h);
  const xRe = new Float64Array(h * c);
  const xIm = new Float64Array(h * c);
  const residualSquares = new Float64Array(c);
  const solver = { xRe, xIm, singularValues, rank: 0, condition: 1, residualSquares, solve };

  function solve(
    rRe: Float64Array,
    rIm: Float64Array,
    { tolerance = SINGULAR_TOLERANCE, floor = 0 }: SingularCut = {},
  ): void {
    for (let i = 0; i < h; i++) {
      for (let j = 0; j < h; j++) {
        aRe[i * h + j] = rRe[i * width + j];
        aIm[i * h + j] = rIm[i * width + j];
      }
    }
    svd.decompose(aRe, aIm);
    const cut = Math.max(tolerance * singularValues[0], floor);
    let rank = 0;
    while (rank < h && singularValues[rank] > cut) rank++;
    solver.rank = rank;
    solver.condition = rank > 0 ? singularValues[0] / singularValues[rank - 1] : 1;
    xRe.fill(0);
    xIm.fill(0);
    for (let l = 0; l < c; l++) {
      residualSquares[l] = unexplained(rRe, rIm, l);
      for (let j = 0; j < h; j++) addComponent(rRe, rIm, l, j);
    }
  }

  /** ‖S_l‖²: what no x reaches. */
  function unexplained(rRe: Float64Array, rIm: Float64Array, l: number): number {
    let square = 0;
    for (let i = h; i < width; i++) {
      const at = i * width + h + l;
      square += rRe[at] * rRe[at] + rIm[at] * rIm[at];
    }
    return square;
  }

  /** Adds v_j (u_jᴴ Q_l)/σ_j to x_l, or its square to the residual if σ_j was dropped. */
  function addComponent(rRe: Float64Array, rIm: Float64Array, l: number, j: number): void {
    let dotRe = 0;
    let dotIm = 0;
    for (let i = 0; i < h; i++) {
      const u = i * h + j;
      const q = i * width + h + l;
      dotRe += uRe[u] * rRe[q] + uIm[u] * rIm[q];
      dotIm += uRe[u] * rIm[q] - uIm[u] * rRe[q];
    }
    if (j >= solver.rank) {
      residualSquares[l] += dotRe * dotRe + dotIm * dotIm;
      return;
    }
    dotRe /= singularValues[j];
    dotIm /= singularValues[j];
    for (let i = 0; i < h; i++) {
      const v = i * h + j;
      xRe[i * c + l] += vRe[v] * dotRe - vIm[v] * dotIm;
      xIm[i * c + l] += vRe[v] * dotIm + vIm[v] * dotRe;
    }
  }

  return solver;
}
