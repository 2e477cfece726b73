/**
 * The covariance whose field, cut at one level, has given two-point statistics: for every distance the root ρ of
 *
 *   Φ₂(h, h; ρ) = S₂,   h = Φ⁻¹(v),   by steps in θ = asin ρ,   dS₂/dθ = e^{−h²/(1 + sin θ)}/2π.
 *
 * S₂ grows with ρ from max(0, 2v − 1) to v. Steps are Newton's, halving the interval where they would leave it.
 *
 * Quiblier, Journal of Colloid and Interface Science 98 (1984) 84.
 */
import { checkFinite, checkNumber, formatShape, ndarrayOf, toFloat64 } from "../core/index.js";
import { unravel, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { bivariateNormal, normalQuantile } from "../statistics/index.js";

/** How far rounding may carry S₂ beyond its bounds. */
const SLACK = 1e-9;

/** Steps that suffice to halve [−π/2, π/2] down to its last digit. */
const STEPS = 60;

/**
 * The covariances ρ of given two-point statistics: undoes `twoPointOfThreshold` of two phases.
 *
 * Every S₂ of a microstructure gives some ρ, but few of these are covariances of a field: `fieldSpectrum` tells the
 * share of its spectrum that is negative. Cut fields are a small part of all structures. Where S₂ is close to its
 * lower bound, and v is far from ½, ρ hardly matters and is not well determined.
 * @param twoPoint S₂[…r] of phase 1, of any shape
 * @param volumeFraction v of phase 1, 0 < v < 1
 * @returns ρ[…r]
 * @throws ValueError for values that are not finite, or outside [max(0, 2v − 1), v]
 */
export function covarianceFor(twoPoint: ArrayInput, volumeFraction: number): NdArray {
  const where = "microstructure.covarianceFor";
  checkNumber(volumeFraction, 0, 1, `${where}: volumeFraction`);
  if (volumeFraction === 0 || volumeFraction === 1) {
    throw new ValueError(
      `${where}: volumeFraction should lie between 0 and 1; a single phase, ${volumeFraction}, fits any field.`,
    );
  }
  const { data, shape } = toFloat64(twoPoint, `${where}: twoPoint`);
  checkFinite({ data, shape }, `${where}: twoPoint`);
  const [least, most] = [Math.max(0, 2 * volumeFraction - 1), volumeFraction];
  const h = normalQuantile(volumeFraction);
  const known = new Map<number, number>();
  const rho = data.map((value, i) => {
    if (value < least - SLACK || value > most + SLACK) {
      throw new ValueError(
        `${where}: twoPoint should lie between max(0, 2v − 1) = ${least} and v = ${most}; got ${value} at ` +
          `index ${formatShape(unravel(i, shape))}. Give the autocorrelation of the phase whose fraction it is.`,
      );
    }
    const found = known.get(value) ?? correlationOf(value, h, [least, most]);
    known.set(value, found);
    return found;
  });
  return ndarrayOf(rho, shape);
}

/** The ρ at which Φ₂(h, h; ρ) has a value. */
function correlationOf(value: number, h: number, [least, most]: readonly [number, number]): number {
  if (value <= least) return -1;
  if (value >= most) return 1;
  let [low, high] = [-Math.PI / 2, Math.PI / 2];
  let theta = low + Math.PI * ((value - least) / (most - least));
  for (let step = 0; step < STEPS; step++) {
    const excess = bivariateNormal(h, h, Math.sin(theta)) - value;
    if (excess === 0) break;
    if (excess > 0) high = theta;
    else low = theta;
    const slope = Math.exp(-(h * h) / (1 + Math.sin(theta))) / (2 * Math.PI);
    const newton = theta - excess / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === theta) break;
    const small = Math.abs(next - theta) < 1e-16 * Math.PI;
    theta = next;
    if (small) break;
  }
  return Math.sin(theta);
}
