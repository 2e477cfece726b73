import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

test("every entry adds the filter to the cells of its stride", () => {
  const layer = nn.convTransposed1d({ inputs: 1, outputs: 1, window: 2, stride: 2 });
  const weight = array([1, 1, 2], [1, 10]);
  expect(apply(layer, array([1, 1, 3], [1, 2, 3]), { parameters: { weight } })).toEqual([
    1, 10, 2, 20, 3, 30,
  ]);
});

describe.each([
  [1, [6], nn.conv1d, nn.convTransposed1d],
  [2, [6, 4], nn.conv2d, nn.convTransposed2d],
  [3, [4, 2, 6], nn.conv3d, nn.convTransposed3d],
] as const)("in %i dimensions", (_, grid, conv, transposed) => {
  test("it is the adjoint of the convolution with the same filter", () => {
    const forth = conv({ inputs: 2, outputs: 3, window: 3, stride: 2, bias: false });
    const back = transposed({ inputs: 3, outputs: 2, window: 3, stride: 2 });
    const { parameters } = nn.createModel(forth, { seed: 1 });
    const x = normals(createRng(2), [1, 2, ...grid]);
    const g = normals(createRng(3), [1, 3, ...grid.map((n) => n / 2)]);
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
    const one = dot(apply(forth, x, { parameters }), g.data);
    const other = dot(apply(back, g, { parameters }), x.data);
    expect(Math.abs(one - other)).toBeLessThan(1e-12);
  });
});

test("outside padding falls away, or makes the grid longer", () => {
  const filter = { inputs: 1, outputs: 1, window: 3, stride: 2, bias: false } as const;
  const parameters = { weight: array([1, 1, 3], [1, 10, 100]) };
  const x = array([1, 1, 2], [1, 2]);
  // The convolution would have read the cells 2 x − 1 … 2 x + 1; on a "valid" grid 2 x … 2 x + 2.
  const on = (padding: "periodic" | "zero" | "valid"): number[] =>
    apply(nn.convTransposed1d({ ...filter, padding }), x, { parameters });
  expect(on("periodic")).toEqual([10, 102, 20, 201]);
  expect(on("zero")).toEqual([10, 102, 20, 200]);
  expect(on("valid")).toEqual([1, 10, 102, 20, 200]);
});

test("groups of channels do not see each other, and holes are left out", () => {
  const layer = nn.convTransposed1d({
    ...{ inputs: 2, outputs: 2, groups: 2, window: 2, dilation: 2, bias: false },
    padding: "valid",
  });
  const parameters = { weight: array([2, 1, 2], [1, 10, 2, 20]) };
  expect(apply(layer, array([1, 2, 1], [1, 3]), { parameters })).toEqual([1, 0, 10, 6, 0, 60]);
});

test("first weights keep the size of signals that come through a ReLU: they double mean squares", () => {
  const layer = nn.convTransposed1d({ inputs: 16, outputs: 16, window: 4, stride: 2 });
  const x = normals(createRng(4), [8, 16, 32]);
  const square = (a: ArrayLike<number>): number =>
    Array.from(a).reduce((sum, value) => sum + value ** 2, 0) / a.length;
  const ratio = square(apply(layer, x)) / square(x.data);
  // Squares of 1024 weights have a mean that is right to √(2/1024) = 4 %; that of the shape's own n_in would be 1.
  expect(Math.abs(ratio - 2)).toBeLessThan(0.4);
});

test("its weights are PyTorch's, go out and come in, and stand in the summary", () => {
  const network = nn.sequential([
    nn.convTransposed2d({ inputs: 4, outputs: 6, window: 2, groups: 2 }),
  ]);
  const model = nn.createModel(network, { seed: 1 });
  const weights = nn.weightsOf(model) as Readonly<Record<string, NdArray>>;
  expect(Object.entries(weights).map(([name, { shape }]) => [name, shape])).toEqual([
    ["0.weight", [4, 3, 2, 2]],
    ["0.bias", [6]],
  ]);
  expect(nn.withWeights(nn.createModel(network, { seed: 2 }), weights)).toEqual(model);
  const { rows, parameters } = nn.summary(network, [4, 3, 3]);
  expect(rows.map(({ title }) => title)).toEqual(["INPUT", "CONVT2-6"]);
  expect(parameters).toBe(4 * 3 * 4 + 6);
});

test("options out of range are refused", () => {
  expect(() => nn.convTransposed1d({ inputs: 2, outputs: 3, window: 2, groups: 2 })).toThrow(
    "nn.convTransposed1d: groups should divide inputs and outputs; got 2 groups of 2 inputs and 3 outputs.",
  );
  expect(() =>
    nn.convTransposed3d({ inputs: 1, outputs: 1, window: 2, padding: "same" as "zero" }),
  ).toThrow("nn.convTransposed3d: padding should be one of");
  expect(() => nn.convTransposed2d({ inputs: 1, outputs: 1, window: 2, dilation: 0 })).toThrow(
    "nn.convTransposed2d: dilation",
  );
  expect(() => nn.convTransposed2d({ inputs: 1, outputs: 1, window: [2, 2, 2] })).toThrow(
    "nn.convTransposed2d: window should be a number or 2 of them; got 3",
  );
  expect(() => nn.convTransposed1d({ inputs: 1, outputs: 1, window: 2, stride: 0 })).toThrow(
    "nn.convTransposed1d: stride",
  );
});
