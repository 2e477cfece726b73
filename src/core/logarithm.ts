/**
 * The natural logarithm with the same bits on every engine, which Math.log does not promise:
 *
 *   x = m 2^e with √½ ≤ m < √2,   ln x = e ln 2 + 2 artanh f,   f = (m − 1)/(m + 1),
 *   artanh f = f + f³/3 + f⁵/5 + …,   |f| < 0.1716.
 *
 * The exponent is read from the bits; ln 2 is split so that e times its upper part is exact.
 */

/** ln 2 to 33 bits, and the rest (the split of W. J. Cody and of Sun's fdlibm). */
const LN2_UPPER = 6.93147180369123816e-1;
const LN2_LOWER = 1.9082149292705877e-10;

/** With 12 terms the first one left out is below 2⁻⁶⁰ of the sum. */
const TERMS = 12;

const view = new DataView(new ArrayBuffer(8));

/** ln x of a positive, finite x that is not subnormal, to about 2 units in the last place. */
export function logarithm(x: number): number {
  view.setFloat64(0, x);
  const upper = view.getUint32(0);
  let exponent = (upper >>> 20) - 1023;
  view.setUint32(0, (upper & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0); // [1, 2)
  if (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const f = (mantissa - 1) / (mantissa + 1);
  const square = f * f;
  let tail = 0; // 1/3 + f²/5 + f⁴/7 + …
  for (let k = TERMS; k >= 1; k--) tail = tail * square + 1 / (2 * k + 1);
  const small = 2 * f * square * tail + exponent * LN2_LOWER;
  return exponent * LN2_UPPER + (2 * f + small);
}
