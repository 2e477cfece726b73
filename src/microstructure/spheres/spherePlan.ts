/** What spheres are asked for, checked once, and how their radii and orientations are drawn. */
import {
  checkBoolean,
  checkGrid,
  checkInteger,
  checkNumber,
  formatShape,
  logarithm,
  sizeOf,
  ValueError,
} from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import { randomOrientations } from "../../states/index.js";
import { axesOf, ellipsoidOf, volumeOf } from "./ellipsoid.js";
import { poisson } from "./poisson.js";

/** What spheres there are. Lengths are in cells. */
export interface SphereOptions {
  /**
   * Radius of every sphere, at least half a cell; of a list each sphere takes one by chance, so its quantiles stand
   * for a distribution.
   */
  readonly radius: number | readonly number[];
  /** Number of spheres in a sample. Give either this or the volume fraction. */
  readonly count?: number;
  /** The volume fraction of the spheres; whether exact, on average or nominal depends on the generator. */
  readonly volumeFraction?: number;
  /** Semi-axes as multiples of the radius, one per space axis: ellipsoids. Default 1: spheres. */
  readonly aspect?: readonly number[];
  /**
   * How ellipsoids are turned: the same for all, Bunge's angles φ1, Φ, φ2 in 3-D or one angle from x towards y in
   * 2-D, in radians; or "random", uniform for each. Default along the axes of the cell.
   */
  readonly orientation?: "random" | readonly number[];
}

/** Options of spheres that keep apart. */
export interface Separation {
  /** The least distance between the surfaces of two spheres. Default 0; 1 to 2 shows in the picture. */
  readonly gap?: number;
  /** How many places are tried for one sphere before giving up. Default 10⁴. */
  readonly attempts?: number;
}

/** Options of `placeSpheres`. */
export interface PlaceSpheresOptions extends SphereOptions, Separation {
  /** Whether spheres keep apart from each other. Default false. */
  readonly separate?: boolean;
}

/** The options with their defaults. */
export interface SpherePlan {
  readonly shape: readonly number[];
  readonly aspect: readonly number[];
  readonly separate: boolean;
  readonly gap: number;
  readonly attempts: number;
  /** The longest semi-axis of all. */
  readonly longest: number;
  /** Draws the radii of one sample. */
  readonly radiiOf: (rng: Rng) => number[];
  /** Draws the orientation of one sphere; the empty one lies along the axes. */
  readonly orientationOf: (rng: Rng) => readonly number[];
}

/** The plan of options on a grid. */
export function spherePlan(
  shape: readonly number[],
  options: PlaceSpheresOptions,
  where: string,
): SpherePlan {
  checkGrid(shape, [1, 2, 3], where);
  const { separate = false, gap = 0, attempts = 10_000 } = options;
  checkBoolean(separate, `${where}: separate`);
  checkNumber(gap, 0, Infinity, `${where}: gap`);
  checkInteger(attempts, 1, Infinity, `${where}: attempts`);
  if (gap > 0 && !separate) {
    throw new ValueError(
      `${where}: gap is kept between separate spheres only; got ${gap}. Set separate: true.`,
    );
  }
  const { aspect = shape.map(() => 1) } = options;
  const radii = typeof options.radius === "number" ? [options.radius] : options.radius;
  const longest = checkRadii(radii, aspect, shape, gap, where);
  const radiiOf = radiiDrawn(radii, aspect, shape, options, where);
  const orientationOf = orientationsDrawn(options, shape, where);
  return { shape, aspect, separate, gap, attempts, longest, radiiOf, orientationOf };
}

/** The longest semi-axis; refuses what the grid cannot show and spheres that meet their own images. */
function checkRadii(
  radii: readonly number[],
  aspect: readonly number[],
  shape: readonly number[],
  gap: number,
  where: string,
): number {
  if (radii.length === 0) {
    throw new ValueError(
      `${where}: radius should be a number of cells, or a list of them; got [].`,
    );
  }
  const ellipsoids = radii.map((radius) =>
    ellipsoidOf({ centre: shape.map(() => 0), radius, aspect }, shape, where),
  );
  const thinnest = Math.min(...ellipsoids.map(({ smallest }) => smallest));
  if (thinnest < 0.5) {
    throw new ValueError(
      `${where}: radius should leave no semi-axis below half a cell, which the grid cannot show; ` +
        `got ${thinnest}. Choose larger spheres, or a finer grid.`,
    );
  }
  const longest = Math.max(...ellipsoids.map(({ largest }) => largest));
  const shortest = Math.min(...shape);
  if (2 * longest + gap <= shortest) return longest;
  throw new ValueError(
    `${where}: a sphere of ${2 * longest} cells${gap > 0 ? ` and a gap of ${gap}` : ""} meets its own image on grid ` +
      `${formatShape(shape)}. Choose a larger cell, or smaller spheres.`,
  );
}

/**
 * Radii by number, or by volume fraction f: of separate spheres as many as come closest to f; of others a Poisson
 * number with the mean −ln(1 − f) N/⟨V⟩, which cover f on average.
 */
function radiiDrawn(
  radii: readonly number[],
  aspect: readonly number[],
  shape: readonly number[],
  { count, volumeFraction, separate }: PlaceSpheresOptions,
  where: string,
): (rng: Rng) => number[] {
  const oneOf = (rng: Rng): number =>
    radii.length === 1 ? radii[0] : radii[rng.integer(radii.length)];
  const several = (number: number, rng: Rng): number[] =>
    Array.from({ length: number }, () => oneOf(rng));
  if ((count === undefined) === (volumeFraction === undefined)) {
    throw new ValueError(
      `${where}: either count or volumeFraction should be given; got ${count === undefined ? "neither" : "both"}.`,
    );
  }
  if (volumeFraction === undefined) {
    const number = count ?? 0;
    checkInteger(number, 1, Infinity, `${where}: count`);
    return (rng) => several(number, rng);
  }
  if (!(volumeFraction > 0 && volumeFraction < 1)) {
    throw new ValueError(
      `${where}: volumeFraction, that of the spheres, should lie between 0 and 1; got ${String(volumeFraction)}.`,
    );
  }
  const volumes = radii.map((radius) => volumeOf(radius, aspect));
  const volume = volumeFraction * sizeOf(shape);
  if (!separate) {
    const mean = volumes.reduce((sum, v) => sum + v, 0) / volumes.length;
    const expected = (-logarithm(1 - volumeFraction) * sizeOf(shape)) / mean;
    return (rng) => several(poisson(expected, rng), rng);
  }
  if (Math.min(...volumes) > 2 * volume) {
    throw new ValueError(
      `${where}: volumeFraction ${volumeFraction} is less than half a sphere. Choose smaller spheres, or a count.`,
    );
  }
  return (rng) => {
    const chosen: number[] = [];
    let total = 0;
    for (;;) {
      const radius = oneOf(rng);
      const more = volumeOf(radius, aspect);
      if (total + more / 2 > volume) return chosen;
      total += more;
      chosen.push(radius);
    }
  };
}

function orientationsDrawn(
  { orientation = [] }: SphereOptions,
  shape: readonly number[],
  where: string,
): (rng: Rng) => readonly number[] {
  if (orientation !== "random") {
    axesOf(orientation, shape.length, where);
    return () => orientation;
  }
  if (shape.length === 3) return (rng) => [...randomOrientations(1, rng).data];
  return shape.length === 2 ? (rng) => [Math.PI * rng.uniform()] : () => [];
}
