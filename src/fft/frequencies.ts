/** Where frequencies sit in a spectrum. */
import { checkInteger, checkNumber, ndarrayOf } from "../core/index.js";
import type { NdArray } from "../core/index.js";

/**
 * The frequencies of a transform of length n in cycles per unit of `spacing`:
 * 0, 1, …, ⌈n/2⌉−1, −⌊n/2⌋, …, −1, divided by n · spacing.
 * @throws ValueError for a length below 1 or a spacing that is not positive
 */
export function fftfreq(n: number, spacing = 1): NdArray {
  checkGrid(n, spacing, "fft.fftfreq");
  const positive = Math.ceil(n / 2);
  return frequencies(n, n, spacing, (k) => (k < positive ? k : k - n));
}

/**
 * The frequencies of a half spectrum in cycles per unit of `spacing`: 0, 1, …, ⌊n/2⌋, divided by
 * n · spacing.
 * @throws ValueError for a length below 1 or a spacing that is not positive
 */
export function rfftfreq(n: number, spacing = 1): NdArray {
  checkGrid(n, spacing, "fft.rfftfreq");
  return frequencies(n, Math.floor(n / 2) + 1, spacing, (k) => k);
}

function checkGrid(n: number, spacing: number, where: string): void {
  checkInteger(n, 1, Infinity, `${where}: length n`);
  checkNumber(spacing, Number.MIN_VALUE, Infinity, `${where}: spacing`);
}

function frequencies(
  n: number,
  count: number,
  spacing: number,
  waves: (k: number) => number,
): NdArray {
  const values = Float64Array.from({ length: count }, (_, k) => waves(k) / (n * spacing));
  return ndarrayOf(values, [count]);
}
