/**
 * How sure a number is that was fitted several times, to draws of S trajectories and under one of G conditions in
 * turn. Draws leave open what trajectories do, and conditions what every trajectory has in common. With ȳ_g the mean
 * of n_g values under a condition, M values in all,
 *
 *   d² = Σ_g Σ (y − ȳ_g)² / (M − G),   s² = max(0, var_g ȳ_g − d² ⟨1/n_g⟩),
 *   half width = √((t_{S−1} d)² + (t_{G−1} s)²)   (95 %).
 *
 * The components of the variance of a one-way layout: Searle, Casella and McCulloch, Variance Components (1992),
 * chapter 3. Of fewer than two values under a condition only the deviation of all is known, and counts as d.
 */
import { studentQuantile } from "./studentQuantile.js";

/**
 * Half the width of the interval of 95 %.
 * @param values two at least; value m is under condition m mod G
 * @param conditions G
 * @param trajectories S
 */
export function halfWidth(
  values: readonly number[],
  conditions: number,
  trajectories: number,
): number {
  const t = studentQuantile(Math.max(1, trajectories - 1));
  const groups = Array.from({ length: conditions }, (_, g) =>
    values.filter((_value, m) => m % conditions === g),
  );
  if (conditions < 2 || groups.some((group) => group.length < 2)) {
    return t * Math.sqrt(squares(values) / (values.length - 1));
  }
  const within = groups.reduce((sum, group) => sum + squares(group), 0);
  const d2 = within / (values.length - conditions);
  const share = mean(groups.map((group) => 1 / group.length));
  const s2 = Math.max(0, squares(groups.map(mean)) / (conditions - 1) - d2 * share);
  return Math.hypot(t * Math.sqrt(d2), studentQuantile(conditions - 1) * Math.sqrt(s2));
}

/** Σ (y − ȳ)². */
function squares(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
