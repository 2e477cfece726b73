/** What a quasi-Newton method has learnt about the second derivatives of f. */

import { dot } from "./sums.js";

/** A step s = x₊ − x and the change of the gradient it brought, y = g₊ − g. */
export interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

/** An approximation H of the inverse Hessian, improved by every step. */
export interface Curvature {
  /** Whether nothing is known: H is then the identity. */
  readonly empty: boolean;
  /** −H g. */
  direction(gradient: Float64Array): Float64Array;
  /** Takes in one step. Steps along which the slope did not rise, sᵀy ≤ 0, are passed over. */
  learn(pair: Pair): void;
  /** Back to the identity. */
  forget(): void;
  /** What is known, as plain data that later steps leave alone. */
  knowledge(): Knowledge;
}

/** What is known, as plain data: the last pairs, or the inverse Hessian. */
export interface Knowledge {
  /** For "lbfgs": the pairs kept, the oldest first. Empty for "bfgs". */
  readonly pairs: readonly Pair[];
  /** For "bfgs": H, row-major n × n. Empty for "lbfgs", and before the first step. */
  readonly inverseHessian: Float64Array;
}

/** Whether sᵀy is positive and more than rounding: the slope rose along the step, as it does in a valley. */
export function showsCurvature({ s, y }: Pair): boolean {
  return dot(s, y) > 2 ** -52 * Math.sqrt(dot(s, s) * dot(y, y));
}
