/** Exponentials in 1300-bit fixed point, straight from the power series, and errors measured by them. */

const BITS = 1300n;

/** The number 1. */
export const ONE = 1n << BITS;

/** A finite number in units of 2⁻¹³⁰⁰; exact. */
export function toUnits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponent === 0n ? fraction : fraction + (1n << 52n);
  const size = mantissa << (BITS - 1074n + (exponent === 0n ? 0n : exponent - 1n));
  return value < 0 ? -size : size;
}

/** e^x of x in units, for x ≤ 0, in units; right to more than 1200 bits after the point. */
export function exactExp(x: bigint): bigint {
  const angle = x >> 10n; // e^x is the 1024th power of e^(x/1024)
  let [sum, term] = [ONE, ONE];
  // Rounded towards zero, or the terms of a negative angle would stop at −1 and never vanish.
  for (let k = 1n; term !== 0n; k++) {
    term = (term * angle) / ONE / k;
    sum += term;
  }
  for (let i = 0; i < 10; i++) sum = (sum * sum) >> BITS;
  return sum;
}

/** a/b of numbers in units. */
export function quotient(a: bigint, b: bigint): bigint {
  return (a * ONE) / b;
}

/** How far a value is from the exact one, in units of its last place. */
export function unitsOff(value: number, exact: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const exponent = BigInt(Math.max(1, (view.getUint32(0) >>> 20) & 0x7ff));
  const difference = toUnits(value) - exact;
  const place = 1n << (BITS - 1074n + exponent - 1n);
  return Number((difference * 1000n) / place) / 1000;
}
