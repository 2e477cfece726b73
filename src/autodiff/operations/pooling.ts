/**
 * Pooling: the largest entry or the mean of every window of every channel,
 *
 *   y[s, c, …x] = max_j u[s, c, …S x + j − c]   or   (1/W) Σ_j u[s, c, …S x + j − c],
 *
 * for windows of W cells as poolingWindows.ts has them. The gradient of a maximum goes to the cell that
 * was the largest, the first of equals; that of a mean goes to all cells in equal parts.
 */
import { checkRank, precisionOf, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Operation, type Result } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { putAt } from "./gather.js";
import { type PoolingOptions, type Windows, windowsOn } from "./poolingWindows.js";

/**
 * The largest entry of every window, NaN if there is one.
 * @param x fields x[s, c, …x] on one, two or three space axes
 * @returns y[s, c, …x] on ⌊(n − window) / stride⌋ + 1 cells, or ⌈n / stride⌉ for "periodic"
 * @throws ShapeError if x has other axes, or no window fits
 * @throws ValueError for options out of range
 */
export function maxPool(x: Operand, options: PoolingOptions): Variable {
  const [fields] = asVariables([x], "autodiff.maxPool");
  checkRank(fields, [3, 4, 5], "[sample, channel, …x]", "autodiff.maxPool: x");
  return largest([fields], windowsOn(fields.shape.slice(2), options, "autodiff.maxPool"));
}

/**
 * The mean of every window, summed in Float64.
 * @param x fields x[s, c, …x] on one, two or three space axes
 * @returns as `maxPool`
 * @throws as `maxPool`
 */
export function averagePool(x: Operand, options: PoolingOptions): Variable {
  const [fields] = asVariables([x], "autodiff.averagePool");
  checkRank(fields, [3, 4, 5], "[sample, channel, …x]", "autodiff.averagePool: x");
  const windows = windowsOn(fields.shape.slice(2), options, "autodiff.averagePool");
  return windowSums([fields], { windows, factor: 1 / windows.cells });
}

/** Windows, and what their sums are multiplied by. */
interface WindowSums {
  readonly windows: Windows;
  readonly factor: number;
}

const windowSums: Operation<WindowSums> = defineOperation<WindowSums>(
  ([{ data, shape }], { windows, factor }) => {
    const { sums, outputGrid } = windows;
    const y = emptyOn(outputGrid, data, shape);
    forEachLine(shape, windows, (rows, cell, output) => {
      sums.fill(0);
      forEachTap(windows, rows, cell, (start, column) => addSeen(sums, data, start, column));
      for (let x = 0; x < sums.length; x++) y.data[output + x] = factor * sums[x];
    });
    return y;
  },
  (g, { options }) => spreadWindows([g], options),
  "averagePool",
);

/** Adds every entry to all cells of its window: the adjoint of the windows' sums. */
export const spreadWindows: Operation<WindowSums> = defineOperation<WindowSums>(
  ([{ data, shape }], { windows, factor }) => {
    const u = emptyOn(windows.grid, data, shape);
    u.data.fill(0);
    forEachLine(shape, windows, (rows, cell, output) =>
      forEachTap(windows, rows, cell, (start, column) =>
        addTo(u.data, start, column, factor, data, output),
      ),
    );
    return u;
  },
  (g, { options }) => windowSums([g], options),
  "spreadWindows",
);

const largest = defineOperation<Windows>(
  ([{ data, shape }], windows) => {
    const y = emptyOn(windows.outputGrid, data, shape);
    const places = newValues(y.data.length, "float64");
    y.data.fill(-Infinity);
    forEachLine(shape, windows, (rows, cell, output) => {
      const [first] = windows.columns;
      for (let x = 0; x < first.length; x++) places[output + x] = cell + rows[0] + first[x];
      forEachTap(windows, rows, cell, (start, column) =>
        keepLarger(y.data, places, output, data, start, column),
      );
    });
    return { data: y.data, shape: y.shape, kept: places };
  },
  (g, { inputs: [x], kept }) => putAt(g, kept as Float64Array, x.shape),
  "maxPool",
);

// The loops over a line are functions of their own: as closures they take twice the time.

function addSeen(sums: Float64Array, data: Reals, start: number, column: Int32Array): void {
  for (let x = 0; x < sums.length; x++) sums[x] += data[start + column[x]];
}

function addTo(
  u: Reals,
  start: number,
  column: Int32Array,
  factor: number,
  data: Reals,
  from: number,
): void {
  for (let x = 0; x < column.length; x++) u[start + column[x]] += factor * data[from + x];
}

/** Keeps what is larger, and its place; a NaN is larger than everything, and stays. */
function keepLarger(
  y: Reals,
  places: Float64Array,
  output: number,
  data: Reals,
  start: number,
  column: Int32Array,
): void {
  for (let x = 0; x < column.length; x++) {
    const value = data[start + column[x]];
    if (value > y[output + x] || value !== value) {
      y[output + x] = value;
      places[output + x] = start + column[x];
    }
  }
}

function emptyOn(
  grid: readonly number[],
  like: Reals,
  [samples, channels]: readonly number[],
): Result {
  const shape = [samples, channels, ...grid];
  return { data: newValues(sizeOf(shape), precisionOf(like)), shape };
}

/** Visits the lines of the output: the rows that it looks at, the first cell of their plane, its first entry. */
function forEachLine(
  [samples, channels]: readonly number[],
  { grid, rows, sums }: Windows,
  visit: (rows: Int32Array, cell: number, output: number) => void,
): void {
  const size = sizeOf(grid);
  let output = 0;
  for (let plane = 0; plane < samples * channels; plane++) {
    for (const ofLine of rows) {
      visit(ofLine, plane * size, output);
      output += sums.length;
    }
  }
}

/** Visits the cells of a line's windows, in the order of the window: where a row starts, and its cells. */
function forEachTap(
  { columns }: Windows,
  rows: Int32Array,
  cell: number,
  visit: (start: number, column: Int32Array) => void,
): void {
  for (let r = 0; r < rows.length; r++) {
    for (const column of columns) visit(cell + rows[r], column);
  }
}
