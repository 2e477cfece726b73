/**
 * Convolution layers: y[s, o, x] = b[o] + Σ_i Σ_r q[o, i, r] u[s, i, x + r − c], a correlation with the
 * filter's centre at c = (l − 1) ⫽ 2, on periodic grids unless another edge is asked for. Its kernel
 * β[r] = q[−r] is a localization kernel.
 */
import { convolve } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import type { Initialiser } from "../initialisers.js";
import {
  type ConvolutionPattern,
  type ConvolutionPatternOptions,
  patternOf,
} from "./convolutionPattern.js";
import { type LayerRule, unfit } from "./layer.js";
import { weightOf, weightPlan } from "./weightNorm.js";

/** A convolution layer. */
export interface Convolution extends ConvolutionPattern {
  readonly kind: "convolution";
  readonly weightNorm: boolean;
  readonly initialiser: Initialiser;
}

/** What a convolution layer is made of; with padding "valid" the output is smaller. */
export interface ConvolutionOptions extends ConvolutionPatternOptions {
  /** Whether filters are a length times a direction. Default false. */
  readonly weightNorm?: boolean;
  /** First values of the filters. Default "heNormal". */
  readonly initialiser?: Initialiser;
}

/**
 * A convolution layer on lines, x[s, i, x] → y[s, o, x].
 * @throws ValueError, ShapeError for options out of range
 */
export function conv1d(options: ConvolutionOptions): Convolution {
  return convolution(options, 1, "nn.conv1d");
}

/**
 * A convolution layer on planes, x[s, i, x, y] → y[s, o, x, y].
 * @throws ValueError, ShapeError for options out of range
 */
export function conv2d(options: ConvolutionOptions): Convolution {
  return convolution(options, 2, "nn.conv2d");
}

/**
 * A convolution layer in space, x[s, i, x, y, z] → y[s, o, x, y, z].
 * @throws ValueError, ShapeError for options out of range
 */
export function conv3d(options: ConvolutionOptions): Convolution {
  return convolution(options, 3, "nn.conv3d");
}

function convolution(options: ConvolutionOptions, axes: number, where: string): Convolution {
  const { weightNorm = false, initialiser = "heNormal" } = options;
  return { kind: "convolution", ...patternOf(options, axes, where), weightNorm, initialiser };
}

export const convolutionRule: LayerRule<Convolution> = {
  title: ({ window, outputs }) => `CONV${window[0]}-${outputs}`,
  parameters: ({ inputs, outputs, window, groups, bias, weightNorm, initialiser }) => ({
    ...weightPlan([outputs, inputs / groups, ...window], initialiser, weightNorm),
    ...(bias && { bias: { shape: [outputs], initialiser: "zeros", bias: true } }),
  }),
  outputShape(layer, shape, path) {
    const { inputs, outputs, window, stride, dilation, padding } = layer;
    const [channels, ...grid] = shape;
    const axes = ["x", "y", "z"].slice(0, window.length);
    const expected = `[${[inputs, ...axes].join(", ")}]`;
    if (channels !== inputs || grid.length !== window.length) {
      throw unfit(path, "convolution", expected, shape);
    }
    return [
      outputs,
      ...grid.map((n, axis) => {
        const lost = padding === "valid" ? dilation[axis] * (window[axis] - 1) : 0;
        if (n > lost) return Math.ceil((n - lost) / stride[axis]);
        const enough = `${expected} with at least ${lost + 1} cells along ${axes[axis]}`;
        throw unfit(path, "convolution", enough, shape);
      }),
    ];
  },
  forward({ stride, dilation, groups, padding }, parameters, _state, x) {
    const bias = parameters.bias as Variable | undefined;
    return convolve(x, weightOf(parameters), { stride, dilation, groups, padding, bias });
  },
};
