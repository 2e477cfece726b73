/** How a linear localization is fitted. */
import { checkInteger, checkNumber, checkOneOf, ValueError } from "../../core/index.js";
import type { RunOptions, Seed } from "../../core/index.js";
import { adam, constantRate, cosineDecay, sgd } from "../../nn/index.js";
import type { Optimizer, Schedule } from "../../nn/index.js";
import type { LinearLocalization } from "../network.js";

/** What finds the weights. */
export type LinearSolver = "newton" | "lbfgs" | "adam" | "sgd";

/** Options of `fitLinear`. */
export interface FitLinearOptions extends RunOptions {
  /**
   * "newton" (default for one layer) solves the least squares exactly: frequency by frequency for a filter as large
   * as the grid, by the normal equations of all its entries for a window. "lbfgs" (default for several layers),
   * "adam" and "sgd" are for comparison, and for several layers.
   */
  readonly solver?: LinearSolver | undefined;
  /**
   * "spectral" divides the gradient by the power of the local states at every frequency, so that all converge at
   * one rate; for one filter as large as the grid. Default "none".
   */
  readonly precondition?: "none" | "spectral" | undefined;
  /** Of "adam" (default 1e-2) and "sgd" (default one over the largest curvature for one layer, 1e-2 for several). */
  readonly learningRate?: number | undefined;
  /** Default: cosine to zero for "adam", constant for "sgd". */
  readonly schedule?: Schedule | undefined;
  /** Of "sgd". Default 0. */
  readonly momentum?: number | undefined;
  /** Samples of a step of "adam" and "sgd". Default all, which costs no more than one: the sums over samples are kept. */
  readonly batchSize?: number | undefined;
  /** Steps of "adam" and "sgd", default 1000; iterations of "lbfgs", default 2000. */
  readonly maxIterations?: number | undefined;
  /** "lbfgs" begins no line search after so many evaluations. Default Infinity. */
  readonly maxEvaluations?: number | undefined;
  /** "lbfgs" ends when the largest entry of the gradient has fallen to this part of the first. Default 1e-10. */
  readonly tolerance?: number | undefined;
  /** Pairs of vectors that "lbfgs" keeps. Default 20. */
  readonly memory?: number | undefined;
  /** Of the first weights of several layers, and of the order of batches. Default 0. */
  readonly seed?: Seed | undefined;
}

/** The options with their defaults. */
export interface FitSettings {
  readonly solver: LinearSolver;
  readonly spectral: boolean;
  readonly batchSize: number;
  readonly maxIterations: number;
  readonly maxEvaluations: number;
  readonly tolerance: number;
  readonly memory: number;
  readonly seed: Seed;
}

const SOLVERS: readonly LinearSolver[] = ["newton", "lbfgs", "adam", "sgd"];
const WHERE = "cnn.fitLinear";

/**
 * The options, checked, with their defaults.
 * @throws ValueError for options out of range, or a solver that the network does not have
 */
export function settingsOf(
  { layers, grid }: LinearLocalization,
  samples: number,
  options: FitLinearOptions,
): FitSettings {
  const single = layers.layers.length === 1;
  const { solver = single ? "newton" : "lbfgs", precondition = "none" } = options;
  const { batchSize = samples, tolerance = 1e-10, memory = 20, seed = 0 } = options;
  const { maxIterations = solver === "lbfgs" ? 2000 : 1000, maxEvaluations = Infinity } = options;
  checkOneOf(solver, SOLVERS, `${WHERE}: solver`);
  checkOneOf(precondition, ["none", "spectral"], `${WHERE}: precondition`);
  checkInteger(batchSize, 1, Infinity, `${WHERE}: batchSize`);
  checkInteger(maxIterations, 1, Infinity, `${WHERE}: maxIterations`);
  if (maxEvaluations !== Infinity) {
    checkInteger(maxEvaluations, 1, Infinity, `${WHERE}: maxEvaluations`);
  }
  checkNumber(tolerance, 0, 1, `${WHERE}: tolerance`);
  checkInteger(memory, 1, Infinity, `${WHERE}: memory`);
  if (solver === "newton" && !single) {
    throw new ValueError(
      `${WHERE}: solver "newton" is exact for one layer; the network has ${layers.layers.length}, whose error is ` +
        `no quadratic form of their weights. Use solver: "lbfgs".`,
    );
  }
  if (precondition === "spectral" && (!grid || solver === "newton")) {
    throw new ValueError(
      `${WHERE}: precondition "spectral" is for a descent on one filter as large as the grid, whose frequencies ` +
        `are independent. ${grid ? `Solver "newton" needs none.` : `Give the network shape in place of kernelSize.`}`,
    );
  }
  const spectral = precondition === "spectral";
  return { solver, spectral, batchSize, maxIterations, maxEvaluations, tolerance, memory, seed };
}

/**
 * The optimiser of "adam" and "sgd", and how its rate changes.
 * @param curvature the largest curvature of the loss, 0 if unknown
 * @throws ValueError for rates out of range
 */
export function optimizerOf(
  { solver }: FitSettings,
  { learningRate, schedule, momentum = 0 }: FitLinearOptions,
  curvature: number,
): { readonly optimizer: Optimizer; readonly schedule: Schedule } {
  if (solver === "adam") {
    const optimizer = adam({ learningRate: learningRate ?? 1e-2 });
    return { optimizer, schedule: schedule ?? cosineDecay() };
  }
  const rate = learningRate ?? (curvature > 0 ? 1 / curvature : 1e-2);
  return { optimizer: sgd({ learningRate: rate, momentum }), schedule: schedule ?? constantRate() };
}
