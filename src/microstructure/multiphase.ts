/**
 * Random grains of several phases: independent noise u, smoothed over the size of a grain, v = w ⊛ u, and
 * cut at levels q, m(x) = #{ l : q_l < v(x) }. The levels are quantiles of v, so that every sample
 * has the volume fractions asked for, or equal parts of its range.
 *
 * The generator of PyMKS (Brough, Wheeler, Kalidindi, Integrating Materials and Manufacturing
 * Innovation 6 (2017) 36); its kernel is in grainKernel.ts.
 */
import {
  checkFinite,
  checkGrid,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  createRng,
  formatShape,
  ndarrayOf,
  sizeOf,
  toFloat64,
  uniforms,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, NdArray, Seed } from "../core/index.js";
import { cumulativeFractions } from "./fractions.js";
import { createSmoother } from "./grainKernel.js";
import { cut, quantileLevels, rangeLevels, varied } from "./levels.js";

/** How a smoothed field becomes phases. */
export interface GrainOptions {
  /** Size of the grains in cells, one number or one per axis; 1 leaves every cell on its own. */
  readonly grainSize: number | readonly number[];
  /**
   * Volume fractions of phases 0, 1, …, with the sum 1. Default equal fractions. Smoothing orders the
   * phases: phase 1 lies between 0 and 2.
   */
  readonly volumeFraction?: readonly number[];
  /** Number of phases where no fractions are given, 2 … 256. Default 2. */
  readonly phases?: number;
  /**
   * "quantile" (default) keeps the volume fractions; "range" cuts the range of values into equal
   * parts, so that fractions differ between samples and middle phases prevail.
   */
  readonly thresholds?: "quantile" | "range";
}

/** Options of `multiphase`. */
export interface MultiphaseOptions extends GrainOptions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
  /**
   * How far the cumulative fractions of a sample may lie from those asked for, uniformly drawn. Default 0;
   * 0.05 to 0.2 gives a set of samples with varied fractions.
   */
  readonly variance?: number;
}

/**
 * Random microstructures of grains with given size and volume fractions.
 *
 * Without variance the cells with a phase up to l number N c_l to within 3/2, c_l being the cumulative
 * fraction; a phase of fraction 0 has no cell. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for a shape that is none, or another number of grain sizes than axes
 * @throws ValueError for grains larger than the grid, fractions that are none, or a variance of range
 *   thresholds
 */
export function multiphase(
  shape: readonly number[],
  options: MultiphaseOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.multiphase";
  checkGrid(shape, [1, 2, 3], where);
  const { samples = 1, variance = 0, thresholds } = options;
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  checkNumber(variance, 0, 1, `${where}: variance`);
  if (variance > 0 && thresholds === "range") {
    throw new ValueError(
      `${where}: variance should be 0 for range thresholds, whose fractions vary by themselves; ` +
        `got ${variance}. Leave it out, or take quantile thresholds.`,
    );
  }
  const cumulative = fractionsOf(options, where);
  const smooth = createSmoother(shape, options.grainSize, where);
  const streams = createRng(rng);
  const size = sizeOf(shape);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const own = streams.split();
    const v = smooth(uniforms(own, shape));
    const fractions = variance > 0 ? varied(cumulative, variance, own) : cumulative;
    cut(m, s * size, v, levelsOf(v, fractions, thresholds));
  }
  return ndarrayOf(m, [samples, ...shape]);
}

/**
 * The microstructures that `multiphase` makes of given noise: the same steps without chance.
 * @param field noise u[s, …x], usually uniform and independent; equal smoothed values share a phase
 * @returns m[s, …x]
 * @throws ShapeError, ValueError as `multiphase`
 */
export function multiphaseFrom(field: ArrayInput, options: GrainOptions): NdArray<Uint8Array> {
  const where = "microstructure.multiphaseFrom";
  const noise = toFloat64(field, `${where}: field`);
  checkRank(noise, [2, 3, 4], "[sample, …x]", `${where}: field`);
  const [samples, ...grid] = noise.shape;
  checkGrid(grid, [1, 2, 3], where);
  checkFinite(noise, `${where}: field`);
  const cumulative = fractionsOf(options, where);
  const smooth = createSmoother(grid, options.grainSize, where);
  const size = sizeOf(grid);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const v = smooth(ndarrayOf(noise.data.subarray(s * size, (s + 1) * size), grid));
    cut(m, s * size, v, levelsOf(v, cumulative, options.thresholds));
  }
  return ndarrayOf(m, noise.shape);
}

function levelsOf(
  v: Float64Array,
  cumulative: readonly number[],
  thresholds: GrainOptions["thresholds"],
): number[] {
  return thresholds === "range"
    ? rangeLevels(v, cumulative.length + 1)
    : quantileLevels(v, cumulative);
}

/** The cumulative fractions at which a field is cut; of range thresholds only their number counts. */
function fractionsOf(options: GrainOptions, where: string): number[] {
  const { volumeFraction, thresholds = "quantile" } = options;
  checkOneOf(thresholds, ["quantile", "range"], `${where}: thresholds`);
  if (volumeFraction && thresholds === "range") {
    throw new ValueError(
      `${where}: range thresholds keep no volumeFraction; got ${formatShape(volumeFraction)}. ` +
        `Give the number of phases instead, or take quantile thresholds.`,
    );
  }
  return cumulativeFractions(options, where);
}
