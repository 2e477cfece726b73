/** Every kind of layer with a sample it takes, and inputs that stay away from kinks. */
import { ndarrayOf, normals, permutation, sizeOf } from "../../../src/core/index.js";
import type { NdArray, Rng } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";

/** A layer, and the shape of a sample that it takes. */
export interface LayerCase {
  readonly name: string;
  readonly layer: nn.Layer;
  readonly shape: readonly number[];
}

const ACTIVATIONS = [
  ...[nn.sigmoid(), nn.tanh(), nn.relu(), nn.leakyRelu(), nn.elu(), nn.elu(0.5)],
  ...[nn.gelu(), nn.swish(), nn.softplus(), nn.softmax()],
];

export const LAYERS: readonly LayerCase[] = [
  { name: "dense", layer: nn.dense({ inputs: 4, outputs: 3 }), shape: [4] },
  {
    name: "dense without bias, weight norm",
    layer: nn.dense({ inputs: 4, outputs: 3, bias: false, weightNorm: true }),
    shape: [4],
  },
  { name: "conv1d", layer: nn.conv1d({ inputs: 2, outputs: 3, window: 3 }), shape: [2, 5] },
  {
    name: "conv1d, zero, stride 2",
    layer: nn.conv1d({ inputs: 2, outputs: 2, window: 3, stride: 2, padding: "zero" }),
    shape: [2, 5],
  },
  {
    name: "conv2d, valid, weight norm",
    layer: nn.conv2d({
      ...{ inputs: 2, outputs: 2, window: [3, 2], padding: "valid", weightNorm: true },
    }),
    shape: [2, 3, 3],
  },
  {
    name: "conv2d, depthwise, dilation 2",
    layer: nn.conv2d({ inputs: 2, outputs: 4, window: 3, groups: 2, dilation: [2, 1] }),
    shape: [2, 3, 2],
  },
  {
    name: "conv3d",
    layer: nn.conv3d({ inputs: 1, outputs: 2, window: [3, 1, 2] }),
    shape: [1, 3, 1, 2],
  },
  {
    name: "conv transposed, stride 2",
    layer: nn.convTransposed2d({ inputs: 2, outputs: 3, window: [2, 3], stride: 2 }),
    shape: [2, 2, 3],
  },
  {
    name: "conv transposed, groups, valid, no bias",
    layer: nn.convTransposed1d({
      ...{ inputs: 2, outputs: 4, window: 3, groups: 2, dilation: 2, bias: false },
      padding: "valid",
    }),
    shape: [2, 3],
  },
  {
    name: "spectral convolution, even and odd",
    layer: nn.spectralConvolution({ inputs: 2, outputs: 2, grid: [4, 5] }),
    shape: [2, 4, 5],
  },
  {
    name: "spectral convolution, few modes",
    layer: nn.spectralConvolution({ inputs: 1, outputs: 2, grid: [5, 4], modes: [1, 2] }),
    shape: [1, 5, 4],
  },
  {
    name: "concatenation",
    layer: nn.concatenation([nn.conv1d({ inputs: 2, outputs: 1, window: 3 }), nn.tanh()]),
    shape: [2, 4],
  },
  { name: "max pooling", layer: nn.maxPool({ window: 2 }), shape: [1, 4, 3] },
  { name: "mean pooling", layer: nn.averagePool({ window: 2, stride: 1 }), shape: [1, 3, 3] },
  { name: "flatten", layer: nn.flatten(), shape: [2, 3, 2] },
  { name: "batch norm", layer: nn.batchNorm({ channels: 3 }), shape: [3, 2, 2] },
  { name: "batch norm of vectors", layer: nn.batchNorm({ channels: 3 }), shape: [3] },
  { name: "layer norm", layer: nn.layerNorm([2, 3]), shape: [2, 2, 3] },
  { name: "group norm", layer: nn.groupNorm(2, 4), shape: [4, 2] },
  { name: "dropout", layer: nn.dropout(0.4), shape: [6] },
  { name: "maxout", layer: nn.maxout(3), shape: [6, 2] },
  { name: "PReLU", layer: nn.prelu(3), shape: [3, 2] },
  {
    name: "residual",
    layer: nn.residual([
      nn.dense({ inputs: 3, outputs: 3 }),
      nn.tanh(),
      nn.batchNorm({ channels: 3 }),
    ]),
    shape: [3],
  },
  {
    name: "sequential",
    layer: nn.sequential([nn.conv1d({ inputs: 1, outputs: 2, window: 3 }), nn.flatten()]),
    shape: [1, 4],
  },
  ...ACTIVATIONS.map((layer) => ({
    name: `${layer.name}${layer.slope === 0.5 ? " 0.5" : ""}`,
    layer,
    shape: [3, 2],
  })),
];

/**
 * Numbers of (−2, 2) no two of which are closer than 0.6 gaps, nor one that close to 0: with up to 500 of
 * them more than 1e-3 from where ReLU bends, and from where another one becomes the largest.
 */
export function drawApart(rng: Rng, shape: readonly number[]): NdArray {
  const count = sizeOf(shape);
  const places = permutation(rng, count + (count % 2));
  const gap = 4 / places.length;
  const values = Float64Array.from({ length: count }, (_, i) => {
    const offset = 0.4 * (rng.uniform() - 0.5);
    return (places[i] - (places.length - 1) / 2 + offset) * gap;
  });
  return ndarrayOf(values, shape);
}

/** A model of a layer whose parameters are all drawn, also offsets and factors. */
export function drawModel(layer: nn.Layer, rng: Rng): nn.Model {
  const model = nn.createModel(layer);
  const draw = (tree: nn.Parameters): nn.Parameters =>
    Object.fromEntries(
      Object.entries(tree).map(([name, part]) => [
        name,
        "data" in part ? normals(rng, part.shape as number[]) : draw(part),
      ]),
    );
  return { ...model, parameters: draw(model.parameters) };
}
