import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, sizeOf } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";

const dense = nn.dense({ inputs: 4, outputs: 3 });
const plane = nn.conv2d({ inputs: 2, outputs: 3, window: 3 });

/** Layers, samples that they cannot take, and how they say so. */
const MISFITS: readonly [nn.Layer, readonly number[], string][] = [
  [dense, [5], "(dense) expects samples of shape [4]; got [5]."],
  [dense, [2, 4], "(dense) expects samples of shape [4]; got [2, 4]."],
  [plane, [3, 8, 8], "(convolution) expects samples of shape [2, x, y]; got [3, 8, 8]."],
  [plane, [2, 8], "(convolution) expects samples of shape [2, x, y]; got [2, 8]."],
  [
    nn.conv1d({ inputs: 1, outputs: 1, window: 5, padding: "valid" }),
    [1, 4],
    "(convolution) expects samples of shape [1, x] with at least 5 cells along x; got [1, 4].",
  ],
  [
    nn.conv2d({ inputs: 1, outputs: 1, window: [1, 3], dilation: 2, padding: "valid" }),
    [1, 2, 2],
    "(convolution) expects samples of shape [1, x, y] with at least 5 cells along y; got [1, 2, 2].",
  ],
  [
    nn.convTransposed2d({ inputs: 2, outputs: 1, window: 2, stride: 2 }),
    [1, 4, 4],
    "(transposed convolution) expects samples of shape [2, x, y]; got [1, 4, 4].",
  ],
  [
    nn.spectralConvolution({ inputs: 2, outputs: 1, grid: [4, 4] }),
    [2, 4, 5],
    "(spectral convolution) expects samples of shape [2, 4, 4]; got [2, 4, 5].",
  ],
  [
    nn.concatenation([nn.conv1d({ inputs: 1, outputs: 1, window: 1, stride: 2 })]),
    [1, 4],
    "(concatenation) expects samples of shape the grid [2] of its body's output; got [1, 4].",
  ],
  [
    nn.maxPool({ window: 3 }),
    [1, 2, 4],
    "(pooling) expects samples of shape [channel, …space] with at least 3 cells a side; got [1, 2, 4].",
  ],
  [
    nn.batchNorm({ channels: 3 }),
    [2, 4],
    "(batchNorm) expects samples of shape [3, …]; got [2, 4].",
  ],
  [nn.layerNorm([2, 3]), [3, 2], "(layerNorm) expects samples of shape […, 2, 3]; got [3, 2]."],
  [nn.groupNorm(1, 3), [4], "(groupNorm) expects samples of shape [3, …]; got [4]."],
  [nn.maxout(3), [4], "(maxout) expects samples of shape [a multiple of 3, …]; got [4]."],
  [nn.prelu(3), [4, 2], "(prelu) expects samples of shape [3, …]; got [4, 2]."],
  [
    nn.residual([dense]),
    [4],
    "(residual) expects samples of shape its body's output [3]; got [4].",
  ],
];

/** Computes a network for zeros of a shape. */
function run(network: nn.Layer, shape: readonly number[]): void {
  const { parameters, state } = nn.createModel(network);
  const x = ndarrayOf(new Float64Array(2 * sizeOf(shape)), [2, ...shape]);
  nn.forward(network, parameters, state, x);
}

describe("a layer that cannot take what it gets", () => {
  test.each(MISFITS)("$0.kind of $1 names both shapes", (layer, shape, sentence) => {
    expect(() => run(layer, shape)).toThrow(ShapeError);
    expect(() => run(layer, shape)).toThrow(`nn: the network ${sentence}`);
  });
  test("is named by its place in the network", () => {
    const network = nn.sequential([nn.relu(), nn.tanh(), nn.residual([dense])]);
    const refused =
      "nn: layer 2.body.0 (dense) expects samples of shape [4]; got [5]. " +
      "Change the layer before it, or this one.";
    expect(() => run(network, [5])).toThrow(refused);
    expect(() => nn.summary(network, [5])).toThrow(refused);
    expect(() =>
      nn.predict(nn.createModel(network), ndarrayOf(new Float64Array(5), [1, 5])),
    ).toThrow(refused);
  });
  test("is found by its output, too: the residual layer itself has the path", () => {
    const network = nn.sequential([nn.relu(), nn.residual([dense])]);
    expect(() => run(network, [4])).toThrow("nn: layer 1 (residual)");
  });
});
