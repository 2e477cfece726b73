/** Arrays of either precision. */
import type { Precision, Precisions } from "./contract.js";

const ARRAYS = { float64: Float64Array, float32: Float32Array };

/** A new array of zeros; Float64 unless another precision is asked for. */
export function createArray<P extends Precision = "float64">(
  length: number,
  precision?: P,
): Precisions[P] {
  return new ARRAYS[precision ?? "float64"](length) as Precisions[P];
}
