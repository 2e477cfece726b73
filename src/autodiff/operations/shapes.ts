/** Other shapes for the same numbers. */
import { formatShape, ShapeError, sizeOf } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import type { Operand, Variable } from "../variable.js";

/** x with its numbers in another shape. @throws ShapeError if that holds another number of entries */
export function reshape(x: Operand, shape: readonly number[]): Variable {
  return reshapeOperation([x], shape);
}

const reshapeOperation = defineOperation<readonly number[]>(
  ([x], shape) => {
    if (sizeOf(shape) === x.data.length) return { data: x.data, shape };
    throw new ShapeError(
      `autodiff.reshape: shape should hold the ${x.data.length} entries of ${formatShape(x.shape)}; got ` +
        `${formatShape(shape)}, which holds ${sizeOf(shape)}.`,
    );
  },
  (g, { inputs: [x] }) => reshape(g, x.shape),
  "reshape",
);
