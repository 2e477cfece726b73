/** What the steps of a training depend on beside its state: going on with others would not end at the same bits. */
import { leavesOf } from "../../autodiff/index.js";
import type { Model } from "../model.js";
import type { Optimizer } from "../optimisers/optimizer.js";
import { rateNeedsTotal, type Schedule } from "../schedules.js";
import { factorsOf } from "./groups.js";
import type { TrainerOptions } from "./trainer.js";

/** What must not change between a checkpoint and going on from it, as plain data. */
export interface RunFacts {
  readonly samples: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Steps in all, where the schedule depends on them. */
  readonly steps: number | null;
  /** Functions are not told apart. */
  readonly loss: unknown;
  readonly forward: "the network's" | "a function";
  readonly augment: boolean;
  readonly clip: unknown;
  /** Of every parameter: rate factor, weight decay, whether it is frozen. */
  readonly groups: readonly unknown[];
}

/** The facts of a training of so many steps. */
export function runFacts(
  model: Model,
  run: Pick<RunFacts, "samples" | "batchSize" | "optimizer" | "schedule">,
  steps: number,
  options: TrainerOptions & { readonly augment?: unknown },
): RunFacts {
  const { loss = "squaredError", forward, augment, clip, groups = [] } = options;
  const paths = leavesOf(model.parameters).map(({ path }) => path);
  return {
    ...run,
    steps: rateNeedsTotal(run.schedule) ? steps : null,
    loss: typeof loss === "function" ? "a function" : loss,
    forward: forward ? "a function" : "the network's",
    augment: augment !== undefined,
    clip: clip ?? null,
    groups: factorsOf(paths, groups).map(({ learningRateFactor = 1, weightDecay, frozen }) => [
      learningRateFactor,
      weightDecay ?? null,
      frozen === true,
    ]),
  };
}
