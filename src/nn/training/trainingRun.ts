/** Where a training stands while it runs. */
import { rngFromState } from "../../core/index.js";
import type { Rng, RngState } from "../../core/index.js";
import type { BestModel, EpochRecord, TrainingState } from "./checkpoint.js";
import type { Trainer } from "./trainer.js";

/** A training that is under way. */
export interface TrainingRun {
  /** The state that it went on from. */
  readonly from: TrainingState | undefined;
  readonly shuffle: Rng;
  readonly dropout: Rng;
  readonly history: EpochRecord[];
  epoch: number;
  /** Finished batches of the epoch. */
  batch: number;
  steps: number;
  /** Σ loss · samples of the epoch. */
  sum: number;
  /** The stream of orders, before that of the epoch was drawn. */
  orderFrom: RngState;
  best: BestModel | null;
  /** Of the last step. */
  largestGradient: number;
}

/** A training that begins. */
export function begun(shuffle: Rng, dropout: Rng): TrainingRun {
  return {
    ...{ from: undefined, shuffle, dropout, history: [], best: null },
    ...{ epoch: 0, batch: 0, steps: 0, sum: 0, largestGradient: 0 },
    orderFrom: shuffle.state(),
  };
}

/** A training that goes on. */
export function resumed(from: TrainingState): TrainingRun {
  const { epoch, batch, steps, sum, best, history } = from;
  return {
    ...{ from, epoch, batch, steps, sum, best, largestGradient: 0 },
    history: [...history],
    shuffle: rngFromState(from.shuffle),
    dropout: rngFromState(from.dropout),
    orderFrom: from.shuffle,
  };
}

/** Moves on to the next epoch. */
export function beginEpoch(run: TrainingRun): void {
  run.epoch++;
  run.batch = 0;
  run.sum = 0;
  run.orderFrom = run.shuffle.state();
}

/** The run as plain data. */
export function stateOf(run: TrainingRun, trainer: Trainer): TrainingState {
  const { epoch, batch, steps, sum, best, history } = run;
  const { parameters, state } = trainer.model();
  return {
    ...{ epoch, batch, steps, sum, best, history, parameters, state },
    shuffle: run.orderFrom,
    dropout: run.dropout.state(),
    optimizerState: trainer.optimizerState(),
  };
}
