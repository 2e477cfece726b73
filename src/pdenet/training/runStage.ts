/** One stage of a training: the minimum of its objective, as far as it gets. */
import { checkpoint } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { minimize } from "../../nn/index.js";
import type { MinimizeState } from "../../nn/index.js";
import type { Objective } from "./objective.js";
import type { Stage } from "./stages.js";

/** Where a stage ended. */
export interface StageEnd {
  readonly unknowns: Float64Array;
  readonly value: number;
  readonly data: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Why it ended: as `nn.minimize` says, or "diverged" where its roll-outs are not finite from the start. */
  readonly stop: string;
}

/** How a stage is watched and gone on with. */
export interface StageRun extends RunOptions {
  /** An iteration that lowers the loss by at most this part of it ends the stage. */
  readonly relativeDecrease: number;
  readonly state?: MinimizeState | undefined;
  readonly onIterate?: ((state: MinimizeState) => void) | undefined;
}

/** Minimises by BFGS or L-BFGS. */
export async function runStage(
  objective: Objective,
  { optimizer, maxIterations }: Stage,
  run: StageRun,
): Promise<StageEnd> {
  const { unknowns } = objective;
  const first = objective.evaluate(run.state?.x ?? unknowns);
  const stays = { unknowns, iterations: 0, evaluations: 1 };
  if (!Number.isFinite(first.value)) {
    return { ...stays, value: first.value, data: first.data, stop: "diverged" };
  }
  if (unknowns.length === 0) {
    return { ...stays, value: first.value, data: first.data, stop: "frozen" };
  }
  await checkpoint({ signal: run.signal }, { done: 0, unit: "iterations" });
  const end = await minimize((x) => finiteOrStep(objective.evaluate(x)), unknowns, {
    method: optimizer === "bfgs" ? "bfgs" : "lbfgs",
    history: 30,
    maxIterations,
    gradientTolerance: 1e-12,
    relativeDecrease: run.relativeDecrease,
    signal: run.signal,
    onProgress: run.onProgress,
    ...(run.state && { state: run.state }),
    ...(run.onIterate && { onIterate: run.onIterate }),
  });
  const { value, data } = objective.evaluate(end.x);
  const { x, iterations, evaluations, stop } = end;
  return { unknowns: x, value, data, iterations, evaluations, stop };
}

/** A roll-out that ends in NaN is beyond the domain, like one that ends in infinity. */
function finiteOrStep<E extends { readonly value: number }>(loss: E): E {
  return Number.isNaN(loss.value) ? { ...loss, value: Infinity } : loss;
}
