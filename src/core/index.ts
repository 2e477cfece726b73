export { ndarrayOf, toDense, toFloat64, toReals, zeros } from "./array.js";
export type { ArrayInput, Dense, NdArray, Nested, NumericData, Strided } from "./array.js";
export {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  checkShape,
} from "./check.js";
export { checkComplex, complexZeros, isComplexArray } from "./complex.js";
export type { ComplexArray } from "./complex.js";
export { integers, normals, permutation, uniforms } from "./draws.js";
export { ConvergenceError, FormatError, ShapeError, ValueError } from "./errors.js";
export { checkGrid, lengthsPerAxis, perAxis } from "./grid.js";
export { logarithm } from "./logarithm.js";
export { createPlans } from "./plans.js";
export { createArray, precisionOf, PRECISIONS } from "./precision.js";
export type { Precision, Precisions, Reals } from "./precision.js";
export { createRng, rngFromState } from "./random.js";
export type { Rng, RngState, Seed } from "./random.js";
export { checkpoint } from "./run.js";
export type { Progress, RunOptions } from "./run.js";
export { formatShape, sameShape, sizeOf, stridesOf, unravel } from "./shape.js";
export { skipSplits } from "./skipSplits.js";
export { version } from "./version.js";
