/**
 * The number that the mean of ν + 1 normal values, over its estimated standard deviation, stays below with
 * probability 97.5 %: Student's t with ν degrees of freedom. Below nine from the table, from there on the series
 *
 *   t = z + (z³ + z)/(4 ν) + (5 z⁵ + 16 z³ + 3 z)/(96 ν²) + (3 z⁷ + 19 z⁵ + 17 z³ − 15 z)/(384 ν³)
 *       + (79 z⁹ + 776 z⁷ + 1482 z⁵ − 1920 z³ − 945 z)/(92160 ν⁴),   z = 1.95996…,
 *
 * of which the error is 1.4·10⁻⁵ at nine and falls.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5 and table 26.10.
 */

const TABLE = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306];

const Z = 1.959963984540054;
/** Coefficients of z, z³, z⁵, … over a common divisor, by power of 1/ν. */
const SERIES: readonly (readonly [number, readonly number[]])[] = [
  [1, [1]],
  [4, [1, 1]],
  [96, [3, 16, 5]],
  [384, [-15, 17, 19, 3]],
  [92160, [-945, -1920, 1482, 776, 79]],
];

/** t_{0.975} for ν ≥ 1 degrees of freedom. */
export function studentQuantile(freedom: number): number {
  if (freedom <= TABLE.length) return TABLE[freedom - 1];
  return SERIES.reduceRight((sum, [divisor, odd]) => {
    const term = (Z * odd.reduceRight((value, factor) => value * Z * Z + factor, 0)) / divisor;
    return sum / freedom + term;
  }, 0);
}
