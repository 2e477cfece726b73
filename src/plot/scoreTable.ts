/** Scores of a prediction as a table, beside what the mean alone would score. */
import type { Metrics } from "../metrics/index.js";
import { formatNumber } from "./numbers.js";
import type { Table } from "./report.js";

/** Two rows: the model, and every sample's mean taken as a prediction. */
export function scoreTable(scores: Metrics): Table {
  const { mase, meanPredictionMase } = scores;
  const percent = (share: number): number => 100 * share;
  return {
    columns: [
      "Prediction",
      "MASE (%)",
      "largest MASE (%)",
      "relative L2 (%)",
      "fluctuation L2 (%)",
      "R²",
      "mean |error|",
      "max |error|",
    ],
    rows: [
      [
        "this model",
        mase.mean,
        mase.max,
        percent(scores.relativeL2),
        percent(scores.relativeFluctuationL2),
        determination(scores.r2),
        scores.meanAbsoluteError,
        scores.maxError,
      ],
      [
        "e = mean",
        meanPredictionMase.mean,
        meanPredictionMase.max,
        percent(scores.meanPredictionRelativeL2),
        100,
        "–",
        "–",
        "–",
      ],
    ],
  };
}

/** R² near 1 with two digits of how much is missing, rounded down: never up to 1. */
export function determination(r2: number): string {
  const left = 1 - r2;
  if (left <= 0 || left >= 0.1) return formatNumber(r2);
  const digits = Math.min(15, 1 - Math.floor(Math.log10(left)));
  return (Math.floor(r2 * 10 ** digits) / 10 ** digits).toFixed(digits);
}
