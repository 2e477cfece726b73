/** Values of computations as arrays that outlive them. */
import { ndarrayOf } from "../core/index.js";
import type { NdArray, Reals } from "../core/index.js";
import type { Variable } from "./variable.js";

/** The values as an ndarray of their own, in the Variable's precision. */
export function toArray(x: Variable): NdArray<Reals> {
  return ndarrayOf(x.data.slice() as Reals, x.shape);
}
