import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { linearRegression } from "../../../src/nn/index.js";
import { distance, example } from "./example.js";

const METHODS = ["qr", "svd", "gradientDescent", "stochastic"] as const;

describe("linear regression", () => {
  test.each(METHODS)("finds a plane that the samples lie on: %s", async (method) => {
    const { X, Y } = example(1, { noise: 0 });
    const many = method === "stochastic" && { epochs: 300, batchSize: 4 };
    const { weights, intercept, residualSquares } = await linearRegression(X, Y, {
      method,
      ...many,
    });
    // "gradientDescent" stops at 1e-10 of the gradient with λ_max/λ_min of about 16; the others round,
    // and without noise batches agree about the answer.
    [1, -2, 0.5].forEach((w, d) => expect(weights.get(d)).toBeCloseTo(w, 8));
    expect(intercept.shape).toEqual([1]);
    expect(intercept.get(0)).toBeCloseTo(4, 7);
    expect(residualSquares.get(0)).toBeLessThan(1e-14);
  });

  test("of one feature is the line of the textbook, covariance over variance", async () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [2, 1, 4, 5],
    ];
    for (const method of ["qr", "svd", "gradientDescent"] as const) {
      const found = await linearRegression(
        x.map((value) => [value]),
        y,
        { method },
      );
      expect(found.weights.shape).toEqual([1]);
      expect(found.weights.get(0)).toBeCloseTo(1.2, 12);
      expect(found.intercept.get(0)).toBeCloseTo(0, 12);
      expect(found.residualSquares.get(0)).toBeCloseTo(2.8, 12);
    }
  });

  test("leaves residuals that no feature explains: Xᵀ(Y − X W − b) = 0, and of sum 0", async () => {
    const { X, Y } = example(2);
    const { weights, intercept } = await linearRegression(X, Y, { method: "qr" });
    const rest = Array.from(Y.data, (y, s) =>
      [0, 1, 2].reduce((r, d) => r - X.get(s, d) * weights.get(d), y - intercept.get(0)),
    );
    // 200 products of up to 10.
    expect(rest.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 11);
    for (const d of [0, 1, 2]) {
      expect(rest.reduce((sum, r, s) => sum + r * X.get(s, d), 0)).toBeCloseTo(0, 11);
    }
  });

  test("by QR, SVD and gradient descent agree on noisy samples", async () => {
    const { X, Y } = example(3);
    const svd = await linearRegression(X, Y);
    const qr = await linearRegression(X, Y, { method: "qr" });
    expect(svd.rank).toBe(3);
    expect(qr.rank).toBe(3);
    expect(distance(qr.weights, svd.weights)).toBeLessThan(1e-13);
    const tolerance = 1e-9;
    const descent = await linearRegression(X, Y, { method: "gradientDescent", tolerance });
    expect(descent.iterations).toBeGreaterThan(10);
    // ‖W − Ŵ‖ ≤ τ √λ_max rms(Y)/λ_min; λ are about 4, 1 and ¼, Y about 2.
    expect(distance(descent.weights, svd.weights)).toBeLessThan((tolerance * 2 * 2) / 0.2);
  });

  test("by batches comes to the same answer, as k^(−¾) or faster in the epochs k", async () => {
    const error = async (epochs: number): Promise<number> => {
      let square = 0;
      for (const seed of [4, 5, 6, 7]) {
        const { X, Y } = example(seed);
        const exact = await linearRegression(X, Y);
        const options = { method: "stochastic", epochs, seed, batchSize: 16 } as const;
        const found = await linearRegression(X, Y, options);
        expect(found.iterations).toBe(epochs * 13);
        square += distance(found.weights, exact.weights) ** 2 / 4;
      }
      return Math.sqrt(square);
    };
    const [few, many] = [await error(25), await error(400)];
    expect(many).toBeLessThan(few / 16 ** 0.75);
    // The statistical error of the weights themselves is about 0.04.
    expect(many).toBeLessThan(0.004);
  });

  test("without an intercept goes through the origin", async () => {
    const { X, Y } = example(8);
    for (const method of ["qr", "svd", "gradientDescent"] as const) {
      const found = await linearRegression(X, Y, { method, intercept: false });
      expect([...found.intercept.data]).toEqual([0]);
      const rest = Array.from(Y.data, (y, s) =>
        [0, 1, 2].reduce((r, d) => r - X.get(s, d) * found.weights.get(d), y),
      );
      // The gradient ends at 1e-10 of 200 √λ_max rms(Y), below 1e4.
      for (const d of [0, 1, 2]) {
        expect(rest.reduce((sum, r, s) => sum + r * X.get(s, d), 0)).toBeCloseTo(0, 5);
      }
    }
  });

  test("of several responses is each by itself", async () => {
    const { X, Y } = example(9);
    const twice = ndarrayOf(
      Float64Array.from({ length: 400 }, (_, i) => {
        return i % 2 === 0 ? Y.data[i / 2] : 1 - 3 * Y.data[(i - 1) / 2];
      }),
      [200, 2],
    );
    for (const method of METHODS) {
      const one = await linearRegression(X, Y, { method });
      const both = await linearRegression(X, twice, { method });
      expect(both.weights.shape).toEqual([3, 2]);
      expect(both.intercept.shape).toEqual([2]);
      // Descent may stop a step earlier or later: 1e-10 of gradients of about 10.
      for (const d of [0, 1, 2]) {
        expect(both.weights.get(d, 0)).toBeCloseTo(one.weights.get(d), 8);
        expect(both.weights.get(d, 1)).toBeCloseTo(-3 * one.weights.get(d), 8);
      }
      expect(both.intercept.get(1)).toBeCloseTo(1 - 3 * one.intercept.get(0), 7);
    }
  });

  test("writes to neither input, and takes nested lists", async () => {
    const { X, Y } = example(10, { samples: 9 });
    const before = structuredClone([X.data, Y.data]);
    const found = await linearRegression(X, Y);
    expect([X.data, Y.data]).toEqual(before);
    const lists = Array.from({ length: 9 }, (_, s) => [0, 1, 2].map((d) => X.get(s, d)));
    expect((await linearRegression(lists, [...Y.data])).weights).toEqual(found.weights);
  });
});

describe("the short form Ŵ = XᵀY/N", () => {
  /** XᵀY/N, with the mean of Y taken away. */
  function shortForm(X: NdArray, Y: NdArray): NdArray {
    const [samples, features] = X.shape;
    const mean = Y.data.reduce((sum, y) => sum + y / samples, 0);
    return ndarrayOf(
      Float64Array.from({ length: features }, (_, d) =>
        Y.data.reduce((sum, y, s) => sum + (X.get(s, d) * (y - mean)) / samples, 0),
      ),
      [features],
    );
  }

  /** Three columns of a Hadamard matrix of order 8: mean 0, XᵀX/N = 1. */
  const white = ndarrayOf(
    Float64Array.from({ length: 24 }, (_, i) => 1 - 2 * ((Math.floor(i / 3) >> (i % 3)) & 1)),
    [8, 3],
  );
  const Y = normals(createRng(12), [8]);

  test("holds for whitened features, and is one step of gradient descent at the rate 1", async () => {
    const exact = await linearRegression(white, Y);
    expect(exact.condition).toBeCloseTo(1, 14);
    expect(distance(shortForm(white, Y), exact.weights)).toBeLessThan(1e-15);
    const step = await linearRegression(white, Y, { method: "gradientDescent", learningRate: 1 });
    expect(step.iterations).toBe(1);
    expect(distance(step.weights, exact.weights)).toBeLessThan(1e-15);
  });

  test("does not hold for others: it is off by the factor XᵀX/N", async () => {
    const X = ndarrayOf(
      white.data.map((value) => 2 * value),
      [8, 3],
    );
    const exact = await linearRegression(X, Y);
    const short = shortForm(X, Y);
    for (const d of [0, 1, 2]) expect(short.get(d)).toBeCloseTo(4 * exact.weights.get(d), 14);
  });
});
