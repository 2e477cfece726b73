/**
 * One kernel, three views: the filter around its centre, q[j], the size of its influence coefficients, |β̂[k]|, and
 * its moments m[i] = Σ_r q[r] Π_a r_a^{i_a}/i_a!, the coefficients of the derivatives that it acts by on fields that
 * vary slowly. Networks and influence coefficients are seen alike, in the gauge of least norm.
 */
import { checkInteger, ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { redundancyOf } from "../../states/index.js";
import type { Localization } from "../../states/index.js";
import {
  filterFromKernel,
  kernelFromSpectrum,
  momentsFromFilter,
  toGauge,
} from "../../stencil/index.js";
import type { LinearModel } from "../model.js";
import { influenceCoefficients } from "./influenceCoefficients.js";
import { checkReal } from "./linearLocalization.js";

/** The views of the kernel of one component and one local state. */
export interface KernelViews {
  readonly component: number;
  readonly state: number;
  /** q[…j] as large as the grid, less its mean, with its centre at (n − 1) ⫽ 2: what a filter of the network holds. */
  readonly filter: NdArray;
  /** |β̂[…k]|, the half spectrum; k = 0 first. */
  readonly magnitude: NdArray;
  /** m[…i], every i_a up to the order. */
  readonly moments: NdArray;
}

/** Options of `kernelViews`. */
export interface KernelViewsOptions {
  /** Largest power of moments along an axis. Default 2. */
  readonly order?: number | undefined;
}

/**
 * The three views of every kernel of a linear model or of influence coefficients. The mean of a filter, which is
 * seen at k = 0, is left out of the filter and of its moments: it reaches as far as the grid.
 * @throws ValueError for coefficients of a complex basis, or an order below 0
 */
export function kernelViews(
  model: LinearModel | Localization,
  { order = 2 }: KernelViewsOptions = {},
): KernelViews[] {
  const where = "cnn.kernelViews";
  checkInteger(order, 0, Infinity, `${where}: order`);
  const localization = model.kind === "localization" ? model : influenceCoefficients(model);
  const { basis, grid } = localization;
  checkReal(basis, where);
  const coefficients =
    redundancyOf(basis).kind === "partition"
      ? toGauge(localization.coefficients, "minimumNorm")
      : localization.coefficients;
  const { re, im, shape } = coefficients;
  const [components, states, ...spectrum] = shape;
  const fluctuation = re.slice();
  const [half, size] = [sizeOf(spectrum), sizeOf(grid)];
  for (let field = 0; field < components * states; field++) fluctuation[field * half] = 0;
  const kernel = kernelFromSpectrum({ re: fluctuation, im, shape }, grid);
  const filters = filterFromKernel(kernel, grid);
  const moments = momentsFromFilter(filters, order, { axes: grid.length });
  const [, , ...powers] = moments.shape;
  const part = (data: Float64Array, field: number, lengths: readonly number[]): NdArray => {
    const count = sizeOf(lengths);
    return ndarrayOf(data.slice(field * count, (field + 1) * count), lengths);
  };
  const magnitude = re.map((value, k) => Math.hypot(value, im[k]));
  return Array.from({ length: components * states }, (_, field) => ({
    component: Math.floor(field / states),
    state: field % states,
    filter: part(filters.data.slice(0, components * states * size), field, grid),
    magnitude: part(magnitude, field, spectrum),
    moments: part(moments.data, field, powers),
  }));
}

/** Cells around the centre, and frequencies, that are printed along an axis. */
const SHOWN = 5;

/**
 * The three views as text: a window around the centre of every filter, the first frequencies, and the moments by
 * the derivative that each is the coefficient of. Of three axes the plane in the middle, or k_z = 0, is printed.
 * @throws as `kernelViews`
 */
export function formatViews(
  model: LinearModel | Localization,
  options: KernelViewsOptions = {},
): string {
  return kernelViews(model, options)
    .map(({ component, state, filter, magnitude, moments }) => {
      const { shape } = filter;
      const from = shape.map((n) => Math.max(0, ((n - 1) >> 1) - (SHOWN >> 1)));
      const centre = shape.map((n) => (n - 1) >> 1);
      const first = magnitude.shape.map(() => 0);
      return [
        `component ${component}, state ${state}`,
        `  space, around r = 0${shape.length === 3 ? ", r_z = 0" : ""}`,
        ...rowsOf(filter, from, centre),
        `  frequency, |β̂| from k = 0 on${shape.length === 3 ? ", k_z = 0" : ""}`,
        ...rowsOf(magnitude, first, first),
        "  moments",
        ...momentLines(moments),
      ].join("\n");
    })
    .join("\n\n");
}

/** Rows along x of a window of a plane, a line or the middle of a volume. */
function rowsOf(
  { data, shape }: NdArray,
  from: readonly number[],
  middle: readonly number[],
): string[] {
  const [nx, ny = 1, nz = 1] = shape;
  const z = middle[2] ?? 0;
  const rows: string[] = [];
  const upTo = (start: number, n: number): number => Math.min(n, start + SHOWN);
  for (let x = from[0]; x < upTo(from[0], nx); x++) {
    const row: string[] = [];
    for (let y = from[1] ?? 0; y < upTo(from[1] ?? 0, ny); y++)
      row.push(text(data[(x * ny + y) * nz + z]));
    rows.push(`  ${row.join("")}`);
  }
  return rows;
}

/** A line for every moment but those that are rounding beside the largest. */
function momentLines({ data, shape }: NdArray): string[] {
  const names = ["x", "y", "z"];
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const lines: string[] = [];
  for (let at = 0; at < data.length; at++) {
    if (Math.abs(data[at]) <= 1e-9 * largest) continue;
    let rest = at;
    const powers = shape.map(() => 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      powers[axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    const order = powers.reduce((sum, power) => sum + power, 0);
    const by = powers
      .map((power, axis) => (power === 0 ? "" : `∂${names[axis]}${power === 1 ? "" : power}`))
      .join(" ");
    lines.push(`  ${text(data[at])}  ${order === 0 ? "u" : `∂${order === 1 ? "" : order}u/${by}`}`);
  }
  return lines;
}

function text(value: number): string {
  return value.toPrecision(4).padStart(12);
}
