export { fillClipped } from "./clipping.js";
export type { Clipping } from "./clipping.js";
export { drawWeights } from "./initialisers.js";
export type { DrawWeightsOptions, Initialiser } from "./initialisers.js";
export {
  adam,
  adamW,
  createOptimizerState,
  fillStep,
  gradientDescent,
  rmsProp,
  sgd,
} from "./optimisers/index.js";
export type {
  Adam,
  AdamOptions,
  FillStepOptions,
  Optimizer,
  OptimizerState,
  ParameterFactors,
  RmsProp,
  RmsPropOptions,
  Sgd,
  SgdOptions,
} from "./optimisers/index.js";
export { playgroundData } from "./playground.js";
export type { PlaygroundData, PlaygroundOptions, PlaygroundShape } from "./playground.js";
export { linearRegression } from "./regression/linearRegression.js";
export type { LinearRegression, LinearRegressionOptions } from "./regression/linearRegression.js";
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  oneCycle,
  rateAt,
  stepDecay,
  warmUp,
} from "./schedules.js";
export type { CosineDecayOptions, OneCycleOptions, Schedule } from "./schedules.js";
