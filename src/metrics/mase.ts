/**
 * The mean absolute strain error of one sample, in percent of its mean:
 *
 *   MASE_s = 100 · mean_x |p − y| / |mean_x y|,
 *
 * for one component of any field. It contains the mean: at low contrast every prediction of the
 * right mean scores well, so `meanPredictionMase` belongs beside it.
 */
import { ValueError } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { largestOf, meanOf, pairOf, RELATIVE_ZERO } from "./pair.js";
import type { Pair } from "./pair.js";
import { square, sumOf } from "./sum.js";

/** A score of every sample, and what it comes to over the set. */
export interface SampleScores {
  readonly perSample: Float64Array;
  readonly mean: number;
  readonly max: number;
  /** Standard deviation over the samples, √(Σ(e − mean)²/s). */
  readonly std: number;
}

/**
 * The MASE of predictions p[s, …x] of y[s, …x], in percent, per sample and over the set.
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities, or a sample of mean 0 (|mean| ≤ 1e-12 max |y|), where
 *   MASE is undefined
 */
export function mase(p: ArrayInput, y: ArrayInput): SampleScores {
  return maseOfPair(pairOf(p, y, "metrics.mase"), "metrics.mase");
}

/**
 * The MASE that every sample's own mean would score as a prediction of y[s, …x]: the "e = mean" row.
 * @throws ShapeError unless y has the axes [s, …x]
 * @throws ValueError as `mase`
 */
export function meanPredictionMase(y: ArrayInput): SampleScores {
  const where = "metrics.meanPredictionMase";
  return maseOfPair(meanPrediction(pairOf(y, y, where)), where);
}

/** The mean of every sample in place of the prediction. */
export function meanPrediction(pair: Pair): Pair {
  const { y, samples, cells } = pair;
  const p = new Float64Array(y.length);
  for (let s = 0; s < samples; s++) {
    p.fill(meanOf(y, s * cells, cells), s * cells, (s + 1) * cells);
  }
  return { ...pair, p };
}

/** MASE of checked data. */
export function maseOfPair({ p, y, samples, cells }: Pair, where: string): SampleScores {
  const perSample = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    const start = s * cells;
    const mean = meanOf(y, start, cells);
    if (Math.abs(mean) <= RELATIVE_ZERO * largestOf(y, start, cells)) {
      throw new ValueError(
        `${where}: the truth of sample ${s} has mean ${mean}, which is zero up to rounding; MASE ` +
          `divides by it and is undefined. Use metrics.relativeFluctuationL2 for such a component.`,
      );
    }
    const error = sumOf(cells, (i) => Math.abs(p[start + i] - y[start + i])) / cells;
    perSample[s] = (100 * error) / Math.abs(mean);
  }
  return scoresOf(perSample);
}

/** Mean, maximum and standard deviation over the samples. */
export function scoresOf(perSample: Float64Array): SampleScores {
  const mean = meanOf(perSample, 0, perSample.length);
  const variance = sumOf(perSample.length, (s) => square(perSample[s] - mean)) / perSample.length;
  return {
    perSample,
    mean,
    max: perSample.reduce((a, b) => Math.max(a, b)),
    std: Math.sqrt(variance),
  };
}
