/** Movies with what drives them, as a regression reads them. */
import {
  formatShape,
  permutation,
  sameShape,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import { moviesOf } from "../trajectories.js";
import type { Movie, Movies, TimeSteps, Trajectories, TrajectoryOptions } from "../trajectories.js";

/** Fields that are given and drive others. */
export interface ForcingInputs {
  /** f[s, t, c, …x] or a list, with the frames and the grid of the trajectories. */
  readonly trajectories: Trajectories;
  /** Default f, or f1, f2, … */
  readonly names?: readonly string[] | undefined;
}

/** Movies whose components are those that evolve and behind them the inputs. */
export interface Observed extends Movies {
  readonly evolving: number;
  /** Points of a frame. */
  readonly points: number;
}

/**
 * Trajectories and inputs in one.
 * @throws ShapeError for inputs of other frames or another grid, and as `moviesOf`
 * @throws ValueError for components that do not change, and as `moviesOf`
 */
export function observe(
  trajectories: Trajectories,
  dt: TimeSteps,
  inputs: ForcingInputs | undefined,
  options: TrajectoryOptions,
  where: string,
): Observed {
  const movies = moviesOf(trajectories, dt, options, where);
  const observed = { ...movies, evolving: movies.components, points: sizeOf(movies.grid) };
  if (!inputs) return observed;
  const given = moviesOf(inputs.trajectories, dt, options, `${where}: inputs`);
  const alike =
    sameShape(given.grid, movies.grid) &&
    given.movies.length === movies.movies.length &&
    given.movies.every(({ times }, s) => times.length === movies.movies[s].times.length);
  if (!alike) {
    throw new ShapeError(
      `${where}: inputs should have the samples, the frames and the grid ${formatShape(movies.grid)} of the ` +
        `trajectories; got ${given.movies.length} samples on ${formatShape(given.grid)}. Give the input at every frame.`,
    );
  }
  return {
    ...observed,
    components: movies.components + given.components,
    frameSize: movies.frameSize + given.frameSize,
    movies: movies.movies.map((movie, s) =>
      joined(movie, movies.frameSize, given.movies[s], given.frameSize),
    ),
  };
}

/** A movie with the components of another behind its own. */
function joined(movie: Movie, size: number, input: Movie, inputSize: number): Movie {
  const { times } = movie;
  const frames = new Float64Array(times.length * (size + inputSize));
  times.forEach((_, t) => {
    const at = t * (size + inputSize);
    frames.set(movie.frames.subarray(t * size, (t + 1) * size), at);
    frames.set(input.frames.subarray(t * inputSize, (t + 1) * inputSize), at + size);
  });
  return { frames, times, present: movie.present.map((is, t) => is && input.present[t]) };
}

/** A change below this part of a field is rounding. */
const ROUNDING = 1e-14;

/** Whether a component is not the same in all frames of every movie. */
export function changesInTime({ movies, frameSize, grid }: Movies, component: number): boolean {
  const points = sizeOf(grid);
  return movies.some(({ frames, present }) => {
    const first = present.indexOf(true) * frameSize + component * points;
    return present.some((is, t) => {
      if (!is) return false;
      const at = t * frameSize + component * points;
      for (let x = 0; x < points; x++) {
        const [before, now] = [frames[first + x], frames[at + x]];
        const largest = Math.max(Math.abs(before), Math.abs(now));
        if (Math.abs(now - before) > ROUNDING * largest) return true;
      }
      return false;
    });
  });
}

/** @throws ValueError if a component that should evolve is the same in all frames */
export function checkChange(observed: Observed, names: readonly string[], where: string): void {
  for (let c = 0; c < observed.evolving; c++) {
    if (changesInTime(observed, c)) continue;
    throw new ValueError(
      `${where}: ${names[c]} should change in time; all its frames are the same, so there is nothing to learn. ` +
        `Give a field that only drives others as an input.`,
    );
  }
}

/** The same times with the frames of all movies in another order: nothing there follows from anything. */
export function shuffled(observed: Observed, rng: Rng): Observed {
  const { frameSize } = observed;
  const places = observed.movies.flatMap(({ present, frames }) =>
    present.flatMap((is, t) => (is ? [frames.subarray(t * frameSize, (t + 1) * frameSize)] : [])),
  );
  const order = permutation(rng, places.length);
  let next = 0;
  const movies = observed.movies.map((movie) => {
    const frames = movie.frames.slice();
    movie.present.forEach((is, t) => {
      if (is) frames.set(places[order[next++]], t * frameSize);
    });
    return { ...movie, frames };
  });
  return { ...observed, movies };
}
