/** Every score of a prediction at once, beside what the mean alone would score. */
import type { ArrayInput } from "../core/index.js";
import { maxErrorOfPair, meanAbsoluteErrorOfPair } from "./absoluteError.js";
import { maseOfPair, meanPrediction } from "./mase.js";
import type { SampleScores } from "./mase.js";
import { pairOf } from "./pair.js";
import { fluctuationL2OfPair, r2OfPair, relativeL2OfPair } from "./relativeError.js";

/** The scores of a prediction. */
export interface Metrics {
  /** Mean absolute error in percent of the mean, per sample. */
  readonly mase: SampleScores;
  /** What every sample's mean would score there: the "e = mean" row to print beside a result. */
  readonly meanPredictionMase: SampleScores;
  /** ‖p − y‖/‖y‖ over the set, the mean included. */
  readonly relativeL2: number;
  /** What every sample's mean would score there. */
  readonly meanPredictionRelativeL2: number;
  /** ‖p − y‖/‖y − mean‖ per sample, then their mean: every sample's mean would score 1. */
  readonly relativeFluctuationL2: number;
  /** 1 − Σ(p − y)²/Σ(y − ȳ)² over the set. */
  readonly r2: number;
  /** mean |p − y|, in the units of y. */
  readonly meanAbsoluteError: number;
  /** max |p − y|, in the units of y. */
  readonly maxError: number;
}

/**
 * All scores of predictions p[s, …x] of one component y[s, …x].
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities, a sample of mean 0 (see `mase`), or a constant one
 */
export function metrics(p: ArrayInput, y: ArrayInput): Metrics {
  const where = "metrics.metrics";
  const pair = pairOf(p, y, where);
  const mean = meanPrediction(pair);
  return {
    mase: maseOfPair(pair, where),
    meanPredictionMase: maseOfPair(mean, where),
    relativeL2: relativeL2OfPair(pair, where),
    meanPredictionRelativeL2: relativeL2OfPair(mean, where),
    relativeFluctuationL2: fluctuationL2OfPair(pair, where),
    r2: r2OfPair(pair, where),
    meanAbsoluteError: meanAbsoluteErrorOfPair(pair),
    maxError: maxErrorOfPair(pair),
  };
}
