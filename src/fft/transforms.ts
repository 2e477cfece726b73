/**
 * Discrete Fourier transforms on the trailing axes of an array:
 *
 *   X[k] = Σ_x u[x] e^{−2πi Σ_a k_a x_a / n_a},   u[x] = (1/N) Σ_k X[k] e^{+2πi Σ_a k_a x_a / n_a}.
 *
 * Forward unnormalised, the inverse divides by the number of cells N. Any lengths. Complex arrays keep
 * their precision.
 */
import { backend } from "../compute/index.js";
import {
  checkComplex,
  checkInteger,
  checkOneOf,
  complexZeros,
  createArray,
  formatShape,
  ndarrayOf,
  precisionOf,
  PRECISIONS,
  ShapeError,
  sizeOf,
  toReals,
} from "../core/index.js";
import type {
  ArrayInput,
  ComplexArray,
  NdArray,
  Precision,
  Precisions,
  Reals,
} from "../core/index.js";

/**
 * The Fourier transform of a complex array over its last `axes` axes.
 * @param u complex array u[…batch, …x]
 * @returns X[…batch, …k], k = 0 at index 0, negative frequencies wrapped
 * @throws ShapeError if there are fewer axes, or one of length 0
 * @throws ValueError if the two planes differ in precision
 */
export function fftn<A extends Reals>(u: ComplexArray<A>, axes: number): ComplexArray<A> {
  const { grid, fields } = splitShape(u.shape, axes, "fft.fftn: u");
  checkComplex(u, "fft.fftn: u");
  const re = u.re.slice() as A;
  const im = u.im.slice() as A;
  backend().gridTransform(grid).forward(re, im, fields);
  return { re, im, shape: [...u.shape] };
}

/**
 * The inverse Fourier transform of a complex array over its last `axes` axes.
 * @param spectrum X[…batch, …k]
 * @returns u[…batch, …x], divided by the number of cells
 * @throws ShapeError if there are fewer axes, or one of length 0
 * @throws ValueError if the two planes differ in precision
 */
export function ifftn<A extends Reals>(spectrum: ComplexArray<A>, axes: number): ComplexArray<A> {
  const { grid, fields } = splitShape(spectrum.shape, axes, "fft.ifftn: spectrum");
  checkComplex(spectrum, "fft.ifftn: spectrum");
  const re = spectrum.re.slice() as A;
  const im = spectrum.im.slice() as A;
  backend().gridTransform(grid).inverse(re, im, fields);
  return { re, im, shape: [...spectrum.shape] };
}

/** Options of transforms from real numbers. */
export interface RealTransformOptions<P extends Precision> {
  /** Precision of the transform and of what it returns. Default "float64". */
  readonly precision?: P;
}

/**
 * The half spectrum of a real array over its last `axes` axes.
 * @param u real array u[…batch, …x]
 * @returns X[…batch, …k] with ⌊n/2⌋ + 1 entries on the last axis; the rest is X(−k) = conj X(k)
 * @throws ShapeError if there are fewer axes, or one of length 0
 * @throws ValueError for an unknown precision
 */
export function rfftn<P extends Precision = "float64">(
  u: ArrayInput,
  axes: number,
  { precision }: RealTransformOptions<P> = {},
): ComplexArray<Precisions[P]> {
  if (precision !== undefined) checkOneOf(precision, PRECISIONS, "fft.rfftn: precision");
  const { data, shape } = toReals(u, "fft.rfftn: u", precision);
  const { grid, batch, fields } = splitShape(shape, axes, "fft.rfftn: u");
  const spectrum = complexZeros([...batch, ...halfShape(grid)], precision);
  backend().gridTransform(grid).forwardReal(data, fields, spectrum.re, spectrum.im);
  return spectrum;
}

/**
 * The real array whose half spectrum is given. Where k ≡ −k on the last axis the half spectrum holds
 * both k and −k of the other axes: only (X(k) + conj X(−k)) / 2 counts there, the rest, such as an
 * imaginary mean, cannot belong to a real array and is ignored.
 * @param spectrum X[…batch, …k] with ⌊n/2⌋ + 1 entries on the last axis
 * @param grid the lengths […x]; the half spectrum alone does not tell odd from even
 * @returns u[…batch, …x], divided by the number of cells
 * @throws ShapeError if the spectrum is not the half spectrum of that grid
 * @throws ValueError if the two planes differ in precision
 */
export function irfftn<A extends Reals>(
  spectrum: ComplexArray<A>,
  grid: readonly number[],
): NdArray<A> {
  splitShape(grid, grid.length, "fft.irfftn: grid");
  checkComplex(spectrum, "fft.irfftn: spectrum");
  const expected = halfShape(grid);
  const at = spectrum.shape.length - grid.length;
  if (at < 0 || !expected.every((length, axis) => spectrum.shape[at + axis] === length)) {
    throw new ShapeError(
      `fft.irfftn: the half spectrum of grid ${formatShape(grid)} ends with ` +
        `${formatShape(expected)}; got ${formatShape(spectrum.shape)}. Pass the grid of the real array.`,
    );
  }
  const batch = spectrum.shape.slice(0, at);
  const shape = [...batch, ...grid];
  const x = createArray(sizeOf(shape), precisionOf(spectrum.re)) as A;
  const [re, im] = [spectrum.re.slice() as A, spectrum.im.slice() as A];
  backend().gridTransform(grid).inverseReal(re, im, sizeOf(batch), x);
  return ndarrayOf(x, shape);
}

/** The shape of the half spectrum of a real grid: the last axis becomes ⌊n/2⌋ + 1. */
export function halfShape(grid: readonly number[]): number[] {
  return grid.map((n, axis) => (axis === grid.length - 1 ? (n >> 1) + 1 : n));
}

function splitShape(
  shape: readonly number[],
  axes: number,
  where: string,
): { batch: number[]; grid: number[]; fields: number } {
  checkInteger(axes, 1, Infinity, `${where.split(":")[0]}: axes`);
  const at = shape.length - axes;
  const grid = shape.slice(at);
  if (at < 0 || !grid.every((n) => Number.isInteger(n) && n >= 1)) {
    throw new ShapeError(
      `${where} should have at least ${axes} axes of length ≥ 1 to be transformed; ` +
        `got ${formatShape(shape)}. Choose fewer axes.`,
    );
  }
  const batch = shape.slice(0, at);
  return { batch, grid, fields: sizeOf(batch) };
}
