/**
 * Normalization, y = (x − μ)/√(σ² + ε), with the mean μ and the variance σ² = Σ (x − μ)²/n over axes:
 * over samples and space it is that of Ioffe and Szegedy (ICML 2015), over channels and space that of Ba,
 * Kiros and Hinton (arXiv:1607.06450). With means over the same axes its gradient is
 *
 *   x̄ = (ȳ − mean ȳ − y mean(ȳ ∘ y)) / √(σ² + ε).
 */
import { checkNumber, formatShape, precisionOf, sizeOf, ValueError } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { currentTape, newValues, withScratch } from "../tape.js";
import { asVariables, type Operand, type Values, Variable } from "../variable.js";
import { add, divide, multiply, subtract } from "./arithmetic.js";
import { sqrt } from "./elementwise.js";
import { forEachLine } from "./lines.js";
import {
  addEntries,
  addProducts,
  addSquares,
  fillGradient,
  fillNormalized,
  type Line,
} from "./normalizeLines.js";
import { mean, moments, type ReductionOptions, reducedShapes } from "./reductions.js";

/** How to normalize. */
export interface NormalizeOptions {
  /** The axes that means are taken over. Default: all. Negative ones count from the last. */
  readonly axes?: readonly number[];
  /** ε ≥ 0, which bounds what small deviations are multiplied by. Default 1e-5. */
  readonly epsilon?: number;
}

/** What was normalized, and by which moments. */
export interface Normalized {
  readonly y: Variable;
  /** Constants, without the axes that means were taken over. */
  readonly mean: Variable;
  readonly variance: Variable;
}

/**
 * x with mean 0 and variance σ²/(σ² + ε) over axes.
 * @throws ValueError for an axis that is not there, for ε < 0 and for means of nothing
 */
export function normalize(x: Operand, options: NormalizeOptions = {}): Variable {
  return normalizeWithMoments(x, options).y;
}

/** As `normalize`, with the moments. @throws as `normalize` */
export function normalizeWithMoments(
  x: Operand,
  { axes, epsilon = 1e-5 }: NormalizeOptions = {},
): Normalized {
  checkNumber(epsilon, 0, Infinity, "autodiff.normalize: epsilon");
  const [from] = asVariables([x], "autodiff.normalize");
  const over: ReductionOptions = axes ? { axes } : {};
  const { kept, left } = reducedShapes(from.shape, over, "autodiff.normalize");
  const count = from.size / sizeOf(kept);
  if (count === 0) {
    throw new ValueError(
      `autodiff.normalize: x should have at least one entry along the axes that means are taken over; got ` +
        `shape ${formatShape(from.shape)}.`,
    );
  }
  const { center, variance } = momentsOf(from, kept, count);
  const inverse = newValues(variance.length, "float64");
  for (let k = 0; k < inverse.length; k++) inverse[k] = 1 / Math.sqrt(variance[k] + epsilon);
  const options = { axes: over, kept, count, epsilon, center, inverse };
  const constant = (data: Float64Array): Variable => {
    const values = newValues(data.length, from.precision);
    values.set(data);
    return new Variable(values, left, false, currentTape());
  };
  return {
    y: normalizeOperation([from], options),
    mean: constant(center),
    variance: constant(variance),
  };
}

interface Options {
  readonly axes: ReductionOptions;
  /** The shape of the moments, axes of length 1 in place of those that means are taken over. */
  readonly kept: readonly number[];
  readonly count: number;
  readonly epsilon: number;
  /** μ and 1/√(σ² + ε). */
  readonly center: Float64Array;
  readonly inverse: Float64Array;
}

const normalizeOperation = defineOperation<Options>(
  ([x], { kept, center, inverse }) => {
    const from = x.data;
    const data = newValues(from.length, precisionOf(from));
    alongLines(x.shape, kept, (line) => fillNormalized(data, from, center, inverse, line));
    return { data, shape: x.shape };
  },
  (g, { inputs: [x], y, options }) => {
    if (currentTape()?.recording) return recordedGradient(g, x, options);
    return new Variable(fusedGradient(g.data, y, options), x.shape);
  },
  "normalize",
);

/** The gradient as operations on x, so that it can be differentiated. */
function recordedGradient(g: Variable, x: Variable, { axes, epsilon }: Options): Variable {
  const over = { ...axes, keepAxes: true };
  const { mean: center, variance } = moments(x, over);
  const deviation = sqrt(add(variance, epsilon));
  const y = divide(subtract(x, center), deviation);
  const along = multiply(y, mean(multiply(g, y), over));
  return divide(subtract(subtract(g, mean(g, over)), along), deviation);
}

/** The gradient in two passes: the means of ȳ and ȳ ∘ y, then the formula. */
function fusedGradient(g: Reals, y: Values, { kept, count, inverse }: Options): Reals {
  const values = y.data;
  const data = newValues(values.length, precisionOf(values));
  const size = sizeOf(kept);
  withScratch(size, "float64", (plain) =>
    withScratch(size, "float64", (weighted) => {
      plain.fill(0);
      weighted.fill(0);
      alongLines(y.shape, kept, (line) => {
        addEntries(plain, g, line);
        addProducts(weighted, g, values, line);
      });
      for (let k = 0; k < size; k++) {
        plain[k] /= count;
        weighted[k] /= count;
      }
      alongLines(y.shape, kept, (line) =>
        fillGradient(data, g, values, plain, weighted, inverse, line),
      );
    }),
  );
  return data;
}

/** Means, then variances about them: two passes, whose rounding does not grow with the mean. */
function momentsOf(
  x: Values,
  kept: readonly number[],
  count: number,
): { readonly center: Float64Array; readonly variance: Float64Array } {
  const size = sizeOf(kept);
  const center = newValues(size, "float64").fill(0);
  const variance = newValues(size, "float64").fill(0);
  const values = x.data;
  alongLines(x.shape, kept, (line) => addEntries(center, values, line));
  for (let k = 0; k < size; k++) center[k] /= count;
  alongLines(x.shape, kept, (line) => addSquares(variance, values, center, line));
  for (let k = 0; k < size; k++) variance[k] /= count;
  return { center, variance };
}

/** Visits the lines of an array along which its moments, of the shape `kept`, all repeat or all go on. */
function alongLines(
  shape: readonly number[],
  kept: readonly number[],
  visit: (line: Line) => void,
): void {
  forEachLine(shape, [kept], ([start], [step], first, count) =>
    visit({ first, end: first + count, start, step }),
  );
}
