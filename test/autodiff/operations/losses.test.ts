import { describe, expect, test } from "vitest";
import {
  absoluteError,
  crossEntropy,
  grad,
  huber,
  mase,
  normalize,
  normalizeWithMoments,
  squaredError,
  toArray,
  type Variable,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import { mase as maseOfMetrics } from "../../../src/metrics/index.js";

const value = (x: Variable): number => toArray(x).data[0];

const P = [1, 2, 4];
const T = [0, 2, 7];

describe("losses of differences 1, 0, −3", () => {
  test("closed forms", () => {
    expect(value(squaredError(P, T))).toBeCloseTo(10 / 3, 15);
    expect(value(squaredError(P, T, { reduction: "sum" }))).toBe(10);
    expect(value(squaredError(P, T, { reduction: "halfSum" }))).toBe(5);
    expect(value(absoluteError(P, T, { reduction: "sum" }))).toBe(4);
    expect(value(absoluteError(P, T))).toBeCloseTo(4 / 3, 15);
    expect(value(huber(P, T, { reduction: "sum" }))).toBe(0.5 + 2.5);
    expect(value(huber(P, T, { delta: 2, reduction: "sum" }))).toBe(0.5 + 4);
  });

  test("gradients in closed form", () => {
    const p = ndarrayOf(Float64Array.from(P), [3]);
    const of = (f: (x: Variable) => Variable): number[] => [...grad(f)(p).data];
    expect(of((x) => squaredError(x, T, { reduction: "halfSum" }))).toEqual([1, 0, -3]);
    expect(of((x) => absoluteError(x, T, { reduction: "sum" }))).toEqual([1, 0, -1]);
    expect(of((x) => huber(x, T, { delta: 2, reduction: "sum" }))).toEqual([1, 0, -2]);
    expect(of((x) => squaredError(T, x, { reduction: "halfSum" }))).toEqual([1, -0, -3]);
  });

  test("refusals", () => {
    expect(() => squaredError([1, 2], [[1, 2]])).toThrow(
      "autodiff.squaredError: target should have shape [2]; got [1, 2]. " +
        "The target should have the shape of the prediction; reshape one of them.",
    );
    expect(() => huber(1, 2, { delta: 0 })).toThrow(
      "autodiff.huber: delta should be a finite number",
    );
    expect(() => absoluteError(1, 2, { reduction: "halfSum" as "sum" })).toThrow(
      'autodiff.absoluteError: reduction should be one of "mean", "sum"; got "halfSum".',
    );
    expect(() => squaredError([], [])).toThrow("at least one entry; got shape [0].");
  });
});

describe("cross-entropy", () => {
  test("of equal scores is ln of the number of classes", () => {
    const scores = ndarrayOf(new Float64Array(8), [2, 4]);
    expect(value(crossEntropy(scores, [0, 3]))).toBeCloseTo(Math.log(4), 15);
    expect(value(crossEntropy(scores, [0, 3], { reduction: "sum" }))).toBeCloseTo(
      2 * Math.log(4),
      14,
    );
  });
  test("labels are probabilities that are 0 and 1", () => {
    const scores = normals(createRng(6), [2, 3, 2]);
    const labels = ndarrayOf(Int32Array.of(2, 0, 1, 1), [2, 2]);
    const ones = ndarrayOf(new Float64Array(12), [2, 3, 2]);
    for (const [s, c, x] of [
      [0, 2, 0],
      [0, 0, 1],
      [1, 1, 0],
      [1, 1, 1],
    ])
      ones.set(s, c, x, 1);
    const byLabels = value(crossEntropy(scores, labels));
    expect(byLabels).toBeCloseTo(value(crossEntropy(scores, ones)), 14);
  });
  test("its gradient is softmax less target, over the samples", () => {
    const scores = ndarrayOf(Float64Array.of(0, Math.log(3), 0, 0), [2, 2]);
    const gradient = grad((x: Variable) => crossEntropy(x, [0, 1]))(scores).data;
    [-0.375, 0.375, 0.25, -0.25].forEach((expected, i) => {
      expect(gradient[i]).toBeCloseTo(expected, 15);
    });
  });
  test("of a class that is as good as excluded stays finite", () => {
    expect(value(crossEntropy([[1e4, 0]], [1]))).toBe(1e4);
  });
  test("refusals", () => {
    const scores = normals(createRng(1), [2, 3]);
    expect(() => crossEntropy(scores, [0, 3])).toThrow(
      "autodiff.crossEntropy: labels should be integers between 0 and 2; got 3 at index [1].",
    );
    expect(() => crossEntropy(scores, [0])).toThrow(
      "autodiff.crossEntropy: targets should be labels of shape [2] or probabilities of shape [2, 3], to " +
        "fit the logits; got [1].",
    );
    expect(() => crossEntropy([1, 2], [0])).toThrow(
      "autodiff.crossEntropy: logits should have the axes [sample, class, …x] and at least one entry; got [2].",
    );
  });
});

describe("MASE", () => {
  test("is that of metrics", () => {
    const rng = createRng(7);
    const t = normals(rng, [3, 4, 5]);
    const p = normals(rng, [3, 4, 5]);
    const expected = maseOfMetrics(p, t).mean;
    expect(Math.abs(value(mase(p, t)) - expected)).toBeLessThan(1e-12 * expected);
  });
  test("refuses a target without a mean, and fields that do not fit", () => {
    expect(() => mase([[1, 2]], [[1, -1]])).toThrow(
      "autodiff.mase: the target of sample 0 has mean 0, which is zero up to rounding; MASE divides by it. " +
        "Use autodiff.absoluteError for such a component.",
    );
    expect(() => mase([1, 2], [1, 2])).toThrow("should have the axes [sample, …x]");
    expect(() => mase([[1, 2]], [[1]])).toThrow(
      "autodiff.mase: target should have shape [1, 2]; got [1, 1].",
    );
  });
});

describe("normalize", () => {
  test("closed form", () => {
    expect([...normalize([1, 3], { epsilon: 0 }).data]).toEqual([-1, 1]);
    expect([...normalize([5, 5]).data]).toEqual([0, 0]);
  });
  test("every channel has mean 0 and variance σ²/(σ² + ε), of its own moments", () => {
    const x = normals(createRng(8), [4, 3, 5]);
    const { y, mean, variance } = normalizeWithMoments(x, { axes: [0, 2], epsilon: 0.5 });
    expect([mean.shape, variance.shape, mean.tracked]).toEqual([[3], [3], false]);
    for (let c = 0; c < 3; c++) {
      const own = Array.from({ length: 20 }, (_, i) => x.get(Math.floor(i / 5), c, i % 5));
      const center = own.reduce((a, b) => a + b) / 20;
      const spread = own.reduce((a, b) => a + (b - center) ** 2, 0) / 20;
      expect(mean.data[c]).toBeCloseTo(center, 14);
      expect(variance.data[c]).toBeCloseTo(spread, 14);
      own.forEach((entry, i) => {
        const expected = (entry - center) / Math.sqrt(spread + 0.5);
        expect(toArray(y).get(Math.floor(i / 5), c, i % 5)).toBeCloseTo(expected, 14);
      });
    }
  });
  test("refuses a negative ε, an axis that is not there and nothing", () => {
    expect(() => normalize([1], { epsilon: -1 })).toThrow("autodiff.normalize: epsilon should be");
    expect(() => normalize([1], { axes: [1] })).toThrow(
      "autodiff.normalize: axes should be an integer",
    );
    expect(() => normalize([])).toThrow("autodiff.normalize: x should have at least one entry");
  });
});
