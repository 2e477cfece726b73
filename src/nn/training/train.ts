/**
 * Training: in every epoch all samples pass once, in batches of a random order, and every batch makes one
 * step of the optimiser. Robbins and Monro, Annals of Mathematical Statistics 22 (1951) 400.
 */
import {
  checkInteger,
  checkNumber,
  checkpoint as pass,
  ConvergenceError,
  createRng,
  permutation,
} from "../../core/index.js";
import type { Dense, Rng, RunOptions, Seed } from "../../core/index.js";
import type { Layer } from "../layers/rules.js";
import { type Model, modelOf } from "../model.js";
import { adam } from "../optimisers/adam.js";
import { checkOptimizer } from "../optimisers/optimizer.js";
import { constantRate, rateAt, type Schedule } from "../schedules.js";
import { batchSizeOf, type Samples, samplesOf, type TrainingData } from "./batches.js";
import { decodeCheckpoint, encodeCheckpoint, type EpochRecord } from "./checkpoint.js";
import { checkLabels } from "./labels.js";
import { runFacts } from "./runFacts.js";
import { beginEpoch, begun, resumed, stateOf, type TrainingRun } from "./trainingRun.js";
import { createTrainer, type StepResult, type Trainer, type TrainerOptions } from "./trainer.js";

/** When to stop before the last epoch. */
export interface EarlyStopping {
  /** Epochs without a better loss that are waited for. */
  readonly patience: number;
  /** How much smaller than the best so far a loss has to be to count as better. Default 0. */
  readonly minimumDecrease?: number;
}

/** How a training is saved, and gone on with. */
export interface CheckpointOptions {
  /** Called with the bytes; `io.checkpointFile(path).save` writes them. Also called when the run is aborted. */
  readonly save?: (bytes: Uint8Array) => void | Promise<void>;
  /** Epochs from one saving to the next. Default 1. */
  readonly every?: number;
  /** Bytes to go on from; `await io.checkpointFile(path).load()` reads them, undefined for none. */
  readonly resume?: Uint8Array | undefined;
}

/** Other samples of the same law in place of those of a batch, which stay as they are. */
export type Augmentation = (batch: Batch, rng: Rng) => Batch;

/** Samples of one step with their targets. */
export interface Batch {
  readonly x: Dense;
  readonly y: Dense;
}

/** How a model is trained. */
export interface TrainOptions extends TrainerOptions, RunOptions {
  /** Times that all samples pass. Default 100. */
  readonly epochs?: number;
  /** Samples of a step. Default 32, or all if there are fewer. */
  readonly batchSize?: number;
  /** Learning rate of every step, relative to the optimiser's. Default: constant. */
  readonly schedule?: Schedule;
  /** Data that are not trained with; their loss decides which epoch was best. */
  readonly validation?: TrainingData;
  readonly earlyStopping?: EarlyStopping;
  /** What batches become before each step: shifted, mirrored. Validation data stay as they are. Default: nothing. */
  readonly augment?: Augmentation;
  readonly checkpoint?: CheckpointOptions;
  /** Of the order of samples, of dropout and augmentation, and of the first parameters where a network is given. Default 0. */
  readonly seed?: Seed;
}

/** What training made. */
export interface TrainResult {
  /** The model after the best epoch: of the least validation loss, or loss if nothing was validated. */
  readonly model: Model;
  /** From 0. */
  readonly bestEpoch: number;
  /** The model after the last epoch. */
  readonly last: Model;
  readonly history: readonly EpochRecord[];
  readonly stop: "epochs" | "earlyStopping";
}

/**
 * Trains a model, or a network from its first parameters; what is given stays as it is.
 *
 *   const { model, history } = await train(mlp([2, 8, 1]), { x, y }, { epochs: 200, batchSize: 20 });
 *
 * The same seed and backend give the same bits, also across a checkpoint. Progress is counted in batches.
 * @throws ShapeError, ValueError for data and options that do not fit
 * @throws ConvergenceError if the loss or a gradient is not finite, naming epoch, batch and gradient
 * @throws the signal's reason, within one batch, after saving a checkpoint if there is where to
 */
export async function train(
  start: Model | Layer,
  data: TrainingData,
  options: TrainOptions = {},
): Promise<TrainResult> {
  const { epochs = 100, optimizer = adam(), schedule = constantRate(), signal } = options;
  const { save, every = 1, resume } = options.checkpoint ?? {};
  const { patience = Infinity, minimumDecrease = 0 } = options.earlyStopping ?? {};
  checkInteger(epochs, 1, Infinity, "nn.train: epochs");
  checkInteger(every, 1, Infinity, "nn.train: checkpoint.every");
  if (patience !== Infinity)
    checkInteger(patience, 1, Infinity, "nn.train: earlyStopping.patience");
  checkNumber(minimumDecrease, 0, Infinity, "nn.train: earlyStopping.minimumDecrease");
  checkOptimizer(optimizer, "nn.train: optimizer");
  signal?.throwIfAborted();

  const rng = createRng(options.seed ?? 0);
  const model = modelOf(start, rng.split());
  const samples = samplesOf(data, "nn.train: data");
  const validation = options.validation && samplesOf(options.validation, "nn.train: validation");
  if (options.loss === "crossEntropy") {
    checkLabels(model.network, samples, "nn.train: data");
    if (validation) checkLabels(model.network, validation, "nn.train: validation");
  }
  const batchSize = batchSizeOf(options.batchSize, samples.count, "nn.train");
  const perEpoch = Math.ceil(samples.count / batchSize);
  const total = epochs * perEpoch;
  const plan = { samples: samples.count, batchSize, optimizer, schedule };
  const facts = runFacts(model, plan, total, options);
  const run = resume
    ? resumed(decodeCheckpoint(resume, model, facts))
    : begun(rng.split(), rng.split());
  const trainer = createTrainer(model, { ...options, optimizer });
  if (run.from) trainer.restore({ ...model, ...run.from }, run.from.optimizerState);

  const saveNow = async (): Promise<void> => {
    if (save) await save(encodeCheckpoint(stateOf(run, trainer), facts));
  };
  const isOver = (): boolean => run.epoch - 1 - (run.best?.epoch ?? run.epoch) >= patience;

  try {
    while (run.epoch < epochs && !isOver()) {
      run.orderFrom = run.shuffle.state();
      const order = permutation(run.shuffle, samples.count);
      while (run.batch < perEpoch) {
        const learningRate = rateAt(schedule, optimizer.learningRate, run.steps, total);
        const first = run.batch * batchSize;
        const last = Math.min(first + batchSize, samples.count);
        const batch = samples.take(order, first, last);
        const { x, y } = options.augment?.(batch, run.dropout) ?? batch;
        const result = trainer.step(x, y, { learningRate, rng: run.dropout });
        checkStep(result, run);
        run.sum += result.loss * (last - first);
        run.batch++;
        run.steps++;
        await pass(options, { done: run.steps, total, unit: "batches" });
      }
      const loss = run.sum / samples.count;
      const validationLoss = validation && lossOver(trainer, validation, batchSize);
      const judged = validationLoss ?? loss;
      const learningRate = rateAt(schedule, optimizer.learningRate, run.steps - 1, total);
      run.history.push({
        ...{ epoch: run.epoch, loss, learningRate },
        ...(validationLoss !== undefined && { validationLoss }),
      });
      if (!run.best || judged < run.best.loss - minimumDecrease) {
        const { parameters, state } = trainer.model();
        run.best = { epoch: run.epoch, loss: judged, parameters, state };
      }
      beginEpoch(run);
      if (run.epoch % every === 0 || run.epoch === epochs || isOver()) await saveNow();
    }
    const last = trainer.model();
    const best = run.best ?? { epoch: 0, ...last };
    return {
      model: { network: model.network, parameters: best.parameters, state: best.state },
      bestEpoch: best.epoch,
      last,
      history: run.history,
      stop: run.epoch < epochs ? "earlyStopping" : "epochs",
    };
  } catch (error) {
    if (signal?.aborted === true) await saveNow();
    throw error;
  } finally {
    trainer.close();
  }
}

/** The mean loss of all samples, outside training. */
function lossOver(trainer: Trainer, { count, take }: Samples, batchSize: number): number {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  let sum = 0;
  for (let first = 0; first < count; first += batchSize) {
    const last = Math.min(first + batchSize, count);
    const { x, y } = take(order, first, last);
    sum += trainer.evaluate(x, y) * (last - first);
  }
  return sum / count;
}

/** @throws ConvergenceError for a step that found something that is not finite */
function checkStep({ loss, largestGradient }: StepResult, run: TrainingRun): void {
  if (Number.isFinite(loss) && Number.isFinite(largestGradient)) {
    run.largestGradient = largestGradient;
    return;
  }
  throw new ConvergenceError(
    `nn.train: the loss and its gradient should stay finite; in epoch ${run.epoch}, batch ${run.batch}, the ` +
      `loss was ${loss} and the largest gradient ${largestGradient}` +
      `${run.steps === 0 ? "" : ` (one step before: ${run.largestGradient.toPrecision(3)})`}. ` +
      `Lower learningRate, or clip the gradients: clip: { norm: 1 }.`,
  );
}
