import { expect, test } from "vitest";
import { createBluestein } from "../../../src/compute/transform/bluestein.js";
import { createLineTransform } from "../../../src/compute/transform/lines.js";
import { allowedError, lineError } from "./lineError.js";

test("a convolution with a chirp is the definition at every length, chosen or not", () => {
  for (const n of [...Array.from({ length: 130 }, (_, i) => i + 1), 256, 257, 1000, 1009]) {
    const m = 2 ** Math.ceil(Math.log2(2 * n - 1));
    const transform = createBluestein(n, m, createLineTransform(m));
    // Two transforms of length m and three products; for n = 1 the identity is rounded as well.
    expect(lineError(transform, n), `length ${n}`).toBeLessThan(allowedError(2 * n));
  }
});

test("any period m ≥ 2n − 1 will do, a power of two or not", () => {
  for (const m of [25, 26, 27, 30, 32, 64, 101]) {
    const transform = createBluestein(13, m, createLineTransform(m));
    expect(lineError(transform, 13), `period ${m}`).toBeLessThan(allowedError(26));
  }
});
