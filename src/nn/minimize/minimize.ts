/**
 * Quasi-Newton minimisation of a smooth f(x): with H the inverse Hessian as far as past steps show it,
 *
 *   x₊ = x + α d,   d = −H ∇f(x),   α by a line search for the strong Wolfe conditions.
 *
 * J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed. (2006), chapters 3, 6 and 7.
 */
import { checkFinite, checkpoint, ShapeError } from "../../core/index.js";
import { createBfgs } from "./bfgs.js";
import type { Pair } from "./curvature.js";
import { createLbfgs } from "./lbfgs.js";
import { lineSearch } from "./lineSearch.js";
import { checkDefined, evaluate } from "./objective.js";
import type { Objective, Point } from "./objective.js";
import { settingsOf } from "./options.js";
import type { MinimizeOptions, Settings } from "./options.js";
import { checkState } from "./state.js";
import type { MinimizeState } from "./state.js";
import { dot, largestMagnitude } from "./sums.js";

/**
 * Why a minimisation ended: a small gradient, a small decrease, enough iterations or evaluations, or no step
 * that satisfies the Wolfe conditions, not even against the gradient: a wrong gradient, a kink, rounding, or
 * an f without a lower bound.
 */
export type MinimizeStop = "gradient" | "decrease" | "iterations" | "evaluations" | "lineSearch";

/** One iteration, at its end. */
export interface MinimizeRecord {
  readonly value: number;
  /** ‖∇f‖∞. */
  readonly gradientNorm: number;
  /** α. */
  readonly step: number;
  /** Evaluations of f so far. */
  readonly evaluations: number;
}

/** Where a minimisation ended, and how it came there. */
export interface MinimizeResult extends Point {
  /** ‖∇f‖∞ at x. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** α of the last line search, 0 if there was none. */
  readonly step: number;
  readonly stop: MinimizeStop;
  /** Every iteration of this call. */
  readonly history: readonly MinimizeRecord[];
  /** For `state` of another call that should go on from here. */
  readonly state: MinimizeState;
}

/**
 * A local minimum of f near x0, by L-BFGS or BFGS.
 *
 * Where f is not finite the line search steps back, so f may have a domain. A line search that fails is
 * followed by one against the gradient, with the curvature forgotten.
 *
 * Source: D. C. Liu and J. Nocedal, Math. Program. 45 (1989) 503; the line search J. J. Moré and
 * D. J. Thuente, ACM Trans. Math. Softw. 20 (1994) 286.
 * @param f x[i] ↦ f and ∂f/∂x[i]
 * @param x0 where to begin
 * @throws ShapeError for no unknowns, a gradient of another length, or a state of another problem
 * @throws ValueError for options out of range, or unless x0, f(x0) and ∇f(x0) are finite
 */
export async function minimize(
  f: Objective,
  x0: Float64Array | readonly number[],
  options: MinimizeOptions = {},
): Promise<MinimizeResult> {
  const settings = settingsOf(options);
  const { method, history } = settings;
  const { state, signal, onIterate } = options;
  const n = x0.length;
  if (n === 0) {
    throw new ShapeError("nn.minimize: x0 should have at least one unknown; it has none.");
  }
  if (state) checkState(state, method, n);
  const curvature =
    method === "lbfgs"
      ? createLbfgs(history, state?.pairs ?? [])
      : createBfgs(n, state?.inverseHessian ?? new Float64Array(0));
  let { iterations, evaluations, step } = state ?? { iterations: 0, evaluations: 0, step: 0 };
  const counted = async (x: Float64Array): Promise<Point> => {
    signal?.throwIfAborted();
    evaluations++;
    return evaluate(f, x);
  };
  let point: Point = state ?? (await firstPoint(x0, counted));
  const records: MinimizeRecord[] = [];
  let stop = stopBefore(point, iterations, evaluations, settings);
  while (!stop) {
    await checkpoint(options, { done: iterations, unit: "iterations" });
    const steepest = curvature.empty;
    const direction = curvature.direction(point.gradient);
    const slope = dot(point.gradient, direction);
    const first = steepest ? 1 / Math.sqrt(-slope) : 1;
    const found = await lineSearch(point, direction, slope, first, counted);
    const last = point;
    ({ point, step } = found);
    iterations++;
    if (found.accepted) curvature.learn(pairOf(last, point));
    else curvature.forget();
    records.push({ value: point.value, gradientNorm: gradientNorm(point), step, evaluations });
    onIterate?.(stateNow());
    stop = stopBefore(point, iterations, evaluations, settings);
    if (stop) break;
    if (found.accepted && isSmallDecrease(last, point, settings)) stop = "decrease";
    if (!found.accepted && steepest) stop = "lineSearch";
  }
  return {
    x: point.x.slice(),
    value: point.value,
    gradient: point.gradient.slice(),
    gradientNorm: gradientNorm(point),
    iterations,
    evaluations,
    step,
    stop,
    history: records,
    state: stateNow(),
  };

  function stateNow(): MinimizeState {
    const { x, value, gradient } = point;
    return { method, x, value, gradient, iterations, evaluations, step, ...curvature.knowledge() };
  }
}

async function firstPoint(
  x0: Float64Array | readonly number[],
  evaluated: (x: Float64Array) => Promise<Point>,
): Promise<Point> {
  const x = Float64Array.from(x0);
  checkFinite({ data: x, shape: [x.length] }, "nn.minimize: x0");
  const point = await evaluated(x);
  checkDefined(point);
  return point;
}

function pairOf(from: Point, to: Point): Pair {
  return {
    s: to.x.map((xi, i) => xi - from.x[i]),
    y: to.gradient.map((gi, i) => gi - from.gradient[i]),
  };
}

function gradientNorm({ gradient }: Point): number {
  return largestMagnitude(gradient);
}

function stopBefore(
  point: Point,
  iterations: number,
  evaluations: number,
  settings: Settings,
): MinimizeStop | undefined {
  if (gradientNorm(point) <= settings.gradientTolerance) return "gradient";
  if (iterations >= settings.maxIterations) return "iterations";
  return evaluations >= settings.maxEvaluations ? "evaluations" : undefined;
}

function isSmallDecrease(from: Point, to: Point, { relativeDecrease }: Settings): boolean {
  const size = Math.max(Math.abs(from.value), Math.abs(to.value));
  return relativeDecrease > 0 && from.value - to.value <= relativeDecrease * size;
}
