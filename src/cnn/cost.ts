/**
 * What a network costs: weights, and operations of one prediction. A convolution takes 2 w operations per voxel,
 * a multiplication and an addition for each of its w weights, a transposed one as many per voxel that it reads; a
 * transform of N voxels 2.5 N log₂ N, the usual count for real data; a kept frequency of a spectral layer 8 for each
 * input and output; the Green operator 45 per voxel, by the lines of its loop.
 */
import { checkGrid, sizeOf } from "../core/index.js";
import { summary } from "../nn/index.js";
import type { Layer } from "../nn/index.js";
import type { NonlinearNetwork } from "./network.js";

/** The cost of a network on a grid. */
export interface NetworkCost {
  readonly parameters: number;
  /** Floating-point operations of the strains of one cell. */
  readonly operations: number;
}

/**
 * Parameters of a network, and operations of one cell on a grid.
 * @throws ShapeError for a grid that is none, or of other axes
 */
export function cost(network: NonlinearNetwork, grid: readonly number[]): NetworkCost {
  checkGrid(grid, [network.axes], "cnn.cost");
  const { states, components } = network;
  const inputs = states * components;
  if (network.kind !== "recurrent") return costOf(network.layers, inputs, grid);
  const { layers, passes, memory, green } = network;
  if (!green) {
    const { parameters, operations } = costOf(layers, inputs + memory, grid);
    return { parameters, operations: passes * operations };
  }
  const [polarisation, body] = layers.layers as readonly [Layer, Layer];
  const parts = [
    costOf(polarisation, inputs, grid),
    costOf(body, 2 * inputs + memory, grid),
    greenCost(components, sizeOf(grid)),
    greenCost(components, sizeOf(grid)),
  ];
  return {
    parameters: parts.reduce((sum, { parameters }) => sum + parameters, 0),
    operations: passes * parts.reduce((sum, { operations }) => sum + operations, 0),
  };
}

function costOf(layers: Layer, inputs: number, grid: readonly number[]): NetworkCost {
  const { rows, parameters } = summary(layers, [inputs, ...grid]);
  const operations = rows.reduce((sum, { path, title, withoutBiases, outputShape }) => {
    const cells = sizeOf(outputShape.slice(1));
    const layer = title === "INPUT" ? undefined : layerAt(layers, path);
    if (layer?.kind === "convTransposed") {
      return sum + (2 * withoutBiases * cells) / sizeOf(layer.stride);
    }
    if (layer?.kind !== "spectralConvolution") return sum + 2 * withoutBiases * cells;
    const transforms = (layer.inputs + layer.outputs) * transformCost(cells);
    return sum + 4 * withoutBiases + transforms;
  }, 0);
  return { parameters, operations: Math.round(operations) };
}

/** The layer at a place like `2.body.0`. */
function layerAt(layers: Layer, path: string): Layer {
  return path.split(".").reduce<Layer>((layer, part) => {
    if ("body" in layer && part === "body") return layer.body;
    return "layers" in layer ? layer.layers[Number(part)] : layer;
  }, layers);
}

function greenCost(components: number, size: number): NetworkCost {
  const transforms = 2 * components * transformCost(size);
  return { parameters: 0, operations: Math.round(transforms + 45 * size) };
}

function transformCost(size: number): number {
  return 2.5 * size * Math.log2(size);
}
