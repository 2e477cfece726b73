/** How far a transform of lines is from the definition. */
import type { LineTransform } from "../../../src/compute/transform/lines.js";
import { createRng, normals } from "../../../src/core/index.js";
import type { ComplexArray } from "../../../src/core/index.js";
import { dftn } from "./dft.js";

/**
 * The relative L2 error a transform of n entries may have: with right roots it grows as √log₂n
 * (Schatzman, SIAM J. Sci. Comput. 17 (1996) 1150). The transforms here reach 2 · 2⁻⁵³ √log₂n at
 * most; roots that come from a recurrence lose more with every step.
 */
export function allowedError(n: number): number {
  return 5 * 2 ** -53 * Math.sqrt(Math.log2(n));
}

/** ‖X − DFT x‖ / ‖DFT x‖ for a line of n normals. */
export function lineError(transform: LineTransform, n: number, seed = n): number {
  return errorOn(transform, randomLine(n, seed));
}

/** ‖X − DFT x‖ / ‖DFT x‖ for a given line. */
export function errorOn(transform: LineTransform, line: ComplexArray): number {
  const truth = interleaved(dftn(line, 1));
  const out = new Float64Array(truth.length).fill(NaN); // whatever is not filled shows
  transform(out, interleaved(line));
  return Math.sqrt(sumOfSquares(out.map((value, i) => value - truth[i])) / sumOfSquares(truth));
}

/** Complex normals. */
export function randomLine(n: number, seed: number): ComplexArray {
  const rng = createRng(seed);
  return { re: normals(rng, [n]).data, im: normals(rng, [n]).data, shape: [n] };
}

/** The entries as re, im, re, im, … */
export function interleaved({ re, im }: ComplexArray): Float64Array {
  return Float64Array.from({ length: 2 * re.length }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1]);
}

/** The primes from 2 to `largest`. */
export function primesUpTo(largest: number): number[] {
  const primes: number[] = [];
  for (let n = 2; n <= largest; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes;
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
