/**
 * The windows of pooling: output x looks at the cells S x + j − c, j < w, of its plane. Windows that do
 * not fit are left out ("valid", c = 0), or see the grid again beyond its end, and then lie around
 * S x as those of `convolve` do ("periodic", c = ⌊(w − 1)/2⌋).
 */
import { checkOneOf, formatShape, ShapeError, sizeOf, unravel } from "../../core/index.js";
import { type PerAxis, perAxis } from "./perAxis.js";
import { createPlans } from "./plans.js";

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
  /** Lines of the output along the last axis. */
  readonly lines: number;
  /** The first cell of every row that a line looks at, [line, row]. */
  readonly rows: Int32Array;
  /** The cell within its row that an output of a line looks at, [output, cell]. */
  readonly columns: Int32Array;
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
  const outer = window.slice(0, last);
  const lines = sizeOf(outputGrid.slice(0, last));
  const rows = Int32Array.from({ length: lines * sizeOf(outer) }, (_, at) => {
    const index = unravel(at, [...outputGrid.slice(0, last), ...outer]);
    const row = outer.reduce(
      (place, _length, axis) => place * grid[axis] + seen(index[axis], index[last + axis], axis),
      0,
    );
    return row * grid[last];
  });
  const columns = Int32Array.from({ length: outputGrid[last] * window[last] }, (_, at) =>
    seen(Math.floor(at / window[last]), at % window[last], last),
  );
  return { grid, outputGrid, cells: sizeOf(window), lines, rows, columns };
}
