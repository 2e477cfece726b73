/** Influence coefficients in space: what a cell of each local state adds to the response around it. */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  formatShape,
  ShapeError,
} from "../core/index.js";
import { fftshift } from "../fft/index.js";
import { complexKernels } from "../mks/index.js";
import { stateCount } from "../states/index.js";
import type { Localization } from "../states/index.js";
import { drawViews } from "./panelGrid.js";
import { shownStates } from "./shownStates.js";
import { middleSlice } from "./slice.js";
import { stateNames } from "./stateNames.js";
import type { View } from "./view.js";

/** Options of `kernels`. */
export interface KernelsOptions {
  /** Written above all panels. */
  readonly title?: string | undefined;
  /** Which component of the response. Default 0. */
  readonly component?: number | undefined;
  /** Which local states, by their place on the state axis. Default all. */
  readonly states?: readonly number[] | undefined;
  /** Names of all local states of the model. Default what the basis says of them. */
  readonly names?: readonly string[] | undefined;
  /**
   * Take each kernel's mean, A_h(0)/N, away. Default false: what is shown are the numbers of
   * `mks.kernels`, whose sum is the mean response A_h(0) of that state.
   */
  readonly fluctuation?: boolean | undefined;
  /** Which part of the kernels, complex in the Fourier basis. Default "real". */
  readonly part?: "real" | "imaginary" | undefined;
  /** Colours reach from −limit to limit. Default the largest size; a smaller one shows far cells. */
  readonly limit?: number | undefined;
  /** Written along the colour bar, after β. */
  readonly unit?: string | undefined;
  /** Panels in a row. Default 4. */
  readonly columns?: number | undefined;
  /** Side of a square panel in pixels. Default 200. */
  readonly size?: number | undefined;
}

const PARTS = ["real", "imaginary"] as const;

/**
 * The picture, as SVG, of the influence coefficients β_h[r] of every local state, r = 0 in the
 * middle, on one diverging scale about 0. Of 3-D kernels the plane r_z = 0 is shown.
 * In the gauge "minimumNorm" the kernels of two phases differ in sign only, but for the mean.
 * @throws ShapeError for a model on a grid of more than three axes
 * @throws ValueError for a component or states the model does not have, or names for other states
 */
export function kernels(model: Localization, options: KernelsOptions = {}): string {
  const where = "plot.kernels";
  const { component = 0, names = stateNames(model.basis), columns = 4, size = 200 } = options;
  const { basis, grid } = model;
  const count = stateCount(basis);
  const [components] = model.coefficients.shape;
  if (grid.length > 3) {
    throw new ShapeError(
      `${where}: the model should be on a grid of 1, 2 or 3 axes; got ${formatShape(grid)}.`,
    );
  }
  checkInteger(component, 0, components - 1, `${where}: component`);
  checkOneOf(options.part ?? "real", PARTS, `${where}: part`);
  checkInteger(columns, 1, Infinity, `${where}: columns`);
  checkNumber(size, 40, 2000, `${where}: size`);
  if (options.limit !== undefined) {
    checkNumber(options.limit, Number.MIN_VALUE, Infinity, `${where}: limit`);
  }
  const states = shownStates({ states: options.states, names }, count, where);
  const shown = shownKernels(model, component, options);
  checkFinite({ data: shown, shape: [count, ...grid] }, `${where}: coefficients`);
  const cells = shown.length / count;
  const views = states.map((h) =>
    viewOf(names[h], shown.slice(h * cells, (h + 1) * cells), grid, options),
  );
  const { title } = options;
  return drawViews(views, { title, columns, size, colourMap: "viridis" }, where);
}

/** β[h, …r] of one component with r = 0 in the middle. */
function shownKernels(
  model: Localization,
  component: number,
  { part = "real", fluctuation = false }: KernelsOptions,
): Float64Array {
  const { re, im, shape } = complexKernels(model);
  const { data } = fftshift({ data: part === "imaginary" ? im : re, shape }, model.grid.length);
  const size = data.length / shape[0];
  const plane = data.slice(component * size, (component + 1) * size);
  return fluctuation ? withoutMeans(plane, size / shape[1]) : plane;
}

function withoutMeans(kernels: Float64Array, cells: number): Float64Array {
  const out = kernels.slice();
  for (let first = 0; first < out.length; first += cells) {
    const kernel = out.subarray(first, first + cells);
    const mean = kernel.reduce((a, b) => a + b, 0) / cells;
    kernel.forEach((value, r) => (kernel[r] = value - mean));
  }
  return out;
}

function viewOf(
  title: string,
  values: Float64Array,
  grid: readonly number[],
  { unit, limit }: KernelsOptions,
): View {
  return {
    ...middleSlice(values, grid, () => "r_z = 0"),
    title,
    colours: "diverging",
    group: "β",
    range: limit === undefined ? undefined : [-limit, limit],
    unit,
    origin: grid.map((n) => Math.floor(n / 2)),
    axes: grid.length === 1 ? ["r"] : ["r_x", "r_y"],
  };
}
