/**
 * Convolution layers: y[s, o, x] = b[o] + Σ_i Σ_r q[o, i, r] u[s, i, x + r − c], a correlation with the
 * filter's centre at c = (l − 1) ⫽ 2, on periodic grids unless another edge is asked for. Its kernel
 * β[r] = q[−r] is a localization kernel.
 */
import { convolve } from "../../autodiff/index.js";
import type { Padding, Variable } from "../../autodiff/index.js";
import { checkInteger, checkOneOf, ShapeError, ValueError } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";
import { type LayerRule, unfit } from "./layer.js";
import { weightOf, weightPlan } from "./weightNorm.js";

/** A convolution layer. */
export interface Convolution {
  readonly kind: "convolution";
  readonly inputs: number;
  readonly outputs: number;
  /** Lengths of the filter along the space axes. */
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: Padding;
  readonly bias: boolean;
  readonly weightNorm: boolean;
  readonly initialiser: Initialiser;
}

/** What a convolution layer is made of. */
export interface ConvolutionOptions {
  /** Channels of the input. */
  readonly inputs: number;
  /** Channels of the output. */
  readonly outputs: number;
  /** Length of the filter, along every space axis or each. */
  readonly window: number | readonly number[];
  /** Cells from one output to the next. Default 1. */
  readonly stride?: number | readonly number[];
  /** Cells from one entry of the filter to the next. Default 1. */
  readonly dilation?: number | readonly number[];
  /** Groups of channels that do not see each other; as many as inputs make it depthwise. Default 1. */
  readonly groups?: number;
  /** What lies beyond the grid: "periodic" (the default) the grid again, "zero" zeros, "valid" nothing: the output is smaller. */
  readonly padding?: Padding;
  /** Whether every output channel has an offset. Default true. */
  readonly bias?: boolean;
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
  const { inputs, outputs, groups = 1, padding = "periodic" } = options;
  checkInteger(inputs, 1, Infinity, `${where}: inputs`);
  checkInteger(outputs, 1, Infinity, `${where}: outputs`);
  checkInteger(groups, 1, Infinity, `${where}: groups`);
  checkOneOf(padding, ["periodic", "zero", "valid"], `${where}: padding`);
  if (inputs % groups !== 0 || outputs % groups !== 0) {
    throw new ValueError(
      `${where}: groups should divide inputs and outputs; got ${groups} groups of ${inputs} inputs and ` +
        `${outputs} outputs.`,
    );
  }
  return {
    kind: "convolution",
    inputs,
    outputs,
    window: perAxis(options.window, axes, `${where}: window`),
    stride: perAxis(options.stride ?? 1, axes, `${where}: stride`),
    dilation: perAxis(options.dilation ?? 1, axes, `${where}: dilation`),
    groups,
    padding,
    bias: options.bias ?? true,
    weightNorm: options.weightNorm ?? false,
    initialiser: options.initialiser ?? "heNormal",
  };
}

/**
 * A positive integer for every space axis.
 * @throws ValueError, ShapeError
 */
function perAxis(
  lengths: number | readonly number[],
  axes: number,
  where: string,
): readonly number[] {
  const list = typeof lengths === "number" ? new Array<number>(axes).fill(lengths) : lengths;
  list.forEach((length) => checkInteger(length, 1, Infinity, where));
  if (list.length === axes) return list;
  throw new ShapeError(`${where} should be a number or ${axes} of them; got ${list.length}.`);
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
