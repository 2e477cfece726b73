/**
 * Least squares through the normal equations G x = b, G = AᴴA (n × n), b = Aᴴy (n × c):
 *
 *   G = V Λ Vᴴ,   x = Σ_kept v_j (v_jᴴ b)/λ_j,   λ_j kept if λ_j > max(τ λ_1, floor),
 *
 * the solution of least norm. The Gram matrix squares the condition number of A, so rank and
 * conditioning are always reported; `createTriangleSolver` is the way that does not square it.
 */
import { checkInteger } from "../../core/index.js";
import { createHermitianEigen } from "./hermitianEigen.js";

/** Default τ: a cut of singular values at 1e-6 of the largest. */
const TOLERANCE = 1e-12;

/** What counts as zero. */
export interface GramCut {
  /** Eigenvalues ≤ tolerance · λ_max are dropped. Default 1e-12; 1e-14 to 1e-8 is sensible. */
  readonly tolerance?: number | undefined;
  /** Eigenvalues ≤ floor are dropped as well: the size of rounding in G. Default 0. */
  readonly floor?: number | undefined;
}

/** Scratch memory and results for one system after another. */
export interface GramSolver {
  /** x, row-major n × c. */
  readonly xRe: Float64Array;
  readonly xIm: Float64Array;
  /** Eigenvalues of G, the largest first. */
  readonly values: Float64Array;
  /** How many eigenvalues were kept. */
  readonly rank: number;
  /** λ_max/λ_min of the kept eigenvalues of G, 1 if none was: the *square* of the design matrix's. */
  readonly condition: number;
  /**
   * Fills x, `values`, `rank` and `condition` for G (row-major n × n, its upper triangle is read)
   * and b (row-major n × c). An eigenvalue ≤ 0 is always dropped.
   */
  solve(
    gRe: Float64Array,
    gIm: Float64Array,
    bRe: Float64Array,
    bIm: Float64Array,
    cut?: GramCut,
  ): void;
}

/**
 * A workspace that solves n × n normal equations with c right-hand sides without allocating.
 * @throws ValueError unless n and c are integers ≥ 1
 */
export function createGramSolver(n: number, c: number): GramSolver {
  checkInteger(n, 1, Infinity, "linalg.createGramSolver: n");
  checkInteger(c, 1, Infinity, "linalg.createGramSolver: c");
  const eigen = createHermitianEigen(n);
  const { values, vectorsRe: vRe, vectorsIm: vIm } = eigen;
  const xRe = new Float64Array(n * c);
  const xIm = new Float64Array(n * c);
  const solver = { xRe, xIm, values, rank: 0, condition: 1, solve };

  function solve(
    gRe: Float64Array,
    gIm: Float64Array,
    bRe: Float64Array,
    bIm: Float64Array,
    { tolerance = TOLERANCE, floor = 0 }: GramCut = {},
  ): void {
    if (n === 1) values[0] = gRe[0];
    else eigen.decompose(gRe, gIm);
    const cut = Math.max(tolerance * values[0], floor, 0);
    let rank = 0;
    while (rank < n && values[rank] > cut) rank++;
    solver.rank = rank;
    solver.condition = rank > 0 ? values[0] / values[rank - 1] : 1;
    if (n === 1) divide(gRe[0], bRe, bIm);
    else combine(bRe, bIm);
  }

  /** n = 1: one division. */
  function divide(g: number, bRe: Float64Array, bIm: Float64Array): void {
    for (let l = 0; l < c; l++) {
      xRe[l] = solver.rank > 0 ? bRe[l] / g : 0;
      xIm[l] = solver.rank > 0 ? bIm[l] / g : 0;
    }
  }

  function combine(bRe: Float64Array, bIm: Float64Array): void {
    xRe.fill(0);
    xIm.fill(0);
    for (let j = 0; j < solver.rank; j++) {
      for (let l = 0; l < c; l++) {
        let dotRe = 0; // v_jᴴ b
        let dotIm = 0;
        for (let i = 0; i < n; i++) {
          const v = i * n + j;
          const b = i * c + l;
          dotRe += vRe[v] * bRe[b] + vIm[v] * bIm[b];
          dotIm += vRe[v] * bIm[b] - vIm[v] * bRe[b];
        }
        dotRe /= values[j];
        dotIm /= values[j];
        for (let i = 0; i < n; i++) {
          const v = i * n + j;
          xRe[i * c + l] += vRe[v] * dotRe - vIm[v] * dotIm;
          xIm[i * c + l] += vRe[v] * dotIm + vIm[v] * dotRe;
        }
      }
    }
  }

  return solver;
}
