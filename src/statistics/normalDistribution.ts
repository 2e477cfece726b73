/**
 * The normal distribution of mean 0 and variance 1,
 *
 *   φ(x) = e^(−x²/2)/√(2π),   Φ(x) = ∫ φ from −∞ to x,
 *
 * near its middle by Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), whose terms have one sign, and in its tails by
 * Laplace's continued fraction Φ(−z) = φ(z)/(z + 1/(z + 2/(z + 3/(z + …)))).
 *
 * Marsaglia, Journal of Statistical Software 11 (2004). Abramowitz and Stegun, Handbook of Mathematical
 * Functions (1964), 26.2.14 (fraction) and 26.2.23 (first guess of the quantile).
 */
import { exponential } from "../compute/index.js";
import { checkNumber, logarithm, ValueError } from "../core/index.js";

/** Where the continued fraction takes over, and how many of its steps reach the last digit there. */
const TAIL = 2;
const STEPS = 120;

/** Below this Φ(x) is 0. */
const FAR = -39;

/** φ below this, at arguments beyond 37, loses digits; quantiles of smaller p are those of 0. */
const LEAST = 2 ** -1022;

/**
 * The probability Φ(x) that a normal number is at most x, to 2e-14 of itself, also far out on the left.
 * @param x any number, ±∞ included
 * @throws ValueError for NaN
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) {
    throw new ValueError(
      "statistics.normalCdf: x should be a number; got NaN. Find where it comes from.",
    );
  }
  if (x < FAR) return 0;
  if (x < -TAIL) return tail(-x);
  return x > TAIL ? 1 - normalCdf(-x) : 1 / 2 + density(x) * oddSeries(x);
}

/**
 * The number Φ⁻¹(p) that a normal one exceeds with probability 1 − p; −∞ for 0 and ∞ for 1.
 *
 * Two steps of Halley's method from a guess that is good to 4.5e-4; absolute error about 1e-15 for p near ½,
 * relative error 1e-14 elsewhere. p below 2⁻¹⁰²² counts as 0.
 * @throws ValueError unless 0 ≤ p ≤ 1
 */
export function normalQuantile(p: number): number {
  checkNumber(p, 0, 1, "statistics.normalQuantile: p");
  if (p > 1 / 2) return -normalQuantile(1 - p);
  if (p < LEAST) return -Infinity;
  let x = -guess(Math.sqrt(-2 * logarithm(p)));
  for (let step = 0; step < 2; step++) {
    const error = (normalCdf(x) - p) / density(x);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}

/** φ(x); the square of x, rounded to sixteenths, is exact, so that only a small rest is rounded. */
function density(x: number): number {
  const near = Math.round(16 * x) / 16;
  const rest = (Math.abs(x - near) * (x > near ? x + near : -x - near)) / 2;
  const scale = Math.sqrt(2 * Math.PI);
  const square = exponential((-near * near) / 2);
  return (rest < 0 ? square / exponential(rest) : square * exponential(-rest)) / scale;
}

/** x + x³/3 + x⁵/(3·5) + … */
function oddSeries(x: number): number {
  let [sum, term] = [x, x];
  for (let k = 3; sum + term !== sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

function tail(z: number): number {
  let fraction = z;
  for (let step = STEPS; step >= 1; step--) fraction = z + step / fraction;
  return density(z) / fraction;
}

function guess(t: number): number {
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  return t - above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
