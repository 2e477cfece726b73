/**
 * Covariances ρ(r) of Gaussian fields, ρ(0) = 1, as functions of the distance r in cells. With
 * q = |r|/ℓ, or with a length for every one of two or three axes that may be turned (scaledDistance.ts),
 *
 *   Gaussian      ρ = e^{−q²}                     smooth surfaces
 *   exponential   ρ = e^{−q}                      rough surfaces, as of a Debye random medium
 *   lamellar      ρ = e^{−q²} cos(2π e·r/λ)       layers of period λ across e that lose step after ℓ
 *
 * All are covariances in 1-D, 2-D and 3-D. Between the first two lies Matérn's family, in matern.ts.
 */
import { checkNumber, ShapeError, ValueError } from "../core/index.js";
import { scaledDistance } from "./scaledDistance.js";
import type { DistanceOptions } from "./scaledDistance.js";

/** ρ(r) for a distance r = [x, y, z] in cells, of either sign; ρ(0) = 1 and ρ(−r) = ρ(r). */
export type Covariance = (r: readonly number[]) => number;

/**
 * The covariance e^{−q²}: fields as smooth as can be.
 * @param length ℓ in cells, one number or one per axis
 * @throws ValueError for lengths that are not positive; the rest is checked on the grid
 */
export function gaussianCovariance(
  length: number | readonly number[],
  options: DistanceOptions = {},
): Covariance {
  const q = scaledDistance(length, options, "microstructure.gaussianCovariance");
  return (r) => Math.exp(-(q(r) ** 2));
}

/**
 * The covariance e^{−q}: fields that are continuous and nowhere smooth.
 * @param length ℓ in cells, one number or one per axis
 * @throws ValueError for lengths that are not positive; the rest is checked on the grid
 */
export function exponentialCovariance(
  length: number | readonly number[],
  options: DistanceOptions = {},
): Covariance {
  const q = scaledDistance(length, options, "microstructure.exponentialCovariance");
  return (r) => Math.exp(-q(r));
}

/** Options of `lamellarCovariance`. */
export interface LamellarOptions extends DistanceOptions {
  /** Across the layers, of any length. Default along x. */
  readonly direction?: readonly number[];
}

/**
 * The covariance e^{−q²} cos(2π e·r/λ): layers.
 * @param wavelength λ in cells, the period of the layers; more than 2
 * @param length ℓ in cells, over which layers keep their step, one number or one per axis; 1 to 3 λ
 * @throws ValueError for lengths that are not positive, λ ≤ 2, or a direction that is none
 */
export function lamellarCovariance(
  wavelength: number,
  length: number | readonly number[],
  options: LamellarOptions = {},
): Covariance {
  const where = "microstructure.lamellarCovariance";
  const q = scaledDistance(length, options, where);
  if (!(Number.isFinite(wavelength) && wavelength > 2)) {
    throw new ValueError(
      `${where}: wavelength should be a finite number > 2, as cells show no shorter wave; got ${wavelength}.`,
    );
  }
  const { direction } = options;
  direction?.forEach((c, axis) =>
    checkNumber(c, -Infinity, Infinity, `${where}: direction[${axis}]`),
  );
  const size = direction ? Math.hypot(...direction) : 1;
  if (size === 0) {
    throw new ValueError(
      `${where}: direction should not be zero; leave it out for layers across x.`,
    );
  }
  return (r) => {
    if (direction && direction.length !== r.length) {
      throw new ShapeError(
        `${where}: direction should have ${r.length} components, one per axis; got ${direction.length}.`,
      );
    }
    const along = direction ? direction.reduce((sum, c, axis) => sum + c * r[axis], 0) : r[0];
    return Math.exp(-(q(r) ** 2)) * Math.cos((2 * Math.PI * along) / (size * wavelength));
  };
}
