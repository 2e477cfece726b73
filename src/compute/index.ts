export type { Convolutions, ConvolutionShape } from "./convolution.js";
export type { Backend, CompensatedSum, GridTransform } from "./contract.js";
export { backend, info, use, withArrays } from "./backend.js";
export type { BackendName, ComputeInfo, ComputeOptions } from "./backend.js";
export { addCompensated } from "./spectralSums.js";
