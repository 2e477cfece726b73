/**
 * Convolution with channels in one, two and three dimensions,
 *
 *   y[s, o, …x] = b[o] + Σ_i Σ_j q[o, i, …j] u[s, i, …S x + d j − c],
 *
 * with positions as convolutionLayout.ts has them, and its transpose.
 */
import { checkRank, formatShape, sameShape, ShapeError } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { type ConvolutionOptions, layoutOn, patternOf } from "./convolutionLayout.js";
import { convolution, transposed } from "./convolutionOperations.js";

/** How to convolve. */
export interface ConvolveOptions extends ConvolutionOptions {
  /** Added to every output channel, bias[o]. Default: nothing. */
  readonly bias?: Operand | undefined;
}

/** How to spread. */
export interface ConvolveTransposedOptions extends ConvolveOptions {
  /**
   * Lengths of the result's space axes: a grid that `convolve` maps onto that of x. Default the stride
   * times that of x, and for "valid" S (n − 1) + d (l − 1) + 1.
   */
  readonly outputGrid?: readonly number[];
}

const FIELDS = "[sample, channel, …x]";

/**
 * The convolution of fields with a filter; a correlation, as everywhere in neural networks. An odd window
 * with padding "zero" or "periodic" is PyTorch's padding (l − 1)/2, and "valid" its padding 0.
 * @param x fields x[s, i, …x] on one, two or three space axes
 * @param q filter q[o, i / groups, …j]
 * @returns y[s, o, …x] on ⌈n / stride⌉ cells, or ⌊(n − d (l − 1) − 1) / stride⌋ + 1 for "valid"
 * @throws ShapeError if axes, channels or groups do not fit each other, or the window the grid
 * @throws ValueError for options out of range
 */
export function convolve(x: Operand, q: Operand, options: ConvolveOptions = {}): Variable {
  const { bias } = options;
  const where = "autodiff.convolve";
  const operands = asVariables(bias === undefined ? [x, q] : [x, q, bias], where);
  const [fields, filter, added] = operands;
  const { grid, window, channels } = lengthsOf(fields, filter, where);
  const pattern = patternOf(window, options, where);
  const [outputs, inputs] = filter.shape;
  checkGroups(outputs, pattern.groups, where);
  checkChannels(channels, inputs * pattern.groups, fields, filter, pattern.groups, where);
  checkBias(added, outputs, where);
  return convolution(operands, layoutOn(grid, pattern, where));
}

/**
 * The adjoint of `convolve` for the same filter and options, as PyTorch's ConvTranspose: every entry of x
 * adds the filter, times itself, to the cells that `convolve` would have read for it.
 * @param x fields x[s, i, …x] on one, two or three space axes
 * @param q filter q[i, o / groups, …j]
 * @returns y[s, o, …x] on `outputGrid`
 * @throws ShapeError if axes, channels, groups or grids do not fit each other
 * @throws ValueError for options out of range
 */
export function convolveTransposed(
  x: Operand,
  q: Operand,
  options: ConvolveTransposedOptions = {},
): Variable {
  const { bias, outputGrid } = options;
  const where = "autodiff.convolveTransposed";
  const operands = asVariables(bias === undefined ? [x, q] : [x, q, bias], where);
  const [fields, filter, added] = operands;
  const { grid, window, channels } = lengthsOf(fields, filter, where);
  const pattern = patternOf(window, options, where);
  const { groups, stride, dilation, padding } = pattern;
  const [inputs, outputs] = filter.shape;
  checkGroups(inputs, groups, where);
  checkChannels(channels, inputs, fields, filter, 1, where);
  checkBias(added, outputs * groups, where);
  const usual = grid.map((n, axis) =>
    padding === "valid"
      ? stride[axis] * (n - 1) + dilation[axis] * (window[axis] - 1) + 1
      : stride[axis] * n,
  );
  const layout = layoutOn(outputGrid ?? usual, pattern, where);
  if (!sameShape(layout.outputGrid, grid)) {
    throw new ShapeError(
      `${where}: outputGrid should be one that the convolution maps onto the grid ${formatShape(grid)} of ` +
        `x; ${formatShape(layout.grid)} is mapped onto ${formatShape(layout.outputGrid)}. ` +
        `Take ${formatShape(usual)}.`,
    );
  }
  return transposed(operands, layout);
}

function lengthsOf(fields: Variable, filter: Variable, where: string) {
  checkRank(fields, [3, 4, 5], FIELDS, `${where}: x`);
  const [, channels, ...grid] = fields.shape;
  const [, , ...window] = filter.shape;
  if (filter.shape.length !== fields.shape.length) {
    throw new ShapeError(
      `${where}: q should have as many axes as x, two for channels and ${grid.length} of space; got ` +
        `${formatShape(filter.shape)} for x of shape ${formatShape(fields.shape)}.`,
    );
  }
  return { channels, grid, window };
}

function checkGroups(channels: number, groups: number, where: string): void {
  if (channels >= 1 && channels % groups === 0) return;
  throw new ShapeError(
    `${where}: the first axis of q should fall into ${groups} equal groups; it has length ${channels}. ` +
      `Choose groups that divide it.`,
  );
}

function checkChannels(
  channels: number,
  expected: number,
  fields: Variable,
  filter: Variable,
  groups: number,
  where: string,
): void {
  if (channels === expected) return;
  throw new ShapeError(
    `${where}: x should have the ${expected} channels that q sees${groups === 1 ? "" : ` in ${groups} groups`}; ` +
      `x has shape ${formatShape(fields.shape)}, q ${formatShape(filter.shape)}. Channels are axis 1 of x.`,
  );
}

function checkBias(bias: Variable | undefined, channels: number, where: string): void {
  if (!bias || sameShape(bias.shape, [channels])) return;
  throw new ShapeError(
    `${where}: bias should have one entry for each of ${channels} output channels; got shape ` +
      `${formatShape(bias.shape)}.`,
  );
}
