import { describe, expect, test } from "vitest";
import { createMixedRadix } from "../../../src/compute/transform/mixedRadix.js";
import { allowedError, lineError, primesUpTo } from "./lineError.js";

const product = (factors: readonly number[]): number => factors.reduce((n, p) => n * p, 1);

describe("createMixedRadix", () => {
  test("is the definition with one factor", () => {
    for (const p of [4, 6, 9, ...primesUpTo(47)]) {
      expect(lineError(createMixedRadix([p]), p), `factor ${p}`).toBeLessThan(allowedError(p));
    }
  });

  test("is the definition for every pair of factors, in both orders", () => {
    const factors = [2, 3, 4, 5, 6, 7, 11, 13];
    for (const p of factors) {
      for (const q of factors) {
        const error = lineError(createMixedRadix([p, q]), p * q);
        expect(error, `${p} × ${q}`).toBeLessThan(allowedError(p * q));
      }
    }
  });

  test("is the definition for many factors, in any order", () => {
    for (const factors of [
      [2, 2, 2, 2, 2, 2, 2, 2],
      [4, 4, 4, 4],
      [3, 3, 3, 3, 3],
      [5, 5, 5, 5],
      [2, 3, 5, 7],
      [7, 5, 3, 2],
      [5, 2, 7, 3],
      [4, 7, 4, 5],
      [11, 2, 11],
    ]) {
      const n = product(factors);
      const error = lineError(createMixedRadix(factors), n);
      expect(error, factors.join(" × ")).toBeLessThan(allowedError(n));
    }
  });
});
