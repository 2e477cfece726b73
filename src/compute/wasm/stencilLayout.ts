/** How fields and stencils that differ from place to place lie in the heap. */
import { createPlans, sizeOf, unravel } from "../../core/index.js";
import { centreOf } from "../convolution/convolution.js";
import { lineOf } from "../stencils/stencils.js";
import type { StencilShape } from "../stencils/stencils.js";

/** Lengths in bytes, but for numbers of planes, rows, points and lines. */
export interface Layout {
  /** The grid as planes of rows of points. */
  readonly planes: number;
  readonly rows: number;
  readonly points: number;
  /** A row of points, one of a padded field, and what it has before the first point. */
  readonly width: number;
  readonly padded: number;
  readonly before: number;
  /** The taps of a point, in so many lines of so many taps. */
  readonly line: number;
  readonly lines: number;
  readonly length: number;
  /** Where every pair of taps of every row finds a padded field. */
  readonly table: Int32Array;
}

const keptLayout = createPlans<Layout>(16);

/** The layout of stencils of a shape; layouts are kept. */
export function layoutOf({ grid, window }: StencilShape): Layout {
  return keptLayout(`${grid.join(" ")} × ${window.join(" ")}`, () => makeLayout(grid, window));
}

function makeLayout(grid: readonly number[], window: readonly number[]): Layout {
  const [points, length] = [grid.at(-1) ?? 1, window.at(-1) ?? 1];
  const rows = grid.at(-2) ?? 1;
  const line = 8 * lineOf(window);
  const lines = sizeOf(window) / length;
  const padded = 8 * points + line / lines - 8;
  return {
    ...{ planes: sizeOf(grid) / (rows * points), rows, points },
    ...{ width: 8 * points, padded, before: 8 * (centreOf(window).at(-1) ?? 0) },
    ...{ line, lines, length },
    table: tableOf(grid.slice(0, -1), window, padded),
  };
}

/** Where pairs of taps begin in a padded field, for every row. */
function tableOf(
  heights: readonly number[],
  window: readonly number[],
  padded: number,
): Int32Array {
  const [sizes, centre] = [window, centreOf(window)].map((all) => all.slice(0, -1));
  const pairs = Math.ceil((window.at(-1) ?? 1) / 2);
  const lines = sizeOf(sizes);
  return Int32Array.from({ length: sizeOf(heights) * lines * pairs }, (_, entry) => {
    const [at, pair] = [Math.floor(entry / pairs), entry % pairs];
    const row = unravel(Math.floor(at / lines), heights);
    const tap = unravel(at % lines, sizes);
    const seen = row.reduce((index, x, axis) => {
      const n = heights[axis];
      return index * n + ((x + tap[axis] - centre[axis] + n) % n);
    }, 0);
    return seen * padded + 16 * pair;
  });
}
