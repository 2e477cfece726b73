/** Which axis of an array is time, which are space: by letters, or by its shape where that leaves one reading only. */
import { formatShape, ndarrayOf, ShapeError, sizeOf, toFloat64 } from "../../core/index.js";
import type { NdArray, NumericData } from "../../core/index.js";
import { UsageError } from "../command.js";

/** The letters of axes in the order of trajectories. */
const LETTERS = "stcxyz";

/** What they stand for. */
const WORDS: Readonly<Record<string, string>> = { s: "sample", t: "time", c: "component" };

/** Readings of arrays by their number of axes, as `[sample, time, component, …x]` leaves something out in front. */
const READINGS: readonly string[] = ["tx", "txy", "tcx", "tcxy", "stcx", "txyz", "stcxy", "tcxyz"];

/** More components than this are no components. */
const MOST_COMPONENTS = 8;

/** What else a call says of the shape. */
export interface AxisHints {
  /** How many axes of space there are. */
  readonly axes: number | undefined;
  /** How many components there are. */
  readonly components: number | undefined;
  /** Points that every axis of space has at least. */
  readonly points: number;
}

/**
 * The trajectories u[t, c, …x] in an array.
 * @param letters its axes, such as "tyxc"; undefined for what its shape says
 * @param name the file, for messages
 * @throws UsageError for letters that are none, or shapes that may be read in several ways
 * @throws ShapeError for arrays of another number of axes
 */
export function trajectoriesIn(
  array: NdArray<NumericData>,
  letters: string | undefined,
  hints: AxisHints,
  name: string,
): NdArray[] {
  const { shape } = array;
  const axes =
    letters === undefined ? readingOf(shape, hints, name) : checked(letters, shape, name);
  const order = Array.from(LETTERS).filter((letter) => axes.includes(letter));
  const sorted = array.transpose(...order.map((letter) => axes.indexOf(letter)));
  const { data } = toFloat64(sorted, `kernelfield discover: ${name}`);
  const lengthOf = (letter: string): number =>
    axes.includes(letter) ? shape[axes.indexOf(letter)] : 1;
  const space = order.filter((letter) => "xyz".includes(letter)).map(lengthOf);
  const own = [lengthOf("t"), lengthOf("c"), ...space];
  const size = sizeOf(own);
  return Array.from({ length: lengthOf("s") }, (_, s) =>
    ndarrayOf(data.slice(s * size, (s + 1) * size), own),
  );
}

/** The letters of a call, if they are some. */
function checked(letters: string, shape: readonly number[], name: string): string {
  const all = Array.from(letters);
  const space = ["x", "xy", "xyz"].find((one) => one.length === all.filter(isSpace).length);
  const known = all.every((letter) => LETTERS.includes(letter)) && new Set(all).size === all.length;
  if (
    !known ||
    !letters.includes("t") ||
    !Array.from(space ?? "?").every((l) => letters.includes(l))
  ) {
    throw new UsageError(
      `kernelfield discover: --axes should be letters for the axes in turn, once each: s sample, t time, c component, ` +
        `x, y, z, with t and x; got ${letters}.`,
    );
  }
  if (all.length === shape.length) return letters;
  throw new UsageError(
    `kernelfield discover: --axes should have a letter for every axis of ${name}, which has the shape ` +
      `${formatShape(shape)}; got ${letters}.`,
  );
}

/** The only reading of a shape. */
function readingOf(shape: readonly number[], hints: AxisHints, name: string): string {
  const fitting = [...READINGS, LETTERS].filter((axes) => axes.length === shape.length);
  const [first] = fitting;
  if (first === undefined) {
    throw new ShapeError(
      `kernelfield discover: ${name} should have two to six axes, [sample, time, component, x, y, z] or fewer; got ` +
        `${formatShape(shape)}.`,
    );
  }
  const likely = fitting.filter((axes) => isLikely(axes, shape, hints));
  if (likely.length <= 1) return likely[0] ?? first;
  throw new UsageError(
    `kernelfield discover: ${name} has the shape ${formatShape(shape)}, which may be ` +
      `${likely.map(wordsOf).join(" or ")}. Say which: ` +
      `${likely.map((axes) => `--axes ${axes}`).join(" or ")}.`,
  );
}

function isLikely(axes: string, shape: readonly number[], hints: AxisHints): boolean {
  const space = shape.filter((_, axis) => isSpace(axes[axis]));
  const components = axes.includes("c") ? shape[axes.indexOf("c")] : 1;
  return (
    space.length === (hints.axes ?? space.length) &&
    space.every((points) => points >= hints.points) &&
    components === (hints.components ?? components) &&
    components <= Math.max(MOST_COMPONENTS, hints.components ?? 0) &&
    shape[axes.indexOf("t")] > 1
  );
}

function isSpace(letter: string): boolean {
  return "xyz".includes(letter);
}

function wordsOf(axes: string): string {
  return `[${Array.from(axes)
    .map((letter) => WORDS[letter] ?? letter)
    .join(", ")}]`;
}
