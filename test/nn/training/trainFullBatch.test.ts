import { describe, expect, test } from "vitest";
import { leavesOf, type Tree } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  createModel,
  dense,
  linearRegression,
  mlp,
  predict,
  sequential,
  trainFullBatch,
} from "../../../src/nn/index.js";
import type { Model } from "../../../src/nn/index.js";

const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] }; // prettier-ignore

/** A line with noise: x[s, 3] and y[s, 1]. */
function line(): { x: NdArray; y: NdArray } {
  const rng = createRng(11);
  const x = normals(rng, [40, 3]);
  const noise = normals(rng, [40]);
  const y = Float64Array.from({ length: 40 }, (_, s) => {
    const [a, b, c] = [x.get(s, 0), x.get(s, 1), x.get(s, 2)];
    return 2 * a - b + 0.5 * c + 3 + 0.1 * noise.get(s);
  });
  return { x, y: ndarrayOf(y, [40, 1]) };
}

function numbersOf(model: Model, path: string): number[] {
  const found = leavesOf(model.parameters as Tree).find((leaf) => leaf.path === path);
  return Array.from((found?.leaf as NdArray).data);
}

describe("training with all samples", () => {
  test.each(["lbfgs", "bfgs"] as const)(
    "finds the least squares of a dense layer by %s",
    async (method) => {
      const data = line();
      const network = sequential([dense({ inputs: 3, outputs: 1 })]);
      const { model, minimization } = await trainFullBatch(network, data, { method });
      const exact = await linearRegression(data.x, data.y);
      expect(minimization.stop).toBe("gradient");
      // ‖g‖∞ ≤ 1e-8 over the least eigenvalue of the features' covariance, about one half.
      const found = [...numbersOf(model, "0.weight"), ...numbersOf(model, "0.bias")];
      [...exact.weights.data, ...exact.intercept.data].forEach((value, i) => {
        expect(Math.abs(found[i] - value)).toBeLessThan(1e-7);
      });
    },
  );

  test("solves XOR to a gradient of zero", async () => {
    const network = mlp([2, 8, 1], { activation: "tanh" });
    const { model, minimization } = await trainFullBatch(network, xor, { seed: 1 });
    expect(minimization.gradientNorm).toBeLessThanOrEqual(1e-8);
    // The loss is 0 at the answer, so its gradient bounds the error: |p − t|² ≲ ‖g‖.
    predict(model, xor.x).data.forEach((p, s) => {
      expect(Math.abs(p - xor.y[s][0])).toBeLessThan(1e-3);
    });
  });

  test("sums the loss over batches of any size", async () => {
    const network = mlp([3, 4, 1], { activation: "tanh" });
    const options = { maxIterations: 5 };
    const whole = await trainFullBatch(network, line(), options);
    const parts = await trainFullBatch(network, line(), { ...options, batchSize: 7 });
    // Five steps from one start; sums in another order differ by rounding, which steps enlarge.
    expect(Math.abs(parts.minimization.value / whole.minimization.value - 1)).toBeLessThan(1e-8);
  });

  test("goes on from its state to the same bits", async () => {
    const network = mlp([3, 4, 1], { activation: "tanh" });
    const whole = await trainFullBatch(network, line(), { maxIterations: 12 });
    const first = await trainFullBatch(network, line(), { maxIterations: 5 });
    const { state } = first.minimization;
    const rest = await trainFullBatch(network, line(), { maxIterations: 12, state });
    expect(rest.minimization.x).toEqual(whole.minimization.x);
    expect(numbersOf(rest.model, "0.weight")).toEqual(numbersOf(whole.model, "0.weight"));
  });

  test("leaves frozen parameters as they are", async () => {
    const start = createModel(mlp([3, 4, 1], { activation: "tanh" }));
    const { model } = await trainFullBatch(start, line(), {
      maxIterations: 5,
      groups: [{ parameters: "0", frozen: true }],
    });
    expect(numbersOf(model, "0.weight")).toEqual(numbersOf(start, "0.weight"));
    expect(numbersOf(model, "2.weight")).not.toEqual(numbersOf(start, "2.weight"));
  });

  test("refuses single precision, batches beyond the data, and labels without an output", async () => {
    const single = createModel(mlp([2, 2, 1]), { precision: "float32" });
    await expect(trainFullBatch(single, xor)).rejects.toThrow(
      'should be in Float64, as line searches need its digits; got Float32. Create it with precision: "float64".',
    );
    await expect(trainFullBatch(mlp([2, 1]), xor, { batchSize: 5 })).rejects.toThrow(
      "nn.trainFullBatch: batchSize should not exceed the 4 samples; got 5",
    );
    const labels = { x: xor.x, y: { data: Int32Array.of(0, 1, 2, 0), shape: [4] } };
    await expect(trainFullBatch(mlp([2, 2]), labels, { loss: "crossEntropy" })).rejects.toThrow(
      "labels should be class numbers from 0 to 1",
    );
  });
});
