/** Pieces of movies that a network is to foretell: a frame to begin at, and the N frames behind it. */
import { sizeOf } from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import type { Movies } from "../trajectories.js";

/** Windows of N steps, as a batch. */
export interface Batch {
  readonly samples: number;
  readonly components: number;
  readonly grid: readonly number[];
  /** Which movie every window is of. */
  readonly movies: Int32Array;
  /** u[s, c, …x] at the beginning. */
  readonly start: Float64Array;
  /** The frames behind it, u[s, c, …x] of every step; zeros where none was observed. */
  readonly targets: readonly Float64Array[];
  /** Whether a window's frame was observed, of every step: 1, else 0. */
  readonly observed: readonly Float64Array[];
  /** Time of every step: one number where all windows agree, or one per window. */
  readonly intervals: readonly (number | Float64Array)[];
}

/** Where a window begins. */
interface Place {
  readonly movie: number;
  readonly frame: number;
}

/** All windows of N steps that begin at an observed frame and hold another one. */
export function placesOf({ movies }: Movies, steps: number): Place[] {
  return movies.flatMap(({ present }, movie) =>
    present.flatMap((is, frame) => {
      const rest = present.slice(frame + 1, frame + 1 + steps);
      return is && rest.length === steps && rest.includes(true) ? [{ movie, frame }] : [];
    }),
  );
}

/** Whether there is a window of N steps. */
export function hasWindow(movies: Movies, steps: number): boolean {
  return placesOf(movies, steps).length > 0;
}

/** The shortest N for which there is a window: one, unless no two frames in turn were observed. */
export function shortestWindow(movies: Movies): number {
  let steps = 1;
  while (!hasWindow(movies, steps)) steps++;
  return steps;
}

/** The longest N for which there is a window. */
export function longestWindow({ movies }: Movies): number {
  return Math.max(...movies.map(({ present }) => present.length - 1 - present.indexOf(true)));
}

/**
 * A batch of at most `count` windows of N steps: of every movie in turn one that is drawn among its own, so that
 * all movies are seen before one is seen twice.
 */
export function drawBatch(movies: Movies, steps: number, count: number, rng: Rng): Batch {
  const own = movies.movies.map((): Place[] => []);
  placesOf(movies, steps).forEach((place) => own[place.movie].push(place));
  const drawn: Place[] = [];
  while (drawn.length < count) {
    const left = own.filter((places) => places.length > 0).slice(0, count - drawn.length);
    if (left.length === 0) break;
    for (const places of left) {
      const at = rng.integer(places.length);
      drawn.push(...places.splice(at, 1));
    }
  }
  return batchOf(movies, drawn, steps);
}

/** Windows as a batch. */
function batchOf(
  { movies, components, grid, frameSize }: Movies,
  places: readonly Place[],
  steps: number,
): Batch {
  const samples = places.length;
  const frameAt = ({ movie, frame }: Place, n: number): Float64Array =>
    movies[movie].frames.subarray((frame + n) * frameSize, (frame + n + 1) * frameSize);
  const start = new Float64Array(samples * components * sizeOf(grid));
  places.forEach((place, s) => start.set(frameAt(place, 0), s * frameSize));
  const targets: Float64Array[] = [];
  const observed: Float64Array[] = [];
  const intervals: (number | Float64Array)[] = [];
  for (let n = 1; n <= steps; n++) {
    const target = new Float64Array(start.length);
    const seen = new Float64Array(samples);
    const times = new Float64Array(samples);
    places.forEach((place, s) => {
      const { times: t, present } = movies[place.movie];
      times[s] = t[place.frame + n] - t[place.frame + n - 1];
      if (!present[place.frame + n]) return;
      seen[s] = 1;
      target.set(frameAt(place, n), s * frameSize);
    });
    targets.push(target);
    observed.push(seen);
    intervals.push(same(times) ? times[0] : times);
  }
  const of = Int32Array.from(places, ({ movie }) => movie);
  return { samples, components, grid, movies: of, start, targets, observed, intervals };
}

/** Whether all are the first, up to the rounding of differences of times. */
function same(times: Float64Array): boolean {
  return times.every((t) => Math.abs(t - times[0]) <= 1e-9 * times[0]);
}

/** Windows [first, last) of a batch. */
export function partOf(batch: Batch, first: number, last: number): Batch {
  const size = batch.components * sizeOf(batch.grid);
  const cut = (data: Float64Array): Float64Array => data.subarray(first * size, last * size);
  return {
    ...batch,
    samples: last - first,
    movies: batch.movies.subarray(first, last),
    start: cut(batch.start),
    targets: batch.targets.map(cut),
    observed: batch.observed.map((seen) => seen.subarray(first, last)),
    intervals: batch.intervals.map((t) => (typeof t === "number" ? t : t.subarray(first, last))),
  };
}
