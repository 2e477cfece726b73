/**
 * Spheres at random places: independent of each other, or, by random sequential addition, one after another where
 * there is room, the largest first.
 *
 * Widom, Journal of Chemical Physics 44 (1966) 3888 (sequential addition).
 */
import { ConvergenceError, createRng, sizeOf } from "../../core/index.js";
import type { Rng, Seed } from "../../core/index.js";
import { threefold } from "../threefold.js";
import { areApart } from "./apart.js";
import { ellipsoidOf, volumeOf } from "./ellipsoid.js";
import type { Ellipsoid, Sphere } from "./ellipsoid.js";
import { createNeighbourhood } from "./neighbourhood.js";
import type { Neighbourhood } from "./neighbourhood.js";
import { spherePlan } from "./spherePlan.js";
import type { PlaceSpheresOptions, SpherePlan } from "./spherePlan.js";

/**
 * Spheres at random places in a cell that repeats: those of one sample of `overlappingSpheres`, or of
 * `separateSpheres` with `separate`, as plain data.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns one entry per sphere, to be read, changed and drawn by `drawSpheres`
 * @throws ShapeError, ValueError, ConvergenceError as these
 */
export function placeSpheres(
  shape: readonly number[],
  options: PlaceSpheresOptions,
  rng: Seed,
): Sphere[] {
  const where = "microstructure.placeSpheres";
  return placed(spherePlan(shape, options, where), createRng(rng), where);
}

/** The spheres of a plan that was checked. */
export function placed(plan: SpherePlan, rng: Rng, where: string): Sphere[] {
  const { separate, shape, longest, gap } = plan;
  const radii = plan.radiiOf(rng);
  if (!separate) {
    return radii.map((radius) => {
      const sphere = sphereOf(plan, radius, rng);
      return { ...sphere, centre: somewhere(shape, rng) };
    });
  }
  const others = createNeighbourhood(threefold(shape, 1), 2 * longest + gap);
  const found: Sphere[] = [];
  for (const radius of radii.sort((a, b) => b - a)) {
    const sphere = withRoom(plan, sphereOf(plan, radius, rng), others, rng);
    if (!sphere) throw crowded(plan, found, radii.length, where);
    found.push(sphere);
  }
  return found;
}

/** A sphere at the origin with its shape and orientation. */
function sphereOf({ shape, aspect, orientationOf }: SpherePlan, radius: number, rng: Rng): Sphere {
  const orientation = orientationOf(rng);
  const centre = shape.map(() => 0);
  if (aspect.every((a) => a === 1)) return { centre, radius };
  const ellipsoid = { centre, radius, aspect };
  return orientation.length > 0 ? { ...ellipsoid, orientation } : ellipsoid;
}

function somewhere(shape: readonly number[], rng: Rng): number[] {
  return shape.map((n) => n * rng.uniform());
}

/** The sphere at the first place of those tried that has room for it, which it takes. */
function withRoom(
  { shape, gap, attempts }: SpherePlan,
  sphere: Sphere,
  others: Neighbourhood,
  rng: Rng,
): Sphere | undefined {
  const body = ellipsoidOf(sphere, shape, "");
  const grid = threefold(shape, 1);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const place = somewhere(shape, rng);
    const centre = threefold(place, 0);
    const isFree = others
      .near(centre)
      .every((other) => areImagesApart(body, other, centre, grid, gap));
    if (!isFree) continue;
    others.add({ ...body, centre });
    return { ...sphere, centre: place };
  }
  return undefined;
}

/** Whether all images of one ellipsoid keep the gap to another, moved to a centre; only near ones are looked at. */
function areImagesApart(
  moved: Ellipsoid,
  other: Ellipsoid,
  [cx, cy, cz]: readonly number[],
  [nx, ny, nz]: readonly number[],
  gap: number,
): boolean {
  const near = moved.largest + other.largest + gap;
  const [ox, oy, oz] = other.centre;
  for (let x = firstImage(ox - cx, nx, near); x <= near; x += nx) {
    for (let y = firstImage(oy - cy, ny, near); y <= near; y += ny) {
      for (let z = firstImage(oz - cz, nz, near); z <= near; z += nz) {
        if (!areApart(moved, other, x, y, z, gap)) return false;
      }
    }
  }
  return true;
}

/** The least offset ≥ −near of an image. */
function firstImage(offset: number, n: number, near: number): number {
  return offset + n * Math.ceil((-near - offset) / n);
}

function crowded(
  { shape, aspect, attempts }: SpherePlan,
  found: readonly Sphere[],
  count: number,
  where: string,
): ConvergenceError {
  const volume = found.reduce((sum, { radius }) => sum + volumeOf(radius, aspect), 0);
  return new ConvergenceError(
    `${where}: found room for ${found.length} of ${count} spheres, volume fraction ` +
      `${(volume / sizeOf(shape)).toFixed(3)}, and none for another in ${attempts} attempts. Ask for fewer or ` +
      `smaller spheres, a smaller gap, or more attempts.`,
  );
}
