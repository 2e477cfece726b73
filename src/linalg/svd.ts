/**
 * A = U Σ Vᴴ for one small complex matrix, by one-sided Jacobi rotations (Hestenes): the columns of
 * W = A V are rotated in pairs until all are orthogonal; then σ_j = ‖w_j‖ and u_j = w_j/σ_j. AᴴA is
 * never formed, so small singular values keep their digits.
 * Demmel and Veselić, SIAM Journal on Matrix Analysis and Applications 13 (1992) 1204.
 */
import { checkInteger } from "../core/index.js";
import {
  MAX_SWEEPS,
  rotateColumns,
  rotationTangent,
  scaleOf,
  unsettled,
} from "../compute/systems/jacobi.js";
import { completeColumn } from "./orthonormal.js";

/**
 * Columns of entries below 1 whose squared norm is less than this are zero: in an exactly deficient
 * matrix they are rounding of rounding, and their products would underflow.
 */
const SMALLEST_SQUARE = 1e-280;

/** Scratch memory and results for m × n matrices, used again at every call; r = min(m, n). */
export interface Svd {
  /** The r singular values, the largest first. */
  readonly values: Float64Array;
  /** U, row-major m × r, with orthonormal columns. */
  readonly uRe: Float64Array;
  readonly uIm: Float64Array;
  /** V, row-major n × r, with orthonormal columns. */
  readonly vRe: Float64Array;
  readonly vIm: Float64Array;
  /**
   * Fills `values`, U and V with the decomposition of A, row-major m × n.
   * @throws ValueError for entries that are not finite
   */
  decompose(aRe: Float64Array, aIm: Float64Array): void;
}

/**
 * A workspace that decomposes m × n matrices one after another without allocating.
 * @throws ValueError unless m and n are integers ≥ 1
 */
export function createSvd(m: number, n: number): Svd {
  checkInteger(m, 1, Infinity, "linalg.createSvd: m");
  checkInteger(n, 1, Infinity, "linalg.createSvd: n");
  const wide = m < n; // then Aᴴ = V Σ Uᴴ is decomposed
  const rows = Math.max(m, n);
  const columns = Math.min(m, n);
  const values = new Float64Array(columns);
  const leftRe = new Float64Array(rows * columns);
  const leftIm = new Float64Array(rows * columns);
  const rightRe = new Float64Array(columns * columns);
  const rightIm = new Float64Array(columns * columns);
  // Columns lie contiguous in the scratch: W holds entry (i, j) at j rows + i.
  const wRe = new Float64Array(rows * columns);
  const wIm = new Float64Array(rows * columns);
  const vRe = new Float64Array(columns * columns);
  const vIm = new Float64Array(columns * columns);
  const norms = new Float64Array(columns);

  function decompose(aRe: Float64Array, aIm: Float64Array): void {
    const scale = scaleOf(aRe, aIm, "linalg.svd");
    load(aRe, aIm, scale);
    for (let sweep = 0; !sweepOnce(); sweep++) {
      if (sweep >= MAX_SWEEPS) throw unsettled("linalg.svd", m, n);
    }
    store(scale);
  }

  function load(aRe: Float64Array, aIm: Float64Array, scale: number): void {
    vRe.fill(0);
    vIm.fill(0);
    for (let j = 0; j < columns; j++) {
      vRe[j * columns + j] = 1;
      for (let i = 0; i < rows; i++) {
        const from = wide ? j * rows + i : i * columns + j;
        wRe[j * rows + i] = aRe[from] * scale;
        wIm[j * rows + i] = aIm[from] * (wide ? -scale : scale);
      }
    }
  }

  /** One rotation for every pair of columns; true if none was needed. */
  function sweepOnce(): boolean {
    let settled = true;
    for (let p = 0; p < columns - 1; p++) {
      for (let q = p + 1; q < columns; q++) settled = orthogonalize(p, q) && settled;
    }
    return settled;
  }

  /** Rotates two columns to be orthogonal; true if they were, up to the rounding of their product. */
  function orthogonalize(p: number, q: number): boolean {
    const atP = p * rows;
    const atQ = q * rows;
    let alpha = 0;
    let beta = 0;
    let re = 0;
    let im = 0;
    for (let i = 0; i < rows; i++) {
      const xRe = wRe[atP + i];
      const xIm = wIm[atP + i];
      const yRe = wRe[atQ + i];
      const yIm = wIm[atQ + i];
      alpha += xRe * xRe + xIm * xIm;
      beta += yRe * yRe + yIm * yIm;
      re += xRe * yRe + xIm * yIm;
      im += xRe * yIm - xIm * yRe;
    }
    const gamma = Math.sqrt(re * re + im * im);
    const rounding = rows * Number.EPSILON * Math.sqrt(alpha) * Math.sqrt(beta);
    const vanished = Math.min(alpha, beta) < SMALLEST_SQUARE;
    if (vanished || gamma <= rounding) return true;
    const t = rotationTangent(alpha, beta, gamma);
    rotateColumns(wRe, wIm, atP, atQ, rows, t, re / gamma, im / gamma);
    rotateColumns(vRe, vIm, p * columns, q * columns, columns, t, re / gamma, im / gamma);
    return false;
  }

  /** Columns in the order of falling singular values. */
  function store(scale: number): void {
    for (let j = 0; j < columns; j++) norms[j] = columnNorm(j);
    for (let j = 0; j < columns; j++) {
      let largest = 0;
      for (let i = 1; i < columns; i++) if (norms[i] > norms[largest]) largest = i;
      const norm = norms[largest];
      norms[largest] = -1;
      values[j] = norm / scale;
      for (let i = 0; i < rows; i++) {
        leftRe[i * columns + j] = norm > 0 ? wRe[largest * rows + i] / norm : 0;
        leftIm[i * columns + j] = norm > 0 ? wIm[largest * rows + i] / norm : 0;
      }
      for (let i = 0; i < columns; i++) {
        rightRe[i * columns + j] = vRe[largest * columns + i];
        rightIm[i * columns + j] = vIm[largest * columns + i];
      }
      if (norm === 0) completeColumn(leftRe, leftIm, rows, columns, j);
    }
  }

  function columnNorm(j: number): number {
    let square = 0;
    for (let i = j * rows; i < (j + 1) * rows; i++) square += wRe[i] * wRe[i] + wIm[i] * wIm[i];
    return Math.sqrt(square);
  }

  return wide
    ? { values, uRe: rightRe, uIm: rightIm, vRe: leftRe, vIm: leftIm, decompose }
    : { values, uRe: leftRe, uIm: leftIm, vRe: rightRe, vIm: rightIm, decompose };
}
