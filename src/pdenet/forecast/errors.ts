/**
 * How far forecasts are off. For every trajectory, rolled out from its first frame,
 *
 *   err_k² = Σ_c mean_x (û_c − u_c)² / Σ_c var_x u_c,   at frame k,
 *
 * of which percentiles over trajectories tell more than means: those that ran away count as infinite and are counted
 * apart. Against noisy frames no forecast comes below the noise; where clean ones are known, they are the measure.
 *
 * Long, Lu, Ma and Dong, ICML 2018; Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925.
 */
import { checkInteger, formatShape, sameShape, ShapeError } from "../../core/index.js";
import { checkOrigins, moviesFor } from "../checkFields.js";
import type { PdeModel } from "../model.js";
import { moviesOf } from "../trajectories.js";
import type { Movies, TimeSteps, Trajectories, TrajectoryOptions } from "../trajectories.js";
import { createMarch } from "./rollout.js";
import type { RolloutOptions } from "./rollout.js";

/** A trajectory is lost beyond this error. */
const LOST = 1e3;

/** Options of `errors`. */
export interface ErrorsOptions
  extends Pick<TrajectoryOptions, "missing">, Pick<RolloutOptions, "substeps" | "origins"> {
  /** The same trajectories without noise, if they are known. Forecasts still begin at the noisy first frames. */
  readonly reference?: Trajectories | undefined;
}

/** Errors of forecasts at every frame behind the first. */
export interface ForecastErrors {
  /** Frames 1, 2, …. */
  readonly steps: readonly number[];
  /** Percentiles over trajectories at every frame: infinite if so many ran away, NaN where no frame was observed. */
  readonly lower: readonly number[];
  readonly median: readonly number[];
  readonly upper: readonly number[];
  readonly max: readonly number[];
  /** How many trajectories are lost by then: not finite, or an error above 1000. */
  readonly diverged: readonly number[];
}

/**
 * Errors of a network's forecasts of trajectories from their first frames.
 * @param trajectories u[s, t, c, …x], or a list of ndarrays
 * @throws ShapeError, ValueError as `fit` for the data, and for a reference of another shape; ValueError for what is
 *   no model
 */
export function errors(
  model: PdeModel,
  trajectories: Trajectories,
  dt: TimeSteps,
  options: ErrorsOptions = {},
): ForecastErrors {
  const where = "pdenet.errors";
  const movies = moviesFor(model, trajectories, dt, options, where);
  const truth = options.reference
    ? moviesOf(options.reference, dt, options, `${where}: reference`)
    : movies;
  checkAlike(movies, truth, where);
  checkOrigins(options.origins, movies.movies.length, model.spacing.length, where);
  if (options.substeps !== undefined) {
    checkInteger(options.substeps, 1, Infinity, `${where}: substeps`);
  }
  return percentiles(errorsOf(model, movies, truth, options));
}

/** err of every movie at every frame behind the first. */
export function errorsOf(
  model: PdeModel,
  movies: Movies,
  truth: Movies,
  { substeps = model.network.substeps, origins }: Pick<RolloutOptions, "substeps" | "origins"> = {},
): Float64Array[] {
  const { components, grid, frameSize } = movies;
  return movies.movies.map(({ frames, times, present }, m) => {
    const known = truth.movies[m];
    const first = present.indexOf(true);
    const own = origins && [origins[m]];
    const march = createMarch(model, [1, components, ...grid], { substeps, origins: own });
    try {
      let u: Float64Array = frames.slice(first * frameSize, (first + 1) * frameSize);
      const out = new Float64Array(times.length - 1).fill(NaN);
      for (let t = first + 1; t < times.length; t++) {
        if (u.every(Number.isFinite)) u = march.step(u, times[t] - times[t - 1]);
        if (!known.present[t]) continue;
        const frame = known.frames.subarray(t * frameSize, (t + 1) * frameSize);
        out[t - 1] = relativeDistance(u, frame, components);
      }
      return out;
    } finally {
      march.close();
    }
  });
}

function relativeDistance(u: Float64Array, frame: Float64Array, components: number): number {
  const points = u.length / components;
  let [distance, variance] = [0, 0];
  for (let c = 0; c < components; c++) {
    let mean = 0;
    for (let x = c * points; x < (c + 1) * points; x++) mean += frame[x] / points;
    for (let x = c * points; x < (c + 1) * points; x++) {
      distance += (u[x] - frame[x]) ** 2;
      variance += (frame[x] - mean) ** 2;
    }
  }
  const error = Math.sqrt(distance / variance);
  return Number.isFinite(error) ? error : Infinity;
}

/** Percentiles over trajectories at every frame. */
function percentiles(all: readonly Float64Array[]): ForecastErrors {
  const steps = Array.from({ length: Math.max(...all.map((own) => own.length)) }, (_, t) => t + 1);
  const sorted = steps.map((_, t) =>
    all
      .filter((own) => t < own.length && !Number.isNaN(own[t]))
      .map((own) => own[t])
      .sort((a, b) => a - b),
  );
  const quantile = (part: number): number[] => sorted.map((values) => quantileOf(values, part));
  return {
    steps,
    lower: quantile(0.25),
    median: quantile(0.5),
    upper: quantile(0.75),
    max: quantile(1),
    diverged: sorted.map((values) => values.filter((value) => !(value <= LOST)).length),
  };
}

/** A quantile of sorted numbers, linear between them; NaN of none. */
function quantileOf(sorted: readonly number[], part: number): number {
  if (sorted.length === 0) return NaN;
  const at = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === high ? low : low + (at - Math.floor(at)) * (high - low);
}

function checkAlike(movies: Movies, truth: Movies, where: string): void {
  const same =
    sameShape(truth.grid, movies.grid) &&
    truth.components === movies.components &&
    truth.movies.length === movies.movies.length &&
    truth.movies.every(({ times }, m) => times.length === movies.movies[m].times.length);
  if (same) return;
  throw new ShapeError(
    `${where}: reference should have the frames, the components and the grid of the trajectories, ${wordsOf(movies)}; ` +
      `got ${wordsOf(truth)}. Give the same movies without their noise.`,
  );
}

/** `8 of 13 frames, 2 components on [32, 32]`. */
function wordsOf({ movies, components, grid }: Movies): string {
  const frames = [...new Set(movies.map(({ times }) => times.length))].join(" or ");
  return `${movies.length} of ${frames} frames, ${components} ${components === 1 ? "component" : "components"} on ${formatShape(grid)}`;
}
