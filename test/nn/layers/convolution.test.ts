import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import { irfftn, rfftn } from "../../../src/fft/index.js";
import * as nn from "../../../src/nn/index.js";
import { kernelFromFilter } from "../../../src/stencil/index.js";
import { apply, array } from "./apply.js";

const LINE = array([1, 1, 5], [1, 2, 3, 4, 5]);

describe("a convolution layer on a line", () => {
  const filter = (values: readonly number[]) => ({ weight: array([1, 1, 3], values) });
  const layer = (options: Partial<nn.ConvolutionOptions> = {}) =>
    nn.conv1d({ inputs: 1, outputs: 1, window: 3, ...options });

  test("correlates: an entry behind the centre brings the next cell", () => {
    expect(apply(layer(), LINE, { parameters: filter([0, 0, 1]) })).toEqual([2, 3, 4, 5, 1]);
    expect(apply(layer(), LINE, { parameters: filter([1, 0, 0]) })).toEqual([5, 1, 2, 3, 4]);
  });
  test("sees zeros beyond the grid, or nothing, if that is asked for", () => {
    const parameters = filter([1, 0, 0]);
    expect(apply(layer({ padding: "zero" }), LINE, { parameters })).toEqual([0, 1, 2, 3, 4]);
    expect(apply(layer({ padding: "valid" }), LINE, { parameters })).toEqual([1, 2, 3]);
  });
  test("takes every second cell at stride 2, and cells two apart at dilation 2", () => {
    const parameters = filter([0, 0, 1]);
    expect(apply(layer({ stride: 2 }), LINE, { parameters })).toEqual([2, 4, 1]);
    expect(apply(layer({ dilation: 2 }), LINE, { parameters })).toEqual([3, 4, 5, 1, 2]);
  });
  test("goes around the grid more than once if its filter is longer", () => {
    const wide = nn.conv1d({ inputs: 1, outputs: 1, window: 5, bias: false });
    const weight = array([1, 1, 5], [1, 1, 1, 1, 1]);
    expect(apply(wide, array([1, 1, 2], [1, 10]), { parameters: { weight } })).toEqual([23, 32]);
  });
  test("adds one bias to every channel", () => {
    const parameters = { ...filter([0, 1, 0]), bias: array([1], [0.5]) };
    expect(apply(layer(), LINE, { parameters })).toEqual([1.5, 2.5, 3.5, 4.5, 5.5]);
    expect(Object.keys(nn.createModel(layer({ bias: false })).parameters)).toEqual(["weight"]);
  });
  test("with weight norm is as long as g says", () => {
    const weights = { weightG: array([1, 1, 1], [10]), weightV: array([1, 1, 3], [0, 3, -4]) };
    const y = apply(layer({ weightNorm: true, bias: false }), LINE, { parameters: weights });
    [6 - 16, 12 - 24, 18 - 32, 24 - 40, 30 - 8].forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value, 12); // 10/√25 is rounded before the products
    });
  });
});

test("groups see their own channels only", () => {
  const layer = nn.conv1d({ inputs: 2, outputs: 2, window: 1, groups: 2, bias: false });
  const x = array([1, 2, 2], [1, 2, 3, 4]);
  const weight = array([2, 1, 1], [10, 100]);
  expect(apply(layer, x, { parameters: { weight } })).toEqual([10, 20, 300, 400]);
});
test.each([
  { axes: 1, layer: nn.conv1d({ inputs: 1, outputs: 1, window: 4, bias: false }), grid: [7] },
  {
    axes: 2,
    layer: nn.conv2d({ inputs: 1, outputs: 1, window: [3, 2], bias: false }),
    grid: [5, 6],
  },
  { axes: 3, layer: nn.conv3d({ inputs: 1, outputs: 1, window: 3, bias: false }), grid: [3, 4, 5] },
])(
  "the layer multiplies the spectrum by that of its kernel, on $axes axes",
  ({ axes, layer, grid }) => {
    const u = normals(createRng(axes), [1, 1, ...grid]);
    const weight = normals(createRng(10), [1, 1, ...layer.window]);
    const [û, β] = [rfftn(u, axes), rfftn(kernelFromFilter(weight, grid), axes)];
    const product = {
      re: û.re.map((re, k) => re * β.re[k] - û.im[k] * β.im[k]),
      im: û.re.map((re, k) => re * β.im[k] + û.im[k] * β.re[k]),
      shape: û.shape,
    };
    const expected = irfftn(product, grid).data;
    const y = apply(layer, u, { parameters: { weight } });
    expect(y).toHaveLength(expected.length);
    // Sums of up to 27 products of size 1, and transforms of 60 cells.
    y.forEach((value, x) => expect(value).toBeCloseTo(expected[x], 12));
  },
);
test("the layer commutes with periodic shifts", () => {
  const layer = nn.conv1d({ inputs: 1, outputs: 2, window: 3 });
  const y = apply(layer, LINE);
  const shifted = apply(layer, array([1, 1, 5], [5, 1, 2, 3, 4]));
  const turned = [y.slice(0, 5), y.slice(5)].flatMap((c) => [...c.slice(4), ...c.slice(0, 4)]);
  shifted.forEach((value, x) => expect(value).toBeCloseTo(turned[x], 14)); // other order of sums
});

describe("refused are", () => {
  test("groups that do not divide the channels", () => {
    const build = () => nn.conv2d({ inputs: 4, outputs: 6, window: 3, groups: 3 });
    expect(build).toThrow(ValueError);
    expect(build).toThrow("3 groups of 4 inputs and 6 outputs");
  });
  test("a window with too many axes", () => {
    const build = () => nn.conv2d({ inputs: 1, outputs: 1, window: [3, 3, 3] });
    expect(build).toThrow(ShapeError);
    expect(build).toThrow("nn.conv2d: window should be a number or 2 of them; got 3.");
  });
  test.each([
    [{ inputs: 0 }, "nn.conv3d: inputs"],
    [{ outputs: -1 }, "nn.conv3d: outputs"],
    [{ window: 0.5 }, "nn.conv3d: window"],
    [{ stride: [1, 0, 1] }, "nn.conv3d: stride"],
    [{ dilation: 0 }, "nn.conv3d: dilation"],
    [{ groups: 0 }, "nn.conv3d: groups"],
    [{ padding: "same" as never }, "nn.conv3d: padding"],
  ])("%o", (options, sentence) => {
    expect(() => nn.conv3d({ inputs: 1, outputs: 1, window: 3, ...options })).toThrow(sentence);
  });
});
