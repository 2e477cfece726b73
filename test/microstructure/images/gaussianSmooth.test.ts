import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRng, toFloat64, uniforms } from "../../../src/core/index.js";
import type { ArrayInput } from "../../../src/core/index.js";
import { readNpz } from "../../../src/formats/index.js";
import { gaussianSmooth } from "../../../src/microstructure/images/gaussianSmooth.js";

const file = new URL("../../fixtures/images/smoothed.npz", import.meta.url);
const recorded = readNpz(readFileSync(file));

describe("smoothing by a Gaussian", () => {
  test.each([
    ["plane", "plane_1", 1],
    ["plane", "plane_4", 4],
    ["block", "block_07", 0.7],
  ])("is what SciPy makes of a %s, %s", (source, result, sigma) => {
    const { data, shape } = toFloat64(recorded[source] as ArrayInput, source);
    const expected = toFloat64(recorded[result] as ArrayInput, result).data;
    const smooth = gaussianSmooth(data, shape, sigma);
    // Means of numbers below 1: rounding only.
    smooth.forEach((v, i) => {
      expect(Math.abs(v - expected[i])).toBeLessThan(1e-14);
    });
  });

  test("keeps the mean, which mirrored edges neither take from nor add to", () => {
    const { data } = uniforms(createRng(3), [13, 8]);
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    expect(sum(gaussianSmooth(data, [13, 8], 2.5))).toBeCloseTo(sum(data), 11);
  });

  test("keeps a uniform image, and with σ = 0 every image", () => {
    const uniform = new Float64Array(35).fill(100);
    // Weights sum to 1 within a few units of 1e-16, so 100 comes back within some of 1e-14.
    for (const v of gaussianSmooth(uniform, [5, 7], 9))
      expect(Math.abs(v - 100)).toBeLessThan(1e-12);
    expect(gaussianSmooth(uniform, [5, 7], 0)).toBe(uniform);
  });

  test("of a single bright pixel has the variance σ² along every axis", () => {
    const data = new Float64Array(41 * 41);
    data[20 * 41 + 20] = 1;
    const smooth = gaussianSmooth(data, [41, 41], 2);
    const variance = smooth.reduce((sum, v, i) => sum + v * (Math.floor(i / 41) - 20) ** 2, 0);
    // Four deviations leave out 6e-5 of the weight, at a square of 16 and more: 2e-3 of σ².
    expect(Math.abs(variance / 4 - 1)).toBeLessThan(2e-3);
  });
});
