/** Rows of a comparison. */
import type { LocalizationModel } from "../cnn/index.js";
import type { Localization } from "../states/index.js";
import type { StrainScores } from "./scores.js";

/** What a row says of: the constant mean, a model, the solver stopped early, or the solver after a model's start. */
export type RowKind = "mean" | "model" | "solver" | "refined";

/** One way to strains, with its cost and its error on cells that nothing was fitted to. */
export interface ComparisonRow {
  readonly name: string;
  readonly kind: RowKind;
  /** Numbers that were learnt; 0 where nothing was. */
  readonly parameters: number;
  /** Seconds of the fit; null where there was none, or no clock. */
  readonly trainingTime: number | null;
  /** Seconds of the prediction of one cell, of all test cells together; null without a clock. */
  readonly predictionTime: number | null;
  /** Floating-point operations of one cell; null where nobody counts them. */
  readonly operations: number | null;
  readonly scores: StrainScores;
  /** What was fitted, to be used or saved; null where nothing was, or it is not known. */
  readonly model: Localization | LocalizationModel | null;
  readonly warnings: readonly string[];
}
