import { expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

const X = array([2, 2], [1, 2, -3, 0.5]);

test("a dense layer is W x + b", () => {
  const layer = nn.dense({ inputs: 2, outputs: 3 });
  const weight = array([3, 2], [1, 0, 0, 1, 2, -4]);
  const bias = array([3], [10, 20, 30]);
  expect(apply(layer, X, { parameters: { weight, bias } })).toEqual([11, 22, 24, 7, 20.5, 22]);
});
test("without a bias it is linear", () => {
  const layer = nn.dense({ inputs: 2, outputs: 1, bias: false });
  expect(Object.keys(nn.createModel(layer).parameters)).toEqual(["weight"]);
  expect(apply(layer, X, { parameters: { weight: array([1, 2], [2, 1]) } })).toEqual([4, -5.5]);
});
test("biases start at zero, weights by the initialiser, from the seed", () => {
  const layer = nn.dense({ inputs: 3, outputs: 2, initialiser: "glorotUniform" });
  const { parameters } = nn.createModel(layer, { seed: 4 });
  expect([...(parameters.bias as NdArray).data]).toEqual([0, 0]);
  const drawn = nn.drawWeights("glorotUniform", [2, 3], createRng(4));
  expect(parameters.weight).toEqual(drawn);
});
test("with weight norm the length of v does not count, and g is the length of every row", () => {
  const layer = nn.dense({ inputs: 2, outputs: 2, bias: false, weightNorm: true });
  const weightG = array([2, 1], [5, 2]);
  const weightV = array([2, 2], [3, 4, 0, -1]); // lengths 5 and 1
  const y = apply(layer, X, { parameters: { weightG, weightV } });
  expect(y).toEqual([11, -4, -7, -1]);
  const longer = array([2, 2], [6, 8, 0, -4]);
  expect(apply(layer, X, { parameters: { weightG, weightV: longer } })).toEqual(y);
});
test("dense layers commute with permutations of the samples", () => {
  const layer = nn.dense({ inputs: 2, outputs: 2 });
  const [a, b] = [normals(createRng(1), [1, 2]), normals(createRng(2), [1, 2])];
  const both = array([2, 2], [...b.data, ...a.data]);
  expect(apply(layer, both)).toEqual([...apply(layer, b), ...apply(layer, a)]);
});
test("lengths are positive integers", () => {
  expect(() => nn.dense({ inputs: 0, outputs: 1 })).toThrow(ValueError);
  expect(() => nn.dense({ inputs: 0, outputs: 1 })).toThrow("nn.dense: inputs");
  expect(() => nn.dense({ inputs: 2, outputs: 1.5 })).toThrow("nn.dense: outputs");
});
