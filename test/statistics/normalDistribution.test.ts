import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "../../src/statistics/index.js";

/** Φ(x) and Φ⁻¹(p) by mpmath 1.3 with 40 digits. */
const CDF = [
  [-20, 2.7536241186062337e-89],
  [-8.5, 9.479534822203318e-18],
  [-5, 2.866515718791939e-7],
  [-2.5, 0.006209665325776135],
  [-2, 0.02275013194817921],
  [-1.9375, 0.02634212668914146],
  [-1, 0.15865525393145705],
  [-0.1, 0.460172162722971],
  [0.3, 0.6179114221889527],
  [1.5, 0.9331927987311419],
  [2.25, 0.9877755273449553],
  [4, 0.9999683287581669],
];
const QUANTILES = [
  [1e-300, -37.0470962993612],
  [1e-40, -13.31092137142517],
  [1e-9, -5.9978070150076865],
  [1e-3, -3.0902323061678136],
  [0.02, -2.053748910631823],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080408],
  [0.45, -0.12566134685507402],
  [0.75, 0.6744897501960817],
  [0.999, 3.090232306167813],
];

describe("the normal distribution", () => {
  test("has its probabilities to 2e-14 of themselves", () => {
    for (const [x, p] of CDF) expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(2e-14);
  });

  test("has a probability of one half at 0, and those of x and −x sum to 1", () => {
    expect(normalCdf(0)).toBe(1 / 2);
    for (const x of [0.3, 1.9, 2, 2.1, 6, 40]) {
      // One rounding of a number below 1, and one of each Φ.
      expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThan(3e-16);
    }
  });

  test("grows with x, also where its two formulas meet", () => {
    for (const x of [-2, 2]) {
      const values = [-2e-9, -1e-9, 0, 1e-9, 2e-9].map((step) => normalCdf(x + step));
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      // Slope φ(2) = 0.054, times 1e-9: a step between the formulas would show.
      for (let i = 1; i < values.length; i++) {
        expect((values[i] - values[i - 1]) / 1e-9).toBeCloseTo(0.05399, 4);
      }
    }
  });

  test("is 0 and 1 at the ends", () => {
    expect([-Infinity, -40, 40, Infinity].map(normalCdf)).toEqual([0, 0, 1, 1]);
  });

  test("has its quantiles to 1e-14 of themselves", () => {
    for (const [p, x] of QUANTILES) {
      // 0.999 itself is rounded by 1e-16, which φ = 0.003 turns into 3e-14.
      expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(p > 0.9 ? 3e-14 : 1e-14);
    }
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-15);
    expect([0, 1].map(normalQuantile)).toEqual([-Infinity, Infinity]);
  });

  test("has quantiles that undo its probabilities", () => {
    for (let x = -37; x < 3; x += 0.61) {
      const p = normalCdf(x);
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12); // 37 · 2e-14
    }
  });
});

describe("the normal distribution refuses", () => {
  test("what is no number, and no probability", () => {
    expect(() => normalCdf(NaN)).toThrow(
      "statistics.normalCdf: x should be a number; got NaN. Find where it comes from.",
    );
    for (const p of [-0.1, 1.1, NaN]) {
      expect(() => normalQuantile(p)).toThrow(
        `statistics.normalQuantile: p should be a finite number between 0 and 1; got ${p}.`,
      );
    }
  });
});
