export { fillClipped } from "./clipping.js";
export type { Clipping } from "./clipping.js";
export { drawWeights } from "./initialisers/drawWeights.js";
export type { DrawWeightsOptions, Initialiser } from "./initialisers/drawWeights.js";
export { adam, adamW } from "./optimisers/adam.js";
export type { Adam, AdamOptions } from "./optimisers/adam.js";
export { createOptimizerState, fillStep } from "./optimisers/optimizer.js";
export type {
  FillStepOptions,
  Optimizer,
  OptimizerState,
  ParameterGroup,
} from "./optimisers/optimizer.js";
export { rmsProp } from "./optimisers/rmsProp.js";
export type { RmsProp, RmsPropOptions } from "./optimisers/rmsProp.js";
export { gradientDescent, sgd } from "./optimisers/sgd.js";
export type { Sgd, SgdOptions } from "./optimisers/sgd.js";
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
