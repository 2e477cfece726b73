/** Real or complex: what a caller asked for, and what the file holds. */
import { isComplexArray, ValueError } from "../core/index.js";
import type { ComplexArray, NdArray, NumericData } from "../core/index.js";
import type { NpyArray } from "../formats/index.js";

/**
 * The array, if its numbers are real.
 * @throws ValueError for complex numbers, and 64-bit integers that no number holds exactly
 */
export function asReal(array: NpyArray, where: string): NdArray<NumericData> {
  if (isComplexArray(array)) {
    throw new ValueError(
      `${where}: real numbers are expected; the file holds complex ones. ` +
        `Open it with io.openComplex, or save their real part.`,
    );
  }
  if ("stride" in array) return array;
  throw new ValueError(
    `${where}: the file holds 64-bit integers beyond ±2^53, which no Float64 holds exactly. ` +
      `Read its bytes with formats.readNpy, or save array.astype('f8').`,
  );
}

/**
 * The array, if its numbers are complex.
 * @throws ValueError for real numbers
 */
export function asComplex(array: NpyArray, where: string): ComplexArray {
  if (isComplexArray(array)) return array;
  throw new ValueError(
    `${where}: complex numbers are expected; the file holds real ones. Open it with io.openArray.`,
  );
}
