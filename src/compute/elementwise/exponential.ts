/**
 * e^x, e^x − 1 and ln(1 + u) with the same bits on every engine, which Math does not promise: only
 * additions, multiplications and divisions in a fixed order. A vector kernel repeats them lane by
 * lane, and has the same bits too.
 *
 *   x = k ln 2 + r,  |r| ≤ ½ ln 2,  e^x = 2^k e^r,  e^r − 1 = r + r²/2! + … + r¹³/13!
 *
 * The first term left out is below a ninth of a unit in the last place.
 */

/** ln 2 to 33 bits, so that k times it is exact, and the rest (the split of Sun's fdlibm). */
export const LN2_UPPER = 6.93147180369123816e-1;
export const LN2_LOWER = 1.9082149292705877e-10;

/**
 * Added and taken away again, 1.5 · 2⁵² + 1123 rounds to the nearest integer. A kernel reads the
 * integer's bits, raised by 1123 as a power of two raised by a hundred powers has its exponent.
 */
export const ROUNDER = 6755399441056867;

/** Below this e^x rounds to zero. */
export const LEAST_EXPONENT = -746;

/** Below this e^x − 1 rounds to −1. */
const LEAST_MINUS_ONE = -40;

/** −2|x| below which tanh x is taken from its distance to 1. */
const FAR_DOUBLE = -1.2;

/** 2^(100 − j): a hundred powers above what is meant, so that none is subnormal. */
const POWERS = Float64Array.from({ length: 1078 }, (_, j) => power(100 - j));
export const RAISED = power(-100);

/** e^x for x ≤ 0, within one unit in the last place; subnormal results are right to their last bit. */
export function exponential(x: number): number {
  const t = x < LEAST_EXPONENT ? LEAST_EXPONENT : x;
  const k = nearest(t * Math.LOG2E);
  return (1 + reduced(t, k)) * POWERS[-k | 0] * RAISED;
}

/** e^x − 1 for x ≤ 0, within one unit in the last place. */
export function exponentialMinusOne(x: number): number {
  const t = x < LEAST_MINUS_ONE ? LEAST_MINUS_ONE : x;
  const k = nearest(t * Math.LOG2E);
  const scale = POWERS[-k | 0] * RAISED;
  return scale - 1 + scale * reduced(t, k);
}

/**
 * tanh x, to about two units in the last place: with e = e^(−2|x|) it is (1 − e)/(1 + e), or
 * 1 − 2e/(1 + e) where rounding of 1 − e would count.
 */
export function hyperbolicTangent(x: number): number {
  const size = -2 * Math.abs(x);
  const t = size < LEAST_MINUS_ONE ? LEAST_MINUS_ONE : size;
  const k = nearest(t * Math.LOG2E);
  const scale = POWERS[-k | 0] * RAISED;
  const product = scale * reduced(t, k);
  const e = scale + product;
  const far = t < FAR_DOUBLE;
  const ratio = (far ? 2 * e : 1 - scale - product) / (1 + e);
  const value = far ? 1 - ratio : ratio;
  return x < 0 ? -value : x > 0 ? value : x;
}

/**
 * ln(1 + u) for 0 ≤ u ≤ 1, within one unit in the last place. With f = u, or f = (u − 1)/2 and ln 2
 * added where u > ½, and s = f/(2 + f),
 *
 *   ln(1 + f) = f − (f²/2 − s (f²/2 + R)),   R = 2 (s²/3 + s⁴/5 + … + s²²/23),
 *
 * so that rounding in the series is small beside f (the form of Sun's fdlibm).
 */
export function logarithmOfOnePlus(u: number): number {
  const upper = u > 0.5;
  const f = upper ? (u - 1) * 0.5 : u;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const v = w * w;
  const odd = 2 / 3 + w * (2 / 7) + v * (2 / 11 + w * (2 / 15) + v * (2 / 19 + w * (2 / 23)));
  const even = 2 / 5 + w * (2 / 9) + v * (2 / 13 + w * (2 / 17) + v * (2 / 21));
  const half = 0.5 * f * f;
  const small = s * (half + (z * odd + w * even)) + (upper ? LN2_LOWER : 0);
  return (upper ? LN2_UPPER : 0) - (half - small - f);
}

/** e^r − 1 of r = t − k ln 2. Terms are taken by fours, so that few operations wait for each other. */
function reduced(t: number, k: number): number {
  const upper = t - k * LN2_UPPER;
  const lower = k * LN2_LOWER;
  const r = upper - lower;
  const lost = upper - r - lower;
  const z = r * r;
  const w = z * z;
  const a = 1 / 2 + r * (1 / 6) + z * (1 / 24 + r * (1 / 120));
  const b = 1 / 720 + r * (1 / 5040) + z * (1 / 40320 + r * (1 / 362880));
  const c = 1 / 3628800 + r * (1 / 39916800) + z * (1 / 479001600 + r * (1 / 6227020800));
  return r + (z * (a + w * (b + w * c)) + lost);
}

function nearest(x: number): number {
  return x + ROUNDER - ROUNDER;
}

/** 2^j by doublings or halvings, which are exact. */
function power(j: number): number {
  let value = 1;
  for (let i = 0; i < Math.abs(j); i++) value *= j < 0 ? 0.5 : 2;
  return value;
}
