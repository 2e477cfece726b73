export { adam, adamW } from "./adam.js";
export type { Adam, AdamOptions } from "./adam.js";
export { createOptimizerState, fillStep } from "./optimizer.js";
export type { FillStepOptions, Optimizer, OptimizerState, ParameterFactors } from "./optimizer.js";
export { rmsProp } from "./rmsProp.js";
export type { RmsProp, RmsPropOptions } from "./rmsProp.js";
export { gradientDescent, sgd } from "./sgd.js";
export type { Sgd, SgdOptions } from "./sgd.js";
