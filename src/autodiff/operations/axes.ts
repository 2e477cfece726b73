/** Axes as callers name them. */
import { checkInteger, ValueError } from "../../core/index.js";

/** An axis counted from the first. @throws ValueError for one that is not there */
export function axisOf(axis: number, shape: readonly number[], where: string): number {
  if (shape.length === 0) {
    throw new ValueError(
      `${where} should be left out for a single number, which has none; got ${axis}.`,
    );
  }
  checkInteger(axis, -shape.length, shape.length - 1, where);
  return axis < 0 ? axis + shape.length : axis;
}

/** The axes counted from the first, all if none are named. @throws ValueError for one that is not there */
export function axesOf(
  axes: readonly number[] | undefined,
  shape: readonly number[],
  where: string,
): ReadonlySet<number> {
  return new Set(axes?.map((axis) => axisOf(axis, shape, where)) ?? shape.keys());
}
