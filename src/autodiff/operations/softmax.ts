/**
 * Probabilities from scores, p_i = e^{x_i} / Σ_j e^{x_j} along an axis, and their logarithms. The largest
 * score is taken away first, which changes nothing but keeps every exponential within [0, 1].
 */
import { exponential } from "../../compute/index.js";
import { logarithm, precisionOf, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Result } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Values, type Variable } from "../variable.js";
import { multiply, subtract } from "./arithmetic.js";
import { axisOf } from "./axes.js";
import { exp } from "./elementwise.js";
import { sum } from "./reductions.js";

/**
 * The softmax of x along an axis.
 * @param axis negative ones count from the last. Default −1.
 * @throws ValueError for an axis that is not there
 */
export function softmax(x: Operand, axis = -1): Variable {
  const [from] = asVariables([x], "autodiff.softmax");
  return softmaxOperation([from], axisOf(axis, from.shape, "autodiff.softmax: axis"));
}

/**
 * ln softmax of x along an axis, x_i − ln Σ_j e^{x_j}, exact where the softmax itself is too small.
 * @param axis negative ones count from the last. Default −1.
 * @throws ValueError for an axis that is not there
 */
export function logSoftmax(x: Operand, axis = -1): Variable {
  const [from] = asVariables([x], "autodiff.logSoftmax");
  return logSoftmaxOperation([from], axisOf(axis, from.shape, "autodiff.logSoftmax: axis"));
}

const softmaxOperation = defineOperation<number>(
  ([x], axis) =>
    alongAxis(x, axis, (from, to, first, step, end) => {
      const most = largest(from, first, step, end);
      let total = 0;
      for (let i = first; i < end; i += step) total += to[i] = exponential(from[i] - most);
      for (let i = first; i < end; i += step) to[i] /= total;
    }),
  (g, { y, options: axis }) => {
    const weighted = multiply(g, y);
    return subtract(weighted, multiply(y, sum(weighted, { axes: [axis], keepAxes: true })));
  },
  "softmax",
);

const logSoftmaxOperation = defineOperation<number>(
  ([x], axis) =>
    alongAxis(x, axis, (from, to, first, step, end) => {
      const most = largest(from, first, step, end);
      let total = 0;
      for (let i = first; i < end; i += step) total += exponential(from[i] - most);
      const shift = logarithm(total); // total ≥ 1
      for (let i = first; i < end; i += step) to[i] = from[i] - most - shift;
    }),
  (g, { y, options: axis }) =>
    subtract(g, multiply(exp(y), sum(g, { axes: [axis], keepAxes: true }))),
  "logSoftmax",
);

/** Fills every line along an axis: `to` from `from`, at first, first + step, … < end. */
function alongAxis(
  { data: from, shape }: Values,
  axis: number,
  fill: (from: Reals, to: Reals, first: number, step: number, end: number) => void,
): Result {
  const to = newValues(from.length, precisionOf(from));
  const step = sizeOf(shape.slice(axis + 1));
  const line = shape[axis] * step;
  for (let block = 0; block < to.length; block += line) {
    for (let i = 0; i < step; i++) fill(from, to, block + i, step, block + line);
  }
  return { data: to, shape };
}

function largest(x: Reals, first: number, step: number, end: number): number {
  let most = x[first];
  for (let i = first; i < end; i += step) if (x[i] > most) most = x[i];
  return most;
}
