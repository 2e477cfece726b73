import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";

test("a multilayer perceptron has Σ (L_{n−1} + 1) L_n parameters", () => {
  expect(nn.parameterCount([3, 3, 2, 1])).toBe(12 + 8 + 3);
  expect(nn.parameterCount([784, 100, 10])).toBe(79_510);
  for (const sizes of [
    [1, 1],
    [4, 7, 2],
    [3, 3, 2, 1],
  ]) {
    expect(nn.summary(nn.mlp(sizes), sizes.slice(0, 1)).parameters).toBe(nn.parameterCount(sizes));
  }
});
test("it has its activation between the dense layers, and another one after them if asked", () => {
  const kinds = (network: nn.Sequential) =>
    network.layers.map((layer) => (layer.kind === "activation" ? layer.name : layer.kind));
  expect(kinds(nn.mlp([3, 3, 2, 1]))).toEqual(["dense", "relu", "dense", "relu", "dense"]);
  expect(kinds(nn.mlp([2, 2, 2], { activation: "tanh", output: "softmax" }))).toEqual([
    "dense",
    "tanh",
    "dense",
    "softmax",
  ]);
});
test("it begins as its activation wants: Glorot's weights for sigmoid and tanh, else He's", () => {
  const first = (activation: nn.ActivationName) => nn.mlp([2, 2, 1], { activation }).layers[0];
  expect(first("tanh")).toMatchObject({ initialiser: "glorotNormal" });
  expect(first("sigmoid")).toMatchObject({ initialiser: "glorotNormal" });
  expect(first("elu")).toMatchObject({ initialiser: "heNormal" });
});
describe("a perceptron", () => {
  test("is f(w·x + b)", () => {
    const model = nn.withWeights(nn.createModel(nn.perceptron(2)), {
      "0.weight": [[1, -2]],
      "0.bias": [0.5],
    });
    const y = nn.predict(model, [
      [1, 0.5],
      [3, 0],
    ]);
    expect(y.shape).toEqual([2, 1]);
    expect(y.get(0, 0)).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 15);
    expect(y.get(1, 0)).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 15);
  });
  test("takes another activation by name", () => {
    expect(nn.perceptron(3, "relu").layers[1]).toEqual(nn.relu());
    expect(() => nn.perceptron(3, "step" as never)).toThrow("nn.activation: name");
  });
});
test("refused are fewer than two sizes, and sizes that are no positive integers", () => {
  expect(() => nn.mlp([3])).toThrow(ShapeError);
  expect(() => nn.mlp([3])).toThrow(
    "nn.mlp: sizes should list the lengths of the input and of every layer; got 1 of them. " +
      "Give at least two: [inputs, outputs].",
  );
  expect(() => nn.mlp([3, 0])).toThrow(ValueError);
  expect(() => nn.parameterCount([2, 1.5])).toThrow("nn.parameterCount: sizes");
});
test("the first block of VGG-16 computes", () => {
  const layers = nn.vgg16({ inputs: 1, grid: [32, 32], classes: 2 }).layers.slice(0, 5);
  const x = ndarrayOf(new Float32Array(2 * 32 * 32).fill(1), [2, 1, 32, 32]);
  const model = nn.createModel(nn.sequential(layers), { precision: "float32" });
  expect(nn.predict(model, x).shape).toEqual([2, 64, 16, 16]);
});
