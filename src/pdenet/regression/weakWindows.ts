/** Windows of the weak form as weights of points and frames. */
import { checkInteger, perAxis, ShapeError, ValueError } from "../../core/index.js";
import type { Border } from "../network.js";
import { correlateAlong, placesAlong } from "./alongAxis.js";
import type { Observed } from "./observed.js";
import { testWeights } from "./testFunction.js";

/** Windows of the weak form. */
export interface WeakOptions {
  /** P, above the highest order of a derivative along an axis. Default 5, or that order and 2 if it is more. */
  readonly power?: number | undefined;
  /** m: half the width of windows along the axes, in points. Default 6; as wide as what is seen, if it is noisy. */
  readonly halfWidth?: number | readonly number[] | undefined;
  /** Frames in a window. Default all of a movie that were observed without a gap, at most 21. */
  readonly frames?: number | undefined;
  /** Points from window to window. Default 2. */
  readonly stride?: number | undefined;
}

/** The same, checked. */
export interface WeakSettings {
  readonly power: number;
  readonly halfWidth: readonly number[];
  readonly frames: number | undefined;
  readonly stride: number;
}

/** A piece of a movie that a test function sees. */
export interface TimeWindow {
  readonly frames: readonly number[];
  /** Of p(u). */
  readonly average: readonly number[];
  /** Of u, for u_t. */
  readonly difference: readonly number[];
}

/** Fewer frames leave three that weigh, which is no average any more. */
export const FEWEST = 5;
/** Most frames in a window where nothing is said. */
const FRAMES = 21;

/**
 * @throws ShapeError for windows longer than the grid
 * @throws ValueError for numbers that are no integers, and a power that is not above the orders
 */
export function checkWeakOptions(
  options: WeakOptions,
  { grid }: Observed,
  orders: readonly (readonly number[])[],
  where: string,
): WeakSettings {
  const highest = Math.max(...orders.flat());
  const { power = Math.max(5, highest + 2), stride = 2, frames } = options;
  const halfWidth = perAxis(options.halfWidth ?? 6, grid.length, `${where}: halfWidth`);
  checkInteger(stride, 1, Infinity, `${where}: stride`);
  checkInteger(power, 2, Infinity, `${where}: power`);
  if (frames !== undefined) checkInteger(frames, FEWEST, Infinity, `${where}: frames`);
  if (power <= highest) {
    throw new ValueError(
      `${where}: power should be above ${highest}, the highest order of a derivative along an axis, so that the test ` +
        `function vanishes at the ends of its window with that derivative; got ${power}.`,
    );
  }
  halfWidth.forEach((m, axis) => {
    checkInteger(m, 2, Infinity, `${where}: halfWidth[${axis}]`);
    if (2 * m + 1 <= grid[axis]) return;
    throw new ShapeError(
      `${where}: a window of ${2 * m + 1} points is longer than axis ${axis} of the grid, ${grid[axis]}. ` +
        `Lower halfWidth.`,
    );
  });
  return { power, halfWidth, frames, stride };
}

/** Averages of fields with derivatives of φ in space, at the middles of the windows. */
export function spaceAverages(
  { grid, spacing }: Observed,
  border: Border,
  { power, halfWidth, stride }: WeakSettings,
): {
  /** Windows along the axes. */
  readonly grid: readonly number[];
  /** ⟨φ, ∂^o u⟩/⟨φ, 1⟩. */
  readonly average: (u: Float64Array, order: readonly number[]) => Float64Array;
} {
  const middles = grid.map((n, axis) => {
    const margin = border === "periodic" ? 0 : halfWidth[axis];
    const count = Math.floor((n - 2 * margin - 1) / stride) + 1;
    return Array.from({ length: count }, (_, i) => margin + i * stride);
  });
  const places = grid.map((n, axis) =>
    placesAlong(n, 2 * halfWidth[axis] + 1, border, middles[axis]),
  );
  const weightsOf = (axis: number, order: number): number[] => {
    const m = halfWidth[axis];
    const s = Array.from({ length: 2 * m + 1 }, (_, j) => (j - m) / m);
    const unit = (m * spacing[axis]) ** order;
    return testWeights(s, power, order).map((weight) => weight / unit);
  };
  return {
    grid: middles.map(({ length }) => length),
    average(u, order) {
      const lengths = [...grid];
      return order.reduce<Float64Array>((field, o, axis) => {
        const next = correlateAlong(field, lengths, axis, weightsOf(axis, o), places[axis]);
        lengths[axis] = middles[axis].length;
        return next;
      }, u);
    },
  };
}

/** The windows in frames that follow each other: from … to − 1, each half a window from the one before. */
export function timeWindows(
  times: Float64Array,
  from: number,
  to: number,
  { power, frames = Math.min(to - from, FRAMES) }: WeakSettings,
): TimeWindow[] {
  if (frames < FEWEST) return [];
  const windows: TimeWindow[] = [];
  for (let start = from; start + frames <= to; start += Math.max(1, frames >> 1)) {
    const listed = Array.from({ length: frames }, (_, i) => start + i);
    const own = listed.map((t) => times[t]);
    const [first, last] = [own[0], own[frames - 1]];
    const half = (last - first) / 2;
    const s = own.map((time) => (time - first) / half - 1);
    windows.push({
      frames: listed,
      average: testWeights(s, power, 0),
      difference: testWeights(s, power, 1).map((weight) => weight / half),
    });
  }
  return windows;
}
