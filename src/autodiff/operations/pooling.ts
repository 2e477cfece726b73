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
  ([{ data, shape }], { windows, factor }) =>
    onPlanes(data, shape, windows.grid, windows.outputGrid, (y, from, to) => {
      const { sums } = windows;
      forEachLine(windows, (rows, columns, line) => {
        sums.fill(0);
        forEachTap(rows, columns, (row, column) => {
          const start = from + row;
          for (let x = 0; x < sums.length; x++) sums[x] += data[start + column[x]];
        });
        for (let x = 0; x < sums.length; x++) y[to + line + x] = factor * sums[x];
      });
    }),
  (g, { options }) => spreadWindows([g], options),
  "averagePool",
);

/** Adds every entry to all cells of its window: the adjoint of the windows' sums. */
export const spreadWindows: Operation<WindowSums> = defineOperation<WindowSums>(
  ([{ data, shape }], { windows, factor }) =>
    onPlanes(data, shape, windows.outputGrid, windows.grid, (y, from, to, size) => {
      y.fill(0, to, to + size);
      forEachLine(windows, (rows, columns, line) => {
        const values = from + line;
        forEachTap(rows, columns, (row, column) => {
          const start = to + row;
          for (let x = 0; x < column.length; x++) {
            y[start + column[x]] += factor * data[values + x];
          }
        });
      });
    }),
  (g, { options }) => windowSums([g], options),
  "spreadWindows",
);

const largest = defineOperation<Windows>(
  ([{ data, shape }], windows) => {
    const planes = shape[0] * shape[1];
    const places = newValues(planes * sizeOf(windows.outputGrid), "float64");
    const result = onPlanes(data, shape, windows.grid, windows.outputGrid, (y, from, to) => {
      forEachLine(windows, (rows, columns, line) => {
        const out = to + line;
        const [first] = columns;
        y.fill(-Infinity, out, out + first.length);
        for (let x = 0; x < first.length; x++) places[out + x] = from + rows[0] + first[x];
        forEachTap(rows, columns, (row, column) => {
          const start = from + row;
          for (let x = 0; x < column.length; x++) {
            const value = data[start + column[x]];
            // A NaN is larger than everything, and stays.
            if (value > y[out + x] || value !== value) {
              y[out + x] = value;
              places[out + x] = start + column[x];
            }
          }
        });
      });
    });
    return { ...result, kept: places };
  },
  (g, { inputs: [x], kept }) => putAt(g, kept as Float64Array, x.shape),
  "maxPool",
);

/** Fills planes on one grid from those on another: the first entries of both, and the plane's size. */
function onPlanes(
  data: Reals,
  [samples, channels]: readonly number[],
  grid: readonly number[],
  outputGrid: readonly number[],
  fill: (y: Reals, from: number, to: number, size: number) => void,
): Result {
  const [size, outputs] = [sizeOf(grid), sizeOf(outputGrid)];
  const y = newValues(samples * channels * outputs, precisionOf(data));
  for (let plane = 0; plane < samples * channels; plane++) {
    fill(y, plane * size, plane * outputs, outputs);
  }
  return { data: y, shape: [samples, channels, ...outputGrid] };
}

/** Visits the lines of a plane's output: the rows and columns that a line looks at, and its first entry. */
function forEachLine(
  { rows, columns, sums }: Windows,
  visit: (rows: Int32Array, columns: readonly Int32Array[], line: number) => void,
): void {
  rows.forEach((ofLine, line) => visit(ofLine, columns, line * sums.length));
}

/** Visits the cells of the windows of a line, in the order of the window. */
function forEachTap(
  rows: Int32Array,
  columns: readonly Int32Array[],
  visit: (row: number, column: Int32Array) => void,
): void {
  for (let r = 0; r < rows.length; r++) for (const column of columns) visit(rows[r], column);
}
