/**
 * How many terms: along a path of thresholds, each is judged by the error on units that were left out of the fit and by
 * the number of terms it keeps,
 *
 *   ln E² + κ k,
 *
 * so that a term stays if it lowers the square of the error left out by more than a part κ. Of equal scores the larger
 * threshold wins.
 */
import { scaledConstraints } from "./constraints.js";
import type { LinearConstraint } from "./constraints.js";
import { leftOver, problemOf } from "./problem.js";
import type { Problem, Units } from "./problem.js";
import { addUnits } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { thresholded } from "./thresholding.js";
import type { SparseFit } from "./thresholding.js";

/** Parts that are left out in turn. */
const FOLDS = 5;
/** An error below this square is rounding of the sums. */
const ROUNDING = 1e-14;

/** One threshold and what came of it. */
export interface PathPoint {
  readonly threshold: number;
  /** Terms that stay if all data are fitted. */
  readonly terms: number;
  /** rms(u_t − terms)/rms(u_t) of the data that are fitted. */
  readonly training: number;
  /** The same for data left out of the fit; NaN where there are too few to leave any out. */
  readonly validation: number;
}

/** The regression of one group of components. */
export interface GroupFit extends SparseFit {
  readonly components: readonly number[];
  readonly threshold: number;
  readonly path: readonly PathPoint[];
  /** rms(u_t − terms)/rms(u_t) of every component. */
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

/** What all groups share. */
export interface SelectionSetting {
  readonly units: readonly UnitSums[];
  readonly scales: Units;
  readonly usable: readonly number[];
  readonly constraints: readonly LinearConstraint[];
  readonly thresholds: readonly number[];
  readonly penalty: number;
  readonly ridge: number;
}

/** The sparse fit of some components with the threshold that is best. */
export function selectTerms(setting: SelectionSetting, components: readonly number[]): GroupFit {
  const { units, scales, thresholds, penalty, ridge } = setting;
  const constraints = scaledConstraints(setting.constraints, scales, components);
  const n = scales.columns.length;
  const usable = components.flatMap((_, g) => setting.usable.map((j) => g * n + j));
  const all = units.map((_, i) => i);
  const whole = problemOf(addUnits(units, all), scales, components);
  const folds = foldsOf(setting, components);
  const fit = (problem: Problem, threshold: number): SparseFit =>
    thresholded(problem, usable, constraints, threshold, ridge);
  const candidates = thresholds.map((threshold) => {
    const fitted = fit(whole, threshold);
    const training = leftOver(whole, fitted.x);
    const validation = meanOf(
      folds.map(({ rest, held }) => leftOver(held, fit(rest, threshold).x)),
      components.length,
    );
    const judged = folds.length > 0 ? validation : training;
    const error = judged.reduce((sum, square) => sum + Math.log(square + ROUNDING), 0);
    return {
      threshold,
      fitted,
      training,
      validation,
      score: error + penalty * fitted.active.length,
    };
  });
  const best = candidates.reduce((a, b) => (b.score <= a.score ? b : a));
  return {
    ...best.fitted,
    components,
    threshold: best.threshold,
    path: candidates.map(({ threshold, fitted, training, validation }) => ({
      threshold,
      terms: fitted.active.length,
      training: Math.sqrt(mean(training)),
      validation: Math.sqrt(mean(validation)),
    })),
    training: Array.from(best.training, Math.sqrt),
    validation: Array.from(best.validation, Math.sqrt),
  };
}

/** What remains without each fold, and the fold. */
function foldsOf(
  { units, scales }: SelectionSetting,
  components: readonly number[],
): { readonly rest: Problem; readonly held: Problem }[] {
  const count = Math.min(FOLDS, units.length);
  if (count < 2) return [];
  return Array.from({ length: count }, (_, fold) => {
    const [rest, held] = [false, true].map((own) =>
      problemOf(
        addUnits(
          units,
          units.flatMap((_, i) => ((i % count === fold) === own ? [i] : [])),
        ),
        scales,
        components,
      ),
    );
    return { rest, held };
  });
}

/** Of every component over folds; NaN of none. */
function meanOf(folds: readonly Float64Array[], components: number): Float64Array {
  return Float64Array.from(
    { length: components },
    (_, g) => folds.reduce((sum, squares) => sum + squares[g], 0) / folds.length,
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
