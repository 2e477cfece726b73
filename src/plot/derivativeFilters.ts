/** Filters that are differential operators: their weights and their moments, the fixed ones framed. */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  formatShape,
  ShapeError,
  toDense,
  toFloat64,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { filterFromMoments } from "../stencil/index.js";
import { drawViews } from "./panelGrid.js";
import type { CellText, View } from "./view.js";

/** One filter. */
export interface DerivativeFilter {
  /** o: orders of its derivative along the axes. */
  readonly order: readonly number[];
  /** m[…k], as many as the filter has points. */
  readonly moments: ArrayInput;
  /** Which moments are free: 1, else 0; the others are framed. Default: none is marked. */
  readonly free?: ArrayInput | undefined;
  /** What it is called. Default D with the axes of its derivative, D_xx; D_0 for none. */
  readonly name?: string | undefined;
}

/** Options of `derivativeFilters`. */
export interface DerivativeFiltersOptions {
  /** Written above all panels. */
  readonly title?: string | undefined;
  /** Names of the axes. Default x, y, z. */
  readonly axes?: readonly string[] | undefined;
  /** Filters in a row, two panels each. Default 2, on one axis 1. */
  readonly columns?: number | undefined;
  /** Side of a square panel in pixels. Default 220, which suits five points along an axis. */
  readonly size?: number | undefined;
}

/** Numbers below this part of the largest are rounding, and written as 0. */
const ROUNDING = 1e-12;

/**
 * The picture, as SVG, of filters and their moments with their numbers: weights q[r] with r = 0 the point itself, for a
 * spacing of one; moments m[k] by their powers, framed where the constraint of the filter fixes them. Of three axes the
 * plane k_z = o_z of the moments is shown, and the plane of the largest weights.
 * @throws ShapeError for moments of other axes than the order, or marks of another shape
 * @throws ValueError for no filters, or moments that are not finite
 */
export function derivativeFilters(
  filters: readonly DerivativeFilter[],
  options: DerivativeFiltersOptions = {},
): string {
  const where = "plot.derivativeFilters";
  const { title, axes = ["x", "y", "z"], size = 220 } = options;
  if (!(filters?.length > 0)) {
    throw new ValueError(
      `${where}: filters should hold at least one { order, moments }; got none.`,
    );
  }
  const { columns = filters[0].order.length === 1 ? 1 : 2 } = options;
  checkInteger(columns, 1, Infinity, `${where}: columns`);
  checkNumber(size, 40, 2000, `${where}: size`);
  const views = filters.flatMap((filter, i) => viewsOf(filter, axes, `${where}: filter ${i}`));
  return drawViews(views, { title, columns: 2 * columns, size, colourMap: "viridis" }, where);
}

/** D_xx for [2, 0]; D_0 for no derivative. */
export function derivativeName(order: readonly number[], axes: readonly string[]): string {
  return `D_${order.map((o, axis) => (axes[axis] ?? "?").repeat(o)).join("") || "0"}`;
}

function viewsOf(filter: DerivativeFilter, axes: readonly string[], where: string): View[] {
  const { order, name = derivativeName(order, axes) } = filter;
  const moments = toFloat64(filter.moments, `${where}: moments`);
  const { shape } = moments;
  if (shape.length !== order.length || shape.length > 3 || shape.includes(0)) {
    throw new ShapeError(
      `${where}: moments should be m[…k] of one to three axes, as many as the order has, ${order.length}; got ` +
        `${formatShape(shape)}.`,
    );
  }
  checkFinite(moments, `${where}: moments`);
  const free = filter.free && toDense(filter.free, `${where}: free`);
  if (free && formatShape(free.shape) !== formatShape(shape)) {
    throw new ShapeError(
      `${where}: free should have the shape of the moments, ${formatShape(shape)}; got ${formatShape(free.shape)}.`,
    );
  }
  const weights = filterFromMoments(filter.moments).data;
  const letters = shape.length === 1 ? [""] : axes.map((axis) => `_${axis}`);
  const centre = shape.map((n) => (n - 1) >> 1);
  const plane = largestPlane(weights, shape);
  return [
    panel(weights, shape, plane, null, {
      title: `${name}: filter`,
      axes: letters.map((letter) => `r${letter}`),
      origin: centre,
      ...(shape.length === 3 ? { note: `r${letters[2]} = ${plane - centre[2]}` } : {}),
    }),
    panel(
      moments.data,
      shape,
      order[2] ?? 0,
      free ? Array.from(free.data, (is) => is === 0) : null,
      {
        title: `${name}: moments`,
        axes: letters.map((letter) => `k${letter}`),
        origin: shape.map(() => 0),
        ...(shape.length === 3 ? { note: `k${letters[2]} = ${order[2]}` } : {}),
      },
    ),
  ];
}

/** A panel of numbers, coloured by their part of the largest. */
function panel(
  values: Float64Array,
  shape: readonly number[],
  plane: number,
  fixed: readonly boolean[] | null,
  rest: Pick<View, "title" | "axes" | "origin" | "note">,
): View {
  const [nx, ny = 1, nz = 1] = shape;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(largest * (1 + ROUNDING))));
  const places = Array.from({ length: nx * ny }, (_, cell) => cell * nz + plane);
  return {
    ...rest,
    values: Float64Array.from(places, (at) => values[at] / largest),
    shape: [nx, ny],
    origin: [rest.origin[0], rest.origin[1] ?? 0],
    axes: [rest.axes[0], rest.axes[1] ?? ""],
    colours: "diverging",
    group: "of the largest",
    range: [-1, 1],
    cells: places.map((at): CellText => ({
      text: written(values[at], decimals, ROUNDING * largest),
      framed: fixed?.[at] ?? false,
    })),
  };
}

/** Whole numbers as such, others with so many decimals: all of a panel to a thousandth of the largest. */
function written(value: number, decimals: number, rounding: number): string {
  const whole = Math.round(value) + 0;
  const isWhole = Math.abs(value - whole) <= rounding;
  const text = isWhole ? String(whole) : value.toFixed(Math.min(100, decimals));
  return text.replace(/^-(?=[0.]*$)/, "").replace("-", "−"); // zero has no sign
}

/** The z of the plane whose weights are the largest together; 0 for fewer axes. */
function largestPlane(weights: Float64Array, shape: readonly number[]): number {
  const [, , nz = 1] = shape;
  if (nz === 1) return 0;
  const sums = new Float64Array(nz);
  weights.forEach((q, i) => (sums[unravel(i, shape)[2]] += Math.abs(q)));
  // Of two that are equal, the one at larger z.
  return sums.reduce((best, sum, z) => (sum >= sums[best] * (1 - ROUNDING) ? z : best), 0);
}
