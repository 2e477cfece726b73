/** The two precisions of real numbers that computations know. */

/** The arrays of either precision. */
export interface Precisions {
  readonly float64: Float64Array;
  readonly float32: Float32Array;
}

/** Precision of numbers: 16 or 7 digits. */
export type Precision = keyof Precisions;

/** Real numbers of either precision; one call works in one of them. */
export type Reals = Precisions[Precision];

const ARRAYS = { float64: Float64Array, float32: Float32Array };

/** The words for both. */
export const PRECISIONS = Object.keys(ARRAYS) as Precision[];

/** A new array of zeros; Float64 unless another precision is asked for. */
export function createArray<P extends Precision = "float64">(
  length: number,
  precision?: P,
): Precisions[P] {
  return new ARRAYS[precision ?? "float64"](length) as Precisions[P];
}

/** The precision of an array. */
export function precisionOf(array: Reals): Precision {
  return array instanceof Float64Array ? "float64" : "float32";
}
