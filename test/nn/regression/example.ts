/** Samples of a linear law, and the distance of two answers. */
import { createRng, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

/** Features of different sizes and means, and responses of them with noise. */
export function example(
  seed: number,
  { samples = 200, noise = 0.5 } = {},
): { readonly X: NdArray; readonly Y: NdArray } {
  const rng = createRng(seed);
  const X = normals(rng, [samples, 3]);
  const Y = normals(rng, [samples]);
  for (let s = 0; s < samples; s++) {
    const [a, b, c] = [X.get(s, 0), 0.5 * X.get(s, 1) + 3, 2 * X.get(s, 2) - 1];
    X.set(s, 1, b);
    X.set(s, 2, c);
    Y.set(s, 4 + a - 2 * b + 0.5 * c + noise * Y.get(s));
  }
  return { X, Y };
}

/** ‖a − b‖. */
export const distance = (a: NdArray, b: NdArray): number =>
  Math.sqrt(a.data.reduce((sum, value, i) => sum + (value - b.data[i]) ** 2, 0));
