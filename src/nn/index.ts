export { fillClipped } from "./clipping.js";
export type { Clipping } from "./clipping.js";
export { drawWeights } from "./initialisers.js";
export type { DrawWeightsOptions, Initialiser } from "./initialisers.js";
export {
  adam,
  adamW,
  createOptimizerState,
  fillStep,
  gradientDescent,
  rmsProp,
  sgd,
} from "./optimisers/index.js";
export type {
  Adam,
  AdamOptions,
  FillStepOptions,
  Optimizer,
  OptimizerState,
  ParameterFactors,
  RmsProp,
  RmsPropOptions,
  Sgd,
  SgdOptions,
} from "./optimisers/index.js";
export { playgroundData } from "./playground.js";
export type { PlaygroundData, PlaygroundOptions, PlaygroundShape } from "./playground.js";
export { linearRegression } from "./regression/linearRegression.js";
export type { LinearRegression, LinearRegressionOptions } from "./regression/linearRegression.js";
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  oneCycle,
  rateAt,
  stepDecay,
  warmUp,
} from "./schedules.js";
export type { CosineDecayOptions, OneCycleOptions, Schedule } from "./schedules.js";
export { accuracy, classify } from "./accuracy.js";
export {
  activation,
  elu,
  gelu,
  leakyRelu,
  relu,
  sigmoid,
  softmax,
  softplus,
  swish,
  tanh,
} from "./layers/activation.js";
export type { Activation, ActivationName } from "./layers/activation.js";
export { batchNorm } from "./layers/batchNorm.js";
export type { BatchNorm, BatchNormOptions } from "./layers/batchNorm.js";
export { concatenation, residual, sequential } from "./layers/composition.js";
export type { Concatenation, Residual, Sequential } from "./layers/composition.js";
export { conv1d, conv2d, conv3d } from "./layers/convolution.js";
export type { Convolution, ConvolutionOptions } from "./layers/convolution.js";
export { convTransposed1d, convTransposed2d, convTransposed3d } from "./layers/convTransposed.js";
export type { ConvTransposed, ConvTransposedOptions } from "./layers/convTransposed.js";
export { dense } from "./layers/dense.js";
export type { Dense, DenseOptions } from "./layers/dense.js";
export { dropout } from "./layers/dropout.js";
export type { Dropout } from "./layers/dropout.js";
export { flatten } from "./layers/flatten.js";
export type { Flatten } from "./layers/flatten.js";
export type { LayerResult, Parameters, ParameterTree, State } from "./layers/layer.js";
export { maxout } from "./layers/maxout.js";
export type { Maxout } from "./layers/maxout.js";
export { groupNorm, layerNorm } from "./layers/normalisation.js";
export type { GroupNorm, LayerNorm } from "./layers/normalisation.js";
export { averagePool, maxPool } from "./layers/pooling.js";
export type { Pooling, PoolingOptions } from "./layers/pooling.js";
export { prelu } from "./layers/prelu.js";
export type { Prelu } from "./layers/prelu.js";
export type { Layer } from "./layers/rules.js";
export { spectralConvolution } from "./layers/spectralConvolution.js";
export type {
  SpectralConvolution,
  SpectralConvolutionOptions,
} from "./layers/spectralConvolution.js";
export { lossOf } from "./losses.js";
export type { Loss, LossFunction, LossName } from "./losses.js";
export { createModel, forward, predict } from "./model.js";
export type { ForwardOptions, Model, ModelOptions, PredictOptions } from "./model.js";
export { mlp, parameterCount, perceptron, vgg16 } from "./network.js";
export type { MlpOptions, Vgg16Options } from "./network.js";
export { formatSummary, summary } from "./summary.js";
export type { Summary, SummaryRow } from "./summary.js";
export type { TrainingData } from "./training/batches.js";
export type { EpochRecord } from "./training/checkpoint.js";
export type { ParameterGroup } from "./training/groups.js";
export { createTrainer } from "./training/trainer.js";
export type {
  Forward,
  StepOptions,
  StepResult,
  Trainer,
  TrainerOptions,
} from "./training/trainer.js";
export { train } from "./training/train.js";
export type {
  Augmentation,
  Batch,
  CheckpointOptions,
  EarlyStopping,
  TrainOptions,
  TrainResult,
} from "./training/train.js";
export { weightsOf, withWeights } from "./weights.js";
export type { Weights } from "./weights.js";
/** Neural networks: what they are made of, and how they learn. */
export { minimize } from "./minimize/minimize.js";
export type { MinimizeRecord, MinimizeResult, MinimizeStop } from "./minimize/minimize.js";
export type { Evaluation, Objective } from "./minimize/objective.js";
export type { MinimizeOptions } from "./minimize/options.js";
export type { MinimizeMethod, MinimizeState } from "./minimize/state.js";
export { trainFullBatch } from "./training/trainFullBatch.js";
export type { TrainFullBatchOptions, TrainFullBatchResult } from "./training/trainFullBatch.js";
