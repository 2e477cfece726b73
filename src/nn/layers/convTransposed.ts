/**
 * Transposed convolution layers, which undo the stride of a convolution: every entry of the input adds the filter,
 * times itself, to the cells that the convolution would have read for it.
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks" (CVPR 2010).
 */
import { convolveTransposed } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkInteger, perAxis } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";
import { type LayerRule, unfit } from "./layer.js";

/** A transposed convolution layer on periodic grids. */
export interface ConvTransposed {
  readonly kind: "convTransposed";
  readonly inputs: number;
  readonly outputs: number;
  /** Lengths of the filter along the space axes. */
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly initialiser: Initialiser;
}

/** What a transposed convolution layer is made of. */
export interface ConvTransposedOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Length of the filter, along every space axis or each. */
  readonly window: number | readonly number[];
  /** Cells of the output for one of the input. Default 1. */
  readonly stride?: number | readonly number[];
  /** First values of the filters. Default "heNormal". */
  readonly initialiser?: Initialiser;
}

/** A transposed convolution layer on lines. @throws ValueError, ShapeError for options out of range */
export function convTransposed1d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 1, "nn.convTransposed1d");
}

/** A transposed convolution layer on planes. @throws ValueError, ShapeError for options out of range */
export function convTransposed2d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 2, "nn.convTransposed2d");
}

/** A transposed convolution layer in space. @throws ValueError, ShapeError for options out of range */
export function convTransposed3d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 3, "nn.convTransposed3d");
}

function convTransposed(
  { inputs, outputs, window, stride = 1, initialiser = "heNormal" }: ConvTransposedOptions,
  axes: number,
  where: string,
): ConvTransposed {
  checkInteger(inputs, 1, Infinity, `${where}: inputs`);
  checkInteger(outputs, 1, Infinity, `${where}: outputs`);
  const lengths = (value: number | readonly number[], name: string): number[] => {
    const list = perAxis(value, axes, `${where}: ${name}`);
    list.forEach((length) => checkInteger(length, 1, Infinity, `${where}: ${name}`));
    return list;
  };
  return {
    ...{ kind: "convTransposed", inputs, outputs, initialiser },
    ...{ window: lengths(window, "window"), stride: lengths(stride, "stride") },
  };
}

export const convTransposedRule: LayerRule<ConvTransposed> = {
  title: ({ window, outputs }) => `CONVT${window[0]}-${outputs}`,
  parameters: ({ inputs, outputs, window, initialiser }) => ({
    weight: { shape: [inputs, outputs, ...window], initialiser },
    bias: { shape: [outputs], initialiser: "zeros", bias: true },
  }),
  outputShape({ inputs, outputs, window, stride }, shape, path) {
    const [channels, ...grid] = shape;
    if (channels !== inputs || grid.length !== window.length) {
      const axes = ["x", "y", "z"].slice(0, window.length);
      throw unfit(path, "transposed convolution", `[${[inputs, ...axes].join(", ")}]`, shape);
    }
    return [outputs, ...grid.map((n, axis) => n * stride[axis])];
  },
  forward: ({ stride }, parameters, _state, x) =>
    convolveTransposed(x, parameters.weight as Variable, {
      stride,
      padding: "periodic",
      bias: parameters.bias as Variable,
    }),
};
