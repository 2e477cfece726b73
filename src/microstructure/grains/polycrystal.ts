/** Polycrystals: Voronoi's grains, each with an orientation drawn uniformly over all rotations. */
import { createRng } from "../../core/index.js";
import type { NdArray, Seed } from "../../core/index.js";
import { randomOrientations } from "../../states/index.js";
import { grainsOf } from "./voronoi.js";
import type { Grains, VoronoiOptions } from "./voronoi.js";

/** Grains with orientations. */
export interface Polycrystal extends Grains {
  /** Bunge's angles φ1, Φ, φ2 in radians, one row for every label, [samples · count, 3]. */
  readonly orientations: NdArray;
}

/**
 * Random polycrystals: grains around random seeds, with uniform random orientations.
 *
 * Labels go on from sample to sample, sample s having s · count … (s + 1) · count − 1, so that a label is always a
 * row of the orientations.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @throws ShapeError, ValueError as `voronoi`
 */
export function polycrystal(
  shape: readonly number[],
  options: VoronoiOptions,
  rng: Seed,
): Polycrystal {
  const streams = createRng(rng);
  const { labels, seeds } = grainsOf(shape, options, streams.split(), "microstructure.polycrystal");
  const [samples, count] = seeds.shape;
  const size = labels.data.length / samples;
  for (let x = size; x < labels.data.length; x++) labels.data[x] += count * Math.floor(x / size);
  return { labels, seeds, orientations: randomOrientations(samples * count, streams.split()) };
}
