/**
 * Transposed convolution layers, which undo the stride of a convolution: every entry of the input adds the filter,
 * times itself, to the cells that the convolution would have read for it.
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks" (CVPR 2010).
 */
import { convolveTransposed } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { sizeOf } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";
import {
  type ConvolutionPattern,
  type ConvolutionPatternOptions,
  patternOf,
} from "./convolutionPattern.js";
import { type LayerRule, unfit } from "./layer.js";

/** A transposed convolution layer. */
export interface ConvTransposed extends ConvolutionPattern {
  readonly kind: "convTransposed";
  readonly initialiser: Initialiser;
}

/**
 * What a transposed convolution layer is made of. What falls beyond a grid of n · stride cells comes back at the other
 * end with padding "periodic", is dropped with "zero", and makes the grid as large as it needs with "valid", as in
 * PyTorch without padding.
 */
export interface ConvTransposedOptions extends ConvolutionPatternOptions {
  /**
   * First values of the filters w[in, out / groups, …]. Default "heNormal" with the gain √(2 Π stride · outputs / inputs): a
   * cell is the sum of inputs · Π window / Π stride products, not of the outputs · Π window that the shape would tell.
   */
  readonly initialiser?: Initialiser;
}

/**
 * A transposed convolution layer on lines, x[s, i, x] → y[s, o, x].
 * @throws ValueError, ShapeError for options out of range
 */
export function convTransposed1d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 1, "nn.convTransposed1d");
}

/**
 * A transposed convolution layer on planes, x[s, i, x, y] → y[s, o, x, y].
 * @throws ValueError, ShapeError for options out of range
 */
export function convTransposed2d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 2, "nn.convTransposed2d");
}

/**
 * A transposed convolution layer in space, x[s, i, x, y, z] → y[s, o, x, y, z].
 * @throws ValueError, ShapeError for options out of range
 */
export function convTransposed3d(options: ConvTransposedOptions): ConvTransposed {
  return convTransposed(options, 3, "nn.convTransposed3d");
}

function convTransposed(
  options: ConvTransposedOptions,
  axes: number,
  where: string,
): ConvTransposed {
  const pattern = patternOf(options, axes, where);
  const { inputs, outputs, stride } = pattern;
  const gain = Math.sqrt((2 * sizeOf(stride) * outputs) / inputs);
  const { initialiser = { kind: "heNormal", gain } } = options;
  return { kind: "convTransposed", ...pattern, initialiser };
}

export const convTransposedRule: LayerRule<ConvTransposed> = {
  title: ({ window, outputs }) => `CONVT${window[0]}-${outputs}`,
  parameters: ({ inputs, outputs, groups, window, bias, initialiser }) => ({
    weight: { shape: [inputs, outputs / groups, ...window], initialiser },
    ...(bias && { bias: { shape: [outputs], initialiser: "zeros", bias: true } }),
  }),
  outputShape({ inputs, outputs, window, stride, dilation, padding }, shape, path) {
    const [channels, ...grid] = shape;
    if (channels !== inputs || grid.length !== window.length) {
      const axes = ["x", "y", "z"].slice(0, window.length);
      throw unfit(path, "transposed convolution", `[${[inputs, ...axes].join(", ")}]`, shape);
    }
    const lengths = grid.map((n, axis) =>
      padding === "valid"
        ? stride[axis] * (n - 1) + dilation[axis] * (window[axis] - 1) + 1
        : stride[axis] * n,
    );
    return [outputs, ...lengths];
  },
  forward({ stride, dilation, groups, padding }, parameters, _state, x) {
    const bias = parameters.bias as Variable | undefined;
    const options = { stride, dilation, groups, padding, bias };
    return convolveTransposed(x, parameters.weight as Variable, options);
  },
};
