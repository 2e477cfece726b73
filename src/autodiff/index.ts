export { createArena } from "./arena.js";
export type { Arena } from "./arena.js";
export { backward } from "./backward.js";
export type { BackwardOptions, Watch } from "./backward.js";
export { grad, valueAndGrad } from "./grad.js";
export type { GradOptions, ValueAndGradient } from "./grad.js";
export { formatGraph, graph } from "./graph.js";
export type { Graph, GraphEdge, GraphNode } from "./graph.js";
export { gradCheck } from "./gradCheck.js";
export type { GradCheck, GradCheckOptions } from "./gradCheck.js";
export { defineOperation } from "./operation.js";
export type { Context, Operation, Result, Rule } from "./operation.js";
export {
  elu,
  gelu,
  leakyRelu,
  relu,
  sigmoid,
  softplus,
  swish,
  tanh,
} from "./operations/activations.js";
export { add, divide, multiply, negate, subtract } from "./operations/arithmetic.js";
export { broadcastTo } from "./operations/broadcast.js";
export { cast, stopGradient } from "./operations/cast.js";
export { clamp, maximum, minimum, where } from "./operations/choices.js";
export type { ComplexOperand, ComplexVariable } from "./operations/complex.js";
export { convolve, convolveTransposed } from "./operations/convolution.js";
export type { ConvolveOptions, ConvolveTransposedOptions } from "./operations/convolution.js";
export type { ConvolutionOptions, Padding } from "./operations/convolutionLayout.js";
export { crossEntropy } from "./operations/crossEntropy.js";
export { abs, cos, exp, log, pow, sin, sqrt, square } from "./operations/elementwise.js";
export { fftn, ifftn, irfftn, rfftn } from "./operations/fourier.js";
export { gather } from "./operations/gather.js";
export { keptFrequencies } from "./operations/keptFrequencies.js";
export { absoluteError, huber, squaredError } from "./operations/losses.js";
export type { HuberOptions, LossOptions, LossReduction } from "./operations/losses.js";
export { mase } from "./operations/mase.js";
export { maxout } from "./operations/maxout.js";
export { matmul } from "./operations/matmul.js";
export type { MatmulOptions } from "./operations/matmul.js";
export { normalize, normalizeWithMoments } from "./operations/normalize.js";
export type { Normalized, NormalizeOptions } from "./operations/normalize.js";
export type { PerAxis } from "./operations/perAxis.js";
export { averagePool, maxPool } from "./operations/pooling.js";
export type { PoolingOptions } from "./operations/poolingWindows.js";
export { prelu } from "./operations/prelu.js";
export { max, mean, min, moments, sum } from "./operations/reductions.js";
export type { ReductionOptions } from "./operations/reductions.js";
export { concat, reshape, stack, transpose } from "./operations/shapes.js";
export { logSoftmax, softmax } from "./operations/softmax.js";
export { spectralConvolution } from "./operations/spectralConvolution.js";
export { upsample } from "./operations/upsampling.js";
export type { UpsampleOptions } from "./operations/upsampling.js";
export { pad, slice } from "./operations/windows.js";
export type { PadMode, PadWidth, SliceRange } from "./operations/windows.js";
export { isRecorded, newValues, noGrad, onTape, passingValues, withScratch } from "./tape.js";
export type { Step, Tape } from "./tape.js";
export { toArray } from "./toArray.js";
export type { Given, Gradients, Leaf, Tree } from "./tree.js";
export { leavesOf, withLeaves } from "./tree.js";
export { Variable } from "./variable.js";
export type { Operand, Values } from "./variable.js";
export { hessianVector, jvp, vjp } from "./vjp.js";
export type { ValueAndProduct } from "./vjp.js";
