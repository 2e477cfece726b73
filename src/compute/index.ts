export { keptFor } from "./activations.js";
export type { Activation, Activations } from "./activations.js";
export type { Combinations } from "./combinations.js";
export type { Convolutions, ConvolutionShape } from "./convolution.js";
export type {
  Backend,
  CompensatedSum,
  GridTransform,
  HermitianCut,
  HermitianSolutions,
  HermitianSystems,
} from "./contract.js";
export type { Elementwise } from "./elementwise.js";
export type { Loss, Losses } from "./losses.js";
export type { Planes, Reductions } from "./reductions.js";
export type { AdamStep, MomentumStep, Updates } from "./updates.js";
export { backend, info, use, withArrays } from "./backend.js";
export type { BackendName, ComputeInfo, ComputeOptions } from "./backend.js";
export { addCompensated } from "./spectralSums.js";
