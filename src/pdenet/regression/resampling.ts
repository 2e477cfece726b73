/**
 * How certain coefficients are, by the bootstrap: units are drawn again with replacement, as many as there are, and
 * fitted again. The spread of the coefficients over the draws is their standard error, their 2.5th and 97.5th percentile
 * the interval of 95 %; how often a term stays is its inclusion frequency.
 *
 * What all units share, such as the error of a difference, is not seen: intervals are those of chance alone.
 * Efron and Tibshirani, An Introduction to the Bootstrap (1993); Fasel, Kutz, Brunton and Brunton, Proc. R. Soc. A 478
 * (2022) 20210904 (inclusion).
 */
import type { Rng } from "../../core/index.js";
import { scaledConstraints } from "./constraints.js";
import { problemOf, solve } from "./problem.js";
import type { GroupFit, SelectionSetting } from "./selection.js";
import { addUnits } from "./sums.js";
import { thresholded } from "./thresholding.js";

/** ColumnScales below this number say nothing of their spread. */
const FEWEST = 3;

/** How certain the coefficients of a group are, in its pure numbers. */
export interface Certainty {
  /** Standard error of every unknown. */
  readonly errors: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** How often every unknown stayed. */
  readonly inclusion: Float64Array;
}

/** The bootstrap of a fit; null for too few units or draws. */
export function resample(
  setting: SelectionSetting,
  { components, active, threshold }: GroupFit,
  draws: number,
  rng: Rng,
): Certainty | null {
  const { units, scales, ridge } = setting;
  if (draws < 2 || units.length < FEWEST) return null;
  const constraints = scaledConstraints(setting.constraints, scales, components);
  const n = scales.columns.length;
  const usable = components.flatMap((_, g) => setting.usable.map((j) => g * n + j));
  const found: Float64Array[] = [];
  const inclusion = new Float64Array(components.length * n);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = units.map(() => rng.integer(units.length));
    const problem = problemOf(addUnits(units, drawn), scales, components);
    found.push(solve(problem, active, constraints, 0));
    const kept = thresholded(problem, usable, constraints, threshold, ridge).active;
    for (const unknown of kept) inclusion[unknown] += 1 / draws;
  }
  const errors = new Float64Array(inclusion.length);
  const low = new Float64Array(inclusion.length);
  const high = new Float64Array(inclusion.length);
  for (const unknown of active) {
    const values = Float64Array.from(found, (x) => x[unknown]).sort();
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    errors[unknown] = Math.sqrt(square / (draws - 1));
    low[unknown] = percentile(values, 0.025);
    high[unknown] = percentile(values, 0.975);
  }
  return { errors, low, high, inclusion };
}

/** Of sorted values, between neighbours on a straight line. */
function percentile(values: Float64Array, part: number): number {
  const at = part * (values.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, values.length - 1);
  return values[below] + (at - below) * (values[above] - values[below]);
}
