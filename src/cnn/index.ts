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
export type { LinearModel, LocalizationModel } from "./model.js";
export type {
  FeedForward,
  Fourier,
  LinearLocalization,
  LocalizationNetwork,
  NonlinearNetwork,
  Recurrent,
} from "./network.js";
export { differencesOf } from "./problem.js";
export type { Problem } from "./problem.js";
