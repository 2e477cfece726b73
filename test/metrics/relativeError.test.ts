import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError, ValueError } from "../../src/core/index.js";
import { r2, relativeFluctuationL2, relativeL2 } from "../../src/metrics/index.js";

const y = { data: normals(createRng(1), [60]).data.map((x) => 3 + x), shape: [3, 4, 5] };
const p = { data: normals(createRng(2), [60]).data.map((x) => 3 + x), shape: [3, 4, 5] };

describe("relative L2", () => {
  test("is ‖p − y‖/‖y‖ over the whole set", () => {
    expect(
      relativeL2(
        [
          [3, 0],
          [0, 4],
        ],
        [
          [3, 4],
          [12, 0],
        ],
      ),
    ).toBeCloseTo(Math.sqrt(16 + 144 + 16) / 13, 15);
    expect(relativeL2(y, y)).toBe(0);
  });

  test("is 1 for a prediction of zero", () => {
    expect(relativeL2({ ...y, data: new Float64Array(60) }, y)).toBe(1);
  });

  test("refuses a truth that is zero everywhere", () => {
    expect(() => relativeL2([[1, 2]], [[0, 0]])).toThrow(
      "metrics.relativeL2: the truth is 0 everywhere, so no error is relative to it.",
    );
  });
});

describe("relative fluctuation L2", () => {
  test("is 1 for every sample's mean, whatever the contrast", () => {
    const means = [
      [2, 2],
      [20, 20],
    ];
    expect(
      relativeFluctuationL2(means, [
        [1, 3],
        [19.9, 20.1],
      ]),
    ).toBeCloseTo(1, 12);
  });

  test("is the mean over samples", () => {
    // Fluctuations ‖(−1, 1)‖ and ‖(−10, 10)‖, errors ‖(1, 1)‖ and ‖(5, 5)‖: 1 and ½.
    expect(
      relativeFluctuationL2(
        [
          [2, 4],
          [15, 35],
        ],
        [
          [1, 3],
          [10, 30],
        ],
      ),
    ).toBeCloseTo(0.75, 15);
  });

  test("is defined for components of mean zero", () => {
    expect(relativeFluctuationL2([[0, 0]], [[1, -1]])).toBe(1);
  });

  test("does not see a common shift and scale", () => {
    const moved = (x: typeof y): typeof y => ({ ...x, data: x.data.map((v) => 100 + 7 * v) });
    expect(relativeFluctuationL2(moved(p), moved(y))).toBeCloseTo(relativeFluctuationL2(p, y), 12);
  });

  test("refuses a constant sample, also one that is constant up to rounding", () => {
    const constant = [
      [1, 2, 3],
      [0.1, 0.1, 0.1],
    ];
    expect(() => relativeFluctuationL2(constant, constant)).toThrow(
      "metrics.relativeFluctuationL2: sample 1 of the truth is constant up to rounding (0.1)",
    );
    const rounded = [[0.1 + 0.2, 0.3, 0.3]];
    expect(() => relativeFluctuationL2(rounded, rounded)).toThrow(ValueError);
  });
});

describe("R²", () => {
  test("is 1 for the truth, 0 for the mean of the set", () => {
    expect(r2(y, y)).toBe(1);
    expect(
      r2(
        [
          [4, 4],
          [4, 4],
        ],
        [
          [1, 3],
          [5, 7],
        ],
      ),
    ).toBeCloseTo(0, 15);
  });

  test("is 1 − Σ(p − y)²/Σ(y − ȳ)²", () => {
    expect(
      r2(
        [
          [2, 3],
          [5, 7],
        ],
        [
          [1, 3],
          [5, 7],
        ],
      ),
    ).toBeCloseTo(1 - 1 / 20, 15);
  });

  test("refuses a constant truth", () => {
    expect(() => r2([[1, 2]], [[5, 5]])).toThrow(
      "metrics.r2: the truth is constant up to rounding (5)",
    );
  });
});

describe("all of them", () => {
  test.each([
    ["relativeL2", relativeL2],
    ["relativeFluctuationL2", relativeFluctuationL2],
    ["r2", r2],
  ])("%s refuses other shapes and NaN", (name, metric) => {
    expect(() =>
      metric(
        [[1, 2]],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toThrow(ShapeError);
    expect(() =>
      metric(
        [[1, 2]],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toThrow(`metrics.${name}: the prediction has shape [1, 2], the truth [2, 2].`);
    expect(() => metric([[1, NaN]], [[1, 2]])).toThrow(
      `metrics.${name}: prediction should be finite`,
    );
  });
});
