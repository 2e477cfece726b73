/** Volume fractions of phases: how they are asked for, and what of them generators need. */
import { checkInteger, checkNumber, formatShape, ValueError } from "../core/index.js";

/** How much of a sample each phase fills. */
export interface PhaseFractions {
  /** Volume fractions of phases 0, 1, …, with the sum 1. Default equal fractions. */
  readonly volumeFraction?: readonly number[];
  /** Number of phases where no fractions are given, 2 … 256. Default 2. */
  readonly phases?: number;
}

/**
 * c_l = Σ_{h ≤ l} of the volume fractions for l = 0 … H − 2; the last one would be 1.
 * @throws ValueError for fractions without the sum 1, or that contradict the number of phases
 */
export function cumulativeFractions(
  { volumeFraction, phases }: PhaseFractions,
  where: string,
): number[] {
  if (!volumeFraction) {
    const count = phases ?? 2;
    checkInteger(count, 2, 256, `${where}: phases`);
    return Array.from({ length: count - 1 }, (_, l) => (l + 1) / count);
  }
  checkInteger(volumeFraction.length, 2, 256, `${where}: the number of volume fractions`);
  if (phases !== undefined && phases !== volumeFraction.length) {
    throw new ValueError(
      `${where}: phases should be the number of volume fractions, ${volumeFraction.length}; ` +
        `got ${phases}. Leave it out.`,
    );
  }
  return cumulativeOf(volumeFraction, where);
}

/**
 * The same of fractions that are given.
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
