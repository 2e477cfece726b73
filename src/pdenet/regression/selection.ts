/**
 * How many terms: along a path of thresholds, each is judged on folds, parts of the data that were left out of the fit in
 * turn, by
 *
 *   s = Σ_c ln(E_c² + δ²) + κ k
 *
 * with the errors E_c that k terms leave. δ is the error of the derivatives that one is content with: terms that only
 * follow that error are not worth their place. Of all thresholds whose s is above the lowest by no more than the
 * standard error of that difference over the folds, the one with the fewest terms is taken.
 *
 * Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), 3.4.3 (the rule of one standard error).
 */
import { scaledConstraints } from "./constraints.js";
import type { LinearConstraint } from "./constraints.js";
import { leftOver, problemOf } from "./problem.js";
import type { Problem, ColumnScales } from "./problem.js";
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
  readonly scales: ColumnScales;
  readonly usable: readonly number[];
  readonly constraints: readonly LinearConstraint[];
  readonly thresholds: readonly number[];
  /** κ. */
  readonly penalty: number;
  /** δ. */
  readonly tolerance: number;
  readonly ridge: number;
}

/** The sparse fit of some components with the threshold that is best. */
export function selectTerms(setting: SelectionSetting, components: readonly number[]): GroupFit {
  const { units, scales, thresholds, penalty, tolerance, ridge } = setting;
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
    const left = folds.map(({ rest, held }) => leftOver(held, fit(rest, threshold).x));
    const scores = (folds.length > 0 ? left : [training]).map((squares) =>
      squares.reduce(
        (sum, square) => sum + Math.log(square + tolerance ** 2 + ROUNDING),
        penalty * fitted.active.length,
      ),
    );
    return { threshold, fitted, training, validation: meanOf(left, components.length), scores };
  });
  const lowest = candidates.reduce((a, b) => (mean(b.scores) <= mean(a.scores) ? b : a));
  const best = candidates
    .filter(({ scores }) => isAsGood(scores, lowest.scores))
    .reduce((a, b) => (b.fitted.active.length <= a.fitted.active.length ? b : a));
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

/** Whether scores are above the lowest by one standard error of the difference at most. */
function isAsGood(scores: readonly number[], lowest: readonly number[]): boolean {
  const differences = scores.map((score, fold) => score - lowest[fold]);
  const excess = mean(differences);
  if (scores.length < 2) return excess <= 0;
  const square = mean(differences.map((difference) => (difference - excess) ** 2));
  return excess <= Math.sqrt(square / (scores.length - 1));
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
