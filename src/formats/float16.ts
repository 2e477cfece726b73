/**
 * Half-precision numbers of IEEE 754-2008: sign (1 bit), exponent e (5), fraction f (10).
 *
 *   0 < e < 31:  ± 2^(e−15) (1 + f/1024)      e = 0:  ± 2^−14 f/1024      e = 31:  ± ∞ or NaN
 */

/** The numbers that the half-precision bit patterns stand for; every one is exact in Float32. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, fromHalf);
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return (sign * fraction) / 2 ** 24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
