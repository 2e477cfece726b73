/**
 * Two normal numbers X, Y of mean 0, variance 1 and correlation ρ. Since ∂Φ₂/∂ρ is their joint density,
 *
 *   P(X ≤ h, Y ≤ k) = Φ₂(h, k; ρ) = Φ(h) Φ(k) + (1/2π) ∫₀^{asin ρ} e^{−q(θ)} dθ,
 *   q = (h² + k² − 2hk sin θ)/(2 cos² θ) = (h − k)²/(2 cos² θ) + hk/(1 + sin θ)
 *                                        = (h + k)²/(2 cos² θ) − hk/(1 − sin θ).
 *
 * The integrand is smooth but for ends at ±π/2, where it falls to zero faster than any power: what the
 * tanh-sinh rule is made for.
 *
 * Plackett, Biometrika 41 (1954) 351. Takahasi and Mori, Publications of RIMS 9 (1974) 721.
 */
import { exponential } from "../compute/index.js";
import { checkNumber, ValueError } from "../core/index.js";
import { normalCdf } from "./normalDistribution.js";

/** Nodes of the tanh-sinh rule on [0, 1], u = 1/(1 + e^{−π sinh t}), and their weights. */
const RULE = tanhSinh(1 / 48, 3.2);

/**
 * The probability that X ≤ h and Y ≤ k, with an absolute error below 1e-14.
 * @param h, k any numbers, ±∞ included
 * @param rho correlation ρ of X and Y, −1 … 1
 * @throws ValueError for NaN, or ρ outside [−1, 1]
 */
export function bivariateNormal(h: number, k: number, rho: number): number {
  const where = "statistics.bivariateNormal";
  checkNumber(rho, -1, 1, `${where}: rho`);
  if (Number.isNaN(h) || Number.isNaN(k)) {
    throw new ValueError(`${where}: h and k should be numbers; got ${h} and ${k}.`);
  }
  const independent = normalCdf(h) * normalCdf(k);
  if (!Number.isFinite(h) || !Number.isFinite(k)) return independent;
  const end = Math.asin(rho);
  let sum = 0;
  for (const { node, weight } of RULE) sum += weight * exponential(-exponent(h, k, end * node));
  return Math.min(1, Math.max(0, independent + (end * sum) / (2 * Math.PI)));
}

/** q(θ) ≥ 0 in the form that does not cancel on its side of 0. */
function exponent(h: number, k: number, theta: number): number {
  const sine = Math.sin(theta);
  const square = 2 * Math.cos(theta) ** 2;
  const q =
    sine >= 0
      ? (h - k) ** 2 / square + (h * k) / (1 + sine)
      : (h + k) ** 2 / square - (h * k) / (1 - sine);
  return Math.max(0, q);
}

function tanhSinh(step: number, reach: number): { node: number; weight: number }[] {
  const last = Math.round(reach / step);
  return Array.from({ length: 2 * last + 1 }, (_, i) => {
    const t = (i - last) * step;
    const decay = Math.exp(-Math.PI * Math.sinh(t));
    const node = 1 / (1 + decay);
    return { node, weight: step * Math.PI * Math.cosh(t) * decay * node * node };
  });
}
