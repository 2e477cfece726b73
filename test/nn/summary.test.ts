import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";

describe("VGG-16", () => {
  const { rows, parameters, withoutBiases, values } = nn.summary(nn.vgg16(), [3, 224, 224]);
  const found = (title: RegExp) => rows.filter((row) => title.test(row.title));

  test("has 138,344,128 parameters without biases, and 138,357,544 with them", () => {
    expect(withoutBiases).toBe(138_344_128);
    expect(parameters).toBe(138_357_544);
  });
  test("has them in the layers of the course", () => {
    expect(found(/^CONV|^FC/).map((row) => [row.title, row.withoutBiases])).toEqual([
      ...[
        ["CONV3-64", 1_728],
        ["CONV3-64", 36_864],
      ],
      ...[
        ["CONV3-128", 73_728],
        ["CONV3-128", 147_456],
      ],
      ...[
        ["CONV3-256", 294_912],
        ["CONV3-256", 589_824],
        ["CONV3-256", 589_824],
      ],
      ...[
        ["CONV3-512", 1_179_648],
        ["CONV3-512", 2_359_296],
        ["CONV3-512", 2_359_296],
      ],
      ...[
        ["CONV3-512", 2_359_296],
        ["CONV3-512", 2_359_296],
        ["CONV3-512", 2_359_296],
      ],
      ...[
        ["FC-4096", 102_760_448],
        ["FC-4096", 16_777_216],
        ["FC-1000", 4_096_000],
      ],
    ]);
  });
  test("has a bias for every channel and unit", () => {
    for (const row of found(/^CONV|^FC/)) {
      expect(row.parameters - row.withoutBiases).toBe(row.outputShape[0]);
    }
  });
  test("keeps 150,528 values at its input, 3,211,264 after the first blocks, halved by pooling", () => {
    expect(rows[0]).toMatchObject({ title: "INPUT", values: 150_528, parameters: 0 });
    expect(found(/^CONV/).map((row) => row.values)).toEqual([
      ...[3_211_264, 3_211_264, 1_605_632, 1_605_632, 802_816, 802_816, 802_816],
      ...[401_408, 401_408, 401_408, 100_352, 100_352, 100_352],
    ]);
    expect(found(/^MAXPOOL/).map((row) => row.outputShape)).toEqual([
      ...[
        [64, 112, 112],
        [128, 56, 56],
        [256, 28, 28],
        [512, 14, 14],
        [512, 7, 7],
      ],
    ]);
    expect(values).toBe(rows.reduce((sum, row) => sum + row.values, 0));
  });
  test("is made for other images and classes too", () => {
    const small = nn.summary(nn.vgg16({ inputs: 1, grid: [32, 64], classes: 10 }), [1, 32, 64]);
    expect(small.rows.at(-1)?.outputShape).toEqual([10]);
    expect(small.rows[1].withoutBiases).toBe(576);
  });
  test("refuses images that pooling leaves nothing of", () => {
    expect(() => nn.vgg16({ grid: [224, 31] })).toThrow("nn.vgg16: grid");
    expect(() => nn.vgg16({ classes: 0 })).toThrow("nn.dense: outputs");
  });
});

describe("a summary", () => {
  const network = nn.sequential([
    nn.residual([
      nn.dense({ inputs: 3, outputs: 3, weightNorm: true }),
      nn.batchNorm({ channels: 3 }),
    ]),
    nn.maxout(3),
  ]);
  test("names layers by their place and counts weight norm, γ and offsets", () => {
    const { rows } = nn.summary(network, [3]);
    expect(rows.map((row) => [row.path, row.title, row.parameters, row.withoutBiases])).toEqual([
      ["", "INPUT", 0, 0],
      ["0.body.0", "FC-3", 15, 12], // 9 of v, 3 of g, 3 biases
      ["0.body.1", "BATCHNORM", 6, 3],
      ["0", "RESIDUAL", 0, 0],
      ["1", "MAXOUT3", 0, 0],
    ]);
  });
  test("counts what a model of the network has", () => {
    const { parameters } = nn.createModel(network);
    const tensors = nn.weightsOf({ network, parameters, state: {} });
    const sizes = Object.values(tensors).map((tensor) => (tensor as NdArray).size);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(nn.summary(network, [3]).parameters);
  });
  test("is printed as a table", () => {
    expect(nn.formatSummary(nn.summary(nn.mlp([1000, 2]), [1000]))).toBe(
      [
        "layer         output  values  parameters  without biases",
        "       INPUT  [1000]   1,000           0               0",
        "0      FC-2   [2]          2       2,002           2,000",
        "total                  1,002       2,002           2,000",
      ].join("\n"),
    );
  });
  test("refuses inputs that a layer cannot take", () => {
    expect(() => nn.summary(network, [4])).toThrow(ShapeError);
    expect(() => nn.summary(network, [4])).toThrow("layer 0.body.0 (dense)");
  });
});
