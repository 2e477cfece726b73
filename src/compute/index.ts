export { keptFor } from "./elementwise/activations.js";
export type { Activation, Activations } from "./elementwise/activations.js";
export type { Combinations } from "./elementwise/combinations.js";
export type { Convolutions, ConvolutionShape } from "./convolution/convolution.js";
export type {
  Backend,
  CompensatedSum,
  GridTransform,
  HermitianCut,
  HermitianSolutions,
  HermitianSystems,
} from "./contract.js";
export type { Elementwise } from "./elementwise/elementwise.js";
export type { ElementRule, Elements, HermitianSymbol, VoxelElements } from "./elements/elements.js";
export { coefficientCount, coefficientMatrix } from "./elements/gather.js";
export { VOIGT } from "./elements/gradients.js";
export type { Loss, Losses } from "./elementwise/losses.js";
export type { Planes, Reductions } from "./elementwise/reductions.js";
export type { Products, ProductShape } from "./products/products.js";
export type { SparseProducts, SparseRows } from "./products/sparseProducts.js";
export { stencilSize } from "./stencils/stencils.js";
export type { AxisFunctions, Stencils, StencilShape, StencilUse } from "./stencils/stencils.js";
export { symnetFactors, symnetRow, symnetSize } from "./symnet/symnet.js";
export type { Symnets, SymnetShape } from "./symnet/symnet.js";
export type { UpwindShape, UpwindSymnets } from "./symnet/upwindSymnet.js";
export type { AdamStep, MomentumStep, Updates } from "./elementwise/updates.js";
export { backend, info, use, withArrays } from "./backend.js";
export type { BackendName, ComputeInfo, ComputeOptions } from "./backend.js";
export { exponential } from "./elementwise/exponential.js";
export { addCompensated } from "./spectralSums.js";
