/**
 * The fastest way to compute a convolution, by what the parts of each cost. The times were fitted, for
 * the least relative error, to a thousand measured calls on one core of an EPYC at about 3.5 GHz: two
 * and three axes, 16 to 128 cells along each, windows of 2 to 9, 1 to 32 channels, both precisions. The
 * path they choose is within a tenth of the best one for 19 calls in 20; near a crossing both ways take
 * the same time. The groups of a convolution are alike, so one stands for all.
 */
import { sizeOf } from "../../../core/index.js";
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import { roundUp } from "./convolutionLayout.js";
import { bandOf, hasScheme } from "./minimalFiltering.js";
import { countTiles, TILE_CELLS } from "./tiles.js";

/** How to compute. */
export type Path = "taps" | "minimal" | "tiles" | "spectra";

/** Nanoseconds in f64; what is done in vectors takes half of them in f32. */
interface Times {
  /** Tap by tap: a real operation, a cell of a channel, a call, an entry of the filter. */
  readonly taps: readonly [number, number, number, number];
  /** By minimal filtering: an operation, a cell of a line, a call, an entry of a line's filter for each row. */
  readonly minimal: readonly [number, number, number, number];
  /** By tiles: to move and transform a block, an operation. */
  readonly tiles: readonly [number, number];
  /** By spectra: an operation of transforms (2.5 N log₂ N each), of products, a filter, a call. */
  readonly spectra: readonly [number, number, number, number];
}

const CONVOLVE: Times = {
  taps: [0.0447, 0.55, 5500, 2.1],
  minimal: [0.0552, 0.61, 9800, 2.5],
  tiles: [6000, 0.144],
  spectra: [0.09, 1.6, 620, 40000],
};

const CORRELATE: Times = {
  taps: [0.0476, 0.63, 4800, 1.5],
  minimal: [0.06, 0.68, 9400, 2.7],
  tiles: [8300, 0.113],
  spectra: [0.15, 2.5, 1600, 54000],
};

/** Blocks of filters kept at most: 128 MiB of them. */
const MOST_BLOCKS = 4096;

/** The path of a convolution that is expected to take the least time. */
export function convolvePath(shape: ConvolutionShape, like: Reals): Path {
  const { outputs, grid } = shape;
  return fastest(CONVOLVE, shape, like, [outputs, outputs], grid.at(-1) ?? 1);
}

/** The path of the gradient to the filter that is expected to take the least time. */
export function correlatePath(shape: ConvolutionShape, like: Reals): Path {
  // Planes that do not move go by four or two, and their lines are as long as padded rows.
  const own = planesStandStill(shape)
    ? { ...shape, inputs: shape.outputs, outputs: shape.inputs }
    : shape;
  const { outputs, grid, window } = own;
  const byTaps = outputs % 4 === 3 ? outputs + 1 : roundUp(outputs, 2);
  const columns = (grid.at(-1) ?? 1) + (window.at(-1) ?? 1) - 1;
  return fastest(CORRELATE, own, like, [byTaps, roundUp(outputs, 4)], columns);
}

/** Whether the gradient to the filter takes the planes of u as those that do not move: it has more. */
export function planesStandStill({ inputs, outputs }: ConvolutionShape): boolean {
  return outputs < 4 && inputs > outputs;
}

/** The least time; channels of the output as taps and lines take them, and cells of a line's row. */
function fastest(
  times: Times,
  shape: ConvolutionShape,
  like: Reals,
  [byTaps, byLines]: readonly [number, number],
  columns: number,
): Path {
  const narrow = like instanceof Float64Array ? 1 : 2;
  const expected: [Path, number][] = [
    ["taps", tapTime(times, shape, narrow, byTaps)],
    ["minimal", minimalTime(times, shape, narrow, byLines, columns)],
    ["tiles", tileTime(times, shape, narrow)],
    ["spectra", spectralTime(times, shape)],
  ];
  return expected.reduce((best, other) => (other[1] < best[1] ? other : best))[0];
}

function tapTime(
  { taps: [operation, cell, start, weight] }: Times,
  { samples, inputs, outputs, grid, window }: ConvolutionShape,
  narrow: 1 | 2,
  lanes: number,
): number {
  const cells = (samples * sizeOf(grid)) / narrow;
  const taps = sizeOf(window);
  const work = 2 * inputs * lanes * taps * operation + (inputs + outputs) * cell;
  return start + inputs * outputs * taps * weight + cells * work;
}

/** The time by minimal filtering; infinite where it is not possible. */
function minimalTime(
  { minimal: [operation, cell, start, weight] }: Times,
  { samples, inputs, outputs, grid, window }: ConvolutionShape,
  narrow: 1 | 2,
  lanes: number,
  columns: number,
): number {
  const height = window.at(-2) ?? 1;
  if (!hasScheme(height)) return Infinity;
  const { band, lines } = bandOf(height);
  const [rows, across] = [grid.at(-2) ?? 1, grid.at(-1) ?? 1];
  const planes = sizeOf(grid) / (rows * across);
  const taps = sizeOf(window) / height;
  const cells = (samples * lines * planes * Math.ceil(rows / band) * columns) / narrow;
  const work = 2 * inputs * lanes * taps * operation + (inputs + lanes) * cell;
  return start + inputs * outputs * taps * lines * height * weight + cells * work;
}

/** The time by tiles; infinite where they are not possible, or not sensible. */
function tileTime(
  { tiles: [block, operation] }: Times,
  shape: ConvolutionShape,
  narrow: 1 | 2,
): number {
  const { samples, inputs, outputs, grid, window } = shape;
  if (grid.length !== 2 || window.some((length) => 2 * length > TILE_CELLS)) return Infinity;
  const lanes = 2 * narrow;
  const inBlocks = Math.ceil(inputs / lanes);
  const outBlocks = Math.ceil(outputs / lanes);
  const filters = inputs * outBlocks;
  if (filters > MOST_BLOCKS) return Infinity;
  const pairs = samples * Math.ceil(countTiles(shape) / 2);
  const products = 8 * pairs * filters * 2 * TILE_CELLS ** 2;
  return (filters + pairs * (inBlocks + outBlocks)) * block + products * operation;
}

function spectralTime(
  { spectra: [transform, product, filter, start] }: Times,
  { samples, inputs, outputs, grid }: ConvolutionShape,
): number {
  const size = sizeOf(grid);
  const filters = inputs * outputs;
  const transforms = filters + samples * (inputs + outputs);
  return (
    start +
    filters * filter +
    transforms * 2.5 * size * Math.log2(size) * transform +
    4 * samples * filters * size * product
  );
}
