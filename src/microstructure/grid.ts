/** The grid of a cell that repeats, and what is given along each of its axes. */
import { formatShape, ShapeError, ValueError } from "../core/index.js";

/**
 * Refuses anything but the lengths of the space axes.
 * @throws ShapeError
 */
export function checkGrid(shape: readonly number[], axes: readonly number[], where: string): void {
  const valid =
    Array.isArray(shape) &&
    axes.includes(shape.length) &&
    shape.every((n) => Number.isInteger(n) && n >= 1);
  if (valid) return;
  const got = Array.isArray(shape) ? formatShape(shape) : String(shape);
  throw new ShapeError(
    `${where}: shape should list the lengths of ${axes.join(", ").replace(/, (\d)$/, " or $1")} ` +
      `space axes, integers ≥ 1; got ${got}. Samples are no axis of it.`,
  );
}

/**
 * One whole number of cells for every axis.
 * @throws ShapeError if a list has another length than the grid has axes
 * @throws ValueError for numbers that are no integers between 1 and `limit` on their axis
 */
export function cellsPerAxis(
  cells: number | readonly number[],
  shape: readonly number[],
  limit: (axis: number) => number,
  where: string,
): number[] {
  const list: readonly number[] = typeof cells === "number" ? shape.map(() => cells) : cells;
  if (list?.length !== shape.length) {
    throw new ShapeError(
      `${where} should be a number of cells, or one for each of the ${shape.length} axes; ` +
        `got ${list ? formatShape(list) : String(cells)}.`,
    );
  }
  list.forEach((length, axis) => {
    const most = limit(axis);
    if (Number.isInteger(length) && length >= 1 && length <= most) return;
    const range = most === Infinity ? "≥ 1" : `between 1 and the ${most} cells of the grid`;
    throw new ValueError(
      `${where} should be an integer ${range} on axis ${axis}; got ${String(length)}.`,
    );
  });
  return [...list];
}
