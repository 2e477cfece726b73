/** The grid of a cell that repeats, and what is given along each of its axes. */
import { ShapeError, ValueError } from "./errors.js";
import { formatShape } from "./shape.js";

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
      `space axes, integers ≥ 1; got ${got}. Samples and components are no axes of it.`,
  );
}

/**
 * One number for every axis.
 * @throws ShapeError if a list has another length than there are axes
 */
export function perAxis(value: number | readonly number[], axes: number, where: string): number[] {
  if (typeof value === "number") return Array.from({ length: axes }, () => value);
  if (typeof value === "object" && value?.length === axes) return [...value];
  throw new ShapeError(
    `${where} should be one number, or one for each of the ${axes} axes; ` +
      `got ${typeof value === "object" && value ? formatShape(value) : JSON.stringify(value)}.`,
  );
}

/**
 * One length for every axis, of a voxel or of a whole cell.
 * @throws ShapeError as `perAxis`; ValueError for lengths that are not positive
 */
export function lengthsPerAxis(
  value: number | readonly number[],
  axes: number,
  where: string,
): number[] {
  const lengths = perAxis(value, axes, where);
  lengths.forEach((length, axis) => {
    if (length > 0 && Number.isFinite(length)) return;
    throw new ValueError(
      `${where}[${axis}] should be a positive length; got ${length}. Give it in the unit of the other lengths.`,
    );
  });
  return lengths;
}
