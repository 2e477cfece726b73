import { describe, expect, test } from "vitest";
import { unitRoots } from "../../../src/compute/transform/roots.js";
import { exactRoot, fromFixed, toFixed } from "./exact.js";

/** Half a unit in the last place of numbers just below 1. */
const ULP = 2 ** -53;

const LENGTHS = [...Array.from({ length: 130 }, (_, i) => i + 1), 256, 257, 1000, 1009];

describe("unitRoots", () => {
  test("are the roots in 128-bit integers to two units of 2⁻⁵³", () => {
    // The angle is rounded three times (π, product, quotient) before its sine, that once more.
    for (const n of LENGTHS) {
      const roots = unitRoots(n, n);
      let worst = 0;
      for (let j = 0; j < n; j++) {
        const [cosine, sine] = exactRoot(j, n);
        worst = Math.max(worst, Math.abs(fromFixed(toFixed(roots[2 * j]) - cosine)));
        worst = Math.max(worst, Math.abs(fromFixed(toFixed(roots[2 * j + 1]) - sine)));
      }
      expect(worst, `n = ${n}`).toBeLessThan(2 * ULP);
    }
  });

  test("are exact at the quarters of a turn, whatever n", () => {
    for (const n of [4, 12, 100, 2020, 2 ** 20]) {
      const roots = unitRoots(n, n);
      const at = (j: number): number[] => [...roots.subarray(2 * j, 2 * j + 2)].map((v) => v + 0);
      expect(at(0)).toEqual([1, 0]);
      expect(at(n / 4)).toEqual([0, 1]);
      expect(at(n / 2)).toEqual([-1, 0]);
      expect(at((3 * n) / 4)).toEqual([0, -1]);
    }
  });

  test("have their closed forms at sixths, eighths, tenths and twelfths", () => {
    const cases: [n: number, j: number, cos: number, sin: number][] = [
      [6, 1, 1 / 2, Math.sqrt(3) / 2],
      [6, 2, -1 / 2, Math.sqrt(3) / 2],
      [8, 1, Math.SQRT1_2, Math.SQRT1_2],
      [8, 5, -Math.SQRT1_2, -Math.SQRT1_2],
      [10, 1, (Math.sqrt(5) + 1) / 4, Math.sqrt(10 - 2 * Math.sqrt(5)) / 4],
      [10, 7, (1 - Math.sqrt(5)) / 4, -Math.sqrt(10 + 2 * Math.sqrt(5)) / 4],
      [12, 1, Math.sqrt(3) / 2, 1 / 2],
      [12, 11, Math.sqrt(3) / 2, -1 / 2],
    ];
    for (const [n, j, cosine, sine] of cases) {
      const roots = unitRoots(n, n);
      // Two for the root, two for the closed form's own square roots.
      expect(Math.abs(roots[2 * j] - cosine), `cos ${j}/${n}`).toBeLessThanOrEqual(4 * ULP);
      expect(Math.abs(roots[2 * j + 1] - sine), `sin ${j}/${n}`).toBeLessThanOrEqual(4 * ULP);
    }
  });

  test("lie on the unit circle", () => {
    for (const n of LENGTHS) {
      const roots = unitRoots(n, n);
      let worst = 0;
      for (let j = 0; j < n; j++) {
        worst = Math.max(worst, Math.abs(Math.hypot(roots[2 * j], roots[2 * j + 1]) - 1));
      }
      expect(worst, `n = ${n}`).toBeLessThanOrEqual(4 * ULP);
    }
  });

  test("n − j is the conjugate of j, and half a turn on is the opposite", () => {
    for (const n of LENGTHS) {
      const roots = unitRoots(n, 2 * n);
      let [unpaired, unopposed] = [0, 0];
      for (let j = 1; j < n; j++) {
        const [a, b, c] = [2 * j, 2 * (n - j), 2 * j + n];
        // At odd eighths, halfway between two quarters, cos and sin of π/4 change places.
        if ((8 * j) % n !== 0) {
          unpaired = Math.max(unpaired, Math.abs(roots[b] - roots[a]));
          unpaired = Math.max(unpaired, Math.abs(roots[b + 1] + roots[a + 1]));
        }
        if (n % 2 !== 0) continue;
        unopposed = Math.max(unopposed, Math.abs(roots[c] + roots[a]));
        unopposed = Math.max(unopposed, Math.abs(roots[c + 1] + roots[a + 1]));
      }
      expect(unpaired, `n = ${n}`).toBe(0);
      expect(unopposed, `n = ${n}`).toBe(0);
    }
  });

  test("beyond n they begin again, bit by bit, and fewer than n are the first ones", () => {
    const roots = unitRoots(7, 21);
    expect(roots.subarray(14, 28)).toEqual(roots.subarray(0, 14));
    expect(roots.subarray(28)).toEqual(roots.subarray(0, 14));
    expect(unitRoots(1000, 3)).toEqual(unitRoots(1000, 1000).subarray(0, 6));
  });
});
