/**
 * Grains around seeds: a cell belongs to the nearest seed, in a cell that repeats (powerDiagram.ts). Seeds that are
 * moved to the middles of their grains, again and again, make grains of more equal size and rounder shape (Lloyd).
 *
 * Lloyd, IEEE Transactions on Information Theory 28 (1982) 129.
 */
import {
  checkFinite,
  checkGrid,
  checkInteger,
  checkRank,
  checkShape,
  createRng,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, NdArray, Rng, Seed } from "../../core/index.js";
import { nearestSeeds } from "./powerDiagram.js";
import { middlesOf } from "./middles.js";

/** How distances are measured. */
export interface GrainMetric {
  /**
   * Weights w of Laguerre's diagram, one per grain, in squares of cells: a grain grows with its weight, and may
   * vanish where others have more. The squares of radii make grains like spheres of these radii. Default 0: Voronoi's
   * diagram.
   */
  readonly weights?: ArrayInput;
  /** How much longer grains are along each space axis. Default 1. */
  readonly aspect?: readonly number[];
}

/** Options of `voronoi`. */
export interface VoronoiOptions extends GrainMetric {
  /** Number of grains in a sample. */
  readonly count: number;
  /** How often seeds are moved to the middles of their grains. Default 0; 1 to 5 makes grains alike. */
  readonly relaxation?: number;
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/** Grains and the seeds they belong to. */
export interface Grains {
  /** The number of its grain for every cell, 0 … count − 1, [s, …x]. */
  readonly labels: NdArray<Int32Array>;
  /** The places of the seeds, cell x having its middle at x, [s, grain, axis]. */
  readonly seeds: NdArray;
}

/**
 * Grains around random seeds, independent and uniform.
 *
 * Their mean size is N / count, exactly; sizes spread as those of Poisson's and Voronoi's cells do. Few cells per
 * grain show no shape, and a grain may then have none. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @throws ShapeError for a shape that is none, or another number of weights than grains or of aspects than axes
 * @throws ValueError for counts out of range, more grains than cells, or weights that are not finite
 */
export function voronoi(shape: readonly number[], options: VoronoiOptions, rng: Seed): Grains {
  return grainsOf(shape, options, createRng(rng), "microstructure.voronoi");
}

/** The same, in the name of whoever calls. */
export function grainsOf(
  shape: readonly number[],
  options: VoronoiOptions,
  streams: Rng,
  where: string,
): Grains {
  checkGrid(shape, [1, 2, 3], where);
  const { count, relaxation = 0, samples = 1 } = options;
  checkInteger(count, 1, Infinity, `${where}: count`);
  checkInteger(relaxation, 0, Infinity, `${where}: relaxation`);
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  const [size, axes] = [sizeOf(shape), shape.length];
  if (count > size) {
    throw new ValueError(
      `${where}: count should be at most the ${size} cells of grid ${formatShape(shape)}; got ${count}. Ask for ` +
        `fewer grains, or a finer grid.`,
    );
  }
  const { weights, aspect } = metricOf(options, count, shape, where);
  const labels = new Int32Array(samples * size);
  const seeds = new Float64Array(samples * count * axes);
  for (let s = 0; s < samples; s++) {
    const own = streams.split();
    let places: Float64Array = Float64Array.from(
      { length: count * axes },
      (_, i) => shape[i % axes] * own.uniform(),
    );
    let cells = nearestSeeds(shape, places, weights, aspect);
    for (let step = 0; step < relaxation; step++) {
      places = middlesOf(shape, cells, places);
      cells = nearestSeeds(shape, places, weights, aspect);
    }
    labels.set(cells, s * size);
    seeds.set(places, s * count * axes);
  }
  return {
    labels: ndarrayOf(labels, [samples, ...shape]),
    seeds: ndarrayOf(seeds, [samples, count, axes]),
  };
}

/**
 * The number of the nearest seed for every cell: the grains of `voronoi` without chance. Among equals the first seed
 * counts.
 * @param seeds places [grain, axis]; cell x has its middle at x, and places beyond the cell are taken back into it
 * @param shape the lengths of one to three space axes
 * @returns labels [1, …x], 0 … number of seeds − 1
 * @throws ShapeError, ValueError as `voronoi`
 */
export function voronoiFrom(
  seeds: ArrayInput,
  shape: readonly number[],
  options: GrainMetric = {},
): NdArray<Int32Array> {
  const where = "microstructure.voronoiFrom";
  checkGrid(shape, [1, 2, 3], where);
  const places = toFloat64(seeds, `${where}: seeds`);
  checkRank(places, [2], "[grain, axis]", `${where}: seeds`);
  const [count, axes] = places.shape;
  if (axes !== shape.length || count === 0) {
    throw new ShapeError(
      `${where}: seeds should list at least one place of ${shape.length} coordinates; got ${formatShape(places.shape)}.`,
    );
  }
  checkFinite(places, `${where}: seeds`);
  const { weights, aspect } = metricOf(options, count, shape, where);
  return ndarrayOf(nearestSeeds(shape, places.data, weights, aspect), [1, ...shape]);
}

function metricOf(
  { weights, aspect = [] }: GrainMetric,
  count: number,
  shape: readonly number[],
  where: string,
): { weights: Float64Array; aspect: readonly number[] } {
  const list = weights
    ? toFloat64(weights, `${where}: weights`)
    : { data: new Float64Array(count), shape: [count] };
  checkShape(list, [count], "One weight per grain.", `${where}: weights`);
  checkFinite(list, `${where}: weights`);
  const scale = aspect.length > 0 ? aspect : shape.map(() => 1);
  if (scale.length !== shape.length) {
    throw new ShapeError(
      `${where}: aspect should have ${shape.length} components, one per axis; got ${formatShape(scale)}.`,
    );
  }
  scale.forEach((c, axis) => {
    if (Number.isFinite(c) && c > 0) return;
    throw new ValueError(`${where}: aspect[${axis}] should be a finite number > 0; got ${c}.`);
  });
  return { weights: list.data, aspect: scale };
}
