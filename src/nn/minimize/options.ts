/** How to minimise, and when to stop. */
import { checkInteger, checkNumber, checkOneOf } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { METHODS } from "./state.js";
import type { MinimizeMethod, MinimizeState } from "./state.js";

/** Options of `minimize`. */
export interface MinimizeOptions extends RunOptions {
  /**
   * Default "lbfgs", for any number n of unknowns: it keeps a few vectors. "bfgs" keeps an n × n matrix, for n
   * up to about 2000: far fewer evaluations where curvatures differ by orders of magnitude.
   */
  readonly method?: MinimizeMethod | undefined;
  /** Pairs of vectors that "lbfgs" keeps. Default 10; 5 to 50 is sensible. */
  readonly history?: number | undefined;
  /** Stops at ‖∇f‖∞ ≤ gradientTolerance. Default 1e-8. */
  readonly gradientTolerance?: number | undefined;
  /**
   * Stops when an iteration lowers f by at most this part of |f|. Default 0: never; 1e-12 to 1e-6 suits a
   * fit to noisy data.
   */
  readonly relativeDecrease?: number | undefined;
  /** Stops after this many line searches, those before `state` included. Default 10000. */
  readonly maxIterations?: number | undefined;
  /**
   * Begins no line search after this many evaluations of f, those before `state` included; the last
   * search is finished. Default Infinity.
   */
  readonly maxEvaluations?: number | undefined;
  /** Goes on from here, to the bits of a run that was never stopped; of x0 only the length counts then. */
  readonly state?: MinimizeState | undefined;
  /** Called after every iteration with what `state` would need; "bfgs" copies its matrix for it. */
  readonly onIterate?: ((state: MinimizeState) => void) | undefined;
}

/** The options with their defaults. */
export interface Settings {
  readonly method: MinimizeMethod;
  readonly history: number;
  readonly gradientTolerance: number;
  readonly relativeDecrease: number;
  readonly maxIterations: number;
  readonly maxEvaluations: number;
}

/**
 * The options, checked, with their defaults.
 * @throws ValueError for options out of range
 */
export function settingsOf(options: MinimizeOptions): Settings {
  const { method = "lbfgs", history = 10 } = options;
  const { gradientTolerance = 1e-8, relativeDecrease = 0 } = options;
  const { maxIterations = 10_000, maxEvaluations = Infinity } = options;
  const where = "nn.minimize";
  checkOneOf(method, METHODS, `${where}: method`);
  checkInteger(history, 1, Infinity, `${where}: history`);
  checkNumber(gradientTolerance, 0, Infinity, `${where}: gradientTolerance`);
  checkNumber(relativeDecrease, 0, Infinity, `${where}: relativeDecrease`);
  checkCount(maxIterations, 0, `${where}: maxIterations`);
  checkCount(maxEvaluations, 1, `${where}: maxEvaluations`);
  return { method, history, gradientTolerance, relativeDecrease, maxIterations, maxEvaluations };
}

function checkCount(count: number, least: number, where: string): void {
  if (count !== Infinity) checkInteger(count, least, Infinity, where);
}
