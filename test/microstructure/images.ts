/** Slow definitions for fibres: distances by looking at every image of an axis near the cell. */

/** Offsets of images: whole cells up to `reach` along every axis. */
export function imageShifts(shape: readonly number[], reach: number): number[][] {
  return shape.reduce<number[][]>(
    (shifts, n) =>
      shifts.flatMap((shift) =>
        Array.from({ length: 2 * reach + 1 }, (_, i) => [...shift, (i - reach) * n]),
      ),
    [[]],
  );
}

/** The distance of r from a straight line through the origin; from the origin itself without one. */
export function distanceToLine(r: readonly number[], direction?: readonly number[]): number {
  const square = dot(r, r);
  if (!direction) return Math.sqrt(square);
  return Math.sqrt(Math.max(0, square - dot(r, direction) ** 2 / dot(direction, direction)));
}

/** The distance between two lines, of which the second passes at an offset from the first. */
export function distanceOfLines(
  first: readonly number[],
  second: readonly number[],
  offset: readonly number[],
): number {
  const [ax, ay, az] = first;
  const [bx, by, bz] = second;
  const normal = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  if (normal.every((c) => c === 0)) return distanceToLine(offset, first);
  return Math.abs(dot(offset, normal)) / Math.sqrt(dot(normal, normal));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
