/** The movies that a call names, with their times and distances. */
import {
  formatShape,
  isComplexArray,
  ShapeError,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { NdArray, NumericData } from "../../core/index.js";
import { openArrays, openFacts } from "../../io/index.js";
import type { Facts } from "../../io/index.js";
import type { TimeSteps } from "../../pdenet/index.js";
import { UsageError } from "../command.js";
import type { Words } from "../command.js";
import { openInput } from "../input.js";
import { trajectoriesIn } from "./axes.js";

/** Trajectories with what must be known of them. */
export interface Movies {
  /** u[t, c, …x] of every trajectory. */
  readonly trajectories: readonly NdArray[];
  /** Time from frame to frame: one number where it is always the same. */
  readonly dt: TimeSteps;
  readonly spacing: readonly number[];
}

/** An array of a file, and what the file says about how it was made. */
interface Source {
  readonly name: string;
  readonly array: NdArray<NumericData>;
  readonly made: Made | undefined;
}

/** What a set of `generate pde` says of its trajectories. */
interface Made {
  readonly interval: number;
  readonly spacing: readonly number[];
}

/** Intervals that differ by less than this part of them are the same. */
const SAME = 1e-9;

/**
 * The movies of a call.
 * @param points that every axis has at least, from the filters
 * @throws UsageError for missing or wrong words; ShapeError, ValueError for files that do not go together
 */
export async function openMovies(words: Words, points: number): Promise<Movies> {
  const sources = (await Promise.all(words.files.map(sourcesIn))).flat();
  if (sources.length === 0) {
    throw new UsageError(
      "kernelfield discover: expected FILE…; got no file. See kernelfield discover --help.",
    );
  }
  const given = words.numbers("spacing");
  const hints = {
    axes: [given, words.numbers("size")].find((list) => list && list.length > 1)?.length,
    components: words.text("names")?.split(",").length,
    points,
  };
  const trajectories = sources.flatMap(({ name, array, made }) => {
    const letters = words.text("axes") ?? (made && "stcxyz".slice(0, array.shape.length));
    return trajectoriesIn(array, letters, hints, name);
  });
  const axes = trajectories[0].shape.length - 2;
  const [{ made }] = sources;
  return {
    trajectories,
    dt: await timeStepsOf(words, trajectories, made),
    spacing: spacingOf(given ?? made?.spacing, axes),
  };
}

/** Every array that a word names, in the order of the file. */
async function sourcesIn(word: string): Promise<Source[]> {
  if (!/\.npz$/i.test(word)) return [{ name: word, array: await openInput(word), made: undefined }];
  const all = Object.entries(await openArrays(word));
  const isSet = all.some(([name]) => name === "facts");
  const made = isSet ? madeOf(await openFacts(word)) : undefined;
  return all
    .filter(([name]) => !(isSet && name === "facts"))
    .map(([name, array]) => {
      if (!isComplexArray(array))
        return { name: `${word}:${name}`, array: array as Source["array"], made };
      throw new ValueError(
        `kernelfield discover: ${word}:${name} should hold real numbers; it holds complex ones. Take its real and ` +
          `imaginary parts as two components.`,
      );
    });
}

function madeOf({ set, equation }: Facts): Made | undefined {
  if (set !== "generate pde") return undefined;
  const { interval, lengths, shape } = equation as {
    readonly interval: number;
    readonly lengths: readonly number[];
    readonly shape: readonly number[];
  };
  return { interval, spacing: shape.map((n, axis) => lengths[axis] / n) };
}

function spacingOf(given: readonly number[] | undefined, axes: number): number[] {
  const all = given ?? [1];
  const wrong = all.find((h) => !(h > 0));
  if (wrong !== undefined || (all.length !== 1 && all.length !== axes)) {
    throw new UsageError(
      `kernelfield discover: --spacing should be one positive length, or one for each of ${axes} axes; got ` +
        `${all.join(",")}.`,
    );
  }
  return Array.from({ length: axes }, (_, axis) => all[all.length === 1 ? 0 : axis]);
}

/** The time from frame to frame. */
async function timeStepsOf(
  words: Words,
  trajectories: readonly NdArray[],
  made: Made | undefined,
): Promise<TimeSteps> {
  const dt = words.number("dt");
  const file = words.text("times");
  if (dt !== undefined && file !== undefined) {
    throw new UsageError("kernelfield discover: give --dt or --times, not both.");
  }
  if (file !== undefined) return intervalsIn(await openInput(file), trajectories, file);
  const interval = dt ?? made?.interval;
  if (interval === undefined) {
    throw new UsageError(
      "kernelfield discover: the option --dt is missing, the time from frame to frame; --times FILE gives uneven " +
        "ones. See kernelfield discover --help.",
    );
  }
  if (interval > 0) return interval;
  throw new UsageError(
    `kernelfield discover: --dt should be a positive time; got ${interval}. Give the time from frame to frame.`,
  );
}

/** Intervals of times[frame], the same for all trajectories, or of times[trajectory, frame]. */
function intervalsIn(
  array: NdArray<NumericData>,
  trajectories: readonly NdArray[],
  file: string,
): TimeSteps {
  const where = `kernelfield discover: ${file}`;
  const { data, shape } = toFloat64(array, where);
  const frames = shape[shape.length - 1] ?? 0;
  const rows = shape.length === 1 ? 1 : shape[0];
  const fits =
    shape.length >= 1 &&
    shape.length <= 2 &&
    (shape.length === 1 || rows === trajectories.length) &&
    trajectories.every((movie) => movie.shape[0] === frames);
  if (!fits) {
    const own = [...new Set(trajectories.map((movie) => movie.shape[0]))];
    throw new ShapeError(
      `${where} should hold the time of every frame, [${own.join(" or ")}], or [${trajectories.length}, …] for every ` +
        `trajectory; got ${formatShape(shape)}.`,
    );
  }
  const lists = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: frames - 1 }, (_, t) => {
      const [from, to] = [data[row * frames + t], data[row * frames + t + 1]];
      if (to > from && Number.isFinite(to - from)) return to - from;
      throw new ValueError(
        `${where} should hold times that increase; got ${to} behind ${from}, at frame ${t + 1}. Sort the frames.`,
      );
    }),
  );
  const mean = lists.flat().reduce((sum, step) => sum + step, 0) / (rows * (frames - 1));
  if (lists.flat().every((step) => Math.abs(step - mean) <= SAME * mean)) return mean;
  return rows === 1 ? lists[0] : lists;
}
