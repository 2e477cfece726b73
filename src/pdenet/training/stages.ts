/** The schedule of Δt-blocks: training on one step first, then on longer and longer roll-outs. */
import { checkInteger, checkNumber, checkOneOf, ValueError } from "../../core/index.js";
import type { Movies } from "../trajectories.js";
import { hasWindow, longestWindow, shortestWindow } from "./windows.js";

/** How a stage looks for a minimum: a quasi-Newton method on all windows, or Adam on some of them at a time. */
export type StageOptimizer = "bfgs" | "lbfgs" | "adam";

const OPTIMIZERS: readonly StageOptimizer[] = ["bfgs", "lbfgs", "adam"];

/** Unknowns up to which the matrix of BFGS is worth its memory. */
const MOST_FOR_BFGS = 2000;

/** A stage as it is asked for. */
export interface StageOptions {
  /** N: steps that are rolled out. */
  readonly steps: number;
  /** Line searches at most, or steps of Adam. Default: that of the fit. */
  readonly maxIterations?: number | undefined;
  /** Default: that of the fit. */
  readonly optimizer?: StageOptimizer | undefined;
  /** λ_s, λ_m. Default: those of the fit. */
  readonly sparsity?: number | undefined;
  readonly momentSparsity?: number | undefined;
  /** Parameters that stay as they are, by name: ["moments"]. Default none. */
  readonly frozen?: readonly string[] | undefined;
}

/** A stage with nothing left open. */
export interface Stage {
  readonly steps: number;
  readonly maxIterations: number;
  readonly optimizer: StageOptimizer;
  readonly sparsity: number;
  readonly momentSparsity: number;
  readonly frozen: readonly string[];
}

/** Every second or third block of the published schedule, 1 to 6 and 9: as good an end in half the time. */
const USUAL = [1, 3, 6, 9];

/**
 * The stages of a fit.
 * @param schedule stages, or their steps; undefined: 1, 3, 6 and 9 as far as the movies go
 * @param movies those whose windows are rolled out
 * @throws ValueError for a stage that is none, or longer than every movie, or from nowhere to an observed frame
 */
export function stagesOf(
  schedule: readonly (number | StageOptions)[] | undefined,
  shared: Omit<Stage, "steps" | "frozen" | "optimizer">,
  optimizer: StageOptimizer | undefined,
  unknowns: number,
  movies: Movies,
  where: string,
): Stage[] {
  const longest = longestWindow(movies);
  const asked = schedule ?? usualSteps(movies);
  return asked.map((one, i) => {
    const at = `${where}: schedule[${i}]`;
    const options: StageOptions = typeof one === "number" ? { steps: one } : one;
    const { steps, frozen = [] } = options;
    const stage = {
      steps,
      frozen,
      optimizer: options.optimizer ?? optimizer ?? (unknowns <= MOST_FOR_BFGS ? "bfgs" : "lbfgs"),
      maxIterations: options.maxIterations ?? shared.maxIterations,
      sparsity: options.sparsity ?? shared.sparsity,
      momentSparsity: options.momentSparsity ?? shared.momentSparsity,
    };
    checkInteger(steps, 1, Infinity, `${at}.steps`);
    checkOneOf(stage.optimizer, OPTIMIZERS, `${at}.optimizer`);
    checkInteger(stage.maxIterations, 1, Infinity, `${at}.maxIterations`);
    checkNumber(stage.sparsity, 0, Infinity, `${at}.sparsity`);
    checkNumber(stage.momentSparsity, 0, Infinity, `${at}.momentSparsity`);
    if (hasWindow(movies, steps)) return stage;
    if (steps <= longest) {
      throw new ValueError(
        `${at} should roll out from an observed frame to others; no movie has one that was observed within ${steps} ` +
          `steps of another and is long enough. Take other steps, at least ${shortestWindow(movies)}.`,
      );
    }
    throw new ValueError(
      `${at} should roll out at most as many steps as a movie has after its first observed frame, ${longest}; got ` +
        `${steps}. A stage of N steps needs N + 1 frames: give longer movies or a shorter schedule.`,
    );
  });
}

/** Those of the usual stages that there are windows for; else one of the shortest there are. */
function usualSteps(movies: Movies): readonly number[] {
  const usual = USUAL.filter((steps) => hasWindow(movies, steps));
  return usual.length > 0 ? usual : [shortestWindow(movies)];
}

/**
 * Refuses names of parameters that a network does not have.
 * @throws ValueError
 */
export function checkFrozen(
  stages: readonly Stage[],
  names: readonly string[],
  where: string,
): void {
  stages.forEach(({ frozen }, i) => {
    const wrong = frozen.find((name) => !names.includes(name));
    if (wrong === undefined) return;
    throw new ValueError(
      `${where}: schedule[${i}].frozen should name parameters of the network, ` +
        `${names.map((name) => `"${name}"`).join(", ")}; got "${wrong}".`,
    );
  });
}
