/**
 * Where a convolution looks. On every space axis the window spreads over w = d (l − 1) + 1 cells, for a
 * dilation d of l taps, and output x sees the cells
 *
 *   S x + d j − c,   j < l,   c = ⌊(w − 1)/2⌋   ("valid": c = 0)
 *
 * for a stride S. There are ⌈n/S⌉ outputs on an axis of n cells; where only windows within the grid are
 * valid, ⌊(n − w)/S⌋ + 1.
 */
import { checkInteger, checkOneOf, formatShape, ShapeError } from "../../core/index.js";
import { type PerAxis, perAxis } from "./perAxis.js";

const PADDINGS = ["periodic", "zero", "valid"] as const;

/** What lies beyond the grid: the grid again, zeros, or nothing that may be looked at. */
export type Padding = (typeof PADDINGS)[number];

/** Where a convolution looks. */
export interface ConvolutionOptions {
  /** Cells from one output to the next, on all space axes or on each. Default 1. */
  readonly stride?: PerAxis;
  /** Cells from one tap of the filter to the next. Default 1. */
  readonly dilation?: PerAxis;
  /** Parts of the channels that do not see each other; as many as channels make it depthwise. Default 1. */
  readonly groups?: number;
  /** What lies beyond the grid: "periodic" (default), "zero", or "valid": no output looks there. */
  readonly padding?: Padding;
}

/** A convolution's lengths and options, shared by its adjoints. */
export interface ConvolutionLayout {
  readonly groups: number;
  readonly padding: Padding;
  /** Of each space axis. */
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Lengths of the input's space axes, of the filter's, and of the output's. */
  readonly grid: readonly number[];
  readonly window: readonly number[];
  readonly outputGrid: readonly number[];
}

/** The layout of a convolution of fields on a grid, before its lengths are known to fit. */
export type ConvolutionPattern = Omit<ConvolutionLayout, "grid" | "outputGrid">;

/** The options for a window, checked. @throws ShapeError, ValueError */
export function patternOf(
  window: readonly number[],
  { stride = 1, dilation = 1, groups = 1, padding = "periodic" }: ConvolutionOptions,
  where: string,
): ConvolutionPattern {
  checkInteger(groups, 1, Infinity, `${where}: groups`);
  checkOneOf(padding, PADDINGS, `${where}: padding`);
  return {
    groups,
    padding,
    stride: perAxis(stride, window.length, `${where}: stride`),
    dilation: perAxis(dilation, window.length, `${where}: dilation`),
    window,
  };
}

/** The layout on a grid. @throws ShapeError if no window fits where it has to */
export function layoutOn(
  grid: readonly number[],
  pattern: ConvolutionPattern,
  where: string,
): ConvolutionLayout {
  const { window, padding, stride } = pattern;
  const spread = spreadOf(pattern);
  const fits = grid.every(
    (n, axis) => n >= 1 && window[axis] >= 1 && (padding !== "valid" || spread[axis] <= n),
  );
  if (!fits) {
    throw new ShapeError(
      `${where}: a window over ${formatShape(spread)} cells does not fit on the grid ${formatShape(grid)}. ` +
        `Use a larger grid, a smaller window, or padding "periodic" or "zero".`,
    );
  }
  const outputGrid = grid.map((n, axis) =>
    padding === "valid"
      ? Math.floor((n - spread[axis]) / stride[axis]) + 1
      : Math.ceil(n / stride[axis]),
  );
  const { dilation, groups } = pattern;
  return { window, stride, dilation, groups, padding, grid, outputGrid };
}

/** Cells from the first to the last tap, both counted. */
export function spreadOf({ window, dilation }: ConvolutionPattern): number[] {
  return window.map((length, axis) => dilation[axis] * (length - 1) + 1);
}
