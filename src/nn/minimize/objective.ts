/** What is minimised: a function f of n unknowns with its gradient g = ∇f. */
import { ShapeError, ValueError } from "../../core/index.js";

/** f(x) and ∇f(x). */
export interface Evaluation {
  readonly value: number;
  /** g[i] = ∂f/∂x[i]. It is copied: the function may fill the same array every time. */
  readonly gradient: Float64Array;
}

/** The function. It should neither keep x nor write to it; it may promise its answer. */
export type Objective = (x: Float64Array) => Evaluation | Promise<Evaluation>;

/** A point where the function is known. Never written to once made, so that others may keep it. */
export interface Point extends Evaluation {
  readonly x: Float64Array;
}

/**
 * The function at x, which may be not finite there.
 * @throws ShapeError for a gradient that does not have one entry per unknown
 */
export async function evaluate(f: Objective, x: Float64Array): Promise<Point> {
  const { value, gradient } = await f(x);
  if (!(gradient instanceof Float64Array) || gradient.length !== x.length) {
    throw new ShapeError(
      `nn.minimize: f should return { value, gradient } with a Float64Array of ${x.length} entries ` +
        `as gradient; got ${gradient instanceof Float64Array ? gradient.length : typeof gradient}. ` +
        `Return one derivative for every unknown.`,
    );
  }
  return { x, value, gradient: gradient.slice() };
}

/**
 * Refuses a point to begin at where f or its gradient is not finite.
 * @throws ValueError
 */
export function checkDefined({ value, gradient }: Point): void {
  const index = gradient.findIndex((g) => !Number.isFinite(g));
  if (Number.isFinite(value) && index < 0) return;
  const got = Number.isFinite(value) ? `${gradient[index]} in its gradient at [${index}]` : value;
  throw new ValueError(
    `nn.minimize: f should be finite at x0, and its gradient too; got ${got}. ` +
      `Begin where f is defined.`,
  );
}
