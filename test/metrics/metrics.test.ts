import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError } from "../../src/core/index.js";
import {
  mase,
  maxError,
  meanAbsoluteError,
  meanPredictionMase,
  metrics,
  r2,
  relativeFluctuationL2,
  relativeL2,
} from "../../src/metrics/index.js";

const field = (seed: number): { data: Float64Array; shape: number[] } => ({
  data: normals(createRng(seed), [96]).data.map((x) => 1 + 0.2 * x),
  shape: [4, 4, 6],
});

describe("absolute errors", () => {
  test("are the mean and the maximum of |p − y|", () => {
    expect(meanAbsoluteError([[1, -2]], [[2, 4]])).toBe(3.5);
    expect(maxError([[1, -2]], [[2, 4]])).toBe(6);
  });

  test("refuse other shapes", () => {
    expect(() => maxError([[1]], [[1, 2]])).toThrow("metrics.maxError: the prediction has shape");
    expect(() => meanAbsoluteError([[1]], [[1, 2]])).toThrow(ShapeError);
  });
});

describe("metrics", () => {
  test("holds every score, each by its own definition", () => {
    const [p, y] = [field(1), field(2)];
    expect(metrics(p, y)).toEqual({
      mase: mase(p, y),
      meanPredictionMase: meanPredictionMase(y),
      relativeL2: relativeL2(p, y),
      meanPredictionRelativeL2: metrics(meanOfSamples(y), y).relativeL2,
      relativeFluctuationL2: relativeFluctuationL2(p, y),
      r2: r2(p, y),
      meanAbsoluteError: meanAbsoluteError(p, y),
      maxError: maxError(p, y),
    });
  });

  test("shows that predicting the mean is predicting the mean", () => {
    const y = field(3);
    const scores = metrics(meanOfSamples(y), y);
    expect(scores.mase.mean).toBeCloseTo(scores.meanPredictionMase.mean, 12);
    expect(scores.relativeL2).toBeCloseTo(scores.meanPredictionRelativeL2, 14);
    expect(scores.relativeFluctuationL2).toBeCloseTo(1, 14);
  });

  test("MASE flatters the mean at low contrast, relative fluctuation L2 does not", () => {
    const y = field(4);
    const faint = { ...y, data: y.data.map((x) => 1 + (x - 1) / 100) };
    const scores = metrics(meanOfSamples(faint), faint);
    expect(scores.mase.mean).toBeLessThan(0.2);
    expect(scores.relativeFluctuationL2).toBeCloseTo(1, 12);
  });

  test("writes to neither input", () => {
    const [p, y] = [field(5), field(6)];
    const before = structuredClone([p, y]);
    metrics(p, y);
    expect([p, y]).toEqual(before);
  });

  test("refuses a component of mean zero, with the same advice as MASE", () => {
    expect(() => metrics([[1, -1]], [[1, -1]])).toThrow("Use metrics.relativeFluctuationL2");
  });
});

function meanOfSamples(y: ReturnType<typeof field>): ReturnType<typeof field> {
  const cells = y.data.length / y.shape[0];
  const data = y.data.map((_, i) => {
    const start = i - (i % cells);
    return y.data.slice(start, start + cells).reduce((sum, x) => sum + x, 0) / cells;
  });
  return { data, shape: y.shape };
}
