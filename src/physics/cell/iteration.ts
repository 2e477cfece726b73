/** When the iteration of a cell ends. */
import { checkInteger, checkNumber, checkOneOf, ConvergenceError } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import type { CellOutcome } from "./conjugateGradients.js";

/** When an iteration ends. */
export interface IterationOptions extends RunOptions {
  /**
   * Relative residual in the norm of the preconditioner. Default 1e-6: strains then err by some 1e-6, more at high
   * contrasts, but at most by that times the contrast.
   */
  readonly tolerance?: number;
  /** Default 2000. */
  readonly maxIterations?: number;
  /**
   * "converged" (default) refuses to return other fields; "truncated" returns those of the last iteration with
   * their residual.
   */
  readonly accept?: "converged" | "truncated";
}

/** The same, complete. */
export interface CheckedIteration {
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly truncated: boolean;
}

/** The rule of a call. */
export function checkIteration(
  { tolerance = 1e-6, maxIterations = 2000, accept = "converged" }: IterationOptions,
  where: string,
): CheckedIteration {
  checkNumber(tolerance, 1e-15, 1, `${where}: tolerance`);
  checkInteger(maxIterations, 0, Infinity, `${where}: maxIterations`);
  checkOneOf(accept, ["converged", "truncated"], `${where}: accept`);
  return { tolerance, maxIterations, truncated: accept === "truncated" };
}

/**
 * Refuses a cell that has not reached its tolerance, unless it may.
 * @throws ConvergenceError
 */
export function checkConverged(
  { converged, iterations, residual }: CellOutcome,
  sample: number,
  { truncated, tolerance }: CheckedIteration,
  where: string,
): void {
  if (converged || truncated) return;
  throw new ConvergenceError(
    `${where}: sample ${sample} should reach the residual ${tolerance}; after ${iterations} iterations it is ` +
      `${residual.toPrecision(3)}. Allow more maxIterations, ask for a larger tolerance, refine a cell of ` +
      `high contrast, or take the last fields with accept: "truncated".`,
  );
}
