import { expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

/** Mean and variance of some numbers. */
function moments(x: readonly number[]): [number, number] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return [mean, x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length];
}

test("layer norm gives every sample mean 0 and variance σ²/(σ² + ε)", () => {
  const x = array([1, 4], [1, 3, 5, 7]); // mean 4, variance 5
  const y = apply(nn.layerNorm([4], 0.25), x);
  [-3, -1, 1, 3].forEach((d, i) => expect(y[i]).toBeCloseTo(d / Math.sqrt(5.25), 14));
});
test("layer norm over the last axes treats every channel before them by itself", () => {
  const x = normals(createRng(1), [2, 3, 4]);
  const y = apply(nn.layerNorm([4]), x);
  for (let line = 0; line < 6; line++) {
    const [mean, variance] = moments(y.slice(4 * line, 4 * line + 4));
    const [, before] = moments([...x.data.slice(4 * line, 4 * line + 4)]);
    expect(mean).toBeCloseTo(0, 14);
    expect(variance).toBeCloseTo(before / (before + 1e-5), 12);
  }
});
test("group norm takes the moments of all cells of a group", () => {
  const x = normals(createRng(2), [2, 4, 5]);
  const y = apply(nn.groupNorm(2, 4), x);
  for (let group = 0; group < 4; group++) {
    const [mean, variance] = moments(y.slice(10 * group, 10 * group + 10));
    expect(mean).toBeCloseTo(0, 14);
    expect(variance).toBeCloseTo(1, 4); // but for ε = 1e-5
  }
});
test("γ and β are those of an entry in layer norm, of a channel in group norm", () => {
  const x = array([1, 2, 2], [1, 3, 10, 30]);
  const layer = nn.layerNorm([2], 1e-15);
  const parameters = { weight: array([2], [10, 100]), bias: array([2], [1, 2]) };
  apply(layer, x, { parameters }).forEach((value, i) =>
    expect(value).toBeCloseTo([-9, 102, -9, 102][i], 10),
  );
  apply(nn.groupNorm(2, 2, 1e-15), x, { parameters }).forEach((value, i) =>
    expect(value).toBeCloseTo([-9, 11, -98, 102][i], 10),
  );
});
test("one group is layer norm over everything, but for γ and β", () => {
  const x = normals(createRng(3), [2, 3, 4]);
  expect(apply(nn.groupNorm(1, 3), x)).toEqual(apply(nn.layerNorm([3, 4]), x));
});
test("refused are groups that do not divide the channels, and lengths and ε out of range", () => {
  expect(() => nn.groupNorm(2, 3)).toThrow(ValueError);
  expect(() => nn.groupNorm(2, 3)).toThrow("got 2 groups of 3 channels");
  expect(() => nn.groupNorm(0, 3)).toThrow("nn.groupNorm: groups");
  expect(() => nn.groupNorm(1, 0)).toThrow("nn.groupNorm: channels");
  expect(() => nn.groupNorm(1, 2, 0)).toThrow("nn.groupNorm: epsilon");
  expect(() => nn.layerNorm([2, 0])).toThrow("nn.layerNorm: shape");
  expect(() => nn.layerNorm([2], -1)).toThrow("nn.layerNorm: epsilon");
});
