import { describe, expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { linearRegression } from "../../../src/nn/index.js";
import type { LinearRegression } from "../../../src/nn/index.js";
import { distance, example } from "./example.js";

describe("with less than full rank", () => {
  /** Feature 2 is the sum of the others: weights along (1, 1, −1) change nothing. */
  function deficient(): { readonly X: NdArray; readonly Y: NdArray } {
    const { X, Y } = example(11);
    for (let s = 0; s < 200; s++) X.set(s, 2, X.get(s, 0) + X.get(s, 1));
    return { X, Y };
  }

  test("the weights have least norm, by every method that answers", async () => {
    const { X, Y } = deficient();
    const svd = await linearRegression(X, Y);
    expect(svd.rank).toBe(2);
    const along = ({ weights }: LinearRegression): number =>
      weights.get(0) + weights.get(1) - weights.get(2);
    expect(along(svd)).toBeCloseTo(0, 13);
    const descent = await linearRegression(X, Y, { method: "gradientDescent" });
    expect(along(descent)).toBeCloseTo(0, 13);
    // 1e-10 of the gradient, and λ_max/λ_min of about ten.
    expect(distance(descent.weights, svd.weights)).toBeLessThan(1e-8);
    const stochastic = await linearRegression(X, Y, { method: "stochastic" });
    expect(along(stochastic)).toBeCloseTo(0, 12);
    expect(distance(stochastic.weights, svd.weights)).toBeLessThan(0.02);
  });

  test("QR names the feature that the others explain", async () => {
    const { X, Y } = deficient();
    await expect(linearRegression(X, Y, { method: "qr" })).rejects.toThrow(
      new ValueError(
        "nn.linearRegression: feature 2 is constant or a combination of those before it, so that weights are " +
          'not unique; "qr" needs full rank. Leave it out, or choose method "svd" for weights of least norm.',
      ),
    );
    const constant = [
      [1, 0.1],
      [2, 0.1],
      [4, 0.1],
    ];
    await expect(linearRegression(constant, [1, 2, 3], { method: "qr" })).rejects.toThrow(
      "feature 1 is constant",
    );
    await expect(linearRegression([[1, 2]], [1], { method: "qr" })).rejects.toThrow("feature 0");
  });

  test("fewer samples than features are met exactly, by the shortest weights", async () => {
    const found = await linearRegression([[3, 4]], [10], { intercept: false });
    expect(found.weights.get(0)).toBeCloseTo(1.2, 14);
    expect(found.weights.get(1)).toBeCloseTo(1.6, 14);
    expect(found.rank).toBe(1);
  });

  test("a feature that is constant gets no weight, and a single sample is its own mean", async () => {
    for (const method of ["svd", "gradientDescent", "stochastic"] as const) {
      const found = await linearRegression(
        [
          [1, 0.1],
          [2, 0.1],
          [4, 0.1],
        ],
        [1, 2, 4],
        { method },
      );
      expect(found.weights.get(1)).toBe(0);
      expect(found.weights.get(0)).toBeCloseTo(1, 8);
      const single = await linearRegression([[7]], [0.3], { method });
      expect([single.weights.get(0), single.intercept.get(0)]).toEqual([0, 0.3]);
    }
  });
});
