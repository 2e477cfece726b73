import { expect, test } from "vitest";
import { createBluestein } from "../../../src/compute/transform/bluestein.js";
import { createLineTransform } from "../../../src/compute/transform/lines.js";
import { createRader } from "../../../src/compute/transform/rader.js";
import { allowedError, lineError, primesUpTo } from "./lineError.js";

test("a convolution over the powers of a generator is the definition at every odd prime", () => {
  for (const n of [...primesUpTo(257), 401, 1009].filter((p) => p > 2)) {
    const transform = createRader(n, createLineTransform(n - 1));
    expect(lineError(transform, n), `length ${n}`).toBeLessThan(allowedError(n));
  }
});

test("it may stand on any transform of length n − 1", () => {
  const period = createBluestein(46, 128, createLineTransform(128));
  expect(lineError(createRader(47, period), 47)).toBeLessThan(allowedError(47));
});
