/** What fibres are asked for, checked once, and how their directions are drawn. */
import {
  checkBoolean,
  checkGrid,
  checkInteger,
  checkNumber,
  formatShape,
  ShapeError,
  ValueError,
} from "../core/index.js";
import type { Rng } from "../core/index.js";
import { planeSection } from "./crossSection.js";
import type { CrossSection } from "./crossSection.js";
import { closedDirections, nearestDirection } from "./windings.js";

/** Options of `placeFibres`. Lengths are in cells. */
export interface FibreOptions {
  /** Radius of every fibre. */
  readonly radius: number;
  /** Number of fibres in a sample. */
  readonly count: number;
  /**
   * 3-D only: the mean direction, of any length and sign, in cells. Default [0, 0, 1], along z. The nearest
   * closed direction is taken: `placeFibres` tells which.
   */
  readonly direction?: readonly number[];
  /**
   * 3-D only: how far directions spread, about the standard deviation of the angle to either side in radians.
   * Default 0: all aligned. 0.2 is a little, Infinity has no preferred direction.
   * Of separate fibres, directions that find room more easily come out more often.
   */
  readonly orientationSpread?: number;
  /**
   * 3-D only: how often a fibre may go around the cell along any axis before it closes. Default 3, which has
   * 145 directions; more are finer, and their fibres are longer and pass closer to their own images.
   */
  readonly turns?: number;
  /** Whether fibres keep apart from each other and from their own images. Default false. */
  readonly separate?: boolean;
  /** The least distance between the surfaces of separate fibres. Default 0; 1 to 2 shows in the picture. */
  readonly gap?: number;
  /** How many places are tried for one of the separate fibres before giving up. Default 10⁴. */
  readonly attempts?: number;
}

/** The options with their defaults. */
export interface FibrePlan {
  readonly shape: readonly number[];
  readonly radius: number;
  readonly count: number;
  readonly separate: boolean;
  /** The least distance between two axes of separate fibres. */
  readonly apart: number;
  readonly attempts: number;
  /** Draws the cross-section of one fibre; the same object for the same direction. */
  readonly directionOf: (rng: Rng) => CrossSection;
}

/** The plan of options on a grid of two or three axes. */
export function fibrePlan(
  shape: readonly number[],
  options: FibreOptions,
  where: string,
): FibrePlan {
  checkGrid(shape, [2, 3], where);
  const { radius, count, separate = false, gap = 0, attempts = 10_000 } = options;
  if (!(Number.isFinite(radius) && radius > 0)) {
    throw new ValueError(`${where}: radius should be a finite number > 0; got ${radius}.`);
  }
  checkInteger(count, 1, Infinity, `${where}: count`);
  checkBoolean(separate, `${where}: separate`);
  checkNumber(gap, 0, Infinity, `${where}: gap`);
  checkInteger(attempts, 1, Infinity, `${where}: attempts`);
  if (gap > 0 && !separate) {
    throw new ValueError(
      `${where}: gap is kept between separate fibres only; got ${gap}. Set separate: true.`,
    );
  }
  const apart = 2 * radius + gap;
  const fixed = commonSection(shape, options, where);
  if (!fixed) {
    const directionOf = spreadDirections(shape, options, where);
    return { shape, radius, count, separate, apart, attempts, directionOf };
  }
  if (separate) checkSpacing(fixed, apart, where);
  return { shape, radius, count, separate, apart, attempts, directionOf: () => fixed };
}

/** The cross-section that all fibres share: discs, or cylinders without spread. */
function commonSection(
  shape: readonly number[],
  options: FibreOptions,
  where: string,
): CrossSection | undefined {
  const { orientationSpread = 0 } = options;
  if (shape.length === 3) {
    if (orientationSpread !== 0) return undefined;
    const sections = closedDirections(shape, turnsOf(options, where));
    return nearestDirection(meanDirection(options, where), shape, sections);
  }
  for (const option of ["direction", "orientationSpread", "turns"] as const) {
    if (options[option] === undefined) continue;
    throw new ValueError(
      `${where}: ${option} is for 3-D cells; a 2-D cell shows fibres across, as discs. Leave it out.`,
    );
  }
  return planeSection(shape);
}

function spreadDirections(
  shape: readonly number[],
  options: FibreOptions,
  where: string,
): (rng: Rng) => CrossSection {
  const { orientationSpread: spread = 0 } = options;
  if (spread !== Infinity) checkNumber(spread, 0, Infinity, `${where}: orientationSpread`);
  const mean = meanDirection(options, where);
  const sections = closedDirections(shape, turnsOf(options, where));
  const [weight, scale] = spread === Infinity ? [0, 1] : [1, spread];
  return (rng) => {
    const vector = mean.map((component) => weight * component + scale * rng.normal());
    return nearestDirection(vector, shape, sections);
  };
}

/** The mean direction as a unit vector. */
function meanDirection({ direction = [0, 0, 1] }: FibreOptions, where: string): number[] {
  if (direction.length !== 3) {
    throw new ShapeError(
      `${where}: direction should have 3 components; got ${formatShape(direction)}.`,
    );
  }
  direction.forEach((component, axis) =>
    checkNumber(component, -Infinity, Infinity, `${where}: direction[${axis}]`),
  );
  const largest = Math.max(...direction.map(Math.abs)); // squares of huge components would overflow
  if (largest === 0) {
    throw new ValueError(`${where}: direction should not be [0, 0, 0]; [0, 0, 1] runs along z.`);
  }
  const scaled = direction.map((component) => component / largest);
  const length = Math.sqrt(scaled.reduce((sum, component) => sum + component * component, 0));
  return scaled.map((component) => component / length);
}

function turnsOf({ turns = 3 }: FibreOptions, where: string): number {
  checkInteger(turns, 1, 20, `${where}: turns`);
  return turns;
}

/** Refuses a direction of all fibres in which images are closer than separate fibres may be. */
function checkSpacing({ spacing, winding }: CrossSection, apart: number, where: string): void {
  if (spacing >= apart) return;
  const along = winding.length > 0 ? ` that winds ${formatShape(winding)}` : "";
  throw new ValueError(
    `${where}: a fibre${along} meets its own image at ${spacing.toFixed(1)} cells; separate fibres need ` +
      `${apart} between their axes. Choose a larger cell, thinner fibres or a simpler direction.`,
  );
}
