/** Roots of unity in 128-bit fixed point, straight from the power series: no reduction, no symmetry. */

const BITS = 128n;
const ONE = 1n << BITS;

/** π · 2¹²⁸, cut after its last whole bit. */
const PI = 0x3_243f6a88_85a308d3_13198a2e_03707344n;

/** cos and sin of 2πj/n in units of 2⁻¹²⁸, for 0 ≤ j < n; right to a hundred bits and more. */
export function exactRoot(j: number, n: number): [bigint, bigint] {
  const angle = (2n * PI * BigInt(j)) / BigInt(n);
  let [cosine, sine, term] = [0n, 0n, ONE];
  for (let k = 0n; term !== 0n; k += 2n) {
    cosine += term;
    term = (term * angle) / ONE / (k + 1n);
    sine += term;
    term = (-term * angle) / ONE / (k + 2n);
  }
  return [cosine, sine];
}

/** A number of at most 2⁵⁰ in size in units of 2⁻¹²⁸; what is below one unit is cut. */
export function toFixed(value: number): bigint {
  const coarse = Math.trunc(value * 2 ** 53);
  const rest = value * 2 ** 53 - coarse; // exact: both are multiples of the last bit of value
  return (BigInt(coarse) << (BITS - 53n)) + (BigInt(Math.trunc(rest * 2 ** 53)) << (BITS - 106n));
}

/** A fixed-point number of units 2⁻¹²⁸ as a Float64. */
export function fromFixed(value: bigint): number {
  return Number(value) / 2 ** Number(BITS);
}

/** Σ a b without any rounding, for fixed-point a and whole numbers b. */
export function exactSum(a: readonly bigint[], b: ArrayLike<number>): bigint {
  return a.reduce((sum, value, i) => sum + value * BigInt(b[i]), 0n);
}
