/** One stage of a training: the minimum of its objective, as far as it gets. */
import { checkpoint } from "../../core/index.js";
import type { Rng, RunOptions } from "../../core/index.js";
import { adam, createOptimizerState, fillStep, minimize } from "../../nn/index.js";
import type { MinimizeState, OptimizerState } from "../../nn/index.js";
import type { Objective } from "./objective.js";
import type { Stage } from "./stages.js";

/** Vectors that L-BFGS keeps. */
const HISTORY = 30;

/**
 * Why a stage ended: as `nn.minimize` says; "diverged": its loss was not finite from the start, or for Adam at some
 * step; "frozen": there was nothing to move.
 */
export type StageStop =
  "gradient" | "decrease" | "iterations" | "evaluations" | "lineSearch" | "diverged" | "frozen";

/** Where a stage ended. */
export interface StageEnd {
  readonly unknowns: Float64Array;
  /** L, and its first sum alone. */
  readonly loss: number;
  readonly data: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly stop: StageStop;
}

/** Where a stage stands between two iterations. */
export type StageState =
  | { readonly method: "minimize"; readonly minimize: MinimizeState }
  | {
      readonly method: "adam";
      readonly unknowns: Float64Array;
      readonly iterations: number;
      readonly optimizer: OptimizerState;
      /** L and its first sum in the last step, and the unknowns that had it. */
      readonly last: {
        readonly value: number;
        readonly data: number;
        readonly unknowns: Float64Array;
      };
    };

/** How a stage is watched, gone on with, and when it is given up. */
export interface StageRun extends RunOptions {
  /** An iteration that lowers the loss by at most this part of it ends the stage. */
  readonly relativeDecrease: number;
  /** α of Adam. */
  readonly learningRate: number;
  readonly state?: StageState | undefined;
  readonly onIterate: (state: StageState) => Promise<void>;
}

/**
 * Minimises an objective by BFGS or L-BFGS.
 */
export async function runStage(
  objective: Objective,
  { optimizer, maxIterations }: Stage,
  run: StageRun,
): Promise<StageEnd> {
  const { unknowns } = objective;
  const state = run.state?.method === "minimize" ? run.state.minimize : undefined;
  const first = objective.evaluate(state?.x ?? unknowns);
  const stays = { unknowns, loss: first.value, data: first.data, iterations: 0, evaluations: 1 };
  if (!Number.isFinite(first.value)) return { ...stays, stop: "diverged" };
  if (unknowns.length === 0) return { ...stays, stop: "frozen" };
  let newest: MinimizeState | undefined;
  const end = await minimize(
    async (x) => {
      // What an iteration found is saved before the next evaluation, where waiting is possible.
      if (newest) await run.onIterate({ method: "minimize", minimize: newest });
      newest = undefined;
      return finite(objective.evaluate(x));
    },
    unknowns,
    {
      method: optimizer === "bfgs" ? "bfgs" : "lbfgs",
      history: HISTORY,
      maxIterations,
      gradientTolerance: 1e-12,
      relativeDecrease: run.relativeDecrease,
      signal: run.signal,
      onProgress: run.onProgress,
      state,
      onIterate: (now) => (newest = now),
    },
  );
  const { value, data } = objective.evaluate(end.x);
  const { x, iterations, evaluations, stop } = end;
  return { unknowns: x, loss: value, data, iterations, evaluations, stop };
}

/**
 * Minimises by Adam, with other windows in every step. If the loss of a step is not finite, the unknowns of the step
 * before are the end.
 * @param objectiveAt the objective of windows that an Rng draws
 */
export async function runAdam(
  objectiveAt: (rng: Rng) => Objective,
  begin: Float64Array,
  { maxIterations }: Stage,
  rngOf: (step: number) => Rng,
  run: StageRun,
): Promise<StageEnd> {
  const optimizer = adam({ learningRate: run.learningRate });
  const state = run.state?.method === "adam" ? run.state : undefined;
  const x = (state?.unknowns ?? begin).slice();
  const memory = state?.optimizer ?? createOptimizerState(optimizer, [x]);
  let last = state?.last ?? { value: NaN, data: NaN, unknowns: x.slice() };
  for (let step = state?.iterations ?? 0; step < maxIterations; step++) {
    await checkpoint(run, { done: step, total: maxIterations, unit: "iterations" });
    const objective = objectiveAt(rngOf(step));
    try {
      const found = objective.evaluate(x);
      if (!Number.isFinite(found.value)) {
        const { unknowns, value, data } = last;
        const counts = { iterations: step, evaluations: step + 1 };
        return { unknowns, loss: value, data, ...counts, stop: "diverged" };
      }
      last = { value: found.value, data: found.data, unknowns: x.slice() };
      fillStep([x], [found.gradient], memory, optimizer);
    } finally {
      objective.close();
    }
    const now = {
      method: "adam",
      unknowns: x.slice(),
      iterations: step + 1,
      optimizer: memory,
      last,
    } as const;
    await run.onIterate(now);
  }
  const counts = { iterations: maxIterations, evaluations: maxIterations };
  return { unknowns: x, loss: last.value, data: last.data, ...counts, stop: "iterations" };
}

/** A roll-out that ends in NaN is beyond the domain, like one that ends in infinity. */
function finite<E extends { readonly value: number }>(loss: E): E {
  return Number.isNaN(loss.value) ? { ...loss, value: Infinity } : loss;
}
