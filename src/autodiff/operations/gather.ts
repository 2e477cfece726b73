/**
 * Entries by their indices, y[…, i, …] = x[…, index[i], …]. The gradient goes back to where an entry
 * was taken from, and adds up where it was taken more than once.
 */
import {
  formatShape,
  precisionOf,
  sizeOf,
  toDense,
  unravel,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { axisOf } from "./axes.js";

/**
 * The entries of x at indices along an axis: y's shape is that of x with the indices' shape in place of
 * the axis.
 * @param indices integers 0 … n − 1; an Int32Array's are not copied
 * @param axis negative ones count from the last. Default 0.
 * @throws ValueError for an axis that is not there, and for an index outside the axis
 */
export function gather(x: Operand, indices: ArrayInput, axis = 0): Variable {
  const [from] = asVariables([x], "autodiff.gather");
  const along = axisOf(axis, from.shape, "autodiff.gather: axis");
  const { data, shape } = toDense(indices, "autodiff.gather: indices");
  checkIndices(data, shape, from.shape[along], "autodiff.gather: indices");
  const [before, after] = [from.shape.slice(0, along), from.shape.slice(along + 1)];
  return takeOperation([from], {
    indices: data,
    outer: sizeOf(before),
    length: from.shape[along],
    inner: sizeOf(after),
    shape: [...before, ...shape, ...after],
  });
}

/** The entries of x at places of its row-major order, in a shape. */
export function takeAt(x: Operand, places: ArrayLike<number>, shape: readonly number[]): Variable {
  const [from] = asVariables([x], "autodiff.takeAt");
  return takeOperation([from], {
    indices: places,
    outer: 1,
    length: from.size,
    inner: 1,
    shape,
  });
}

/** Zeros of a shape with the entries of g added at places of its row-major order: the adjoint. */
export function putAt(g: Variable, places: ArrayLike<number>, shape: readonly number[]): Variable {
  return putOperation([g], { indices: places, outer: 1, length: sizeOf(shape), inner: 1, shape });
}

/**
 * Refuses what is no index.
 * @throws ValueError
 */
export function checkIndices(
  indices: ArrayLike<number>,
  shape: readonly number[],
  length: number,
  where: string,
): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (Number.isInteger(index) && index >= 0 && index < length) continue;
    throw new ValueError(
      `${where} should be integers between 0 and ${length - 1}; got ${index} at index ` +
        `${formatShape(unravel(i, shape))}.`,
    );
  }
}

/** x[outer, length, inner] with indices into its middle axis. */
interface Places {
  readonly indices: ArrayLike<number>;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** Of the result. */
  readonly shape: readonly number[];
}

const takeOperation: Operation<Places> = defineOperation(
  ([x], places) => {
    const from = x.data;
    const data = newValues(sizeOf(places.shape), precisionOf(from));
    forEachBlock(places, (there, here, count) => {
      for (let i = 0; i < count; i++) data[here + i] = from[there + i];
    });
    return { data, shape: places.shape };
  },
  (g, { inputs: [x], options }) => putOperation([g], { ...options, shape: x.shape }),
  "gather",
);

const putOperation: Operation<Places> = defineOperation(
  ([g], places) => {
    const from = g.data;
    const data = newValues(sizeOf(places.shape), precisionOf(from)).fill(0);
    forEachBlock(places, (there, here, count) => {
      for (let i = 0; i < count; i++) data[there + i] += from[here + i];
    });
    return { data, shape: places.shape };
  },
  (g, { inputs: [x], options }) => takeOperation([g], { ...options, shape: x.shape }),
  "scatter",
);

/** Visits blocks of `inner` entries: where they stand in x, and where among those that are taken. */
function forEachBlock(
  { indices, outer, length, inner }: Places,
  visit: (there: number, here: number, count: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < indices.length; i++) {
      visit((o * length + indices[i]) * inner, (o * indices.length + i) * inner, inner);
    }
  }
}
