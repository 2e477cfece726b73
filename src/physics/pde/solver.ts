/** From samples to trajectories: the same for every equation and both kinds of space derivatives. */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkpoint,
  checkRank,
  checkShape,
  ConvergenceError,
  formatShape,
  ndarrayOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, Dense, NdArray, RunOptions } from "../../core/index.js";
import type { Evolution, SteppingOptions } from "./evolution.js";
import { createMarch, marchAdaptively, marchEvenly, stepsOf } from "./march.js";
import type { March } from "./march.js";
import { checkStep } from "./stability.js";

/** When a trajectory is wanted: at given times, or `steps` times an `interval` apart after the start at 0. */
export type Frames =
  { readonly times: readonly number[] } | { readonly interval: number; readonly steps: number };

/** What a solver returns. */
export interface Trajectory {
  /** u[s, t, c, …x]; frame 0 is the start. */
  readonly u: NdArray;
  /** The time of every frame. */
  readonly times: Float64Array;
  /** Steps taken for all samples together. */
  readonly steps: number;
  /** Steps that were tried and found too long, when they adapt. */
  readonly rejected: number;
}

/** An equation on a grid, built once. One solver serves any number of samples, one call after another. */
export interface PdeSolver {
  readonly shape: readonly number[];
  readonly lengths: readonly number[];
  readonly components: number;
  /** The time stepper: "etdrk4", …; "exponential" where the equation is linear and solved exactly. */
  readonly scheme: string;
  /**
   * The fields one `timeStep` after u[s, c, …x].
   * @param t the time of u, for equations that depend on it. Default 0.
   * @throws ShapeError, ValueError as `solve`; ValueError without a `timeStep`
   * @throws ConvergenceError if the result is not finite
   */
  step(u: ArrayInput, t?: number): NdArray;
  /**
   * The trajectory from u0[s, c, …x] through the frames. Every sample is its own run, so that it does not
   * depend on the others.
   * @throws ShapeError for fields of another grid or number of components
   * @throws ValueError for NaN and infinities, times that do not increase, and a `timeStep` beyond the limit of
   *   an explicit scheme
   * @throws ConvergenceError if the solution stops being finite, or no step is short enough
   */
  solve(u0: ArrayInput, frames: Frames, run?: RunOptions): Promise<Trajectory>;
  /**
   * The longest stable `timeStep` of an explicit scheme, for coefficients frozen at the fields u[s, c, …x] where
   * they are largest; Infinity for the others.
   */
  stabilityLimit(u: ArrayInput): number;
}

/** Numbers worked on between two checkpoints; a step costs as much as OVERHEAD of them beforehand. */
const PIECE = 2 ** 19;
const OVERHEAD = 2 ** 12;

/**
 * The solver of an evolution.
 * @throws ValueError for a time step or tolerance out of range, or both
 */
export function createSolver(evolution: Evolution, stepping: SteppingOptions): PdeSolver {
  const { where, box, components, scheme, size } = evolution;
  const { timeStep, tolerance } = stepping;
  checkStepping(timeStep, tolerance, where);
  const stepOf = stepsOf(scheme);
  const exact = scheme.order === Infinity;
  const sampleSize = components * box.cells;

  const samplesOf = (u: ArrayInput, argument: string): Dense<Float64Array> => {
    const name = `${where}: ${argument}`;
    const fields = toFloat64(u, name);
    const axes = box.shape.length;
    checkRank(fields, [axes + 2], "[sample, component, …x]", name);
    const advice =
      "Build the equation for this grid, or sample the fields on that of the equation.";
    checkShape(fields, [fields.shape[0], components, ...box.shape], advice, name);
    checkFinite(fields, name);
    return fields;
  };

  const march = async (
    one: March,
    span: readonly [number, number],
    pause: () => Promise<void> | undefined,
  ): Promise<void> => {
    if (exact || timeStep !== undefined) {
      return marchEvenly(one, evolution, stepOf, span, timeStep ?? Infinity, pause);
    }
    return marchAdaptively(one, evolution, stepOf, span, tolerance ?? 1e-6, pause);
  };

  return {
    shape: box.shape,
    lengths: box.lengths,
    components,
    scheme: scheme.name,
    step(u, t = 0) {
      if (timeStep === undefined) {
        throw new ValueError(
          `${where}: step needs the length of a step, and the solver was built without timeStep. ` +
            `Give it one, or call solve.`,
        );
      }
      const { data, shape } = samplesOf(u, "u");
      const out = new Float64Array(data.length);
      const [state, next] = [new Float64Array(size), new Float64Array(size)];
      for (let at = 0; at < data.length; at += sampleSize) {
        evolution.load(data, at, state);
        stepOf(timeStep)(state, t, next);
        evolution.store(next, out, at);
      }
      checkFiniteResult(out, timeStep, where);
      return ndarrayOf(out, shape);
    },
    async solve(u0, frames, run = {}) {
      const { data, shape } = samplesOf(u0, "u0");
      const times = timesOf(frames, where);
      const [samples] = shape;
      const out = new Float64Array(data.length * times.length);
      const total = samples * (times.length - 1);
      const progress = { done: 0, steps: 0, rejected: 0 };
      let unpaused = 0;
      const report = (): Promise<void> =>
        checkpoint(run, { done: progress.done, total, unit: "frames" });
      const pause = (): Promise<void> | undefined => {
        unpaused += size + OVERHEAD;
        if (unpaused < PIECE) return undefined;
        unpaused = 0;
        return report();
      };
      for (let s = 0; s < samples; s++) {
        await report();
        const one = createMarch(size);
        evolution.load(data, s * sampleSize, one.state);
        if (timeStep !== undefined) {
          checkStep(timeStep, evolution.limit(one.state, times[0]), scheme.name, where);
        }
        const first = s * times.length * sampleSize;
        out.set(data.subarray(s * sampleSize, (s + 1) * sampleSize), first);
        for (let f = 1; f < times.length; f++) {
          const interval = "interval" in frames ? frames.interval : times[f] - times[f - 1];
          await march(one, [times[f - 1], interval], pause);
          evolution.store(one.state, out, first + f * sampleSize);
          progress.done++;
        }
        progress.steps += one.taken;
        progress.rejected += one.rejected;
      }
      await report();
      const u = ndarrayOf(out, [samples, times.length, components, ...box.shape]);
      return { u, times, steps: progress.steps, rejected: progress.rejected };
    },
    stabilityLimit(u) {
      const { data } = samplesOf(u, "u");
      const state = new Float64Array(size);
      let limit = Infinity;
      for (let at = 0; at < data.length; at += sampleSize) {
        evolution.load(data, at, state);
        limit = Math.min(limit, evolution.limit(state, 0));
      }
      return limit;
    },
  };
}

function checkStepping(
  timeStep: number | undefined,
  tolerance: number | undefined,
  where: string,
): void {
  if (timeStep !== undefined)
    checkNumber(timeStep, Number.MIN_VALUE, Infinity, `${where}: timeStep`);
  if (tolerance !== undefined) checkNumber(tolerance, 1e-13, 1, `${where}: tolerance`);
  if (timeStep === undefined || tolerance === undefined) return;
  throw new ValueError(
    `${where}: steps should have a timeStep or adapt to a tolerance; got both. Leave one out.`,
  );
}

function timesOf(frames: Frames, where: string): Float64Array {
  if ("interval" in frames) {
    const { interval, steps } = frames;
    checkNumber(interval, Number.MIN_VALUE, Infinity, `${where}: interval`);
    checkInteger(steps, 1, Infinity, `${where}: steps`);
    return Float64Array.from({ length: steps + 1 }, (_, f) => f * interval);
  }
  const times = Float64Array.from(frames.times);
  checkFinite({ data: times, shape: [times.length] }, `${where}: times`);
  const wrong = times.findIndex((t, f) => f > 0 && t <= times[f - 1]);
  if (times.length >= 2 && wrong < 0) return times;
  throw new ValueError(
    `${where}: times should increase from that of the start on, two or more; got ` +
      `${formatShape(Array.from(times.slice(0, 8)))}. The first one belongs to u0.`,
  );
}

function checkFiniteResult(out: Float64Array, timeStep: number, where: string): void {
  if (out.every(Number.isFinite)) return;
  throw new ConvergenceError(
    `${where}: the fields should stay finite; they do not after one step of ${timeStep}. ` +
      `Take a smaller timeStep.`,
  );
}
