/** The test function φ(s) = (1 − s²)^P on [−1, 1], and its derivatives. */

/** φ^{(o)}(s). */
export function bump(power: number, order: number, s: number): number {
  let coefficients = coefficientsOf(power);
  for (let o = 0; o < order; o++) coefficients = coefficients.slice(1).map((c, i) => c * (i + 1));
  return coefficients.reduceRight((sum, c) => sum * s + c, 0);
}

/** Of s⁰, s¹, …: (1 − s²)^P = Σ_k C(P, k) (−1)^k s^{2k}. */
function coefficientsOf(power: number): number[] {
  const all = new Array<number>(2 * power + 1).fill(0);
  let binomial = 1;
  for (let k = 0; k <= power; k++) {
    all[2 * k] = k % 2 === 0 ? binomial : -binomial;
    binomial = (binomial * (power - k)) / (k + 1);
  }
  return all;
}
