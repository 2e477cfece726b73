/**
 * Blobs of many sizes, shapes and volume fractions: white noise smoothed by a Gaussian whose width differs from axis
 * to axis and from sample to sample, and cut at a quantile,
 *
 *   v = w ⊛ g,   w[j] = Π_a Σ_i exp(−(j_a + i n_a)² / 2σ_a²),   m(x) = 1 where v(x) is above its (1 − f)-quantile.
 *
 * g is normal, independent in every cell, σ_a uniform between two widths and f between two fractions. The sum over i
 * makes the kernel repeat with the cell; nothing is cut off. Sets of such samples teach a model more than one kind.
 */
import {
  checkGrid,
  checkNumber,
  formatShape,
  ndarrayOf,
  normals,
  sizeOf,
  unravel,
  ValueError,
} from "../core/index.js";
import type { NdArray, Rng, Seed } from "../core/index.js";
import { smootherOf } from "./grainKernel.js";
import { countLevels, cut } from "./levels.js";
import { drawSamples } from "./samples.js";

/** Options of `filteredCells`. */
export interface FilteredCellsOptions {
  /**
   * Least and largest width σ of the Gaussian, in cells; every axis of every sample has its own. Default [0.5, 2.5];
   * below 0.2 cells stay on their own. Equal numbers are a width for all.
   */
  readonly sigma?: readonly [number, number];
  /** Least and largest volume fraction of phase 1. Default [0.1, 0.9]; equal numbers are a fraction for all. */
  readonly fractionRange?: readonly [number, number];
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random microstructures of two phases that differ in the size, elongation and volume fraction of their grains.
 *
 * Phase 1 fills the drawn fraction of its sample to half a cell. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for a shape that is none
 * @throws ValueError for ranges that are none, fractions beyond 0 … 1, or a width beyond half of the shortest axis
 */
export function filteredCells(
  shape: readonly number[],
  options: FilteredCellsOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.filteredCells";
  checkGrid(shape, [1, 2, 3], where);
  const { sigma = [0.5, 2.5], fractionRange = [0.1, 0.9], samples = 1 } = options;
  checkRange(sigma, Math.min(...shape) / 2, `${where}: sigma`);
  checkRange(fractionRange, 1, `${where}: fractionRange`);
  return drawSamples(shape, samples, rng, where, (own) => {
    const widths = shape.map(() => between(sigma, own));
    const fraction = between(fractionRange, own);
    const v = smootherOf(gaussianKernel(shape, widths))(normals(own, shape));
    const m = new Uint8Array(v.length);
    cut(m, 0, v, countLevels(v, [1 - fraction]));
    return m;
  });
}

/** w[…j], the product of a Gaussian per axis, summed over its images. */
function gaussianKernel(shape: readonly number[], sigma: readonly number[]): NdArray {
  const lines = shape.map((n, axis) => wrappedGaussian(n, sigma[axis]));
  const w = Float64Array.from({ length: sizeOf(shape) }, (_, cell) =>
    unravel(cell, shape).reduce((product, j, axis) => product * lines[axis][j], 1),
  );
  return ndarrayOf(w, shape);
}

/** Beyond so many widths a Gaussian is below the rounding of its middle. */
const REACH = 9;

function wrappedGaussian(n: number, sigma: number): number[] {
  if (sigma === 0) return Array.from({ length: n }, (_, j) => Number(j === 0));
  const images = Math.ceil((REACH * sigma) / n) + 1;
  return Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let i = -images; i <= images; i++) sum += Math.exp(-(((j + i * n) / sigma) ** 2) / 2);
    return sum;
  });
}

function between([low, high]: readonly [number, number], rng: Rng): number {
  return low + (high - low) * rng.uniform();
}

function checkRange(range: readonly [number, number], most: number, where: string): void {
  range.forEach((value, i) => checkNumber(value, 0, most, `${where}[${i}]`));
  if (range.length === 2 && range[0] <= range[1]) return;
  throw new ValueError(`${where} should be [least, largest]; got ${formatShape(range)}.`);
}
