/** PDE-Net: filters that are differential operators, and the equation behind a movie of fields. */
export { degreeOf, derivativesUpTo } from "./derivatives.js";
export type { Equation, Factor, Term } from "./equation/equation.js";
export { equationOf } from "./equation/equationOf.js";
export type { ChannelData, ChannelNames } from "./equation/equationOf.js";
export { formatEquation } from "./equation/formatEquation.js";
export type { FormatOptions } from "./equation/formatEquation.js";
export { polynomialOf } from "./equation/polynomial.js";
export type { Monomial, Polynomial } from "./equation/polynomial.js";
export { plainEquation } from "./equation/productRule.js";
export { linear } from "./linear/linear.js";
export type { CoefficientChoice, LinearOptions } from "./linear/linear.js";
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
export type { Collinear } from "./regression/collinear.js";
export type { CoefficientConstraint, CoefficientOf } from "./regression/constraints.js";
export type { Library, LibraryOptions, LibraryTerm } from "./regression/library.js";
export type { ForcingInputs } from "./regression/observed.js";
export { pdeFind } from "./regression/pdeFind.js";
export type { PdeFindOptions, PdeFindResult } from "./regression/pdeFind.js";
export type { PathPoint } from "./regression/selection.js";
export type { SpaceRule } from "./regression/spaceRule.js";
export type { TimeRule } from "./regression/timeRows.js";
export type { WeakOptions } from "./regression/weakWindows.js";
export type { Stepper } from "./steppers.js";
export { expandSymnet } from "./symbolic/expand.js";
export type { TimeSteps, Trajectories, TrajectoryOptions } from "./trajectories.js";
