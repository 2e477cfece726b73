/** Sums and means over axes. */
import { checkInteger } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { multiply } from "./arithmetic.js";
import { sumTo } from "./broadcast.js";
import { reshape } from "./shapes.js";

/** Which axes go. */
export interface ReductionOptions {
  /** Default: all. Negative ones count from the last. */
  readonly axes?: readonly number[];
  /** Whether they stay, with length 1. Default false. */
  readonly keepAxes?: boolean;
}

/** Σ x over axes, summed in Float64 in the order of the array. @throws ValueError for an axis that is not there */
export function sum(x: Operand, options: ReductionOptions = {}): Variable {
  const [from] = asVariables([x], "autodiff.sum");
  const { kept, left } = reducedShapes(from.shape, options, "autodiff.sum");
  return reshape(sumTo(from, kept), options.keepAxes ? kept : left);
}

/** The mean of x over axes. @throws ValueError for an axis that is not there */
export function mean(x: Operand, options: ReductionOptions = {}): Variable {
  const [from] = asVariables([x], "autodiff.mean");
  const total = sum(from, options);
  return multiply(total, total.size / from.size);
}

/** The shape with axes of length 1, and without them. */
export function reducedShapes(
  shape: readonly number[],
  { axes }: ReductionOptions,
  where: string,
): { readonly kept: readonly number[]; readonly left: readonly number[] } {
  const gone = new Set(
    axes?.map((axis) => {
      checkInteger(axis, -shape.length, shape.length - 1, `${where}: axes`);
      return axis < 0 ? axis + shape.length : axis;
    }) ?? shape.keys(),
  );
  return {
    kept: shape.map((length, axis) => (gone.has(axis) ? 1 : length)),
    left: shape.filter((_, axis) => !gone.has(axis)),
  };
}
