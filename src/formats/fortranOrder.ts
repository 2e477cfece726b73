/** Column-major ("Fortran") entries, in which the first axis is the contiguous one, brought into row-major order. */

import type { NumericData } from "../core/index.js";
import type { BigData } from "./dtype.js";

/** The entries in row-major order; the same memory where both orders agree. */
export function toRowMajor<D extends NumericData | BigData>(data: D, shape: readonly number[]): D {
  if (shape.filter((n) => n !== 1).length < 2) return data;
  const out = data.slice() as D;
  const rank = shape.length;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, n) => a * n, 1));
  const index = new Array<number>(rank).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    out[to] = data[from];
    for (let axis = rank - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}
