/**
 * A = V Λ Vᴴ for one small Hermitian matrix, by cyclic complex Jacobi rotations: every sweep
 * annihilates each pair of off-diagonal entries once. Slower than tridiagonalisation for large n,
 * but short, as accurate as the data allow, and for n = 2 one rotation is the closed form.
 * Golub and Van Loan, Matrix Computations (2013), section 8.5.
 */
import { checkInteger } from "../../core/index.js";
import { MAX_SWEEPS, rotateColumns, rotationTangent, scaleOf, unsettled } from "./jacobi.js";

/** Scratch memory and results for n × n matrices, used again at every call. */
export interface HermitianEigen {
  /** Eigenvalues, the largest first. */
  readonly values: Float64Array;
  /** V, row-major: column j is the unit eigenvector of `values[j]`. */
  readonly vectorsRe: Float64Array;
  readonly vectorsIm: Float64Array;
  /**
   * Fills `values` and the vectors with the decomposition of A, row-major n × n. Only the upper
   * triangle is read, and the diagonal's imaginary part is taken to be 0.
   * @throws ValueError for entries that are not finite
   */
  decompose(aRe: Float64Array, aIm: Float64Array): void;
}

/**
 * A workspace that decomposes Hermitian n × n matrices one after another without allocating.
 * @throws ValueError unless n is an integer ≥ 1
 */
export function createHermitianEigen(n: number): HermitianEigen {
  checkInteger(n, 1, Infinity, "linalg.createHermitianEigen: n");
  const values = new Float64Array(n);
  const vectorsRe = new Float64Array(n * n);
  const vectorsIm = new Float64Array(n * n);
  // Columns lie contiguous in the scratch: entry (i, j) at j n + i.
  const wRe = new Float64Array(n * n);
  const wIm = new Float64Array(n * n);
  const vRe = new Float64Array(n * n);
  const vIm = new Float64Array(n * n);
  const diagonal = new Float64Array(n);

  function decompose(aRe: Float64Array, aIm: Float64Array): void {
    load(aRe, aIm);
    const scale = scaleOf(wRe, wIm, "linalg.hermitianEigen");
    for (let i = 0; i < n * n; i++) {
      wRe[i] *= scale;
      wIm[i] *= scale;
    }
    for (let i = 0; i < n; i++) diagonal[i] = wRe[i * n + i];
    for (let sweep = 0; !sweepOnce(); sweep++) {
      if (sweep >= MAX_SWEEPS) throw unsettled("linalg.hermitianEigen", n, n);
    }
    store(scale);
  }

  function load(aRe: Float64Array, aIm: Float64Array): void {
    vRe.fill(0);
    vIm.fill(0);
    for (let i = 0; i < n; i++) {
      vRe[i * n + i] = 1;
      wRe[i * n + i] = aRe[i * n + i];
      wIm[i * n + i] = 0;
      for (let j = i + 1; j < n; j++) {
        wRe[j * n + i] = wRe[i * n + j] = aRe[i * n + j];
        wIm[j * n + i] = aIm[i * n + j];
        wIm[i * n + j] = -aIm[i * n + j];
      }
    }
  }

  /** One rotation for every pair; true if none was needed. */
  function sweepOnce(): boolean {
    let settled = true;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const re = wRe[q * n + p];
        const im = wIm[q * n + p];
        const square = re * re + im * im;
        // Measured against its own diagonal entries, so that small eigenvalues keep their digits.
        const negligible = Math.abs(diagonal[p] * diagonal[q]) * Number.EPSILON * Number.EPSILON;
        if (square === 0 || square <= negligible) continue;
        settled = false;
        rotate(p, q, re, im, Math.sqrt(square));
      }
    }
    return settled;
  }

  function rotate(p: number, q: number, re: number, im: number, modulus: number): void {
    const t = rotationTangent(diagonal[p], diagonal[q], modulus);
    const phaseRe = re / modulus;
    const phaseIm = im / modulus;
    diagonal[p] -= t * modulus;
    diagonal[q] += t * modulus;
    rotateColumns(wRe, wIm, p * n, q * n, n, t, phaseRe, phaseIm); // A U
    for (let i = 0; i < n; i++) {
      // Uᴴ (A U): rows p and q are the columns' conjugates, and their common entry is 0.
      wRe[i * n + p] = wRe[p * n + i];
      wIm[i * n + p] = -wIm[p * n + i];
      wRe[i * n + q] = wRe[q * n + i];
      wIm[i * n + q] = -wIm[q * n + i];
    }
    wRe[q * n + p] = wIm[q * n + p] = wRe[p * n + q] = wIm[p * n + q] = 0;
    rotateColumns(vRe, vIm, p * n, q * n, n, t, phaseRe, phaseIm);
  }

  /** Columns in the order of falling eigenvalues. */
  function store(scale: number): void {
    for (let j = 0; j < n; j++) {
      let largest = 0;
      for (let i = 1; i < n; i++) if (diagonal[i] > diagonal[largest]) largest = i;
      values[j] = diagonal[largest] / scale;
      diagonal[largest] = -Infinity;
      for (let i = 0; i < n; i++) {
        vectorsRe[i * n + j] = vRe[largest * n + i];
        vectorsIm[i * n + j] = vIm[largest * n + i];
      }
    }
  }

  return { values, vectorsRe, vectorsIm, decompose };
}
