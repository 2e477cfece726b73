/** What is given in whole cells along each axis of a grid. */
import { perAxis, ValueError } from "../core/index.js";

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
  const list = perAxis(cells, shape.length, where);
  list.forEach((length, axis) => {
    const most = limit(axis);
    if (Number.isInteger(length) && length >= 1 && length <= most) return;
    const range = most === Infinity ? "≥ 1" : `between 1 and the ${most} cells of the grid`;
    throw new ValueError(
      `${where} should be an integer ${range} on axis ${axis}; got ${String(length)}.`,
    );
  });
  return list;
}
