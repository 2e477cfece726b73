/**
 * kernelfield: one kernel, three views. Everything here runs in Node and the browser; files are in
 * `kernelfield/node`.
 */
export * as autodiff from "./autodiff/index.js";
export * as cnn from "./cnn/index.js";
export * as compute from "./compute/index.js";
export * as fft from "./fft/index.js";
export * as formats from "./formats/index.js";
export * as linalg from "./linalg/index.js";
export * as metrics from "./metrics/index.js";
export * as microstructure from "./microstructure/index.js";
export * as mks from "./mks/index.js";
export * as nn from "./nn/index.js";
export * as pdenet from "./pdenet/index.js";
export * as physics from "./physics/index.js";
export * as plot from "./plot/index.js";
export * as states from "./states/index.js";
export * as statistics from "./statistics/index.js";
export * as stencil from "./stencil/index.js";
export * as studies from "./studies/index.js";
export {
  ConvergenceError,
  createRng,
  FormatError,
  ndarrayOf,
  ShapeError,
  skipSplits,
  ValueError,
  version,
} from "./core/index.js";
export type {
  ArrayInput,
  ComplexArray,
  NdArray,
  Precision,
  Progress,
  Rng,
  RunOptions,
} from "./core/index.js";
export type { Basis, Localization } from "./states/index.js";
