import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError, ValueError } from "../../src/core/index.js";
import { mase, meanPredictionMase } from "../../src/metrics/index.js";

describe("MASE", () => {
  test("is 100 mean |p − y| / |mean y| of every sample, with mean, maximum and deviation", () => {
    const y = [
      [1, 3],
      [-4, -4],
      [2, 6],
    ];
    const p = [
      [2, 3],
      [-4, -4],
      [2, 0],
    ];
    // Errors ½, 0 and 3 relative to means 2, −4 and 4.
    const { perSample, mean, max, std } = mase(p, y);
    expect([...perSample]).toEqual([25, 0, 75]);
    expect(mean).toBeCloseTo(100 / 3, 13);
    expect(max).toBe(75);
    expect(std).toBeCloseTo(Math.sqrt((25 ** 2 + 0 + 75 ** 2) / 3 - (100 / 3) ** 2), 12);
  });

  test("is zero for the truth itself, and unchanged when both are scaled", () => {
    const y = fields(1, 5);
    const p = fields(2, 5);
    expect(mase(y, y).max).toBe(0);
    const scaled = (x: typeof y): typeof y => ({ ...x, data: x.data.map((v) => -8 * v) });
    expect(mase(scaled(p), scaled(y)).perSample).toEqual(mase(p, y).perSample);
  });

  test("takes 1-D, 2-D and 3-D grids alike", () => {
    const [y, p] = [fields(3, 1), fields(4, 1)];
    const reshaped = (x: typeof y): typeof y => ({ ...x, shape: [2, 2, 3, 4] });
    expect(mase(reshaped(p), reshaped(y))).toEqual(mase(p, y));
  });

  test("does not lose small errors beside a large mean", () => {
    // 10⁶ errors of 1e-3 on a field of 1e9: plain summation of y would err by more than the error.
    const size = 1e6;
    const y = { data: new Float64Array(size).fill(1e9), shape: [1, size] };
    const p = { data: new Float64Array(size).fill(1e9 + 2 ** -10), shape: [1, size] };
    expect(mase(p, y).mean).toBe((100 * 2 ** -10) / 1e9);
  });

  test("refuses a component of mean zero, and says what to use", () => {
    const shear = [
      [1, 2],
      [0.3, -0.3],
    ];
    expect(() => mase(shear, shear)).toThrow(ValueError);
    expect(() => mase(shear, shear)).toThrow(
      "metrics.mase: the truth of sample 1 has mean 0, which is zero up to rounding",
    );
    expect(() => mase(shear, shear)).toThrow("Use metrics.relativeFluctuationL2");
    expect(() => mase([[0.1, 0.2, -0.3]], [[0.1, 0.2, -0.3]])).toThrow("zero up to rounding");
    expect(() => mase([[0, 0]], [[0, 0]])).toThrow(ValueError);
    expect(() => mase([[1, -1.001]], [[1, -1.001]])).not.toThrow();
  });

  test("refuses shapes that differ, naming both, and arrays without a sample axis", () => {
    expect(() => mase([[1, 2]], [[1, 2, 3]])).toThrow(
      new ShapeError(
        "metrics.mase: the prediction has shape [1, 2], the truth [1, 3]. " +
          "Compare arrays [sample, …x] of the same shape.",
      ),
    );
    expect(() => mase([1, 2], [1, 2])).toThrow("Give a single sample a leading axis of length 1.");
    expect(() => mase([], [])).toThrow(ShapeError);
  });

  test("refuses NaN in either, with its index", () => {
    expect(() => mase([[1, NaN]], [[1, 2]])).toThrow(
      "metrics.mase: prediction should be finite; got NaN at index [0, 1].",
    );
    expect(() => mase([[1, 2]], [[Infinity, 2]])).toThrow(
      "metrics.mase: truth should be finite; got Infinity at index [0, 0].",
    );
  });
});

describe("the MASE of the mean", () => {
  test("is what predicting every sample's own mean scores", () => {
    const y = [
      [1, 3],
      [10, 30],
    ];
    expect(meanPredictionMase(y)).toEqual(
      mase(
        [
          [2, 2],
          [20, 20],
        ],
        y,
      ),
    );
    expect(meanPredictionMase(y).mean).toBe(50);
  });

  test("is zero for constant fields", () => {
    expect(meanPredictionMase([[0.1, 0.1, 0.1]]).max).toBeLessThan(1e-13);
  });

  test("refuses what MASE refuses", () => {
    expect(() => meanPredictionMase([[1, -1]])).toThrow("metrics.meanPredictionMase: the truth of");
    expect(() => meanPredictionMase([[1, NaN]])).toThrow(ValueError);
  });
});

/** Two samples of positive mean. */
function fields(seed: number, mean: number): { data: Float64Array; shape: number[] } {
  return { data: normals(createRng(seed), [48]).data.map((x) => mean + x), shape: [2, 24] };
}
