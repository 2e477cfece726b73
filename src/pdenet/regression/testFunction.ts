/**
 * The test function φ(s) = (1 − s²)^P on [−1, 1] as weights of values at nodes s_i, such that
 *
 *   Σ_i w_i u(s_i) ≈ (−1)^o ∫ φ^{(o)} u ds / ∫ φ ds = ∫ φ u^{(o)} ds / ∫ φ ds.
 *
 * The trapezoidal rule is of order P + 1 − o on equal distances, where φ^{(o)} vanishes to order P − o at the ends, and
 * of order 2 on unequal ones. It is corrected, by as little as possible, to be exact for powers s^j up to a degree:
 *
 *   Σ_i w_i s_i^j = j!/(j − o)! μ_{j−o},   μ_k = ∫ φ s^k ds / ∫ φ ds,   μ_{k+2} = μ_k (k + 1)/(2P + k + 3).
 */

/** Powers beyond the order of the derivative that are exact, if there are nodes enough: more would take more noise in. */
const EXACT = 2;

/** φ^{(o)}(s). */
export function bump(power: number, order: number, s: number): number {
  let coefficients = coefficientsOf(power);
  for (let o = 0; o < order; o++) coefficients = coefficients.slice(1).map((c, i) => c * (i + 1));
  return coefficients.reduceRight((sum, c) => sum * s + c, 0);
}

/**
 * The weights w_i.
 * @param s increasing from −1 to 1
 */
export function testWeights(s: readonly number[], power: number, order: number): number[] {
  // Half the distance from the node before to the one behind.
  const lengths = s.map((at, i) => ((s[i + 1] ?? at) - (s[i - 1] ?? at)) / 2);
  const mass = lengths.map((length, i) => length * bump(power, 0, s[i]));
  const total = mass.reduce((sum, value) => sum + value, 0);
  const sign = order % 2 === 0 ? 1 : -1;
  const weights = lengths.map((length, i) => (sign * length * bump(power, order, s[i])) / total);
  // Corrections w_i += m_i Σ_j r_j p_j(s_i) with polynomials that are orthonormal under the masses m.
  const degree = Math.min(order + EXACT, s.length - 3);
  const moments = momentsOf(power, order, degree);
  const basis: { values: number[]; moment: number }[] = [];
  for (let j = 0; j <= degree; j++) {
    let values = s.map((at) => at ** j);
    let moment = moments[j];
    for (let pass = 0; pass < 2; pass++) {
      for (const before of basis) {
        const overlap = product(mass, values, before.values);
        values = values.map((value, i) => value - overlap * before.values[i]);
        moment -= overlap * before.moment;
      }
    }
    const norm = Math.sqrt(product(mass, values, values));
    basis.push({ values: values.map((value) => value / norm), moment: moment / norm });
  }
  for (const { values, moment } of basis) {
    const rest = moment - weights.reduce((sum, weight, i) => sum + weight * values[i], 0);
    values.forEach((value, i) => (weights[i] += mass[i] * rest * value));
  }
  return weights;
}

/** j!/(j − o)! μ_{j−o} up to a degree. */
function momentsOf(power: number, order: number, degree: number): number[] {
  const mean = [1, 0];
  for (let k = 0; k + 2 <= degree; k++) mean.push((mean[k] * (k + 1)) / (2 * power + k + 3));
  return Array.from({ length: degree + 1 }, (_, j) => {
    let factor = j < order ? 0 : 1;
    for (let i = 0; i < order; i++) factor *= j - i;
    return factor * (mean[j - order] ?? 0);
  });
}

function product(mass: readonly number[], a: readonly number[], b: readonly number[]): number {
  return mass.reduce((sum, m, i) => sum + m * a[i] * b[i], 0);
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
