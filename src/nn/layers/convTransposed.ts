/**
 * Transposed convolution layers, which undo the stride of a convolution: every entry of the input adds the filter,
 * times itself, to the cells that the convolution would have read for it.
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks" (CVPR 2010).
 */
import { convolveTransposed } from "../../autodiff/index.js";
import type { Padding, Variable } from "../../autodiff/index.js";
import { checkInteger, checkOneOf, perAxis, sizeOf, ValueError } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";
import { type LayerRule, unfit } from "./layer.js";

/** A transposed convolution layer. */
export interface ConvTransposed {
  readonly kind: "convTransposed";
  readonly inputs: number;
  readonly outputs: number;
  /** Lengths of the filter along the space axes. */
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: Padding;
  readonly bias: boolean;
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
  /** Cells from one entry of the filter to the next. Default 1. */
  readonly dilation?: number | readonly number[];
  /** Groups of channels that do not see each other; as many as inputs make it depthwise. Default 1. */
  readonly groups?: number;
  /**
   * What becomes of what falls beyond a grid of n · stride cells: "periodic" (the default) brings it back at the other
   * end, "zero" drops it, "valid" makes the grid as large as it needs, as PyTorch without padding.
   */
  readonly padding?: Padding;
  /** Whether every output channel has an offset. Default true. */
  readonly bias?: boolean;
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
  const { inputs, outputs, groups = 1, padding = "periodic", bias = true } = options;
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
  const lengths = (value: number | readonly number[], name: string): number[] => {
    const list = perAxis(value, axes, `${where}: ${name}`);
    list.forEach((length) => checkInteger(length, 1, Infinity, `${where}: ${name}`));
    return list;
  };
  const stride = lengths(options.stride ?? 1, "stride");
  const gain = Math.sqrt((2 * sizeOf(stride) * outputs) / inputs);
  return {
    kind: "convTransposed",
    inputs,
    outputs,
    window: lengths(options.window, "window"),
    stride,
    dilation: lengths(options.dilation ?? 1, "dilation"),
    groups,
    padding,
    bias,
    initialiser: options.initialiser ?? { kind: "heNormal", gain },
  };
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
