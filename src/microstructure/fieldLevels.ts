/**
 * The levels that cut a Gaussian field g into phases of given volume fractions. A single cut counts the levels
 * below g; a double cut those below −|g|, so that phases lie between pairs of surfaces g = ±t:
 *
 *   single   m = #{ l : q_l < g },      q_l = Φ⁻¹(c_l),
 *   double   m = #{ l : q_l < −|g| },   q_l = Φ⁻¹(c_l / 2),
 *
 * with c_l the fraction of phases 0 … l. Of two phases, phase 1 is where g > t, or |g| < t.
 */
import { checkBoolean, checkInteger, checkNumber } from "../core/index.js";
import { normalQuantile } from "../statistics/index.js";
import { cumulativeOf } from "./fractions.js";

/** How a Gaussian field becomes phases. */
export interface FieldCut {
  /**
   * Volume fractions: of phase 1 if it is a number, or of phases 0, 1, …, H − 1 with the sum 1. Default 0.5.
   */
  readonly volumeFraction?: number | readonly number[];
  /** Whether −|g| is cut instead of g: sheets and channels instead of grains. Default false. */
  readonly doubleCut?: boolean;
}

/** A cut that was checked. */
export interface FieldLevels {
  /** c_l, l = 0 … H − 2. */
  readonly cumulative: readonly number[];
  /** q_l, in order. */
  readonly levels: readonly number[];
  readonly doubleCut: boolean;
}

/**
 * The levels of a cut.
 * @throws ValueError for fractions that are none
 */
export function fieldLevels(cut: FieldCut, where: string): FieldLevels {
  const { volumeFraction = 0.5, doubleCut = false } = cut;
  checkBoolean(doubleCut, `${where}: doubleCut`);
  const cumulative = cumulativeFractions(volumeFraction, where);
  const levels = cumulative.map((c) => normalQuantile(doubleCut ? c / 2 : c));
  return { cumulative, levels, doubleCut };
}

function cumulativeFractions(volumeFraction: number | readonly number[], where: string): number[] {
  if (typeof volumeFraction === "number") {
    checkNumber(volumeFraction, 0, 1, `${where}: volumeFraction`);
    return [1 - volumeFraction];
  }
  checkInteger(volumeFraction.length, 2, 256, `${where}: the number of volume fractions`);
  return cumulativeOf(volumeFraction, where);
}
