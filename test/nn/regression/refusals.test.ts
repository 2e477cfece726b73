import { describe, expect, test } from "vitest";
import { ConvergenceError, ShapeError } from "../../../src/core/index.js";
import { linearRegression } from "../../../src/nn/index.js";
import type { LinearRegressionOptions } from "../../../src/nn/index.js";
import { example } from "./example.js";

const METHODS = ["qr", "svd", "gradientDescent", "stochastic"] as const;

describe("linearRegression refuses", () => {
  const { X, Y } = example(13, { samples: 20 });
  const run = (options: LinearRegressionOptions): Promise<unknown> =>
    linearRegression(X, Y, options);

  test("samples that do not fit, naming both shapes", async () => {
    await expect(linearRegression(X, [1, 2])).rejects.toThrow(
      new ShapeError(
        "nn.linearRegression: X has shape [20, 3], Y [2]; both should begin with the same number of samples, " +
          "and neither be empty. Pass X[s, d] and Y[s] or Y[s, c].",
      ),
    );
    const nothing = { data: new Float64Array(0), shape: [0, 3] };
    await expect(linearRegression(nothing, [])).rejects.toThrow("neither be empty");
    await expect(linearRegression([1, 2], [1, 2])).rejects.toThrow(
      "nn.linearRegression: X should have the axes [s, d] (2 axes); got [2].",
    );
    await expect(linearRegression([[1]], [[[1]]])).rejects.toThrow("Y should have the axes");
  });

  test("entries that are not finite", async () => {
    await expect(linearRegression([[1], [NaN]], [1, 2])).rejects.toThrow(
      "nn.linearRegression: X should be finite; got NaN at index [1, 0].",
    );
    await expect(linearRegression([[1], [2]], [1, Infinity])).rejects.toThrow("Y should be finite");
  });

  test("options out of range", async () => {
    await expect(run({ method: "normal" as "qr" })).rejects.toThrow(
      'nn.linearRegression: method should be one of "qr", "svd", "gradientDescent", "stochastic"; got "normal".',
    );
    await expect(run({ intercept: 1 as unknown as boolean })).rejects.toThrow("intercept");
    await expect(run({ tolerance: 2 })).rejects.toThrow("tolerance should be a finite number");
    await expect(run({ method: "gradientDescent", learningRate: 0 })).rejects.toThrow(
      "nn.linearRegression: learningRate should be a finite number ≥ 1e-30; got 0.",
    );
    await expect(run({ method: "stochastic", epochs: 0 })).rejects.toThrow("epochs");
    await expect(run({ method: "stochastic", batchSize: 21 })).rejects.toThrow(
      "nn.linearRegression: batchSize should be an integer between 1 and 20; got 21.",
    );
  });

  test("rates at which a descent diverges, naming one that does not", async () => {
    for (const method of ["gradientDescent", "stochastic"] as const) {
      const failed = run({ method, learningRate: 100 });
      await expect(failed).rejects.toThrow(ConvergenceError);
      await expect(failed).rejects.toThrow(
        /learningRate 100 .* diverged in epoch \d+\. Choose a rate below 0\./,
      );
    }
  });

  test("to call an unfinished descent finished", async () => {
    await expect(run({ method: "gradientDescent", epochs: 3 })).rejects.toThrow(
      /the gradient should fall to 1e-10 of its bound; it came to 0\.\d+ in 3 epochs\. Scale/,
    );
  });

  test("to go on after an abort, with its reason", async () => {
    for (const method of METHODS) {
      const signal = AbortSignal.abort(new Error("enough"));
      await expect(run({ method, signal })).rejects.toThrow("enough");
    }
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ done, unit }: { done: number; unit: string }): void => {
      expect(unit).toBe("epochs");
      seen.push(done);
      if (done === 4) controller.abort(new Error("enough"));
    };
    const { signal } = controller;
    await expect(run({ method: "stochastic", signal, onProgress })).rejects.toThrow("enough");
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });
});
