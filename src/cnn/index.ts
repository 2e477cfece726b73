/** Localization networks: the MKS kernel learnt in space, and networks for where it fails. */
export { checkModel } from "./checkModel.js";
export { cost } from "./cost.js";
export type { NetworkCost } from "./cost.js";
export { fit } from "./fit.js";
export type { FitStrainsOptions, KnownCells, StrainFit } from "./fitStrains.js";
export { feedForward } from "./feedForward.js";
export type { FeedForwardOptions } from "./feedForward.js";
export { createModel, isStrainModel, weightsOf, withWeights } from "./model.js";
export type { LinearModel, LocalizationModel, StrainModel } from "./model.js";
export { composedFilter, composedKernel } from "./linear/composedKernel.js";
export type { LinearRecord, LinearStop } from "./linear/descent.js";
export { fitLinear } from "./linear/fitLinear.js";
export type { LinearFit } from "./linear/fitLinear.js";
export type { FitLinearOptions, LinearSolver } from "./linear/fitOptions.js";
export {
  fromInfluenceCoefficients,
  influenceCoefficients,
} from "./linear/influenceCoefficients.js";
export type { InfluenceCoefficientsOptions } from "./linear/influenceCoefficients.js";
export { linearLocalization } from "./linear/linearLocalization.js";
export type { LinearLocalizationOptions } from "./linear/linearLocalization.js";
export { predictLinear } from "./linear/predictLinear.js";
export type {
  FeedForward,
  Fourier,
  LinearLocalization,
  LocalizationNetwork,
  NonlinearNetwork,
  Recurrent,
} from "./network.js";
export { predict } from "./predict.js";
export type { PredictOptions, StrainPrediction } from "./predict.js";
export { checkProblem, differencesOf, loadsOf, loadsOfSamples } from "./problem.js";
export type { Problem } from "./problem.js";
export { recurrent } from "./recurrent.js";
export type { RecurrentOptions } from "./recurrent.js";
export { symmetries, symmetriesOf, turnCells, turnStrain, turnStrains } from "./symmetries.js";
export type { Symmetry } from "./symmetries.js";
export { fourier } from "./fourier.js";
export type { FourierOptions } from "./fourier.js";
export { formatViews, kernelViews } from "./linear/views.js";
export type { KernelViews, KernelViewsOptions } from "./linear/views.js";
