import { describe, expect, test } from "vitest";
import { bivariateNormal, normalCdf } from "../../src/statistics/index.js";

const LEVELS = [-3, -0.7, 0, 0.0025, 1.2, 4];
const CORRELATIONS = [-0.9999, -0.6, -0.01, 0, 0.3, 0.95, 0.99999];

/** By mpmath 1.3: the integral of φ(x) Φ((k − ρx)/√(1 − ρ²)) up to h, with 25 digits. */
const RECORDED = [
  [-1, 0.5, 0.3, 0.1332561354499511],
  [0.7, 0.70001, 0.999, 0.7524666938978027],
  [-3, -2, -0.5, 2.07017067712485e-8],
  [2.5, -0.4, -0.99, 0.3383685930638997],
  [0.0025, 0.0025, -0.9999, 0.003387387763785326],
  [1.3, 4, 0.6, 0.9031975041176619],
  [-0.5244, 0.5244, 0.95, 0.2999849361083436],
];

/** Sums of about 300 terms of size 1 and below. */
const ROUNDING = 1e-14;

describe("two normal numbers", () => {
  test("are both below their levels as often as another program finds", () => {
    for (const [h, k, rho, p] of RECORDED) {
      expect(Math.abs(bivariateNormal(h, k, rho) - p)).toBeLessThan(ROUNDING);
    }
  });

  test("lie in a quadrant with probability ¼ + asin(ρ)/2π (Sheppard)", () => {
    for (const rho of [...CORRELATIONS, -1, 1]) {
      const expected = 1 / 4 + Math.asin(rho) / (2 * Math.PI);
      expect(Math.abs(bivariateNormal(0, 0, rho) - expected)).toBeLessThan(ROUNDING);
    }
  });

  test("are independent without correlation, one number with ρ = 1, mirrored with −1", () => {
    for (const h of LEVELS) {
      for (const k of LEVELS) {
        const [p, q] = [normalCdf(h), normalCdf(k)];
        expect(Math.abs(bivariateNormal(h, k, 0) - p * q)).toBeLessThan(ROUNDING);
        expect(Math.abs(bivariateNormal(h, k, 1) - Math.min(p, q))).toBeLessThan(ROUNDING);
        expect(Math.abs(bivariateNormal(h, k, -1) - Math.max(0, p + q - 1))).toBeLessThan(ROUNDING);
      }
    }
  });

  test("may change places, and Y its sign: Φ₂(h, k; ρ) + Φ₂(h, −k; −ρ) = Φ(h)", () => {
    for (const h of LEVELS) {
      for (const k of LEVELS) {
        for (const rho of CORRELATIONS) {
          const p = bivariateNormal(h, k, rho);
          expect(Math.abs(bivariateNormal(k, h, rho) - p)).toBeLessThan(ROUNDING);
          const mirrored = bivariateNormal(h, -k, -rho);
          expect(Math.abs(p + mirrored - normalCdf(h))).toBeLessThan(2 * ROUNDING);
        }
      }
    }
  });

  test("reduce to one where a level is infinite", () => {
    expect(bivariateNormal(Infinity, 0.3, 0.5)).toBe(normalCdf(0.3));
    expect(bivariateNormal(-1, Infinity, -0.5)).toBe(normalCdf(-1));
    expect(bivariateNormal(-Infinity, 2, 0.5)).toBe(0);
    expect(bivariateNormal(Infinity, Infinity, 1)).toBe(1);
  });

  test("are refused for a correlation beyond 1, or levels that are no numbers", () => {
    expect(() => bivariateNormal(0, 0, 1.01)).toThrow(
      "statistics.bivariateNormal: rho should be a finite number between -1 and 1; got 1.01.",
    );
    expect(() => bivariateNormal(NaN, 0, 0.5)).toThrow(
      "statistics.bivariateNormal: h and k should be numbers; got NaN and 0.",
    );
  });
});
