/** What a careful reader should know about a fit, in sentences. */
import type { Sums } from "./sums.js";

/** Beyond this condition number the products of "gram" lose more than half of the digits. */
const SAFE_CONDITION = 1e5;

/** The warnings of a fit. */
export function warningsOf(sums: Sums, rank: Int32Array, condition: Float64Array): string[] {
  const warnings: string[] = [];
  const { samples, away, mean, solver } = sums;
  if (rank[0] < mean.features) {
    warnings.push(
      `The mean response is determined in ${rank[0]} of ${mean.features} directions: the volume ` +
        `fractions of the ${samples} samples do not vary independently. Means of other fractions ` +
        `are extrapolated with least norm.`,
    );
  }
  let deficient = 0;
  let worst = 1;
  for (let k = 1; k < rank.length; k++) {
    if (rank[k] < away.features) deficient++;
    worst = Math.max(worst, condition[k]);
  }
  if (deficient > 0) {
    warnings.push(
      `At ${deficient} of ${rank.length} frequencies the samples determine fewer than ` +
        `${away.features} directions; the rest has least norm. Add samples or reduce the states.`,
    );
  }
  if (worst > SAFE_CONDITION && solver === "gram") {
    warnings.push(
      `The condition number reaches ${worst.toExponential(1)}, and solver "gram" squares it. ` +
        `Fit with solver: "qr", a ridge, or fewer states.`,
    );
  }
  return warnings;
}
