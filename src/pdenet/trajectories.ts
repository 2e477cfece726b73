/** Movies of fields: what an equation is learnt from. */
import {
  checkFinite,
  checkNumber,
  checkOneOf,
  formatShape,
  ndarrayOf,
  perAxis,
  ShapeError,
  sizeOf,
  toFloat64,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray, Rng } from "../core/index.js";

/**
 * Trajectories on one periodic or bounded grid: u[s, t, c, …x] with samples of one length, or a list of ndarrays
 * u[t, c, …x] of any lengths. An axis of one component is there even if there is only one.
 */
export type Trajectories = ArrayInput | readonly NdArray[];

/**
 * Time from frame to frame: one number, the intervals of a trajectory in turn, or a list of intervals for every
 * trajectory.
 */
export type TimeSteps = number | readonly number[] | readonly (readonly number[])[];

/** What must be known of the data beside the numbers. */
export interface TrajectoryOptions {
  /** h: distance of neighbouring points, one for all axes or one each. Default 1. */
  readonly spacing?: number | readonly number[] | undefined;
  /**
   * Frames whose entries are all NaN: "refuse" (default) names the first, "skip" takes them as not observed. NaN
   * within a frame is always refused.
   */
  readonly missing?: "refuse" | "skip" | undefined;
}

/** One trajectory. */
export interface Movie {
  /** u[t, c, …x], NaN in frames that are missing. */
  readonly frames: Float64Array;
  /** Of every frame, the first at 0. */
  readonly times: Float64Array;
  /** Whether a frame was observed. */
  readonly present: readonly boolean[];
}

/** Trajectories, checked. */
export interface Movies {
  readonly movies: readonly Movie[];
  readonly components: number;
  /** Points along the axes. */
  readonly grid: readonly number[];
  /** h of every axis. */
  readonly spacing: readonly number[];
  /** Numbers in a frame: c × …x. */
  readonly frameSize: number;
}

/**
 * Trajectories in one form.
 * @throws ShapeError for axes that are not [sample, time, component, …x], grids that differ, and times that are not
 *   one fewer than frames, or not of every trajectory
 * @throws ValueError for intervals and spacings that are not positive, entries that are not finite, and trajectories
 *   of which fewer than two frames were observed
 */
export function moviesOf(
  trajectories: Trajectories,
  dt: TimeSteps,
  options: TrajectoryOptions,
  where: string,
): Movies {
  const given = splitSamples(trajectories, `${where}: trajectories`);
  if (given.length === 0) {
    throw new ShapeError(
      `${where}: trajectories should hold at least one trajectory; got none. Give one with two frames or more.`,
    );
  }
  const [, components, ...grid] = given[0].shape;
  const frameSize = components * sizeOf(grid);
  const spacing = perAxis(options.spacing ?? 1, grid.length, `${where}: spacing`);
  spacing.forEach((h, axis) =>
    checkNumber(h, Number.MIN_VALUE, Number.MAX_VALUE, `${where}: spacing[${axis}]`),
  );
  checkOneOf(options.missing ?? "refuse", ["refuse", "skip"], `${where}: missing`);
  checkTimes(dt, given.length, where);
  const movies = given.map((movie, s) => {
    const at = `${where}: trajectories[${s}]`;
    const [frames, ...rest] = movie.shape;
    if (rest.length !== grid.length + 1 || rest.some((n, a) => n !== [components, ...grid][a])) {
      throw new ShapeError(
        `${at} should have frames of shape ${formatShape([components, ...grid])} as the first; got ` +
          `${formatShape(rest)}. Fit trajectories on different grids separately.`,
      );
    }
    if (frames < 2) {
      throw new ShapeError(`${at} should have two frames at least; got ${frames}. Leave it out.`);
    }
    const present = presentFrames(movie, options.missing ?? "refuse", at);
    const seen = present.filter((is) => is).length;
    if (seen < 2) {
      throw new ValueError(
        `${at} should have two frames at least that were observed; got ${seen}. Leave it out.`,
      );
    }
    return { frames: movie.data, times: timesOf(dt, s, frames, where), present };
  });
  return { movies, components, grid, spacing, frameSize };
}

/** One array per sample: u[t, c, …x]. */
function splitSamples(trajectories: Trajectories, where: string): Dense<Float64Array>[] {
  if (isList(trajectories)) {
    return trajectories.map((movie, s) => {
      const { data, shape } = toFloat64(movie, `${where}[${s}]`);
      if (shape.length >= 3 && shape.length <= 5 && sizeOf(shape) > 0) return { data, shape };
      throw new ShapeError(
        `${where}[${s}] should have the axes [time, component, …x], with one to three of space; got ` +
          `${formatShape(shape)}.`,
      );
    });
  }
  const { data, shape } = toFloat64(trajectories, where);
  if (shape.length < 4 || shape.length > 6 || sizeOf(shape) === 0) {
    throw new ShapeError(
      `${where} should have the axes [sample, time, component, …x], with one to three of space; got ` +
        `${formatShape(shape)}. Reshape it: a single sample or component has an axis of length 1.`,
    );
  }
  const [samples, ...rest] = shape;
  const size = sizeOf(rest);
  return Array.from({ length: samples }, (_, s) => ({
    data: data.subarray(s * size, (s + 1) * size),
    shape: rest,
  }));
}

function isList(trajectories: Trajectories): trajectories is readonly NdArray[] {
  return (
    Array.isArray(trajectories) &&
    trajectories.every((entry) => ArrayBuffer.isView((entry as Partial<NdArray>).data))
  );
}

/** Which frames were observed; refuses what is neither observed nor missing as a whole. */
function presentFrames(
  { data, shape }: Dense<Float64Array>,
  missing: "refuse" | "skip",
  where: string,
): boolean[] {
  const [frames, ...rest] = shape;
  const size = sizeOf(rest);
  return Array.from({ length: frames }, (_, t) => {
    const frame = data.subarray(t * size, (t + 1) * size);
    const first = frame.findIndex((value) => !Number.isFinite(value));
    if (first < 0) return true;
    const whole = frame.every(Number.isNaN);
    if (whole && missing === "skip") return false;
    const advice = whole
      ? `The whole frame is NaN: say missing: "skip" if it was not observed.`
      : "Fill that entry, or make the whole frame NaN and say that missing frames are to be skipped.";
    throw new ValueError(
      `${where} should be finite; got ${frame[first]} at index ` +
        `${formatShape([t, ...unravel(first, rest)])}. ${advice}`,
    );
  });
}

/** Refuses lists of intervals that are not one for every trajectory. */
function checkTimes(dt: TimeSteps, samples: number, where: string): void {
  if (typeof dt === "number") return;
  if (typeof dt !== "object" || dt === null) {
    throw new ValueError(
      `${where}: dt should be the time from frame to frame, a number or a list of intervals; got ${JSON.stringify(dt)}.`,
    );
  }
  if (!isPerSample(dt) || dt.length === samples) return;
  throw new ShapeError(
    `${where}: dt should be a list of intervals for each of ${samples} trajectories; got ${dt.length} lists. ` +
      `One list serves trajectories of one length.`,
  );
}

/** Times of the frames of trajectory s. */
function timesOf(dt: TimeSteps, s: number, frames: number, where: string): Float64Array {
  const own = typeof dt === "number" ? undefined : isPerSample(dt) ? dt[s] : dt;
  const name = `${where}: dt${own !== undefined && own !== dt ? `[${s}]` : ""}`;
  if (own !== undefined && own.length !== frames - 1) {
    throw new ShapeError(
      `${name} should have one interval fewer than trajectory ${s} has frames, ${frames - 1}; got ${own.length}.`,
    );
  }
  const times = new Float64Array(frames);
  for (let t = 1; t < frames; t++) {
    const interval = own?.[t - 1] ?? (dt as number);
    checkInterval(interval, own === undefined ? name : `${name}[${t - 1}]`);
    times[t] = times[t - 1] + interval;
  }
  return times;
}

function isPerSample(
  dt: readonly number[] | readonly (readonly number[])[],
): dt is readonly (readonly number[])[] {
  return Array.isArray(dt[0]);
}

function checkInterval(interval: number, where: string): void {
  if (interval > 0 && Number.isFinite(interval)) return;
  throw new ValueError(
    `${where} should be a positive time; got ${interval}. Give the time from frame to frame.`,
  );
}

/** The frames of all movies that were observed, one after another: u[frame, c, …x]. */
export function observedFrames({ movies, components, grid, frameSize }: Movies): NdArray {
  const kept = movies.flatMap(({ frames, present }) =>
    present.flatMap((is, t) => (is ? [frames.subarray(t * frameSize, (t + 1) * frameSize)] : [])),
  );
  const out = new Float64Array(kept.length * frameSize);
  kept.forEach((frame, i) => out.set(frame, i * frameSize));
  checkFinite({ data: out, shape: [out.length] }, "pdenet: frames");
  return ndarrayOf(out, [kept.length, components, ...grid]);
}

/** Movies with noise on every frame, of the standard deviation of each component in the first that was observed. */
export function withNoise(movies: Movies, level: number, rng: Rng): Movies {
  const points = sizeOf(movies.grid);
  const noisy = movies.movies.map((movie): Movie => {
    const own = rng.split();
    const from = movie.present.indexOf(true) * movies.frameSize;
    const deviations = Array.from({ length: movies.components }, (_, c) =>
      deviation(movie.frames.subarray(from + c * points, from + (c + 1) * points)),
    );
    const frames = movie.frames.map(
      (value, i) =>
        value + level * deviations[Math.floor(i / points) % movies.components] * own.normal(),
    );
    return { ...movie, frames };
  });
  return { ...movies, movies: noisy };
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Movies as they are given to functions of trajectories: a list, and the intervals of each. */
export function spacedMovies({ movies, components, grid, frameSize }: Movies): {
  readonly trajectories: NdArray[];
  readonly dt: number[][];
} {
  return {
    trajectories: movies.map(({ frames }) =>
      ndarrayOf(frames, [frames.length / frameSize, components, ...grid]),
    ),
    dt: movies.map(({ times }) => Array.from(times.slice(1), (t, i) => t - times[i])),
  };
}

/** Movies of some of the components. */
export function withComponents(movies: Movies, components: readonly number[]): Movies {
  const points = sizeOf(movies.grid);
  const frameSize = components.length * points;
  return {
    ...{ ...movies, components: components.length, frameSize },
    movies: movies.movies.map((movie) => ({
      ...movie,
      frames: Float64Array.from({ length: movie.times.length * frameSize }, (_, i) => {
        const [frame, c, x] = [Math.floor(i / frameSize), Math.floor(i / points), i % points];
        const component = components[c % components.length];
        return movie.frames[frame * movies.frameSize + component * points + x];
      }),
    })),
  };
}

/** Movies of the frames that were observed alone, the times between them as long as they were. */
export function withoutGaps(movies: Movies): Movies {
  const { frameSize } = movies;
  return {
    ...movies,
    movies: movies.movies.map(({ frames, times, present }) => {
      const seen = Array.from(present.keys()).filter((t) => present[t]);
      const kept = new Float64Array(seen.length * frameSize);
      seen.forEach((t, i) =>
        kept.set(frames.subarray(t * frameSize, (t + 1) * frameSize), i * frameSize),
      );
      return {
        frames: kept,
        times: Float64Array.from(seen, (t) => times[t] - times[seen[0]]),
        present: seen.map(() => true),
      };
    }),
  };
}
