/** The filters and offsets of a linear model, and a model made of them. */
import { ndarrayOf, ShapeError, toFloat64, ValueError } from "../../core/index.js";
import type { NdArray, Reals } from "../../core/index.js";
import type { Convolution, Parameters } from "../../nn/index.js";
import type { LinearModel } from "../model.js";
import type { LinearLocalization } from "../network.js";

/** A layer with its weights. */
export interface LinearLayer {
  /** w[o, i, …j]. */
  readonly filter: NdArray;
  /** b[o], zeros where the layer has none. */
  readonly bias: NdArray;
}

/**
 * The convolutions of a linear network.
 * @throws ValueError if it has other layers, or convolutions that are no plain periodic ones
 */
export function convolutionsOf({ layers }: LinearLocalization, where: string): Convolution[] {
  return layers.layers.map((layer) => {
    const plain =
      layer.kind === "convolution" &&
      layer.padding === "periodic" &&
      layer.groups === 1 &&
      !layer.weightNorm &&
      [...layer.stride, ...layer.dilation].every((step) => step === 1);
    if (plain) return layer;
    throw new ValueError(
      `${where}: a linear localization should consist of periodic convolutions of stride 1; got a layer ` +
        `"${layer.kind}" of another kind. Make it by cnn.linearLocalization.`,
    );
  });
}

/**
 * The layers of a linear model in Float64.
 * @throws ShapeError for weights that do not fit the network
 */
export function layersOf({ network, parameters }: LinearModel, where: string): LinearLayer[] {
  return convolutionsOf(network, where).map(({ outputs, inputs, window, bias }, i) => {
    const own = (parameters[String(i)] ?? {}) as Partial<Record<string, NdArray<Reals>>>;
    const filter = arrayOf(
      own.weight,
      [outputs, inputs, ...window],
      `${where}: weight of layer ${i}`,
    );
    if (!bias) return { filter, bias: ndarrayOf(new Float64Array(outputs), [outputs]) };
    return { filter, bias: arrayOf(own.bias, [outputs], `${where}: bias of layer ${i}`) };
  });
}

/** The model of a network with these filters and offsets; a layer without offset leaves them out. */
export function modelOf(network: LinearLocalization, layers: readonly LinearLayer[]): LinearModel {
  const parameters: Parameters = Object.fromEntries(
    convolutionsOf(network, "cnn").map(({ bias }, i) => [
      String(i),
      { weight: layers[i].filter, ...(bias && { bias: layers[i].bias }) },
    ]),
  );
  const state = Object.fromEntries(layers.map((_, i) => [String(i), {}]));
  return { kind: "localizationNetwork", version: 1, network, parameters, state, problem: null };
}

function arrayOf(
  array: NdArray<Reals> | undefined,
  shape: readonly number[],
  where: string,
): NdArray {
  const { data, shape: got } = toFloat64(array ?? [], where);
  if (got.length === shape.length && got.every((length, axis) => length === shape[axis])) {
    return ndarrayOf(data, shape);
  }
  throw new ShapeError(
    `${where} should have shape [${shape.join(", ")}]; got [${got.join(", ")}]. ` +
      `The parameters belong to another network.`,
  );
}
