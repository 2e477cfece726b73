/**
 * Windows of arrays, and arrays with a frame around them. Cutting is the adjoint of framing by zeros;
 * the adjoint of periodic framing adds the frame to the cells that it repeats.
 */
import {
  checkInteger,
  checkOneOf,
  formatShape,
  precisionOf,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";

const MODES = ["periodic", "zero"] as const;

/** What a frame holds: the array again, as if it went on for ever, or zeros. */
export type PadMode = (typeof MODES)[number];

/** Cells before and after the array along an axis. */
export type PadWidth = readonly [before: number, after: number];

/** Where a window begins and, without it, ends along an axis. */
export type SliceRange = readonly [from: number, to?: number];

/**
 * The window of x within ranges.
 * @param ranges [from, to) for every axis from the first on; negative ends count from the last entry, and
 *   `to` left out is the axis's end. undefined, and axes beyond the list, keep all.
 * @throws ShapeError for more ranges than axes
 * @throws ValueError for a range outside its axis
 */
export function slice(x: Operand, ranges: readonly (SliceRange | undefined)[]): Variable {
  const [from] = asVariables([x], "autodiff.slice");
  const { shape } = from;
  checkAxes(ranges.length, shape, "autodiff.slice: ranges");
  const widths = shape.map((length, axis): PadWidth => {
    const [first, last = length] = ranges[axis] ?? [0];
    const start = first < 0 ? first + length : first;
    const end = last < 0 ? last + length : last;
    if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end) {
      if (end <= length) return [start, length - end];
    }
    throw new ValueError(
      `autodiff.slice: the range of axis ${axis} should be integers from ≤ to within its length ${length}; ` +
        `got [${first}, ${last}].`,
    );
  });
  const window = shape.map((length, axis) => length - widths[axis][0] - widths[axis][1]);
  return cutOperation([from], { widths, mode: "zero", shape: window });
}

/**
 * x with a frame around it.
 * @param widths [before, after] for every axis, or for the last ones: [[1, 1], [1, 1]] frames the space of
 *   x[s, c, x, y]
 * @param mode "periodic" repeats x, however wide the frame; "zero" fills it with zeros
 * @throws ShapeError for more widths than axes, and for a periodic frame around nothing
 * @throws ValueError for widths that are no integers ≥ 0, and an unknown mode
 */
export function pad(x: Operand, widths: readonly PadWidth[], mode: PadMode): Variable {
  const [from] = asVariables([x], "autodiff.pad");
  const { shape } = from;
  checkOneOf(mode, MODES, "autodiff.pad: mode");
  checkAxes(widths.length, shape, "autodiff.pad: widths");
  widths.flat().forEach((width) => {
    checkInteger(width, 0, Infinity, "autodiff.pad: widths");
  });
  const missing = shape.length - widths.length;
  const all = shape.map((_, axis): PadWidth => (axis < missing ? [0, 0] : widths[axis - missing]));
  const framed = shape.map((length, axis) => length + all[axis][0] + all[axis][1]);
  if (mode === "periodic" && from.size === 0 && sizeOf(framed) > 0) {
    throw new ShapeError(
      `autodiff.pad: x should have entries to repeat; got shape ${formatShape(shape)}. Use mode "zero".`,
    );
  }
  return padOperation([from], { widths: all, mode, shape: framed });
}

interface Frame {
  readonly widths: readonly PadWidth[];
  readonly mode: PadMode;
  /** Of the result. */
  readonly shape: readonly number[];
}

const padOperation: Operation<Frame> = defineOperation(
  ([x], { widths, mode, shape }) => {
    const from = x.data;
    const data = newValues(sizeOf(shape), precisionOf(from));
    if (mode === "zero") data.fill(0);
    forEachStretch(x.shape, widths, mode, (inside, framed, count) => {
      for (let i = 0; i < count; i++) data[framed + i] = from[inside + i];
    });
    return { data, shape };
  },
  (g, { inputs: [x], options }) => cutOperation([g], { ...options, shape: x.shape }),
  "pad",
);

const cutOperation: Operation<Frame> = defineOperation(
  ([x], { widths, mode, shape }) => {
    const from = x.data;
    const data: Reals = newValues(sizeOf(shape), precisionOf(from)).fill(0);
    forEachStretch(shape, widths, mode, (inside, framed, count) => {
      for (let i = 0; i < count; i++) data[inside + i] += from[framed + i];
    });
    return { data, shape };
  },
  (g, { inputs: [x], options }) => padOperation([g], { ...options, shape: x.shape }),
  "slice",
);

/**
 * Visits the stretches of cells of a framed array that stand for neighbours of an array of `shape`: where
 * they begin in the array and in the framed one.
 */
function forEachStretch(
  whole: readonly number[],
  frame: readonly PadWidth[],
  mode: PadMode,
  visit: (inside: number, framed: number, count: number) => void,
): void {
  const { shape, widths } = inBlocks(whole, frame);
  const walk = (axis: number, inside: number, framed: number): void => {
    if (axis === shape.length) {
      visit(inside, framed, 1);
      return;
    }
    const length = shape[axis];
    const [before, after] = mode === "periodic" ? widths[axis] : [0, 0];
    const skipped = widths[axis][0] - before;
    const last = axis === shape.length - 1;
    const row = framed * (length + widths[axis][0] + widths[axis][1]) + skipped;
    for (let cell = -before; cell < length + after;) {
      const own = ((cell % length) + length) % length;
      const count = last ? Math.min(length - own, length + after - cell) : 1;
      const [there, here] = [inside * length + own, row + before + cell];
      if (last) visit(there, here, count);
      else walk(axis + 1, there, here);
      cell += count;
    }
  };
  walk(0, 0, 0);
}

/** The same with the last axes, which have no frame, as one with the framed axis before them. */
function inBlocks(
  shape: readonly number[],
  widths: readonly PadWidth[],
): { readonly shape: readonly number[]; readonly widths: readonly PadWidth[] } {
  const framed = widths.map(([before, after]) => before + after > 0);
  const last = Math.max(0, framed.lastIndexOf(true));
  const block = sizeOf(shape.slice(last + 1));
  if (shape.length === 0 || block === 1) return { shape, widths };
  const [before, after] = widths[last];
  return {
    shape: [...shape.slice(0, last), shape[last] * block],
    widths: [...widths.slice(0, last), [before * block, after * block]],
  };
}

function checkAxes(count: number, shape: readonly number[], where: string): void {
  if (count <= shape.length) return;
  throw new ShapeError(
    `${where} should be given for at most the ${shape.length} axes of ${formatShape(shape)}; got ${count}.`,
  );
}
