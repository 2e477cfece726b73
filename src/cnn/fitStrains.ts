/**
 * Training of localization networks. Strains of many cells under their loads, in mini-batches of a random order,
 * seen in all their exact symmetries; every pass of a network is asked to be the answer.
 */
import { concat } from "../autodiff/index.js";
import type { ArrayInput } from "../core/index.js";
import { adam, cosineDecay, sgd, train } from "../nn/index.js";
import type {
  CheckpointOptions,
  Clipping,
  EpochRecord,
  Forward,
  Optimizer,
  Schedule,
} from "../nn/index.js";
import type { Precision, RunOptions, Seed } from "../core/index.js";
import {
  checkBoolean,
  createRng,
  sameShape,
  ShapeError,
  formatShape,
  ValueError,
} from "../core/index.js";

import { augmentationOf } from "./augmentation.js";
import { cellsOf, unpack } from "./cells.js";
import { createModel, layersOf, precisionOf, type StrainModel } from "./model.js";
import type { NonlinearNetwork } from "./network.js";
import type { Problem } from "./problem.js";
import { strainError } from "./strainError.js";
import { strainsOn } from "./strains.js";

/** Cells m[s, …x] with their strains ε[s, c, …x]. */
export interface KnownCells {
  readonly microstructures: ArrayInput;
  readonly strains: ArrayInput;
}

/** How a non-linear network is trained. */
export interface FitStrainsOptions extends RunOptions {
  /** What the strains are those of; a model that is trained on has its own. */
  readonly problem?: Problem | undefined;
  /** Times that all cells pass. Default 60. */
  readonly epochs?: number;
  /** Cells of a step. Default 20, or all if there are fewer. */
  readonly batchSize?: number;
  /** "adam" (default) with a rate of 3e-3, or "sgd" with one of 0.1 and momentum 0.9. */
  readonly solver?: "adam" | "sgd" | undefined;
  /** An optimiser of one's own in place of the solver's. */
  readonly optimizer?: Optimizer;
  /** Default: a cosine that ends at 0. */
  readonly schedule?: Schedule;
  /** Default: a norm of 1. */
  readonly clip?: Clipping;
  /** Whether cells are shifted, mirrored and turned at random, with their strains. Default true. */
  readonly augment?: boolean;
  /** Cells that are not trained on, on the same grid: the model after the epoch that is best on them is returned. */
  readonly validation?: KnownCells | undefined;
  /** Of a network that starts; a model keeps its own. Default "float32". */
  readonly precision?: Precision;
  /** Of first weights, orders and symmetries. Default 0. */
  readonly seed?: Seed;
  /** How training is saved, and gone on with to the same bits. */
  readonly checkpoint?: CheckpointOptions;
}

/** What came of training. */
export interface StrainFit {
  /** The model after its best epoch. */
  readonly model: StrainModel;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
}

const OPTIMIZERS = {
  adam: adam({ learningRate: 3e-3 }),
  sgd: sgd({ learningRate: 0.1, momentum: 0.9 }),
};

/** Trains a network on strains, or a model further: `fit` of a network that is not linear. */
export async function fitStrains(
  start: NonlinearNetwork | StrainModel,
  microstructures: ArrayInput,
  strains: ArrayInput,
  options: FitStrainsOptions = {},
): Promise<StrainFit> {
  const where = "cnn.fit";
  const { solver = "adam", schedule = cosineDecay() } = options;
  checkSolver(solver, where);
  const { optimizer = OPTIMIZERS[solver] } = options;
  const model = started(start, options, where);
  const { network } = model;
  const layers = layersOf(model);
  const precision = precisionOf(model);
  const cells = cellsOf(network, microstructures, strains, precision, where);
  const known = options.validation;
  const validation =
    known &&
    cellsOf(network, known.microstructures, known.strains, precision, `${where}: validation`);
  checkSameGrid(cells.grid, validation?.grid, where);
  const { augment = true, clip = { norm: 1 }, epochs = 60, batchSize } = options;
  checkBoolean(augment, `${where}: augment`);
  const trained = await train(layers, cells, {
    ...{
      optimizer,
      schedule,
      clip,
      epochs,
      loss: strainError,
      forward: forwardOf(network, cells.grid),
    },
    batchSize: batchSize ?? Math.min(20, cells.x.shape[0]),
    seed: options.seed ?? 0,
    signal: options.signal,
    onProgress: options.onProgress,

    ...(augment && { augment: augmentationOf(network, cells) }),
    ...(validation && { validation }),
    ...(options.checkpoint && { checkpoint: options.checkpoint }),
  });
  const { parameters, state } = trained.model;
  return {
    model: { ...model, parameters, state },
    bestEpoch: trained.bestEpoch,
    history: trained.history,
  };
}

/** All passes of a network side by side, as channels pass · c, for a batch x[s, N + c]. */
export function forwardOf(network: NonlinearNetwork, grid: readonly number[]): Forward {
  const strains = strainsOn(network, grid);
  return (parameters, state, x) => {
    const { phases, load } = unpack(network, grid, x);
    return { y: concat(strains(parameters, phases, load), 1), state };
  };
}

/** The model that training starts from: itself, or one of a network with first weights. */
function started(
  start: NonlinearNetwork | StrainModel,
  { problem, precision = "float32", seed = 0 }: FitStrainsOptions,
  where: string,
): StrainModel {
  if (start.kind === "localizationNetwork") return start;
  if (problem) return createModel(start, problem, { precision, seed: createRng(seed).split() });
  throw new ValueError(
    `${where}: a network needs the problem whose strains it learns; got none. Pass ` +
      `problem: { elasticModulus, poissonRatio, element, macroStrain }.`,
  );
}

/** @throws ValueError for solvers of linear networks */
function checkSolver(solver: string, where: string): void {
  if (Object.hasOwn(OPTIMIZERS, solver)) return;
  throw new ValueError(
    `${where}: solver should be "adam" or "sgd" for a network that is not linear; got "${solver}". "newton" and ` +
      `"lbfgs" are for cnn.linearLocalization.`,
  );
}

/** @throws ShapeError */
function checkSameGrid(
  grid: readonly number[],
  other: readonly number[] | undefined,
  where: string,
): void {
  if (!other || sameShape(grid, other)) return;
  throw new ShapeError(
    `${where}: validation should be on the grid ${formatShape(grid)} of the other cells; got ` +
      `${formatShape(other)}. Compare other grids by cnn.predict.`,
  );
}
