/** Iterative minimisation over the weights of all layers: L-BFGS on all samples, or an optimiser step by step. */
import { checkpoint, ConvergenceError, createRng, permutation } from "../../core/index.js";
import type { RunOptions, Seed } from "../../core/index.js";
import { createOptimizerState, fillStep, minimize, rateAt } from "../../nn/index.js";
import type { Optimizer, Schedule } from "../../nn/index.js";
import type { WeightLoss } from "./objective.js";

/** One step of a training. */
export interface LinearRecord {
  /** From 1. */
  readonly iteration: number;
  /** Evaluations of the loss and its gradient so far. */
  readonly evaluations: number;
  /**
   * Mean squared error over the samples of the step: after it for "newton" and "lbfgs", before it for "adam" and
   * "sgd".
   */
  readonly loss: number;
  /** Of "adam" and "sgd". */
  readonly learningRate?: number;
}

/** Why a training ended. */
export type LinearStop = "exact" | "tolerance" | "iterations" | "evaluations" | "lineSearch";

/** Where a descent came to. */
export interface Descent {
  readonly weights: Float64Array;
  readonly history: readonly LinearRecord[];
  readonly evaluations: number;
  readonly stop: LinearStop;
}

/** When L-BFGS ends. */
export interface LbfgsSettings extends RunOptions {
  readonly memory: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly maxEvaluations: number;
  /** The largest curvature, which the first step is measured by; 0 if unknown. */
  readonly curvature: number;
}

/** L-BFGS in units of the length of the first step. */
export async function byLbfgs(
  loss: WeightLoss,
  start: Float64Array,
  { memory, tolerance, curvature, ...options }: LbfgsSettings,
): Promise<Descent> {
  const gradient = new Float64Array(start.length);
  const first = loss(start, gradient);
  const norm = largest(gradient);
  const done = (stop: LinearStop): Descent => ({
    weights: start,
    history: [],
    evaluations: 1,
    stop,
  });
  if (norm === 0) return done("tolerance");
  const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const unit = curvature > 0 ? length / curvature : 1;
  const value = first > 0 ? first : 1;
  const result = await minimize(
    (x) => {
      const weights = start.map((w, i) => w + unit * x[i]);
      const scaled = loss(weights, gradient);
      for (let i = 0; i < gradient.length; i++) gradient[i] *= unit / value;
      return { value: scaled / value, gradient };
    },
    new Float64Array(start.length),
    {
      ...options,
      history: memory,
      gradientTolerance: (tolerance * norm * unit) / value,
    },
  );
  const stops = { gradient: "tolerance", decrease: "tolerance" } as const;
  const { stop } = result;
  return {
    weights: start.map((w, i) => w + unit * result.x[i]),
    history: result.history.map((record, i) => ({
      iteration: i + 1,
      evaluations: record.evaluations,
      loss: record.value * value,
    })),
    evaluations: result.evaluations,
    stop: stop === "gradient" || stop === "decrease" ? stops[stop] : stop,
  };
}

/** How an optimiser goes on. */
export interface StepSettings extends RunOptions {
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly maxIterations: number;
  readonly samples: number;
  readonly batchSize: number;
  readonly seed: Seed;
}

/** Steps of an optimiser, in epochs of batches of a random order. */
export async function bySteps(
  lossOf: (batch: Int32Array | undefined) => WeightLoss,
  start: Float64Array,
  { optimizer, schedule, maxIterations, samples, batchSize, seed, ...options }: StepSettings,
): Promise<Descent> {
  const weights = start.slice();
  const gradient = new Float64Array(start.length);
  const state = createOptimizerState(optimizer, [weights]);
  const rng = createRng(seed);
  const history: LinearRecord[] = [];
  const whole = batchSize >= samples ? lossOf(undefined) : undefined;
  let order = new Int32Array(0);
  let next = samples;
  for (let step = 0; step < maxIterations; step++) {
    await checkpoint(options, { done: step, total: maxIterations, unit: "iterations" });
    if (next >= samples) {
      if (!whole) order = Int32Array.from(permutation(rng, samples));
      next = 0;
    }
    const batch = order.subarray(next, Math.min(samples, next + batchSize));
    next += batchSize;
    const loss = (whole ?? lossOf(batch))(weights, gradient);
    if (!Number.isFinite(loss) || !Number.isFinite(largest(gradient))) {
      throw new ConvergenceError(
        `cnn.fitLinear: the loss should stay finite; in step ${step + 1} it was ${loss}. ` +
          `Lower learningRate, or use solver: "lbfgs" or "newton".`,
      );
    }
    const learningRate = rateAt(schedule, optimizer.learningRate, step, maxIterations);
    fillStep([weights], [gradient], state, optimizer, { learningRate });
    history.push({ iteration: step + 1, evaluations: step + 1, loss, learningRate });
  }
  return { weights, history, evaluations: maxIterations, stop: "iterations" };
}

function largest(values: Float64Array): number {
  let largest = 0;
  for (const value of values) {
    if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  }
  return largest;
}
