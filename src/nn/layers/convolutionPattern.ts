/** What convolutions and their transposes are made of alike: channels, and how a filter lies on the grid. */
import type { Padding } from "../../autodiff/index.js";
import { checkInteger, checkOneOf, ShapeError, ValueError } from "../../core/index.js";

/** How a filter lies on the grid, with everything filled in. */
export interface ConvolutionPattern {
  readonly inputs: number;
  readonly outputs: number;
  /** Lengths of the filter along the space axes. */
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: Padding;
  readonly bias: boolean;
}

/** The same as it is asked for. */
export interface ConvolutionPatternOptions {
  /** Channels of the input. */
  readonly inputs: number;
  /** Channels of the output. */
  readonly outputs: number;
  /** Length of the filter, along every space axis or each. */
  readonly window: number | readonly number[];
  /** Cells of the finer grid for one of the coarser. Default 1. */
  readonly stride?: number | readonly number[];
  /** Cells from one entry of the filter to the next. Default 1. */
  readonly dilation?: number | readonly number[];
  /** Groups of channels that do not see each other; as many as inputs make it depthwise. Default 1. */
  readonly groups?: number;
  /** What lies beyond the grid: "periodic" (the default) the grid again, "zero" zeros, "valid" nothing. */
  readonly padding?: Padding;
  /** Whether every output channel has an offset. Default true. */
  readonly bias?: boolean;
}

/**
 * The pattern of options.
 * @throws ValueError, ShapeError for options out of range
 */
export function patternOf(
  options: ConvolutionPatternOptions,
  axes: number,
  where: string,
): ConvolutionPattern {
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
  return {
    ...{ inputs, outputs, groups, padding, bias },
    window: lengthsOf(options.window, axes, `${where}: window`),
    stride: lengthsOf(options.stride ?? 1, axes, `${where}: stride`),
    dilation: lengthsOf(options.dilation ?? 1, axes, `${where}: dilation`),
  };
}

/**
 * A positive integer for every space axis.
 * @throws ValueError, ShapeError
 */
function lengthsOf(
  lengths: number | readonly number[],
  axes: number,
  where: string,
): readonly number[] {
  const list = typeof lengths === "number" ? new Array<number>(axes).fill(lengths) : lengths;
  list.forEach((length) => checkInteger(length, 1, Infinity, where));
  if (list.length === axes) return list;
  throw new ShapeError(`${where} should be a number or ${axes} of them; got ${list.length}.`);
}
