/**
 * The plane rotation of Jacobi's method. For the Hermitian block [[α, γ], [γ̄, β]], γ = |γ| e^{iφ},
 *
 *   U = [[c, s], [−s e^{−iφ}, c e^{−iφ}]],   t = s/c,   t² + 2θt − 1 = 0,   θ = (β − α)/(2|γ|)
 *
 * makes Uᴴ [[α, γ], [γ̄, β]] U diagonal, with α − t|γ| and β + t|γ| on it. The smaller root t is
 * taken: the rotation by at most 45°, for which the cyclic sweeps converge.
 * Golub and Van Loan, Matrix Computations (2013), section 8.5.
 */
import { ConvergenceError, ValueError } from "../../core/index.js";

/** t = tan of the rotation that annihilates γ, |t| ≤ 1. */
export function rotationTangent(alpha: number, beta: number, gamma: number): number {
  const theta = (beta - alpha) / (2 * gamma);
  const t = 1 / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
  return theta < 0 ? -t : t;
}

/** Fills columns p and q, each a contiguous stretch of `count` numbers, with [p q] U. */
export function rotateColumns(
  re: Float64Array,
  im: Float64Array,
  p: number,
  q: number,
  count: number,
  t: number,
  phaseRe: number,
  phaseIm: number,
): void {
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let i = 0; i < count; i++) {
    const xRe = re[p + i];
    const xIm = im[p + i];
    const yRe = re[q + i] * phaseRe + im[q + i] * phaseIm; // y e^{−iφ}
    const yIm = im[q + i] * phaseRe - re[q + i] * phaseIm;
    re[p + i] = c * xRe - s * yRe;
    im[p + i] = c * xIm - s * yIm;
    re[q + i] = s * xRe + c * yRe;
    im[q + i] = s * xIm + c * yIm;
  }
}

const view = new DataView(new ArrayBuffer(8));

/**
 * The power of two that brings the largest entry below 1 and to ½ or more: multiplying by it is
 * exact, and squares cannot overflow. Read from the bits, as Math.log2 differs between engines.
 * @throws ValueError for entries that are not finite: rotations would never end, or end in NaN
 */
export function scaleOf(re: Float64Array, im: Float64Array, where: string): number {
  let largest = 0;
  for (let i = 0; i < re.length; i++) {
    largest = Math.max(largest, Math.abs(re[i]), Math.abs(im[i]));
  }
  if (!Number.isFinite(largest)) {
    throw new ValueError(
      `${where}: the matrix should hold finite numbers; got an entry of ${largest}. ` +
        `Check the data it was made from.`,
    );
  }
  if (largest === 0) return 1;
  view.setFloat64(0, largest);
  const biased = view.getUint16(0) >>> 4; // largest < 2^(biased − 1022)
  view.setFloat64(0, 0);
  view.setUint16(0, Math.max(1, 2045 - biased) << 4);
  return view.getFloat64(0);
}

/** The complaint about a matrix that rotations did not settle; ten sweeps do for any known one. */
export function unsettled(where: string, rows: number, columns: number): ConvergenceError {
  return new ConvergenceError(
    `${where}: a ${rows} × ${columns} matrix was not settled after ${MAX_SWEEPS} sweeps. ` +
      `Please report it together with the matrix.`,
  );
}

/** Sweeps after which a matrix is given up. */
export const MAX_SWEEPS = 60;
