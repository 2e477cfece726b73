/** PDE-Net: filters that are differential operators, and the equation behind a movie of fields. */
export { degreeOf, derivativesUpTo } from "./derivatives.js";
export type { Equation, Factor, Term } from "./equation/equation.js";
export type { PdeModel, Scales } from "./model.js";
export type {
  Border,
  CoefficientBasis,
  FilteredNetwork,
  Linear,
  PdeNetwork,
  SourceBasis,
  Symbolic,
} from "./network.js";
export type { Stepper } from "./steppers.js";
export type { TimeSteps, Trajectories, TrajectoryOptions } from "./trajectories.js";
export { pdeFind } from "./regression/pdeFind.js";
export type { PdeFindOptions, PdeFindResult } from "./regression/pdeFind.js";
