/**
 * The two-point statistics of a Gaussian field cut at levels. Its values at two cells are normal with correlation ρ,
 * so with Φ₂ of `statistics.bivariateNormal`, for phase 1 of volume fraction v above a single level,
 *
 *   S₂ = Φ₂(h, h; ρ) = v² + (1/2π) ∫₀^{asin ρ} e^{−h²/(1 + sin θ)} dθ,   h = Φ⁻¹(v),
 *
 * ¼ + asin(ρ)/2π for v = ½. The indicator of any phase is a sum of signed half lines 1[g ≤ e], and f_ab the sum
 * over both phases' edges of ± Φ₂(e, e′; ρ).
 *
 * Quiblier, Journal of Colloid and Interface Science 98 (1984) 84; Berk, Physical Review Letters 58 (1987) 2718.
 */
import { checkFinite, checkInteger, ndarrayOf, toFloat64, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { bivariateNormal } from "../statistics/index.js";
import type { StatePair } from "../statistics/index.js";
import { fieldLevels } from "./fieldLevels.js";
import type { FieldCut, FieldLevels } from "./fieldLevels.js";

/** Options of `twoPointOfThreshold`. */
export interface ThresholdStatisticsOptions extends Pick<FieldCut, "doubleCut"> {
  /** The phases a and b of f_ab. Default [1, 1]. */
  readonly pair?: StatePair;
}

/** An end of a half line g ≤ e and its sign. */
interface Edge {
  readonly sign: number;
  readonly at: number;
}

/**
 * The two-point statistics f_ab of a thresholded field, one value for every ρ.
 * @param rho covariances ρ in [−1, 1], of any shape: ρ[…r]
 * @param volumeFraction of phase 1, or of phases 0, 1, …, H − 1
 * @returns f_ab[…r], to about 1e-14
 * @throws ValueError for ρ or fractions out of range, or a phase that there is not
 */
export function twoPointOfThreshold(
  rho: ArrayInput,
  volumeFraction: number | readonly number[],
  options: ThresholdStatisticsOptions = {},
): NdArray {
  const where = "microstructure.twoPointOfThreshold";
  const { doubleCut, pair = [1, 1] } = options;
  const cut = fieldLevels({ volumeFraction, ...(doubleCut !== undefined && { doubleCut }) }, where);
  for (const end of [0, 1]) checkInteger(pair[end], 0, cut.levels.length, `${where}: pair[${end}]`);
  const { data, shape } = toFloat64(rho, `${where}: rho`);
  checkFinite({ data, shape }, `${where}: rho`);
  const [first, second] = pair.map((phase) => edgesOf(phase, cut));
  const known = new Map<number, number>();
  const f = data.map((value, i) => {
    const bounded = Math.min(1, Math.max(-1, value));
    if (Math.abs(value - bounded) > 1e-9) {
      throw new ValueError(
        `${where}: rho should lie in [−1, 1]; got ${value} at position ${i}. Divide by the variance.`,
      );
    }
    const found = known.get(bounded) ?? jointProbability(first, second, bounded);
    known.set(bounded, found);
    return found;
  });
  return ndarrayOf(f, shape);
}

function jointProbability(first: readonly Edge[], second: readonly Edge[], rho: number): number {
  let sum = 0;
  for (const a of first) {
    for (const b of second) sum += a.sign * b.sign * bivariateNormal(a.at, b.at, rho);
  }
  return Math.min(1, Math.max(0, sum));
}

/** The half lines whose signed sum is a phase: those up to its upper level less those up to its lower one. */
function edgesOf(phase: number, { levels, doubleCut }: FieldLevels): Edge[] {
  const upTo = (level: number, sign: number): Edge[] => {
    if (!doubleCut) return [{ sign, at: level }];
    return [
      { sign, at: level }, // −|g| ≤ q where g ≤ q, or not g ≤ −q
      { sign, at: Infinity },
      { sign: -sign, at: -level },
    ];
  };
  const upper = phase < levels.length ? upTo(levels[phase], 1) : [{ sign: 1, at: Infinity }];
  return [...upper, ...(phase > 0 ? upTo(levels[phase - 1], -1) : [])];
}
