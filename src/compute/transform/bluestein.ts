/**
 * Bluestein's transform of any length n as a convolution of a power-of-two length m ≥ 2n − 1:
 * with the chirp w[j] = e^{−πi j²/n} and jk = (j² + k² − (k−j)²)/2,
 *
 *   X[k] = w[k] Σ_j (x[j] w[j]) conj(w[k − j]).
 *
 * Bluestein, IEEE Trans. Audio Electroacoustics 18 (1970) 451.
 */
import type { LineTransform } from "./lines.js";
import { unitRoots } from "./roots.js";

/** The transform of lines of length n, on top of one of length m ≥ 2n − 1. */
export function createBluestein(n: number, m: number, transform: LineTransform): LineTransform {
  const chirp = chirpOf(n);
  const kernel = chirpKernel(chirp, n, m, transform);
  const padded = new Float64Array(2 * m); // beyond 2n it stays zero
  const spectrum = new Float64Array(2 * m);
  const result = new Float64Array(2 * m);

  return (out, line) => {
    for (let j = 0; j < 2 * n; j += 2) {
      padded[j] = line[j] * chirp[j] - line[j + 1] * chirp[j + 1];
      padded[j + 1] = line[j] * chirp[j + 1] + line[j + 1] * chirp[j];
    }
    transform(spectrum, padded);
    for (let k = 0; k < 2 * m; k += 2) {
      const re = spectrum[k] * kernel[k] - spectrum[k + 1] * kernel[k + 1];
      const im = spectrum[k] * kernel[k + 1] + spectrum[k + 1] * kernel[k];
      spectrum[k] = im; // parts swapped: the forward transform then is the inverse, swapped too
      spectrum[k + 1] = re;
    }
    transform(result, spectrum);
    for (let k = 0; k < 2 * n; k += 2) {
      out[k] = result[k + 1] * chirp[k] - result[k] * chirp[k + 1];
      out[k + 1] = result[k + 1] * chirp[k + 1] + result[k] * chirp[k];
    }
  };
}

/** w[j] = e^{−πi j²/n}, with j² reduced modulo 2n before it becomes an angle. */
export function chirpOf(n: number): Float64Array {
  const roots = unitRoots(2 * n, 2 * n);
  const chirp = new Float64Array(2 * n);
  for (let j = 0, square = 0; j < n; j++, square = (square + 2 * j - 1) % (2 * n)) {
    chirp[2 * j] = roots[2 * square];
    chirp[2 * j + 1] = -roots[2 * square + 1];
  }
  return chirp;
}

/** The transform of conj(w), wrapped around a period of m and divided by it. */
export function chirpKernel(
  chirp: Float64Array,
  n: number,
  m: number,
  transform: LineTransform,
): Float64Array {
  const wrapped = new Float64Array(2 * m);
  for (let j = 0; j < n; j++) {
    for (const at of [2 * j, 2 * ((m - j) % m)]) {
      wrapped[at] = chirp[2 * j] / m;
      wrapped[at + 1] = -chirp[2 * j + 1] / m;
    }
  }
  const kernel = new Float64Array(2 * m);
  transform(kernel, wrapped);
  return kernel;
}
