/**
 * Broadcasting: shapes are aligned at their last axes, and an axis of length 1, or one that is not there,
 * repeats. The gradient to what was repeated is the sum over its repetitions.
 */
import { backend } from "../../compute/index.js";
import { formatShape, precisionOf, sameShape, ShapeError, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { newValues, withScratch } from "../tape.js";
import type { Operand, Values, Variable } from "../variable.js";
import { forEachLine, planesOf } from "./lines.js";

/** x repeated to a shape. @throws ShapeError if an axis has another length than 1 or that of the shape */
export function broadcastTo(x: Operand, shape: readonly number[]): Variable {
  return broadcastOperation([x], shape);
}

/**
 * x summed, in Float64, over the repetitions that `broadcastTo` would have made of it: the adjoint.
 */
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

/** The values repeated to a shape that they fit; themselves if it is theirs. */
export function repeated(x: Values, shape: readonly number[]): Reals {
  const { data } = x;
  if (sameShape(x.shape, shape)) return data;
  const out = newValues(sizeOf(shape), precisionOf(data));
  forEachLine(shape, [x.shape], ([from], [step], to, count) => {
    if (step === 0) out.fill(data[from], to, to + count);
    else for (let i = 0; i < count; i++) out[to + i] = data[from + i];
  });
  return out;
}

const broadcastOperation = defineOperation<readonly number[]>(
  ([x], shape) => {
    if (!sameShape(broadcastShape(x.shape, shape, "autodiff.broadcastTo"), shape)) {
      throw new ShapeError(
        `autodiff.broadcastTo: x should be repeatable to ${formatShape(shape)}; got shape ` +
          `${formatShape(x.shape)}. Give it axes of length 1 where it should repeat.`,
      );
    }
    return { data: repeated(x, shape), shape };
  },
  (g, { inputs: [x] }) => sumTo(g, x.shape),
  "broadcastTo",
);

const sumToOperation = defineOperation<readonly number[]>(
  ([x], shape) => ({ data: summed(x, shape), shape }),
  (g, { inputs: [x] }) => broadcastTo(g, x.shape),
  "sumTo",
);

/** Sums over repetitions: by the backend's trees over whole planes, else in the order of the array. */
function summed(x: Values, shape: readonly number[]): Reals {
  const { data } = x;
  const out = newValues(sizeOf(shape), precisionOf(data));
  const planes = planesOf(x.shape, shape);
  if (out.length === 1) out[0] = backend().sum(data);
  else if (planes) backend().sumChannels(data, planes, out);
  else {
    withScratch(out.length, "float64", (sums) => {
      sums.fill(0);
      forEachLine(x.shape, [shape], ([to], [step], from, count) => {
        if (step === 0) sums[to] += lineSum(data, from, count);
        else for (let i = 0; i < count; i++) sums[to + i] += data[from + i];
      });
      out.set(sums);
    });
  }
  return out;
}

function lineSum(x: Reals, from: number, count: number): number {
  let total = 0;
  for (let i = from; i < from + count; i++) total += x[i];
  return total;
}
