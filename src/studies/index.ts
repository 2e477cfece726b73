/** What joins two sciences: models beside the solver, on the same cells. */
export type { Certificate } from "./certificate.js";
export type { Clock } from "./clock.js";
export { compare } from "./compare.js";
export type { CompareOptions, Comparison, ComparisonData } from "./compare.js";
export type { ErrorMap, ErrorMaps } from "./errorMaps.js";
export { formatComparison } from "./formatComparison.js";
export { kernelDifference } from "./kernelPair.js";
export type { KernelPair } from "./kernelPair.js";
export { MODEL_NAMES } from "./modelNames.js";
export type { ModelName, NamedModelOptions } from "./modelNames.js";
export { linearPredictor, mksPredictor, networkPredictor } from "./predictors.js";
export type {
  FittedPredictor,
  LearningData,
  NetworkTraining,
  Predictor,
  Strains,
} from "./predictors.js";
export { refine } from "./refine.js";
export type { RefineOptions, Refinement } from "./refine.js";
export type { ComparisonRow, RowKind } from "./rows.js";
export type { StrainScores } from "./scores.js";
export { solverRows } from "./solverRows.js";
export type { SolverRowsOptions } from "./solverRows.js";
