/** Arrays of random numbers, drawn one after another from a stream. */
import { ndarrayOf } from "./array.js";
import type { NdArray } from "./array.js";
import { checkInteger } from "./check.js";
import type { Rng } from "./random.js";
import { sizeOf } from "./shape.js";

/** Uniform numbers in [0, 1), in the given shape. */
export function uniforms(rng: Rng, shape: readonly number[]): NdArray {
  return ndarrayOf(
    filled(new Float64Array(sizeOf(shape)), () => rng.uniform()),
    shape,
  );
}

/** Normal numbers with mean 0 and variance 1, in the given shape. */
export function normals(rng: Rng, shape: readonly number[]): NdArray {
  return ndarrayOf(
    filled(new Float64Array(sizeOf(shape)), () => rng.normal()),
    shape,
  );
}

/**
 * Integers among 0 … n − 1, in the given shape.
 * @throws ValueError unless 1 ≤ n ≤ 2³¹
 */
export function integers(rng: Rng, n: number, shape: readonly number[]): NdArray<Int32Array> {
  checkInteger(n, 1, 2 ** 31, "core.integers: n");
  return ndarrayOf(
    filled(new Int32Array(sizeOf(shape)), () => rng.integer(n)),
    shape,
  );
}

/**
 * The numbers 0 … n − 1 in random order (Fisher and Yates).
 * @throws ValueError unless 0 ≤ n ≤ 2³¹
 */
export function permutation(rng: Rng, n: number): Int32Array {
  checkInteger(n, 0, 2 ** 31, "core.permutation: n");
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const chosen = rng.integer(last + 1);
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

function filled<D extends Float64Array | Int32Array>(data: D, draw: () => number): D {
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return data;
}
