/**
 * Complex arrays: real and imaginary parts in two flat Float64Arrays, row-major, one shape.
 * Two planes rather than interleaved pairs, so that every loop over them reads like the formula.
 */
import { ShapeError } from "./errors.js";
import { formatShape, sizeOf } from "./shape.js";

/** z = re + i im of the given shape, contiguous and row-major. */
export interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly shape: readonly number[];
}

/** A complex array of zeros. */
export function complexZeros(shape: readonly number[]): ComplexArray {
  const size = sizeOf(shape);
  return { re: new Float64Array(size), im: new Float64Array(size), shape: [...shape] };
}

/** Whether a value has the form of a complex array. */
export function isComplexArray(value: unknown): value is ComplexArray {
  const { re, im, shape } = (value ?? {}) as Partial<ComplexArray>;
  return re instanceof Float64Array && im instanceof Float64Array && Array.isArray(shape);
}

/**
 * Refuses a complex array whose planes do not fill its shape.
 * @throws ShapeError
 */
export function checkComplex({ re, im, shape }: ComplexArray, where: string): void {
  const size = sizeOf(shape);
  if (re.length !== size || im.length !== size) {
    throw new ShapeError(
      `${where} has shape ${formatShape(shape)}, which needs ${size} real and imaginary parts; ` +
        `got ${re.length} and ${im.length}. Check the shape.`,
    );
  }
}
