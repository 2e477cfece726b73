import { describe, expect, test } from "vitest";
import { logarithm } from "../../src/core/logarithm.js";
import { createRng } from "../../src/core/index.js";

// Math.log itself is good to about 1e-16; ours claims 2 units in the last place.
const RELATIVE = 1e-15;

describe("logarithm", () => {
  test("agrees with Math.log from 2⁻¹⁰²² to the largest number", () => {
    const rng = createRng(1);
    for (let i = 0; i < 20000; i++) {
      const x = (1 + rng.uniform()) * 2 ** (rng.integer(2045) - 1022);
      expectClose(logarithm(x), Math.log(x));
    }
  });

  test("keeps its relative accuracy around 1, where the logarithm vanishes", () => {
    for (let k = 1; k <= 52; k++) {
      expectClose(logarithm(1 + 2 ** -k), Math.log1p(2 ** -k));
      expectClose(logarithm(1 - 2 ** -k), Math.log1p(-(2 ** -k)));
    }
    expect(logarithm(1)).toBe(0);
  });

  test("is odd under inversion and additive for powers of two", () => {
    for (let k = 1; k < 1000; k++) {
      expectClose(logarithm(2 ** k), k * Math.LN2);
      expect(logarithm(2 ** -k)).toBe(-logarithm(2 ** k));
    }
  });
});

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(RELATIVE * Math.abs(expected));
}
