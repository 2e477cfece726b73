import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
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

test("options out of range are refused", () => {
  expect(() => nn.convTransposed2d({ inputs: 1, outputs: 1, window: [2, 2, 2] })).toThrow(
    "nn.convTransposed2d: window should be one number, or one for each of the 2 axes",
  );
  expect(() => nn.convTransposed1d({ inputs: 1, outputs: 1, window: 2, stride: 0 })).toThrow(
    "nn.convTransposed1d: stride",
  );
});
