/** Where a minimisation stands between two iterations: all it needs to go on, to the same bits. */
import { checkFinite, checkOneOf, ShapeError, ValueError } from "../../core/index.js";
import type { Knowledge } from "./curvature.js";
import type { Point } from "./objective.js";

/** How the curvature is remembered: in pairs of vectors, or as a matrix. */
export type MinimizeMethod = "lbfgs" | "bfgs";

export const METHODS: readonly MinimizeMethod[] = ["lbfgs", "bfgs"];

/** A stopped run, as plain data that nobody writes to any more. */
export interface MinimizeState extends Point, Knowledge {
  readonly method: MinimizeMethod;
  /** Line searches so far. */
  readonly iterations: number;
  /** Evaluations of f so far. */
  readonly evaluations: number;
  /** α of the last line search, 0 before the first. */
  readonly step: number;
}

/**
 * Refuses a state that another method wrote, or that is of another number of unknowns.
 * @throws ShapeError, ValueError
 */
export function checkState(state: MinimizeState, method: MinimizeMethod, n: number): void {
  const where = "nn.minimize: state";
  checkOneOf(state.method, METHODS, `${where}.method`);
  if (state.method !== method) {
    throw new ValueError(
      `${where} is of a run by "${state.method}", this one is by "${method}". ` +
        `Go on with the method it began with.`,
    );
  }
  const lengths = [state.x, state.gradient, ...state.pairs.flatMap(({ s, y }) => [s, y])];
  const wrong = lengths.find(({ length }) => length !== n);
  if (wrong) {
    throw new ShapeError(
      `${where} holds ${wrong.length} unknowns, x0 has ${n}. Pass the state of the same problem.`,
    );
  }
  const { length } = state.inverseHessian;
  if (length !== 0 && length !== n * n) {
    throw new ShapeError(
      `${where}.inverseHessian should have ${n} × ${n} entries; got ${length}. ` +
        `Pass the state of the same problem.`,
    );
  }
  checkFinite({ data: state.x, shape: [n] }, `${where}.x`);
  checkFinite({ data: state.gradient, shape: [n] }, `${where}.gradient`);
}
