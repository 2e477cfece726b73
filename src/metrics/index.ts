export { maxError, meanAbsoluteError } from "./absoluteError.js";
export { mase, meanPredictionMase } from "./mase.js";
export type { SampleScores } from "./mase.js";
export { metrics } from "./metrics.js";
export type { Metrics } from "./metrics.js";
export { r2, relativeFluctuationL2, relativeL2 } from "./relativeError.js";
export { strainError, stressError } from "./tensorError.js";
