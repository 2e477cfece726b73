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
      forEachWindow(windows, (x, rows, row, first, width) => {
        let sum = 0;
        for (let r = row; r < row + rows; r++) {
          const start = from + windows.rows[r];
          for (let j = first; j < first + width; j++) sum += data[start + windows.columns[j]];
        }
        y[to + x] = factor * sum;
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
      forEachWindow(windows, (x, rows, row, first, width) => {
        const value = factor * data[from + x];
        for (let r = row; r < row + rows; r++) {
          const start = to + windows.rows[r];
          for (let j = first; j < first + width; j++) y[start + windows.columns[j]] += value;
        }
      });
    }),
  (g, { options }) => windowSums([g], options),
  "spreadWindows",
);

const largest = defineOperation<Windows>(
  ([{ data, shape }], windows) => {
    const outputs = sizeOf(windows.outputGrid);
    const places = newValues((data.length / sizeOf(windows.grid)) * outputs, "float64");
    const result = onPlanes(data, shape, windows.grid, windows.outputGrid, (y, from, to) => {
      forEachWindow(windows, (x, rows, row, first, width) => {
        let at = from + windows.rows[row] + windows.columns[first];
        let most = data[at];
        for (let r = row; r < row + rows; r++) {
          const start = from + windows.rows[r];
          for (let j = first; j < first + width; j++) {
            const value = data[start + windows.columns[j]];
            if (value > most || value !== value) {
              most = value;
              at = start + windows.columns[j];
            }
          }
        }
        y[to + x] = most;
        places[to + x] = at;
      });
    });
    return { ...result, kept: places };
  },
  (g, { inputs: [x], kept }) => scatter([g], { places: kept as Float64Array, shape: x.shape }),
  "maxPool",
);

/** Where entries of an array stand in one of another shape. */
interface Places {
  readonly places: Float64Array;
  readonly shape: readonly number[];
}

const scatter: Operation<Places> = defineOperation<Places>(
  ([{ data }], { places, shape }) => {
    const out = newValues(sizeOf(shape), precisionOf(data)).fill(0);
    for (let i = 0; i < places.length; i++) out[places[i]] += data[i];
    return { data: out, shape };
  },
  (g, { inputs: [x], options: { places } }) => gather([g], { places, shape: x.shape }),
  "scatter",
);

const gather: Operation<Places> = defineOperation<Places>(
  ([{ data }], { places, shape }) => {
    const out = newValues(places.length, precisionOf(data));
    for (let i = 0; i < places.length; i++) out[i] = data[places[i]];
    return { data: out, shape };
  },
  (g, { inputs: [x], options: { places } }) => scatter([g], { places, shape: x.shape }),
  "gather",
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

/** Visits the outputs of a plane: the stretches of `rows` and `columns` that say where each looks. */
function forEachWindow(
  { lines, rows, columns, outputGrid }: Windows,
  visit: (x: number, rows: number, row: number, first: number, width: number) => void,
): void {
  const length = outputGrid[outputGrid.length - 1];
  const [height, width] = [rows.length / lines, columns.length / length];
  for (let line = 0; line < lines; line++) {
    for (let x = 0; x < length; x++) {
      visit(line * length + x, height, line * height, x * width, width);
    }
  }
}
