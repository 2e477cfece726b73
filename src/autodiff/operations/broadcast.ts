/**
 * Broadcasting: shapes are aligned at their last axes, and an axis of length 1, or one that is not there,
 * repeats. The gradient to what was repeated is the sum over its repetitions.
 */
import { formatShape, sameShape, ShapeError, sizeOf, stridesOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { newValues } from "../tape.js";
import type { Operand, Values, Variable } from "../variable.js";

/** x repeated to a shape. @throws ShapeError if an axis has another length than 1 or that of the shape */
export function broadcastTo(x: Operand, shape: readonly number[]): Variable {
  return broadcastOperation([x], shape);
}

/** x summed over the repetitions that `broadcastTo` would have made of it: the adjoint. */
export function sumTo(x: Variable, shape: readonly number[]): Variable {
  return sameShape(x.shape, shape) ? x : sumToOperation([x], shape);
}

/** @throws ShapeError if the shapes do not fit */
export function broadcastShape(
  a: readonly number[],
  b: readonly number[],
  where: string,
): readonly number[] {
  if (sameShape(a, b)) return a;
  const axes = Math.max(a.length, b.length);
  return Array.from({ length: axes }, (_, axis) => {
    const n = a[axis - axes + a.length] ?? 1;
    const m = b[axis - axes + b.length] ?? 1;
    if (n === m || m === 1) return n;
    if (n === 1) return m;
    throw new ShapeError(
      `${where}: shapes should agree, or have an axis of length 1 where they differ, counted from the last ` +
        `axis; got ${formatShape(a)} and ${formatShape(b)}. Reshape one of them.`,
    );
  });
}

const broadcastOperation = defineOperation<readonly number[]>(
  ([x], shape) => {
    const data = newValues(sizeOf(shape), x.data instanceof Float64Array ? "float64" : "float32");
    if (!sameShape(broadcastShape(x.shape, shape, "autodiff.broadcastTo"), shape)) {
      throw new ShapeError(
        `autodiff.broadcastTo: x should be repeatable to ${formatShape(shape)}; got shape ` +
          `${formatShape(x.shape)}. Give it axes of length 1 where it should repeat.`,
      );
    }
    forEachRun(x.shape, shape, (from, step, to, count) => {
      for (let i = 0; i < count; i++) data[to + i] = x.data[from + i * step];
    });
    return { data, shape };
  },
  (g, { inputs: [x] }) => sumTo(g, x.shape),
  "broadcastTo",
);

const sumToOperation = defineOperation<readonly number[]>(
  ([x], shape) => ({ data: summed(x, shape), shape }),
  (g, { inputs: [x] }) => broadcastTo(g, x.shape),
  "sumTo",
);

/** Sums over repetitions, in Float64 and in the order of the array. */
function summed(x: Values, shape: readonly number[]): Reals {
  const sums = new Float64Array(sizeOf(shape));
  forEachRun(shape, x.shape, (to, step, from, count) => {
    for (let i = 0; i < count; i++) sums[to + i * step] += x.data[from + i];
  });
  const data = newValues(sums.length, x.data instanceof Float64Array ? "float64" : "float32");
  data.set(sums);
  return data;
}

/**
 * Visits the lines along the last axis of an array of `shape`: the place of the entry of the smaller array
 * that a line begins with, how far its entries stand apart (0 where it repeats), and the line's place.
 */
export function forEachRun(
  small: readonly number[],
  shape: readonly number[],
  visit: (from: number, step: number, to: number, count: number) => void,
): void {
  const axes = shape.length;
  const ownStrides = stridesOf(small);
  const strides = shape.map((_, axis) => {
    const own = axis - axes + small.length;
    return own < 0 || small[own] === 1 ? 0 : ownStrides[own];
  });
  const count = axes === 0 ? 1 : shape[axes - 1];
  const step = axes === 0 ? 0 : strides[axes - 1];
  const index = new Array<number>(axes).fill(0);
  const size = sizeOf(shape);
  let from = 0;
  for (let to = 0; to < size; to += count) {
    visit(from, step, to, count);
    for (let axis = axes - 2; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}
