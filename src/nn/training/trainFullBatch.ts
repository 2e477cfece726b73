/**
 * Training with all samples in every step, by L-BFGS or BFGS: for small networks and smooth losses, where
 * hundreds of evaluations do what many thousands of mini-batches do, and end at a gradient of zero.
 */
import {
  leavesOf,
  type Tree,
  valueAndGrad,
  type Variable,
  withLeaves,
} from "../../autodiff/index.js";
import { createArray, createRng, ndarrayOf, ValueError } from "../../core/index.js";
import type { NdArray, Reals, Seed } from "../../core/index.js";
import type { ParameterTree, Parameters } from "../layers/layer.js";
import type { Layer } from "../layers/rules.js";
import { type Loss, lossOf } from "../losses.js";
import { minimize, type MinimizeResult } from "../minimize/minimize.js";
import type { MinimizeOptions } from "../minimize/options.js";
import { forward, type Model, modelOf, precisionOfModel } from "../model.js";
import { batchSizeOf, samplesOf, type TrainingData } from "./batches.js";
import { factorsOf, type ParameterGroup } from "./groups.js";
import { checkLabels } from "./labels.js";

/** How a model is trained with all samples at once. */
export interface TrainFullBatchOptions extends MinimizeOptions {
  /** Default "squaredError". */
  readonly loss?: Loss;
  /** Parameters that stay as they are. */
  readonly groups?: readonly Pick<ParameterGroup, "parameters" | "frozen">[];
  /** Samples computed together: more need more memory. Default: all. */
  readonly batchSize?: number;
  /** Of the first parameters, where a network is given. Default 0. */
  readonly seed?: Seed;
}

/** What came of it. */
export interface TrainFullBatchResult {
  readonly model: Model;
  /** Evaluations, steps, the reason for stopping, and a state to go on from. */
  readonly minimization: MinimizeResult;
}

/**
 * Trains a model in Float64, or a network from its first parameters, until the gradient of the loss over all
 * samples is small; what is given stays as it is. Options as those of `minimize`.
 *
 *   const { model, minimization } = await trainFullBatch(mlp([2, 8, 1], { activation: "tanh" }), { x, y });
 *
 * @throws ShapeError, ValueError for data and options that do not fit, and for a model in Float32
 */
export async function trainFullBatch(
  start: Model | Layer,
  data: TrainingData,
  options: TrainFullBatchOptions = {},
): Promise<TrainFullBatchResult> {
  const { loss = "squaredError", groups = [], seed = 0 } = options;
  const model = modelOf(start, createRng(seed).split());
  if (precisionOfModel(model) === "float32") {
    throw new ValueError(
      "nn.trainFullBatch: the model should be in Float64, as line searches need its digits; got Float32. " +
        'Create it with precision: "float64".',
    );
  }
  const samples = samplesOf(data, "nn.trainFullBatch: data");
  if (loss === "crossEntropy") checkLabels(model.network, samples, "nn.trainFullBatch: data");
  const size = batchSizeOf(options.batchSize ?? samples.count, samples.count, "nn.trainFullBatch");
  const order = Int32Array.from({ length: samples.count }, (_, i) => i);
  const leaves = leavesOf(model.parameters);
  const factors = factorsOf(
    leaves.map(({ path }) => path),
    groups,
  );
  const free = leaves.filter((_, i) => factors[i].frozen !== true);
  const freePaths = new Set(free.map(({ path }) => path));
  const lossFunction = lossOf(loss);
  const lossAndGradient = valueAndGrad(
    (w: ParameterTree<Variable>, first: number, last: number) => {
      const { x, y } = samples.take(order, first, last);
      const output = forward(model.network, w, model.state, x, { training: true }).y;
      return lossFunction(output, y);
    },
    { frozen: (path) => !freePaths.has(path) },
  );

  /** The model's parameters with the unknowns in their places. */
  const parametersAt = (unknowns: Float64Array): Parameters => {
    let taken = 0;
    const placed = leaves.map(({ path, leaf }) => {
      const { data: values, shape } = leaf as NdArray<Reals>;
      if (!freePaths.has(path)) return ndarrayOf(values, shape);
      return ndarrayOf(unknowns.slice(taken, (taken += values.length)), shape);
    });
    return withLeaves(model.parameters, placed.values()) as Parameters;
  };
  const flat = (tree: unknown): Float64Array => {
    const parts = leavesOf(tree as Tree).filter(({ path }) => freePaths.has(path));
    return Float64Array.from(parts.flatMap(({ leaf }) => [...(leaf as NdArray<Reals>).data]));
  };

  const start0 = flat(model.parameters);
  const minimization = await minimize(
    (unknowns) => {
      const parameters = parametersAt(unknowns);
      const gradient = createArray(unknowns.length);
      let value = 0;
      for (let first = 0; first < samples.count; first += size) {
        const last = Math.min(first + size, samples.count);
        const weight = (last - first) / samples.count;
        const part = lossAndGradient(parameters, first, last);
        value += weight * part.value;
        flat(part.gradient).forEach((g, i) => (gradient[i] += weight * g));
      }
      return { value, gradient };
    },
    start0,
    options,
  );
  return { model: { ...model, parameters: parametersAt(minimization.x) }, minimization };
}
