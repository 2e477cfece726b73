/**
 * The transform of a prime length n as a cyclic convolution of length n − 1: with a generator g of
 * the multiplicative group modulo n,
 *
 *   X[g^{−q}] = x[0] + Σ_p x[g^p] e^{−2πi g^{p−q}/n},   X[0] = Σ_j x[j].
 *
 * Rader, Proceedings of the IEEE 56 (1968) 1107.
 */
import type { LineTransform } from "./lines.js";
import { unitRoots } from "./roots.js";

/** The transform of lines of a prime length n > 2, on top of one of length n − 1. */
export function createRader(n: number, transform: LineTransform): LineTransform {
  const period = n - 1;
  const { powers, inverses } = generatorPowers(n);
  const kernel = raderKernel(n, inverses, transform);
  const permuted = new Float64Array(2 * period);
  const spectrum = new Float64Array(2 * period);

  return (out, line) => {
    const re0 = line[0];
    const im0 = line[1];
    for (let p = 0; p < period; p++) {
      permuted[2 * p] = line[2 * powers[p]];
      permuted[2 * p + 1] = line[2 * powers[p] + 1];
    }
    transform(spectrum, permuted);
    out[0] = re0 + spectrum[0];
    out[1] = im0 + spectrum[1];
    for (let k = 0; k < 2 * period; k += 2) {
      const re = spectrum[k] * kernel[k] - spectrum[k + 1] * kernel[k + 1];
      const im = spectrum[k] * kernel[k + 1] + spectrum[k + 1] * kernel[k];
      permuted[k] = im; // parts swapped: the forward transform then is the inverse, swapped too
      permuted[k + 1] = re;
    }
    permuted[0] += im0; // a constant added to the mean reaches every output
    permuted[1] += re0;
    transform(spectrum, permuted);
    for (let q = 0; q < period; q++) {
      out[2 * inverses[q]] = spectrum[2 * q + 1];
      out[2 * inverses[q] + 1] = spectrum[2 * q];
    }
  };
}

/** g^p and g^{−p} modulo n for the smallest generator g. */
export function generatorPowers(n: number): { powers: Int32Array; inverses: Int32Array } {
  const powers = new Int32Array(n - 1);
  for (let g = 2; g < n; g++) {
    let power = 1;
    let count = 0;
    do {
      powers[count++] = power;
      power = (power * g) % n;
    } while (power !== 1);
    if (count === n - 1) break;
  }
  const inverses = powers.map((_, p) => powers[(n - 1 - p) % (n - 1)]);
  return { powers, inverses };
}

/** The transform of e^{−2πi g^{−q}/n}, divided by its length n − 1. */
export function raderKernel(
  n: number,
  inverses: Int32Array,
  transform: LineTransform,
): Float64Array {
  const roots = unitRoots(n, n);
  const sequence = new Float64Array(2 * (n - 1));
  inverses.forEach((power, q) => {
    sequence[2 * q] = roots[2 * power] / (n - 1);
    sequence[2 * q + 1] = -roots[2 * power + 1] / (n - 1);
  });
  const kernel = new Float64Array(2 * (n - 1));
  transform(kernel, sequence);
  return kernel;
}
