export type { Backend, CompensatedSum, GridTransform } from "./contract.js";
export { backend, info } from "./backend.js";
export type { ComputeInfo } from "./backend.js";
export { addCompensated } from "./spectralSums.js";
