/** Sums, means, variances and extreme values over axes. */
import { formatShape, precisionOf, sizeOf, ValueError } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { multiply, subtract } from "./arithmetic.js";
import { axesOf } from "./axes.js";
import { sumTo } from "./broadcast.js";
import { putAt } from "./gather.js";
import { forEachLine } from "./lines.js";
import { square } from "./elementwise.js";
import { reshape } from "./shapes.js";

/** Which axes go. */
export interface ReductionOptions {
  /** Default: all. Negative ones count from the last. */
  readonly axes?: readonly number[];
  /** Whether they stay, with length 1. Default false. */
  readonly keepAxes?: boolean;
}

/** Σ x over axes, summed in Float64. @throws ValueError for an axis that is not there */
export function sum(x: Operand, options: ReductionOptions = {}): Variable {
  const [from] = asVariables([x], "autodiff.sum");
  const { kept, left } = reducedShapes(from.shape, options, "autodiff.sum");
  return reshape(sumTo(from, kept), options.keepAxes ? kept : left);
}

/** The mean of x over axes. @throws ValueError for an axis that is not there, and for a mean of nothing */
export function mean(x: Operand, options: ReductionOptions = {}): Variable {
  const [from] = asVariables([x], "autodiff.mean");
  const { kept, left } = reducedShapes(from.shape, options, "autodiff.mean");
  checkSome(from.shape, kept, "autodiff.mean");
  const total = reshape(sumTo(from, kept), options.keepAxes ? kept : left);
  return multiply(total, total.size / from.size);
}

/**
 * The mean μ and the variance Σ (x − μ)²/n of x over axes.
 * @throws ValueError for an axis that is not there, and for moments of nothing
 */
export function moments(
  x: Operand,
  options: ReductionOptions = {},
): { readonly mean: Variable; readonly variance: Variable } {
  const [from] = asVariables([x], "autodiff.moments");
  const { kept, left } = reducedShapes(from.shape, options, "autodiff.moments");
  checkSome(from.shape, kept, "autodiff.moments");
  const center = mean(from, { ...options, keepAxes: true });
  const variance = mean(square(subtract(from, center)), options);
  return { mean: options.keepAxes ? center : reshape(center, left), variance };
}

/**
 * The largest entry over axes; of equal ones the first gets the gradient.
 * @throws ValueError for an axis that is not there, and for the largest of nothing
 */
export function max(x: Operand, options: ReductionOptions = {}): Variable {
  return extreme(x, options, "max", 1);
}

/**
 * The smallest entry over axes; of equal ones the first gets the gradient.
 * @throws ValueError for an axis that is not there, and for the smallest of nothing
 */
export function min(x: Operand, options: ReductionOptions = {}): Variable {
  return extreme(x, options, "min", -1);
}

function extreme(x: Operand, options: ReductionOptions, name: string, sign: number): Variable {
  const [from] = asVariables([x], `autodiff.${name}`);
  const { kept, left } = reducedShapes(from.shape, options, `autodiff.${name}`);
  checkSome(from.shape, kept, `autodiff.${name}`);
  return reshape(extremeOperation([from], { kept, sign }), options.keepAxes ? kept : left);
}

/** The largest of sign · x, with the places where they stood. */
const extremeOperation = defineOperation<{
  readonly kept: readonly number[];
  readonly sign: number;
}>(
  ([x], { kept: shape, sign }) => {
    const from = x.data;
    const data = newValues(sizeOf(shape), precisionOf(from));
    const places = newValues(data.length, "float64").fill(-1);
    forEachLine(x.shape, [shape], ([to], [step], first, count) => {
      for (let i = 0; i < count; i++) {
        const at = to + i * step;
        const value = from[first + i];
        // A NaN stays once it is met: nothing is larger.
        if (places[at] < 0 || sign * value > sign * data[at] || Number.isNaN(value)) {
          data[at] = value;
          places[at] = first + i;
        }
      }
    });
    return { data, shape, kept: places };
  },
  (g, { inputs: [x], kept }) => putAt(g, kept as Float64Array, x.shape),
  "extreme",
);

/** The shape with axes of length 1, and without them. */
export function reducedShapes(
  shape: readonly number[],
  { axes }: ReductionOptions,
  where: string,
): { readonly kept: readonly number[]; readonly left: readonly number[] } {
  const gone = axesOf(axes, shape, `${where}: axes`);
  return {
    kept: shape.map((length, axis) => (gone.has(axis) ? 1 : length)),
    left: shape.filter((_, axis) => !gone.has(axis)),
  };
}

function checkSome(shape: readonly number[], kept: readonly number[], where: string): void {
  if (sizeOf(shape) > 0 || sizeOf(kept) === 0) return;
  throw new ValueError(
    `${where}: x should have at least one entry along the axes that go; got shape ${formatShape(shape)}. ` +
      `Leave empty arrays out.`,
  );
}
