/**
 * Matérn's covariance of smoothness ν: with z = √(2ν) q,
 *
 *   ρ = 2^{1−ν}/Γ(ν) z^ν K_ν(z) = (1/Γ(ν)) ∫₀^∞ s^{ν−1} e^{−s} e^{−ν q²/(2s)} ds,
 *
 * e^{−q} for ν = ½ and e^{−q²/2} for ν → ∞. The integral, a mixture of Gaussians of all widths, is what is computed:
 * with s = e^t, the trapezoidal rule converges faster than any power of its step, and the sum at q = 0,
 * which stands for Γ(ν), makes ρ(0) = 1 exactly.
 *
 * Matérn, Spatial Variation (1960); Stein, Interpolation of Spatial Data (1999).
 */
import { checkNumber } from "../core/index.js";
import type { Covariance } from "./covariances.js";
import { scaledDistance } from "./scaledDistance.js";
import type { DistanceOptions } from "./scaledDistance.js";

/** Terms below e^−40 of the largest are left out. */
const NEGLIGIBLE = 40;

/**
 * The covariance of Matérn: fields that can be differentiated ⌈ν⌉ − 1 times.
 * @param length ℓ in cells, one number or one per axis
 * @param smoothness ν, 0.1 … 100; 0.5 is the exponential covariance, 1.5 and 2.5 are common
 * @throws ValueError for lengths that are not positive, or ν out of range
 */
export function maternCovariance(
  length: number | readonly number[],
  smoothness: number,
  options: DistanceOptions = {},
): Covariance {
  const where = "microstructure.maternCovariance";
  checkNumber(smoothness, 0.1, 100, `${where}: smoothness`);
  const q = scaledDistance(length, options, where);
  const { weights, rates } = mixture(smoothness);
  return (r) => {
    const square = q(r) ** 2;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * Math.exp(-rates[i] * square);
    return sum;
  };
}

/** ρ = Σ_i w_i e^{−c_i q²}, Σ_i w_i = 1, with c = ν/(2s) at s = e^t. */
function mixture(nu: number): { weights: Float64Array; rates: Float64Array } {
  const step = 1 / (4 * Math.max(1, Math.sqrt(nu)));
  const height = (t: number): number => nu * (t - Math.log(nu)) - Math.exp(t) + nu; // 0 at its top, t = ln ν
  const first = Math.floor((Math.log(nu) - 1 - NEGLIGIBLE / nu) / step);
  const last = Math.ceil((Math.log(nu) + Math.sqrt((2 * NEGLIGIBLE) / nu)) / step);
  const nodes = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step).filter(
    (t) => height(t) > -NEGLIGIBLE,
  );
  const weights = Float64Array.from(nodes, (t) => Math.exp(height(t)));
  const sum = weights.reduce((total, w) => total + w, 0);
  return {
    weights: weights.map((w) => w / sum),
    rates: Float64Array.from(nodes, (t) => nu / (2 * Math.exp(t))),
  };
}
