/**
 * Half spectra that are kept for many steps must stay those of real fields. Where −k ≡ k on the last axis they hold
 * both k and −k of the other axes, and transforms back see φ̂(k) + conj φ̂(−k) only. What rounding adds to the difference
 * is seen by no cube that could saturate it, and would grow as long waves do: by e³⁷ after a time of 150.
 */
import { sizeOf, stridesOf, unravel } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import type { Spectrum } from "./scheme.js";

/** The entries k, k′ ≡ −k, k, k′, … that stand in the half spectrum together, with k ≤ k′. */
export function conjugatePairs(shape: readonly number[]): Int32Array {
  const half = halfShape(shape);
  const strides = stridesOf(half);
  const last = shape.length - 1;
  const columns = shape[last] % 2 === 0 ? [0, shape[last] / 2] : [0];
  const pairs: number[] = [];
  for (let row = 0; row < sizeOf(half); row += half[last]) {
    const mirrored = unravel(row, half).reduce(
      (at, index, axis) => at + strides[axis] * ((shape[axis] - index) % shape[axis]),
      0,
    );
    if (row <= mirrored) for (const k of columns) pairs.push(row + k, mirrored + k);
  }
  return Int32Array.from(pairs);
}

/** Makes φ̂(k) and φ̂(−k) conjugate in every one of the spectra, `size` entries long. */
export function makeReal({ re, im }: Spectrum, pairs: Int32Array, size: number): void {
  for (let start = 0; start < re.length; start += size) {
    for (let pair = 0; pair < pairs.length; pair += 2) {
      const [a, b] = [start + pairs[pair], start + pairs[pair + 1]];
      const [real, imaginary] = [(re[a] + re[b]) / 2, (im[a] - im[b]) / 2];
      re[a] = real;
      re[b] = real;
      im[a] = imaginary;
      im[b] = -imaginary;
    }
  }
}
