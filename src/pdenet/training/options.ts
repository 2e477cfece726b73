/** How a network is trained, and what comes of it. */
import { checkInteger, checkNumber, checkOneOf, ValueError } from "../../core/index.js";
import type { RunOptions, Seed } from "../../core/index.js";
import { checkIsNetwork, isEquation, isModel } from "../checkArguments.js";
import type { Names } from "../createModel.js";
import type { Equation } from "../equation/equation.js";
import type { PdeModel } from "../model.js";
import type { PdeNetwork } from "../network.js";
import type { TrajectoryOptions } from "../trajectories.js";
import type { StageStop } from "./runStage.js";
import type { StageOptimizer, StageOptions } from "./stages.js";
import type { StartName } from "./warmUp.js";

/** How a network is trained. */
export interface FitOptions<N extends PdeNetwork = PdeNetwork>
  extends TrajectoryOptions, Names, RunOptions {
  /** What is learnt. Default `symbolic()`. */
  readonly network?: N | undefined;
  /**
   * Where it begins. "direct" (default): what least squares finds for one step with the first filters: the nodes of
   * a linear network, and for a symbolic one the sparse polynomial of `pdeFind`. "random": weights are drawn. Or a
   * model of the same network, which is trained further in its own units; or for a symbolic network an equation that
   * it then is.
   */
  readonly start?: StartName | PdeModel<N> | Equation | undefined;
  /**
   * The Δt-blocks: steps to roll out, or stages in full; none for the model that training would begin with. Default
   * [1, 3, 6, 9], as far as the trajectories go.
   */
  readonly schedule?: readonly (number | StageOptions)[] | undefined;
  /** Default "bfgs" up to 2000 unknowns, else "lbfgs". "adam" sees other windows in every step. */
  readonly optimizer?: StageOptimizer | undefined;
  /** Line searches of a stage at most, or steps of Adam. Default 40. */
  readonly maxIterations?: number | undefined;
  /** A stage ends when an iteration lowers its loss by this part at most: below that, noise is learnt. Default 1e-5. */
  readonly relativeDecrease?: number | undefined;
  /** α of Adam. Default 0.01. */
  readonly learningRate?: number | undefined;
  /** Windows of a stage: pieces of trajectories, of all in turn. Default 16. */
  readonly windows?: number | undefined;
  /** λ_s: how strongly weights are pressed to zero, as a pure number. Default 1e-2. */
  readonly sparsity?: number | undefined;
  /** λ_m: the same of what free moments change of their filters. Default 5e-3. */
  readonly momentSparsity?: number | undefined;
  /**
   * The part of the trajectories that is held out: the stage whose forecasts of them are best is what is returned, or
   * the start if no stage is better. Default 0: none, and the last stage is returned.
   */
  readonly validation?: number | undefined;
  /** Noise to be added to all frames, of the standard deviation of each component in the first. Default 0. */
  readonly noise?: number | undefined;
  /** The place of point 0 of every trajectory, in units of length; for coefficients that depend on place. Default zeros. */
  readonly origins?: readonly (readonly number[])[] | undefined;
  /** Of noise, first weights, windows and what is held out. Default 0. */
  readonly seed?: Seed | undefined;
  readonly checkpoint?: FitCheckpoint | undefined;
  /** Called after every stage. */
  readonly onStage?: ((record: StageRecord, model: PdeModel) => void) | undefined;
}

/** How a training is saved, and gone on with. */
export interface FitCheckpoint {
  /** Called with the bytes; `io.checkpointFile(path).save` writes them. Also called when the run is aborted. */
  readonly save?: ((bytes: Uint8Array) => void | Promise<void>) | undefined;
  /** Iterations from one saving to the next; the ends of stages are always saved. Default 10. */
  readonly every?: number | undefined;
  /** Bytes to go on from; `await io.checkpointFile(path).load()` reads them, undefined for none. */
  readonly resume?: Uint8Array | undefined;
}

/** What a stage came to. */
export interface StageRecord {
  /** Steps that were rolled out; 0 for the warm-up of a random start. */
  readonly steps: number;
  readonly windows: number;
  /** L at the end, and its part that the data have. */
  readonly loss: number;
  readonly data: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly stop: StageStop;
  /** Error of forecasts of what is held out; NaN where nothing is. */
  readonly validation: number;
}

/** What training made. */
export interface PdeFit<N extends PdeNetwork = PdeNetwork> {
  readonly model: PdeModel<N>;
  readonly stages: readonly StageRecord[];
  /** Forecasts of what is held out, by the start and by the model; NaN where nothing is. */
  readonly validation: { readonly start: number; readonly best: number };
  /** Which trajectories were held out. */
  readonly held: readonly number[];
  /** A sentence for every component of which nothing is explained: white noise in time has no equation. */
  readonly notes: readonly string[];
}

/** Options with nothing left open. */
export interface Settings {
  readonly maxIterations: number;
  readonly relativeDecrease: number;
  readonly learningRate: number;
  readonly windows: number;
  readonly sparsity: number;
  readonly momentSparsity: number;
  readonly validation: number;
  readonly noise: number;
  /** Steps of the longest stage that is asked for. */
  readonly span: number;
}

/** Stages are at most this long where nothing is asked for. */
const USUAL_SPAN = 9;

/**
 * The options with their defaults.
 * @throws ValueError for options out of range
 */
export function settingsOf(options: FitOptions, where: string): Settings {
  const {
    maxIterations = 40,
    relativeDecrease = 1e-5,
    learningRate = 0.01,
    windows = 16,
  } = options;
  const { sparsity = 1e-2, momentSparsity = 5e-3, validation = 0, noise = 0 } = options;
  checkStart(options.start, where);
  if (options.network !== undefined) checkIsNetwork(options.network, where);
  checkInteger(maxIterations, 1, Infinity, `${where}: maxIterations`);
  checkNumber(relativeDecrease, 0, 1, `${where}: relativeDecrease`);
  checkNumber(learningRate, Number.MIN_VALUE, Infinity, `${where}: learningRate`);
  checkInteger(windows, 1, Infinity, `${where}: windows`);
  checkNumber(sparsity, 0, Infinity, `${where}: sparsity`);
  checkNumber(momentSparsity, 0, Infinity, `${where}: momentSparsity`);
  checkNumber(noise, 0, Infinity, `${where}: noise`);
  const steps = options.schedule && stepsOf(options.schedule, `${where}: schedule`);
  return {
    ...{ maxIterations, relativeDecrease, learningRate, windows },
    ...{ sparsity, momentSparsity, validation, noise },
    span: Math.max(1, ...(steps ?? [USUAL_SPAN])),
  };
}

function checkStart(start: FitOptions["start"], where: string): void {
  if (start === undefined || isModel(start) || isEquation(start)) return;
  if (typeof start === "string") {
    checkOneOf(start, ["direct", "random"], `${where}: start`);
    return;
  }
  throw new ValueError(
    `${where}: start should be "direct", "random", a trained network or an equation; got something else. Pass the ` +
      `model that pdenet.fit returned, or the equation of pdenet.pdeFind.`,
  );
}

/** Steps of every stage. */
function stepsOf(schedule: NonNullable<FitOptions["schedule"]>, where: string): number[] {
  if (typeof schedule !== "object" || !("map" in schedule)) {
    throw new ValueError(
      `${where} should be a list of steps or stages; got ${JSON.stringify(schedule)}. Write [1, 3, 6].`,
    );
  }
  return schedule.map((one, i) => {
    const steps = typeof one === "object" ? one.steps : one;
    checkInteger(steps, 1, Infinity, `${where}[${i}].steps`);
    return steps;
  });
}
