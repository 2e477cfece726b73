/** The same numbers in another shape or order, and arrays one after another. */
import {
  checkShape,
  formatShape,
  precisionOf,
  ShapeError,
  sizeOf,
  stridesOf,
  ValueError,
} from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Values, type Variable } from "../variable.js";
import { axisOf } from "./axes.js";
import { slice } from "./windows.js";

/** x with its numbers in another shape. @throws ShapeError if that holds another number of entries */
export function reshape(x: Operand, shape: readonly number[]): Variable {
  return reshapeOperation([x], shape);
}

/**
 * x with its axes in another order: axis k of y is axis axes[k] of x.
 * @param axes negative ones count from the last. Default: all in reverse.
 * @throws ValueError unless axes name every axis once
 */
export function transpose(x: Operand, axes?: readonly number[]): Variable {
  const [from] = asVariables([x], "autodiff.transpose");
  const order = axes
    ? axes.map((axis) => axisOf(axis, from.shape, "autodiff.transpose: axes"))
    : [...from.shape.keys()].reverse();
  if (order.length !== from.shape.length || new Set(order).size !== order.length) {
    throw new ValueError(
      `autodiff.transpose: axes should name each of the ${from.shape.length} axes of ` +
        `${formatShape(from.shape)} once; got ${formatShape(axes ?? order)}.`,
    );
  }
  return transposeOperation([from], order);
}

/**
 * Arrays one after another along an axis that they have.
 * @param axis negative ones count from the last. Default 0.
 * @throws ShapeError if they differ along another axis
 * @throws ValueError for an empty list, and for an axis that is not there
 */
export function concat(list: readonly Operand[], axis = 0): Variable {
  const parts = asVariables(list, "autodiff.concat");
  checkSome(parts, "autodiff.concat");
  const [{ shape }] = parts;
  const along = axisOf(axis, shape, "autodiff.concat: axis");
  parts.forEach((part, k) => {
    const expected = shape.map((length, i) => (i === along ? (part.shape[along] ?? 0) : length));
    checkShape(
      part,
      expected,
      `Only axis ${along} may differ from the first array's ${formatShape(shape)}.`,
      `autodiff.concat: array ${k}`,
    );
  });
  return concatOperation(parts, along);
}

/**
 * Arrays of one shape side by side along a new axis.
 * @param axis where the new one stands in the result; negative ones count from the last. Default 0.
 * @throws ShapeError if their shapes differ
 * @throws ValueError for an empty list, and for an axis out of range
 */
export function stack(list: readonly Operand[], axis = 0): Variable {
  const parts = asVariables(list, "autodiff.stack");
  checkSome(parts, "autodiff.stack");
  const [{ shape }] = parts;
  const at = axisOf(axis, [...shape, 1], "autodiff.stack: axis");
  parts.forEach((part, k) => {
    checkShape(part, shape, "Stack arrays of one shape.", `autodiff.stack: array ${k}`);
  });
  const single = [...shape.slice(0, at), 1, ...shape.slice(at)];
  return concat(
    parts.map((part) => reshape(part, single)),
    at,
  );
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

const transposeOperation: Operation<readonly number[]> = defineOperation(
  ([x], order) => ({ data: reordered(x, order), shape: order.map((axis) => x.shape[axis]) }),
  (g, { options: order }) =>
    transposeOperation(
      [g],
      order.map((_, axis) => order.indexOf(axis)),
    ),
  "transpose",
);

const concatOperation = defineOperation<number>(
  (parts, axis) => {
    const [{ shape: first, data: like }] = parts;
    const shape = [...first];
    shape[axis] = parts.reduce((total, part) => total + part.shape[axis], 0);
    const data = newValues(sizeOf(shape), precisionOf(like));
    const outer = sizeOf(shape.slice(0, axis));
    const row = data.length / Math.max(1, outer);
    let start = 0;
    for (const part of parts) {
      const from = part.data;
      const length = from.length / Math.max(1, outer);
      for (let o = 0; o < outer; o++) {
        const [to, at] = [o * row + start, o * length];
        for (let i = 0; i < length; i++) data[to + i] = from[at + i];
      }
      start += length;
    }
    return { data, shape };
  },
  (g, { inputs, options: axis, index }) => {
    const from = inputs.slice(0, index).reduce((total, { shape }) => total + shape[axis], 0);
    const ranges = g.shape.map((length, i): readonly [number, number] =>
      i === axis ? [from, from + inputs[index].shape[axis]] : [0, length],
    );
    return slice(g, ranges);
  },
  "concat",
);

/** Entries in the order of other axes. */
function reordered({ data: from, shape }: Values, order: readonly number[]): Reals {
  const data = newValues(from.length, precisionOf(from));
  const own = stridesOf(shape);
  const lengths = order.map((axis) => shape[axis]);
  const strides = order.map((axis) => own[axis]);
  const count = lengths.at(-1) ?? 1;
  const step = strides.at(-1) ?? 0;
  const index = lengths.map(() => 0);
  let start = 0;
  for (let to = 0; to < data.length; to += count) {
    for (let i = 0; i < count; i++) data[to + i] = from[start + i * step];
    for (let axis = lengths.length - 2; axis >= 0; axis--) {
      start += strides[axis];
      if (++index[axis] < lengths[axis]) break;
      start -= strides[axis] * lengths[axis];
      index[axis] = 0;
    }
  }
  return data;
}

function checkSome(parts: readonly Variable[], where: string): void {
  if (parts.length > 0) return;
  throw new ValueError(`${where}: list should hold at least one array; got none.`);
}
