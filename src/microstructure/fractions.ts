/** Volume fractions of phases 0, 1, …, H − 1. */
import { checkNumber, formatShape, ValueError } from "../core/index.js";

/**
 * The cumulative fractions c_l = Σ_{h ≤ l} of l = 0 … H − 2; the last one would be 1.
 * @throws ValueError for fractions outside [0, 1], or of another sum than 1
 */
export function cumulativeOf(volumeFraction: readonly number[], where: string): number[] {
  volumeFraction.forEach((fraction, h) => {
    checkNumber(fraction, 0, 1, `${where}: volumeFraction[${h}]`);
  });
  const sum = volumeFraction.reduce((total, fraction) => total + fraction, 0);
  if (Math.abs(sum - 1) > 1e-9) {
    throw new ValueError(
      `${where}: volumeFraction should have the sum 1; ${formatShape(volumeFraction)} has ${sum}. ` +
        `Divide the fractions by their sum.`,
    );
  }
  let total = 0;
  return volumeFraction.slice(0, -1).map((fraction) => (total = Math.min(1, total + fraction)));
}
