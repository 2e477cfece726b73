import { describe, expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

const X = array([2, 2, 2], [1, 3, 10, 10, 5, 7, 20, 20]); // channel 0: 1 3 5 7; channel 1: 10 10 20 20

/** The state after a call in training. */
function after(layer: nn.BatchNorm, state: nn.State, x: NdArray): nn.State {
  const { parameters } = nn.createModel(layer);
  return nn.forward(layer, parameters, state, x, { training: true }).state;
}

describe("batch norm in training", () => {
  test("gives every channel mean 0 and variance σ²/(σ² + ε) over samples and cells", () => {
    const y = apply(nn.batchNorm({ channels: 2, epsilon: 0.25 }), X, { training: true });
    const [a, b] = [Math.sqrt(5.25), Math.sqrt(25.25)];
    [-3 / a, -1 / a, -5 / b, -5 / b, 1 / a, 3 / a, 5 / b, 5 / b].forEach((value, i) =>
      expect(y[i]).toBeCloseTo(value, 14),
    );
  });
  test("moves the running means by its momentum, with the variance of a sample, n − 1", () => {
    const layer = nn.batchNorm({ channels: 2, momentum: 0.25 });
    const { state } = nn.createModel(layer);
    const next = after(layer, state, X) as Readonly<Record<string, NdArray>>;
    expect([...next.runningMean.data]).toEqual([1, 3.75]);
    const [a, b] = next.runningVariance.data;
    expect(a).toBeCloseTo(0.75 + (0.25 * 20) / 3, 14);
    expect(b).toBeCloseTo(0.75 + (0.25 * 100) / 3, 14);
    expect(next.batches).toBe(1);
  });
  test("leaves the state that it was given as it is", () => {
    const layer = nn.batchNorm({ channels: 2 });
    const { state } = nn.createModel(layer);
    after(layer, state, X);
    expect(state).toEqual(nn.createModel(layer).state);
  });
  test("does not see the scale of its input, but for ε", () => {
    const layer = nn.batchNorm({ channels: 2, epsilon: 1e-15 });
    const tenfold = array(
      X.shape,
      [...X.data].map((value) => 8 * value),
    );
    const [y, scaled] = [X, tenfold].map((x) => apply(layer, x, { training: true }));
    scaled.forEach((value, i) => expect(value).toBeCloseTo(y[i], 12));
  });
  test("of a single entry is β, and the running variance stays finite", () => {
    const layer = nn.batchNorm({ channels: 1 });
    const x = array([1, 1], [7]);
    expect(apply(layer, x, { training: true })).toEqual([0]);
    const { runningVariance } = after(layer, nn.createModel(layer).state, x);
    expect([...(runningVariance as NdArray).data]).toEqual([0.9]);
  });
});

describe("batch norm outside training", () => {
  test("normalises by the running means", () => {
    const layer = nn.batchNorm({ channels: 2, epsilon: 0.5 });
    const state = {
      runningMean: array([2], [1, 10]),
      runningVariance: array([2], [3.5, 99.5]),
      batches: 9,
    };
    expect(apply(layer, X, { state })).toEqual([0, 1, 0, 0, 2, 3, 1, 1]);
  });
  test("is begun with means 0 and variances 1", () => {
    const y = apply(nn.batchNorm({ channels: 2, epsilon: 1e-15 }), X);
    y.forEach((value, i) => expect(value).toBeCloseTo(X.data[i], 12));
  });
  test("treats every sample by itself", () => {
    const layer = nn.batchNorm({ channels: 3 });
    const [a, b] = [normals(createRng(1), [1, 3]), normals(createRng(2), [1, 3])];
    const together = apply(layer, array([2, 3], [...a.data, ...b.data]));
    expect(together).toEqual([...apply(layer, a), ...apply(layer, b)]);
  });
});

test("options out of range are refused", () => {
  expect(() => nn.batchNorm({ channels: 0 })).toThrow(ValueError);
  expect(() => nn.batchNorm({ channels: 0 })).toThrow("nn.batchNorm: channels");
  expect(() => nn.batchNorm({ channels: 1, epsilon: 0 })).toThrow("nn.batchNorm: epsilon");
  expect(() => nn.batchNorm({ channels: 1, momentum: 2 })).toThrow("nn.batchNorm: momentum");
});
