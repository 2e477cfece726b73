/**
 * Spheres and ellipsoids in a matrix. Independent places make the Boolean model: with the number density η and the
 * volume V_u(r) of two spheres at a distance r, what they leave free has
 *
 *   fraction e^{−η V_u(0)},   two-point statistics S₂(r) = e^{−η V_u(r)}.
 *
 * Places one after another where there is room make suspensions (placeSpheres.ts).
 *
 * Torquato, Random Heterogeneous Materials (Springer, New York 2002).
 */
import type { NdArray, Rng, Seed } from "../../core/index.js";
import { drawSamples } from "../samples.js";
import { drawn } from "./drawSpheres.js";
import { ellipsoidOf } from "./ellipsoid.js";
import { placed } from "./placeSpheres.js";
import { spherePlan } from "./spherePlan.js";
import type { Separation, SphereOptions, SpherePlan } from "./spherePlan.js";

/** Options of `overlappingSpheres`. */
export interface OverlappingSpheresOptions extends SphereOptions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/** Options of `separateSpheres`. */
export interface SeparateSpheresOptions extends SphereOptions, Separation {
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random microstructures of spheres or ellipsoids, phase 1, that may overlap, in a matrix, phase 0: the Boolean
 * model.
 *
 * With `volumeFraction` f their number is Poisson's and they cover f on average; c of them, of volume V, cover
 * 1 − (1 − V/N)ᶜ. Both hold without an error of voxels. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for a shape that is none, or another number of components or angles than it has
 * @throws ValueError for numbers out of range, semi-axes below half a cell, or a sphere that meets its own image
 */
export function overlappingSpheres(
  shape: readonly number[],
  options: OverlappingSpheresOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.overlappingSpheres";
  const { samples = 1 } = options;
  const plan = spherePlan(shape, options, where);
  return drawSamples(shape, samples, rng, where, (own) => cellsOf(plan, own, where));
}

/**
 * Random microstructures of spheres or ellipsoids, phase 1, that keep apart, in a matrix, phase 0: random sequential
 * addition.
 *
 * With `volumeFraction` their number is the one whose volume comes closest to it. The fraction of cells differs from
 * that of the volumes by the error of voxels. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError, ValueError as `overlappingSpheres`
 * @throws ConvergenceError if no room is found for a sphere, with the fraction reached
 */
export function separateSpheres(
  shape: readonly number[],
  options: SeparateSpheresOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.separateSpheres";
  const { samples = 1 } = options;
  const plan = spherePlan(shape, { ...options, separate: true }, where);
  return drawSamples(shape, samples, rng, where, (own) => cellsOf(plan, own, where));
}

function cellsOf(plan: SpherePlan, rng: Rng, where: string): Uint8Array {
  const { shape } = plan;
  const spheres = placed(plan, rng, where);
  return drawn(
    shape,
    spheres.map((sphere) => ellipsoidOf(sphere, shape, where)),
  );
}
