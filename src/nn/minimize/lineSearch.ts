/**
 * A step α along a descent direction d that satisfies the strong Wolfe conditions
 *
 *   φ(α) ≤ φ(0) + c₁ α φ'(0),   |φ'(α)| ≤ c₂ |φ'(0)|,   φ(α) = f(x + α d):
 *
 * f falls enough, and its slope has flattened, so that sᵀy > 0 for the update of the curvature. The
 * search narrows an interval around a minimum of ψ(α) = φ(α) − φ(0) − c₁ α φ'(0), where both conditions
 * hold since c₁ ≤ c₂.
 *
 * J. J. Moré and D. J. Thuente, ACM Trans. Math. Softw. 20 (1994) 286.
 *
 * Close to a minimum f changes by less than its rounding, while its slopes are still exact. There
 * φ(α) − φ(0) is taken as α (φ'(0) + φ'(α))/2, which makes the first condition the approximate one of
 * W. W. Hager and H. Zhang, SIAM J. Optim. 16 (2005) 170, section 4.
 */
import type { Point } from "./objective.js";
import { dot } from "./sums.js";
import { nextStep } from "./trialStep.js";
import type { Sample } from "./trialStep.js";

/** c₁: how much of the fall that the first slope promises must come true. */
export const DECREASE = 1e-4;

/** c₂: how much of the first slope may be left. */
export const CURVATURE = 0.9;

/** Values that differ by less than this part of themselves may differ by rounding alone. */
export const ROUNDING = 1e-13;

/** Evaluations after which a search has failed. */
const TRIALS = 40;

/** While ψ only falls, a step goes on by at most this many times the last stride. */
const STRIDE = 4;

/** Two narrowings together should leave at most this part of an interval, else it is halved. */
const NARROWING = 0.66;

/** Where a search ended. */
export interface LineStep {
  /** The accepted point; after a failed search the best one seen, maybe the one it began at. */
  readonly point: Point;
  /** Its α. */
  readonly step: number;
  /** Whether it satisfies both conditions. */
  readonly accepted: boolean;
}

interface Trial extends Sample {
  readonly point: Point;
}

/**
 * The first step found that satisfies both conditions.
 * @param slope φ'(0) = gᵀd; unless it is negative the search has failed
 * @param first the α to try first
 * @param evaluate f and its gradient at x + α d; values that are not finite are stepped back from
 */
export async function lineSearch(
  start: Point,
  direction: Float64Array,
  slope: number,
  first: number,
  evaluate: (x: Float64Array) => Promise<Point>,
): Promise<LineStep> {
  if (!(slope < 0 && Number.isFinite(slope))) return { point: start, step: 0, accepted: false };
  const offset = DECREASE * slope;
  let best: Trial = { point: start, step: 0, value: 0, slope: slope - offset };
  let other: Sample | undefined;
  let wall = Infinity;
  let widths = [Infinity, Infinity];
  let step = first;
  for (let trial = 0; trial < TRIALS; trial++) {
    const point = await evaluate(along(start.x, direction, step));
    const slopeThere = dot(point.gradient, direction);
    if (!Number.isFinite(point.value) || !Number.isFinite(slopeThere)) {
      wall = step;
      step = best.step + (step - best.step) / 4;
      continue;
    }
    const value = change(start, point, step, slope, slopeThere) - step * offset;
    if (value <= 0 && Math.abs(slopeThere) <= -CURVATURE * slope) {
      return { point, step, accepted: true };
    }
    const newest: Trial = { point, step, value, slope: slopeThere - offset };
    const stride = step - best.step;
    const far = Math.min(step + STRIDE * stride, (step + wall) / 2);
    step = nextStep(best, newest, other, far);
    if (newest.value > best.value) other = newest;
    else {
      if (newest.slope * stride > 0) other = best;
      best = newest;
    }
    if (!other) continue;
    const width = Math.abs(other.step - best.step);
    const slow = !(width < NARROWING * widths[0]);
    const inside = (step - best.step) * (step - other.step) < 0;
    if (slow || !inside) step = best.step + (other.step - best.step) / 2;
    if (step === best.step || step === other.step) break;
    widths = [widths[1], width];
  }
  const { point, step: reached } = best;
  if (!(point.value < start.value)) return { point: start, step: 0, accepted: false };
  return { point, step: reached, accepted: false };
}

function along(x: Float64Array, direction: Float64Array, step: number): Float64Array {
  return x.map((xi, i) => xi + step * direction[i]);
}

/** φ(α) − φ(0), by the trapezoidal rule from the slopes where the values cannot tell. */
function change(
  start: Point,
  point: Point,
  step: number,
  slope: number,
  slopeThere: number,
): number {
  const difference = point.value - start.value;
  const unsure = ROUNDING * Math.max(Math.abs(start.value), Math.abs(point.value));
  return Math.abs(difference) <= unsure ? (step * (slope + slopeThere)) / 2 : difference;
}
