/** Options that are one number for all space axes, or one for each. */
import { checkInteger, formatShape, ShapeError } from "../../core/index.js";

/** One number for all space axes, or one for each. */
export type PerAxis = number | readonly number[];

/**
 * One integer ≥ 1 for each of so many axes.
 * @throws ShapeError for a list of another length, ValueError for other numbers
 */
export function perAxis(value: PerAxis, axes: number, where: string): readonly number[] {
  const values = typeof value === "number" ? new Array<number>(axes).fill(value) : value;
  if (values.length !== axes) {
    throw new ShapeError(
      `${where} should be one number, or one for each of ${axes} space axes; got ` +
        `${formatShape(values)}.`,
    );
  }
  values.forEach((entry) => checkInteger(entry, 1, Infinity, where));
  return values;
}
