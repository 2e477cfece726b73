/** The same numbers in another precision, or as constants. */
import { checkOneOf, PRECISIONS } from "../../core/index.js";
import type { Precision } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { newValues, currentTape } from "../tape.js";
import { asVariables, type Operand, Variable } from "../variable.js";

/**
 * x in another precision; gradients come back in that of x.
 * @throws ValueError for an unknown precision
 */
export function cast(x: Operand, precision: Precision): Variable {
  checkOneOf(precision, PRECISIONS, "autodiff.cast: precision");
  const [from] = asVariables([x], "autodiff.cast");
  return from.precision === precision ? from : castOperation([from], precision);
}

/** x as a constant: derivatives do not see what it depends on. */
export function stopGradient(x: Operand): Variable {
  const [{ data, shape }] = asVariables([x], "autodiff.stopGradient");
  return new Variable(data, shape, false, currentTape());
}

const castOperation = defineOperation<Precision>(
  ([x], precision) => {
    const data = newValues(x.data.length, precision);
    data.set(x.data);
    return { data, shape: x.shape };
  },
  (g, { inputs: [x] }) => cast(g, x.precision),
  "cast",
);
