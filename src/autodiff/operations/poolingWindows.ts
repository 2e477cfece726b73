/**
 * The windows of pooling: output x looks at the cells S x + j − c, j < w, of its plane. Windows that do
 * not fit are left out ("valid", c = 0), or see the grid again beyond its end, and then lie around
 * S x as those of `convolve` do ("periodic", c = ⌊(w − 1)/2⌋).
 */
import {
  checkOneOf,
  createPlans,
  formatShape,
  ShapeError,
  sizeOf,
  unravel,
} from "../../core/index.js";
import { type PerAxis, perAxis } from "./perAxis.js";

const PADDINGS = ["valid", "periodic"] as const;

/** Where to pool. */
export interface PoolingOptions {
  /** Cells of a window, on all space axes or on each. */
  readonly window: PerAxis;
  /** Cells from one window to the next. Default: the window's length, so that they tile the grid. */
  readonly stride?: PerAxis;
  /**
   * Which windows there are: "valid" (default), those within the grid, or "periodic", one around every
   * stride-th cell.
   */
  readonly padding?: (typeof PADDINGS)[number];
}

/** The windows on a grid. */
export interface Windows {
  readonly grid: readonly number[];
  readonly outputGrid: readonly number[];
  /** Cells of a window. */
  readonly cells: number;
  /** For every line of the output along the last axis, the first cells of the rows that it looks at. */
  readonly rows: readonly Int32Array[];
  /** For every cell of a window along the last axis, the cells of these rows that the outputs look at. */
  readonly columns: readonly Int32Array[];
  /** Scratch for the sums of a line. */
  readonly sums: Float64Array;
}

const findWindows = createPlans<Windows>();

/** The windows on a grid. @throws ShapeError if none fits, ValueError for options out of range */
export function windowsOn(
  grid: readonly number[],
  { window, stride = window, padding = "valid" }: PoolingOptions,
  where: string,
): Windows {
  checkOneOf(padding, PADDINGS, `${where}: padding`);
  const lengths = perAxis(window, grid.length, `${where}: window`);
  const steps = perAxis(stride, grid.length, `${where}: stride`);
  if (grid.some((n, axis) => n < (padding === "valid" ? lengths[axis] : 1))) {
    throw new ShapeError(
      `${where}: a window of ${formatShape(lengths)} cells does not fit on the grid ${formatShape(grid)}. ` +
        `Use a larger grid, a smaller window, or padding "periodic".`,
    );
  }
  return findWindows(`${padding} ${[grid, lengths, steps].join(" ")}`, () =>
    makeWindows(grid, lengths, steps, padding === "valid"),
  );
}

function makeWindows(
  grid: readonly number[],
  window: readonly number[],
  stride: readonly number[],
  isValid: boolean,
): Windows {
  const outputGrid = grid.map((n, axis) =>
    isValid ? Math.floor((n - window[axis]) / stride[axis]) + 1 : Math.ceil(n / stride[axis]),
  );
  const seen = (x: number, j: number, axis: number): number => {
    const centre = isValid ? 0 : (window[axis] - 1) >> 1;
    const cell = stride[axis] * x + j - centre;
    return cell - Math.floor(cell / grid[axis]) * grid[axis];
  };
  const last = grid.length - 1;
  const [outer, outerWindow] = [outputGrid.slice(0, last), window.slice(0, last)];
  const rows = Array.from({ length: sizeOf(outer) }, (_, line) => {
    const x = unravel(line, outer);
    return Int32Array.from({ length: sizeOf(outerWindow) }, (_cell, at) => {
      const j = unravel(at, outerWindow);
      const row = x.reduce(
        (place, start, axis) => place * grid[axis] + seen(start, j[axis], axis),
        0,
      );
      return row * grid[last];
    });
  });
  const columns = Array.from({ length: window[last] }, (_, j) =>
    Int32Array.from({ length: outputGrid[last] }, (_cell, x) => seen(x, j, last)),
  );
  const sums = new Float64Array(outputGrid[last]);
  return { grid, outputGrid, cells: sizeOf(window), rows, columns, sums };
}
