/**
 * The directions a straight fibre can have in a cell that repeats: those of closed lines, which go a
 * whole number of times around the cell along every axis.
 */
import { fibreSection } from "./crossSection.js";
import type { CrossSection } from "./crossSection.js";

/** The cross-sections of all closed directions up to a number of turns, shortest windings first. */
export function closedDirections(shape: readonly number[], turns: number): CrossSection[] {
  const side = Array.from({ length: 2 * turns + 1 }, (_, i) => i - turns);
  return side
    .flatMap((x) => side.flatMap((y) => side.map((z) => [x, y, z])))
    .filter((w) => isForward(w) && commonDivisor(w) === 1)
    .sort((a, b) => squareOf(a) - squareOf(b))
    .map((w) => fibreSection(shape, w));
}

/** The closed direction at the smallest angle to a vector; among equals the shortest winding. */
export function nearestDirection(
  vector: readonly number[],
  shape: readonly number[],
  sections: readonly CrossSection[],
): CrossSection {
  let [nearest] = sections;
  let best = 0;
  for (const section of sections) {
    const along = section.winding.reduce((sum, w, a) => sum + w * shape[a] * vector[a], 0);
    const cosine = Math.abs(along) / section.length;
    if (cosine <= best * (1 + 1e-12)) continue;
    best = cosine;
    nearest = section;
  }
  return nearest;
}

/**
 * The distance between two fibres of different directions, or of their images. Along the common normal
 * N_a = (w × w′)_a / n_a the images of one follow each other at gcd(w × w′) / |N|.
 */
export function crossingDistance(
  first: readonly number[],
  second: readonly number[],
  offset: readonly number[],
  shape: readonly number[],
): number {
  const [ax, ay, az] = first;
  const [bx, by, bz] = second;
  const turns = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const normal = turns.map((m, a) => m / shape[a]);
  const size = Math.sqrt(squareOf(normal));
  const step = commonDivisor(turns) / size;
  const apart = offset.reduce((sum, r, a) => sum + (r * normal[a]) / size, 0);
  return Math.abs(apart - step * Math.round(apart / step));
}

/** One of each pair ±w: the last component that is not 0 is positive. */
function isForward(winding: readonly number[]): boolean {
  return (winding.findLast((w) => w !== 0) ?? 0) > 0;
}

/** The greatest integer that divides all. */
export function commonDivisor(numbers: readonly number[]): number {
  return numbers.map(Math.abs).reduce((a, b) => {
    let [large, small] = [a, b];
    while (small > 0) [large, small] = [small, large % small];
    return large;
  }, 0);
}

function squareOf(vector: readonly number[]): number {
  return vector.reduce((sum, component) => sum + component * component, 0);
}
