/**
 * What a covariance becomes on a cell that repeats. With ρ[r] at the nearest image of r,
 *
 *   S[k] = max(0, Re Σ_r ρ[r] e^{−2πi k·r/n}), rescaled so that (1/N) Σ_k S[k] = 1.
 *
 * S is the variance of a field per frequency, and cannot be negative. A covariance of the infinite space that has
 * not decayed at half the cell may be none on the cell: what is cut off then is reported.
 */
import {
  checkFinite,
  checkGrid,
  checkNumber,
  checkShape,
  ndarrayOf,
  sizeOf,
  toFloat64,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { halfShape, irfftn, rfftn } from "../fft/index.js";
import type { Covariance } from "./covariances.js";

/** A covariance on a cell that repeats. */
export interface FieldSpectrum {
  /** S[…k] ≥ 0, half spectrum: ⌊n/2⌋ + 1 entries on the last axis. */
  readonly spectrum: NdArray;
  /** The covariance ρ[…r] that fields of this spectrum have, r = 0 at index 0. */
  readonly covariance: NdArray;
  /** The share Σ|negative| / Σ|all| of the spectrum that was cut off. */
  readonly clipped: number;
}

/** Options of everything that makes a field of a covariance. */
export interface SpectrumOptions {
  /**
   * The largest share of the spectrum that may be cut off before a covariance is refused, 0 … 1. Default 0.01;
   * more for covariances that are estimated, from an image for instance.
   */
  readonly clipLimit?: number;
}

/** Shares that rounding leaves. */
const ROUNDING = 1e-9;

/**
 * The spectrum of a covariance on a grid, and the covariance it stands for there.
 * @param shape the lengths of one to three space axes
 * @param covariance a function of the distance in cells, or its values ρ[…r] on the grid, r = 0 at index 0. Of both,
 *   the part that is even in r counts.
 * @throws ShapeError for a shape that is none, or values on another grid
 * @throws ValueError unless ρ is finite and ρ(0) = 1, or if more than `clipLimit` would be cut off
 */
export function fieldSpectrum(
  shape: readonly number[],
  covariance: Covariance | ArrayInput,
  options: SpectrumOptions = {},
): FieldSpectrum {
  return spectrumOf(shape, covariance, options, "microstructure.fieldSpectrum");
}

/** The same, with complaints in the caller's name. */
export function spectrumOf(
  shape: readonly number[],
  covariance: Covariance | ArrayInput,
  { clipLimit = 0.01 }: SpectrumOptions,
  where: string,
): FieldSpectrum {
  checkGrid(shape, [1, 2, 3], where);
  checkNumber(clipLimit, 0, 1, `${where}: clipLimit`);
  const rho = valuesOf(shape, covariance, where);
  const transformed = rfftn(rho, shape.length);
  const half = halfShape(shape);
  const [row, last] = [half[half.length - 1], shape[shape.length - 1]];
  const mirrored = (k: number): number => (k % row === 0 || 2 * (k % row) === last ? 1 : 2);
  let [positive, negative] = [0, 0];
  transformed.re.forEach((power, k) => {
    if (power > 0) positive += mirrored(k) * power;
    else negative -= mirrored(k) * power;
  });
  const clipped = negative / (positive + negative);
  if (clipped > Math.max(clipLimit, ROUNDING)) {
    throw new ValueError(
      `${where}: covariance should have a spectrum ≥ 0 on this grid; ${clipped.toPrecision(3)} of it is ` +
        `negative, more than clipLimit ${clipLimit}. Take a larger grid or a shorter length, or accept more.`,
    );
  }
  const scale = sizeOf(shape) / positive;
  const spectrum = transformed.re.map((power) => Math.max(0, power) * scale);
  const kept = { re: spectrum, im: new Float64Array(spectrum.length), shape: half };
  const realised = irfftn(kept, shape);
  realised.data[0] = 1; // what the scale made it, but for rounding: where S₂ begins, it goes with √(1 − ρ)
  return { spectrum: ndarrayOf(spectrum, half), covariance: realised, clipped };
}

/** ρ[…r], with ρ(0) = 1. */
function valuesOf(
  shape: readonly number[],
  covariance: Covariance | ArrayInput,
  where: string,
): NdArray {
  const rho =
    typeof covariance === "function"
      ? sampled(shape, covariance, where)
      : toFloat64(covariance, `${where}: covariance`);
  checkShape(rho, shape, "Give its values on the grid, r = 0 at index 0.", `${where}: covariance`);
  checkFinite(rho, `${where}: covariance`);
  if (!(Math.abs(rho.data[0] - 1) <= ROUNDING)) {
    throw new ValueError(
      `${where}: covariance should be 1 at r = 0; got ${rho.data[0]}. Divide it by that value.`,
    );
  }
  return ndarrayOf(rho.data, shape);
}

/** The function at the nearest image of every distance, n/2 counting as positive. */
function sampled(shape: readonly number[], covariance: Covariance, where: string): NdArray {
  const rho = Float64Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const r = unravel(cell, shape).map((i, axis) => (2 * i > shape[axis] ? i - shape[axis] : i));
    const value: unknown = covariance(r);
    if (typeof value === "number") return value;
    throw new ValueError(
      `${where}: covariance should return a number for every distance; got ${String(value)}.`,
    );
  });
  return ndarrayOf(rho, shape);
}
