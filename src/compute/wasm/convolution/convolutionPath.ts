/**
 * The fastest way to compute a convolution, by what the parts of each cost where they were measured
 * (one core of an EPYC at about 4 GHz). What is expected need not be exact: near a crossing both
 * ways take the same time. The groups of a convolution are alike, so one stands for all.
 */
import { sizeOf } from "../../../core/index.js";
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import { countTiles, TILE_CELLS } from "./tiles.js";

/** How to compute. */
export type Path = "taps" | "minimal" | "tiles" | "spectra";

/** Real operations a nanosecond of the kernels by taps, in f64; f32 does twice as many. */
const TAP_RATE = 22;

/** What the products of minimal filtering cost of those by taps, and nanoseconds to turn a number. */
const MINIMAL_SHARE = 0.5;
const TURN_TIME = 1.4;

/** Nanoseconds to begin with it, and for every entry of the filter. */
const START_TIME = 5000;
const WEIGHT_TIME = 6;

/** Nanoseconds to read or write and transform a block of tiles. */
const BLOCK_TIME = 7000;

/** Real operations a nanosecond of products of tiles, in f64; f32 does twice as many. */
const TILE_RATE = 18;

/** Blocks of filters kept at most: 128 MiB of them. */
const MOST_BLOCKS = 4096;

/** Real operations a nanosecond of transforms of a grid (2.5 N log₂ N each), and of products. */
const TRANSFORM_RATE = 2;
const PRODUCT_RATE = 1.5;

/** The path that is expected to take the least time. */
export function pathOf(shape: ConvolutionShape, like: Reals): Path {
  const { samples, inputs, outputs, grid, window } = shape;
  const size = sizeOf(grid);
  const pairs = samples * inputs * outputs;
  const narrow = like instanceof Float64Array ? 1 : 2;
  const byTaps = (2 * pairs * sizeOf(window) * size) / (narrow * TAP_RATE);
  const transforms = inputs * outputs + samples * (inputs + outputs);
  const bySpectra =
    (transforms * 2.5 * size * Math.log2(size)) / TRANSFORM_RATE +
    (4 * pairs * size) / PRODUCT_RATE;
  const times: [Path, number][] = [
    ["taps", byTaps],
    ["minimal", minimalTime(shape, narrow, byTaps)],
    ["tiles", tileTime(shape, narrow)],
    ["spectra", bySpectra],
  ];
  return times.reduce((best, other) => (other[1] < best[1] ? other : best))[0];
}

/** The expected nanoseconds by minimal filtering; infinite where it is not possible. */
function minimalTime(shape: ConvolutionShape, narrow: 1 | 2, byTaps: number): number {
  const { samples, inputs, outputs, grid, window } = shape;
  const rows = grid.at(-2) ?? 1;
  if (window.at(-2) !== 3 || outputs < 4) return Infinity;
  const whole = (4 * Math.ceil(rows / 4)) / rows;
  const turns = (samples * (inputs + outputs) * sizeOf(grid) * TURN_TIME) / narrow;
  const start = START_TIME + inputs * outputs * sizeOf(window) * WEIGHT_TIME;
  return start + whole * (MINIMAL_SHARE * byTaps + turns);
}

/** The expected nanoseconds by tiles; infinite where they are not possible, or not sensible. */
function tileTime(shape: ConvolutionShape, narrow: 1 | 2): number {
  const { samples, inputs, outputs, grid, window } = shape;
  if (grid.length !== 2 || window.some((length) => 2 * length > TILE_CELLS)) return Infinity;
  const lanes = 2 * narrow;
  const inBlocks = Math.ceil(inputs / lanes);
  const outBlocks = Math.ceil(outputs / lanes);
  const filters = inputs * outBlocks;
  if (filters > MOST_BLOCKS) return Infinity;
  const tilePairs = samples * Math.ceil(countTiles(shape) / 2);
  const products = (tilePairs * 8 * inputs * outputs * TILE_CELLS ** 2) / (narrow * TILE_RATE);
  return (filters + tilePairs * (inBlocks + outBlocks)) * BLOCK_TIME + products;
}
