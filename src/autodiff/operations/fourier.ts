/**
 * Fourier transforms on the trailing axes,
 *
 *   X[k] = Σ_x u[x] e^{−2πi k·x/n},   u[x] = (1/N) Σ_k X[k] e^{+2πi k·x/n},
 *
 * of complex fields, and of real ones by half spectra. A half spectrum keeps k ≤ n/2 on the last axis; of
 * the others, X(−k) = conj X(k), so with weights w = 1 where k ≡ −k on the last axis and 2 elsewhere
 *
 *   u[x] = (1/N) Re Σ_half w_k X[k] e^{+2πi k·x/n}.
 *
 * For real and imaginary parts as real variables the adjoint of u ↦ w X is X ↦ Re Σ_half w_k X[k] e^{…}, and
 * that of a complex transform the unscaled transform with the other sign.
 */
import { backend, type GridTransform } from "../../compute/index.js";
import {
  checkInteger,
  formatShape,
  precisionOf,
  sameShape,
  ShapeError,
  sizeOf,
} from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues, withScratch } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { type ComplexOperand, type ComplexVariable, joinPlanes, splitPlanes } from "./complex.js";

/**
 * The half spectrum of real fields over their last `axes` axes, unnormalised.
 * @param u real fields u[…batch, …x]
 * @returns X[…batch, …k] with ⌊n/2⌋ + 1 entries on the last axis
 * @throws ShapeError if u has fewer axes, or one of length 0; ValueError for axes that are no integer ≥ 1
 */
export function rfftn(u: Operand, axes: number): ComplexVariable {
  const [fields] = asVariables([u], "autodiff.rfftn");
  const grid = gridOf(fields.shape, axes, "autodiff.rfftn: u");
  return splitPlanes(halfSpectrum([fields], { grid, weighted: false, factor: 1 }));
}

/**
 * The real fields of half spectra. Imaginary parts where k ≡ −k on all axes belong to no real field: they
 * are ignored, and their gradient is zero.
 * @param spectrum X[…batch, …k] with ⌊n/2⌋ + 1 entries on the last axis
 * @param grid the lengths […x]; the half spectrum alone does not tell odd from even
 * @returns u[…batch, …x], divided by the number of cells
 * @throws ShapeError if this is not the half spectrum of that grid, or its parts differ in shape
 */
export function irfftn(spectrum: ComplexOperand, grid: readonly number[]): Variable {
  const where = "autodiff.irfftn";
  const planes = joinPlanes(spectrum, `${where}: spectrum`);
  gridOf(grid, grid.length, `${where}: grid`);
  const [, ...shape] = planes.shape;
  const half = halfShape(grid);
  if (!sameShape(shape.slice(-grid.length), half)) {
    throw new ShapeError(
      `${where}: the half spectrum of grid ${formatShape(grid)} ends with ${formatShape(half)}; got ` +
        `${formatShape(shape)}. Pass the grid of the real fields.`,
    );
  }
  return realFields([planes], { grid, weighted: true, factor: 1 / sizeOf(grid) });
}

/**
 * The Fourier transform of complex fields over their last `axes` axes, unnormalised.
 * @param u complex fields u[…batch, …x]
 * @returns X[…batch, …k], negative frequencies wrapped
 * @throws ShapeError if u has fewer axes, one of length 0, or parts of two shapes; ValueError as `rfftn`
 */
export function fftn(u: ComplexOperand, axes: number): ComplexVariable {
  const planes = joinPlanes(u, "autodiff.fftn: u");
  const grid = gridOf(planes.shape.slice(1), axes, "autodiff.fftn: u");
  return splitPlanes(complexTransform([planes], { grid, inverse: false, factor: 1 }));
}

/**
 * The inverse of `fftn`, divided by the number of cells.
 * @param spectrum X[…batch, …k]
 * @returns u[…batch, …x]
 * @throws as `fftn`
 */
export function ifftn(spectrum: ComplexOperand, axes: number): ComplexVariable {
  const planes = joinPlanes(spectrum, "autodiff.ifftn: spectrum");
  const grid = gridOf(planes.shape.slice(1), axes, "autodiff.ifftn: spectrum");
  return splitPlanes(complexTransform([planes], { grid, inverse: true, factor: 1 }));
}

/** A real transform times a factor, and times the weights w or not. */
export interface RealTransform {
  readonly grid: readonly number[];
  readonly weighted: boolean;
  readonly factor: number;
}

/** u ↦ factor · (w) X. */
export const halfSpectrum: Operation<RealTransform> = defineOperation<RealTransform>(
  ([{ data: u, shape }], { grid, weighted, factor }) => {
    const transform = backend().gridTransform(grid);
    const fields = u.length / transform.size;
    const length = fields * transform.halfSize;
    const data = newValues(2 * length, precisionOf(u));
    transform.forwardReal(u, fields, data.subarray(0, length), data.subarray(length));
    scaleColumns(data, transform, factor, weighted ? 2 * factor : factor);
    return { data, shape: [2, ...shape.slice(0, -grid.length), ...halfShape(grid)] };
  },
  (g, { options }) => realFields([g], options),
  "rfftn",
);

/** X ↦ factor · Re Σ_half (w) X e^{…}. */
export const realFields: Operation<RealTransform> = defineOperation<RealTransform>(
  ([{ data: spectrum, shape }], { grid, weighted, factor }) => {
    const transform = backend().gridTransform(grid);
    const length = spectrum.length / 2;
    const fields = length / transform.halfSize;
    const data = newValues(fields * transform.size, precisionOf(spectrum));
    withScratch(2 * length, precisionOf(spectrum), (used) => {
      used.set(spectrum);
      const whole = factor * transform.size;
      scaleColumns(used, transform, whole, weighted ? whole : whole / 2);
      transform.inverseReal(used.subarray(0, length), used.subarray(length), fields, data);
    });
    return { data, shape: [...shape.slice(1, -grid.length), ...grid] };
  },
  (g, { options }) => halfSpectrum([g], options),
  "irfftn",
);

/** A complex transform times a factor; the inverse is divided by the number of cells beforehand. */
interface ComplexTransform {
  readonly grid: readonly number[];
  readonly inverse: boolean;
  readonly factor: number;
}

const complexTransform: Operation<ComplexTransform> = defineOperation<ComplexTransform>(
  ([{ data: planes, shape }], { grid, inverse, factor }) => {
    const transform = backend().gridTransform(grid);
    const length = planes.length / 2;
    const data = newValues(planes.length, precisionOf(planes));
    data.set(planes);
    const parts = [data.subarray(0, length), data.subarray(length)] as const;
    if (inverse) transform.inverse(...parts, length / transform.size);
    else transform.forward(...parts, length / transform.size);
    if (factor !== 1) backend().scale(factor, data, data);
    return { data, shape };
  },
  (g, { options: { grid, inverse, factor } }) => {
    const cells = sizeOf(grid);
    const back = inverse ? factor / cells : factor * cells;
    return complexTransform([g], { grid, inverse: !inverse, factor: back });
  },
  "fftn",
);

/** Multiplies half spectra where k ≡ −k on the last axis by one factor and elsewhere by another. */
function scaleColumns(
  spectrum: Reals,
  { grid }: GridTransform,
  ends: number,
  between: number,
): void {
  if (between !== 1) backend().scale(between, spectrum, spectrum);
  if (ends === between) return;
  const last = grid[grid.length - 1];
  const half = (last >> 1) + 1;
  const ratio = ends / between;
  for (let row = 0; row < spectrum.length; row += half) {
    spectrum[row] *= ratio;
    if (last % 2 === 0) spectrum[row + half - 1] *= ratio;
  }
}

/** The last axes of a shape. @throws ShapeError, ValueError */
function gridOf(shape: readonly number[], axes: number, where: string): readonly number[] {
  checkInteger(axes, 1, Infinity, `${where.split(":")[0]}: axes`);
  const grid = shape.slice(-axes);
  if (grid.length === axes && grid.every((n) => Number.isInteger(n) && n >= 1)) return grid;
  throw new ShapeError(
    `${where} should have at least ${axes} axes of length ≥ 1 to be transformed; got ` +
      `${formatShape(shape)}. Choose fewer axes.`,
  );
}
