/** PDE-Net: filters that are differential operators, and the equation behind a movie of fields. */
export { checkModel } from "./checkModel.js";
export { degreeOf, derivativesUpTo } from "./derivatives.js";
export type { Equation, Factor, Term } from "./equation/equation.js";
export { equationOf } from "./equation/equationOf.js";
export type { ChannelData, ChannelNames } from "./equation/equationOf.js";
export { formatCoefficients } from "./equation/formatCoefficients.js";
export type { CoefficientsOptions } from "./equation/formatCoefficients.js";
export { formatEquation } from "./equation/formatEquation.js";
export type { FormatOptions } from "./equation/formatEquation.js";
export { carriedEquation, modifiedEquation } from "./equation/modifiedEquation.js";
export type { ModifiedOptions } from "./equation/modifiedEquation.js";
export { polynomialOf } from "./equation/polynomial.js";
export type { Monomial, Polynomial } from "./equation/polynomial.js";
export { plainEquation } from "./equation/productRule.js";
export { refit } from "./equation/refit.js";
export type { RefitOptions } from "./equation/refit.js";
export { errors } from "./forecast/errors.js";
export type { ErrorsOptions, ForecastErrors } from "./forecast/errors.js";
export { rollout } from "./forecast/rollout.js";
export type { Forecast, RolloutOptions, Runaway } from "./forecast/rollout.js";
export { coefficientFields, totalCoefficients } from "./linear/coefficientFields.js";
export type {
  CoefficientFields,
  CoefficientFieldsOptions,
  TotalCoefficientsOptions,
} from "./linear/coefficientFields.js";
export { linear } from "./linear/linear.js";
export type { CoefficientChoice, LinearOptions } from "./linear/linear.js";
export { sourceValues } from "./linear/sourceValues.js";
export type { SourceValues } from "./linear/sourceValues.js";
export type { PdeModel, Scales } from "./model.js";
export { moments } from "./moments.js";
export type { FilterMoments, NetworkMoments } from "./moments.js";
export type {
  Border,
  CoefficientBasis,
  EquationNetwork,
  FilteredNetwork,
  Linear,
  OwnRate,
  PdeNetwork,
  See,
  SourceBasis,
  Symbolic,
} from "./network.js";
export { equation } from "./readEquation.js";
export type { EquationOptions } from "./readEquation.js";
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
export { embedPolynomial } from "./symbolic/embed.js";
export type { EmbeddedPolynomial, EmbedOptions } from "./symbolic/embed.js";
export { expandSymnet } from "./symbolic/expand.js";
export { symbolic } from "./symbolic/symbolic.js";
export type { SymbolicOptions } from "./symbolic/symbolic.js";
export { fromEquation } from "./terms/fromEquation.js";
export type { FromEquationOptions } from "./terms/fromEquation.js";
export { ownRate } from "./terms/ownRate.js";
export type { OwnRateOptions } from "./terms/ownRate.js";
export { fit } from "./training/fit.js";
export type { FitCheckpoint, FitOptions, PdeFit, StageRecord } from "./training/options.js";
export { refine } from "./training/refine.js";
export type { Refinement, RefineOptions } from "./training/refine.js";
export type { StageStop } from "./training/runStage.js";
export type { StageOptimizer, StageOptions } from "./training/stages.js";
export type { TimeSteps, Trajectories, TrajectoryOptions } from "./trajectories.js";
