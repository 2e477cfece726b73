/**
 * Periodic convolution with channels, and its two adjoints. A filter keeps its own centre
 * c = (l − 1) ⫽ 2 on every space axis and correlates,
 *
 *   periodicConv:           y[s, o, …x]  = Σ_i Σ_j q[o, i, …j] u[s, i, …x + j − c]
 *   periodicConvTranspose: du[s, i, …x]  = Σ_o Σ_j q[o, i, …j] g[s, o, …x − j + c]
 *   correlateAt:           dq[o, i, …j]  = Σ_s Σ_x g[s, o, …x] u[s, i, …x + j − c]
 *
 * positions modulo the grid, so ⟨v, conv(u)⟩ = ⟨convᵀ(v), u⟩ = ⟨corr(u, v), q⟩: the second is the
 * gradient to the input and the third the gradient to the filter when g is the gradient to y.
 *
 * With `groups` G the channels fall into G equal parts that do not see each other: input channel
 * i of part a is channel a · (inputs / G) + i, and q[o, i, …j] has the inputs of one part only.
 */
import { backend, type ConvolutionShape } from "../compute/index.js";
import {
  checkInteger,
  checkRank,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toDense,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray } from "../core/index.js";

/** How channels meet. */
export interface ConvolutionOptions {
  /**
   * Parts of the channels that do not see each other. Default 1: every output sees every input.
   * The number of input channels makes it depthwise: a bank of filters for every channel.
   */
  readonly groups?: number;
}

type RealData = Float64Array | Float32Array;

const LAYOUT = "[sample, channel, …x]";
const FILTER_LAYOUT = "[output, input, …j]";

/**
 * The periodic convolution of fields with a small filter.
 * @param u fields u[s, i, …x] on a grid of one, two or three axes
 * @param q filter q[o, i, …j], no longer than the grid on any axis
 * @returns y[s, o, …x]; Float32 if u and q are, else Float64
 * @throws ShapeError if channels or axes do not fit each other, or the window exceeds the grid
 * @throws ValueError if the number of groups is no integer ≥ 1
 */
export function periodicConv(
  u: ArrayInput,
  q: ArrayInput,
  options: ConvolutionOptions = {},
): NdArray | NdArray<Float32Array> {
  const where = "stencil.periodicConv";
  const [fields, filter] = alike(toDense(u, `${where}: u`), toDense(q, `${where}: q`));
  checkRank(fields, [3, 4, 5], LAYOUT, `${where}: u`);
  const shape = filterShape(fields, filter, options, "inputs", where);
  const { samples, groups, outputs, grid } = shape;
  const y = emptyLike(fields.data, [samples, groups * outputs, ...grid]);
  backend().convolve(fields.data, filter.data, shape, y.data);
  return y;
}

/**
 * The transpose of `periodicConv` for the same filter: the gradient to its input.
 * @param g fields g[s, o, …x] of the shape of the convolution's result
 * @param q filter q[o, i, …j], no longer than the grid on any axis
 * @returns du[s, i, …x]; Float32 if g and q are, else Float64
 * @throws ShapeError, ValueError as `periodicConv`
 */
export function periodicConvTranspose(
  g: ArrayInput,
  q: ArrayInput,
  options: ConvolutionOptions = {},
): NdArray | NdArray<Float32Array> {
  const where = "stencil.periodicConvTranspose";
  const [fields, filter] = alike(toDense(g, `${where}: g`), toDense(q, `${where}: q`));
  checkRank(fields, [3, 4, 5], LAYOUT, `${where}: g`);
  const shape = filterShape(fields, filter, options, "outputs", where);
  const { samples, groups, inputs, grid } = shape;
  const du = emptyLike(fields.data, [samples, groups * inputs, ...grid]);
  backend().convolveTransposed(fields.data, filter.data, shape, du.data);
  return du;
}

/**
 * The correlation of two sets of fields at the distances of a window: the gradient of
 * `periodicConv` to its filter. Samples and cells are summed in an order that depends on the shapes alone.
 * @param u fields u[s, i, …x], the input of the convolution
 * @param g fields g[s, o, …x], the gradient to its result
 * @param window the lengths […l] of the filter, none above the grid's
 * @returns dq[o, i, …j]; Float32 if u and g are, else Float64
 * @throws ShapeError if samples or grids differ, or the window exceeds the grid
 * @throws ValueError if the number of groups is no integer ≥ 1
 */
export function correlateAt(
  u: ArrayInput,
  g: ArrayInput,
  window: readonly number[],
  options: ConvolutionOptions = {},
): NdArray | NdArray<Float32Array> {
  const where = "stencil.correlateAt";
  const [fields, gradient] = alike(toDense(u, `${where}: u`), toDense(g, `${where}: g`));
  checkRank(fields, [3, 4, 5], LAYOUT, `${where}: u`);
  const { groups = 1 } = options;
  const [samples, inputs, ...grid] = fields.shape;
  const [others, outputs = 0, ...space] = gradient.shape;
  if (others !== samples || formatShape(space) !== formatShape(grid)) {
    throw new ShapeError(
      `${where}: u has shape ${formatShape(fields.shape)} and g ${formatShape(gradient.shape)}; ` +
        `samples and grid should be the same. Pass the input of the convolution and the gradient to its result.`,
    );
  }
  checkGroups(groups, [inputs, outputs], where);
  checkWindow(window, grid, where);
  const shape = {
    samples,
    groups,
    inputs: inputs / groups,
    outputs: outputs / groups,
    grid,
    window,
  };
  const dq = emptyLike(fields.data, [outputs, inputs / groups, ...window]);
  backend().correlate(fields.data, gradient.data, shape, dq.data);
  return dq;
}

/** The lengths of a convolution whose fields stand on one side of the filter. */
function filterShape(
  fields: Dense,
  filter: Dense,
  { groups = 1 }: ConvolutionOptions,
  side: "inputs" | "outputs",
  where: string,
): ConvolutionShape {
  const [samples, channels, ...grid] = fields.shape;
  checkRank(filter, [fields.shape.length], FILTER_LAYOUT, `${where}: q`);
  const [outputs, inputs, ...window] = filter.shape;
  checkGroups(groups, [outputs], where);
  const expected = side === "inputs" ? inputs * groups : outputs;
  if (channels !== expected) {
    const parts = groups === 1 ? "" : ` in ${groups} groups`;
    throw new ShapeError(
      `${where}: the filter ${formatShape(filter.shape)} has ${expected} ${side}${parts}; the fields ` +
        `${formatShape(fields.shape)} have ${channels} channels. Both are counted on axis 1 of the ` +
        `fields${side === "inputs" ? " and of the filter" : " and axis 0 of the filter"}.`,
    );
  }
  checkWindow(window, grid, where);
  return { samples, groups, inputs, outputs: outputs / groups, grid, window };
}

function checkGroups(groups: number, channels: readonly number[], where: string): void {
  checkInteger(groups, 1, Infinity, `${where}: groups`);
  const odd = channels.find((count) => count < 1 || count % groups !== 0);
  if (odd === undefined) return;
  throw new ShapeError(
    `${where}: ${odd} channels do not fall into ${groups} equal groups. ` +
      `Choose a number of groups that divides them.`,
  );
}

/** A window that wraps onto itself would see a cell twice, and no kernel on the grid would equal it. */
function checkWindow(window: readonly number[], grid: readonly number[], where: string): void {
  const fits =
    window.length === grid.length &&
    window.every((length, axis) => Number.isInteger(length) && length >= 1 && length <= grid[axis]);
  if (fits) return;
  throw new ShapeError(
    `${where}: a window of ${formatShape(window)} cells does not fit on the grid ` +
      `${formatShape(grid)}: every axis should have between 1 and as many cells as the grid. ` +
      `Use a larger grid or a smaller filter.`,
  );
}

/** Both arrays in Float32 if both came so, else in Float64. */
function alike(a: Dense, b: Dense): [Dense<RealData>, Dense<RealData>] {
  if (a.data instanceof Float32Array && b.data instanceof Float32Array) {
    return [
      { data: a.data, shape: a.shape },
      { data: b.data, shape: b.shape },
    ];
  }
  return [widened(a), widened(b)];
}

function widened({ data, shape }: Dense): Dense<Float64Array> {
  return { data: data instanceof Float64Array ? data : Float64Array.from(data), shape };
}

function emptyLike(data: RealData, shape: readonly number[]): NdArray | NdArray<Float32Array> {
  const size = sizeOf(shape);
  return data instanceof Float64Array
    ? ndarrayOf(new Float64Array(size), shape)
    : ndarrayOf(new Float32Array(size), shape);
}
