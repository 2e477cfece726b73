/**
 * Complex arrays: real and imaginary parts in two flat arrays, row-major, one shape.
 * Two planes rather than interleaved pairs, so that every loop over them reads like the formula.
 */
import { ShapeError, ValueError } from "./errors.js";
import { createArray } from "./precision.js";
import type { Precision, Precisions, Reals } from "./precision.js";
import { formatShape, sizeOf } from "./shape.js";

/** z = re + i im of the given shape, contiguous and row-major; Float64 unless its type says else. */
export interface ComplexArray<A extends Reals = Float64Array> {
  readonly re: A;
  readonly im: A;
  readonly shape: readonly number[];
}

/** A complex array of zeros. */
export function complexZeros<P extends Precision = "float64">(
  shape: readonly number[],
  precision?: P,
): ComplexArray<Precisions[P]> {
  const size = sizeOf(shape);
  return {
    re: createArray(size, precision),
    im: createArray(size, precision),
    shape: [...shape],
  };
}

/** Whether a value has the form of a complex array in Float64. */
export function isComplexArray(value: unknown): value is ComplexArray {
  const { re, im, shape } = (value ?? {}) as Partial<ComplexArray>;
  return re instanceof Float64Array && im instanceof Float64Array && Array.isArray(shape);
}

/**
 * Refuses a complex array whose planes do not fill its shape, or are not of one precision.
 * @throws ShapeError, ValueError
 */
export function checkComplex({ re, im, shape }: ComplexArray<Reals>, where: string): void {
  const kind = (plane: unknown): string | undefined => plane?.constructor.name;
  if (!(re instanceof Float64Array || re instanceof Float32Array) || kind(re) !== kind(im)) {
    throw new ValueError(
      `${where} should hold two Float64Arrays or two Float32Arrays; got ${kind(re)} and ` +
        `${kind(im)}. Convert both planes to one precision.`,
    );
  }
  const size = sizeOf(shape);
  if (re.length !== size || im.length !== size) {
    throw new ShapeError(
      `${where} has shape ${formatShape(shape)}, which needs ${size} real and imaginary parts; ` +
        `got ${re.length} and ${im.length}. Check the shape.`,
    );
  }
}
