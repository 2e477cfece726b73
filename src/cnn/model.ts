/** A localization network with its weights and the problem that it learnt. */
import { leavesOf, type Tree, Variable, withLeaves } from "../autodiff/index.js";
import { ndarrayOf } from "../core/index.js";
import type { NdArray, Precision, Reals } from "../core/index.js";
import {
  createModel as createLayers,
  weightsOf as weightsOfLayers,
  withWeights as withLayerWeights,
} from "../nn/index.js";
import type {
  Model,
  ModelOptions,
  Parameters,
  ParameterTree,
  State,
  Weights,
} from "../nn/index.js";
import type {
  LinearLocalization,
  LocalizationNetwork,
  NonlinearNetwork,
  Recurrent,
} from "./network.js";
import { checkProblem, type Problem } from "./problem.js";

/** A localization network that can predict: plain data. */
export interface LocalizationModel<N extends LocalizationNetwork = LocalizationNetwork> {
  readonly kind: "localizationNetwork";
  readonly version: 1;
  readonly network: N;
  readonly parameters: Parameters;
  readonly state: State;
  /** Null for linear networks, which have no mechanics of their own. */
  readonly problem: N extends NonlinearNetwork ? Problem : Problem | null;
}

/** A model that is one kernel. */
export type LinearModel = LocalizationModel<LinearLocalization>;

/** A model of strains beyond first order. */
export type StrainModel = LocalizationModel<NonlinearNetwork>;

/**
 * A network for a problem, with first weights. The polarisation of a recurrent network begins as the phases'
 * stresses, over twice their mean shear modulus; everything in it is learnt from there.
 * @throws ShapeError, ValueError for a problem that is none, or not of the network's phases
 */
export function createModel(
  network: NonlinearNetwork,
  problem: Problem,
  options: ModelOptions = {},
): StrainModel {
  checkProblem(problem, network, "cnn.createModel");
  const { parameters, state } = createLayers(network.layers, options);
  const begun =
    network.kind === "recurrent" && network.green
      ? { ...parameters, "0": { weight: firstPolarisation(network, problem, parameters) } }
      : parameters;
  return { kind: "localizationNetwork", version: 1, network, parameters: begun, state, problem };
}

/** Whether a model is for strains, and not linear. */
export function isStrainModel(model: LocalizationModel): model is StrainModel {
  return model.network.kind !== "linear";
}

/** The layers of a model, as `nn` knows them. */
export function layersOf({ network, parameters, state }: LocalizationModel): Model {
  return { network: network.layers, parameters, state };
}

/** The weights of a model under PyTorch's names, as `io.saveTensors` writes them. */
export function weightsOf(model: LocalizationModel): Weights {
  return weightsOfLayers(layersOf(model));
}

/**
 * The model with other weights, in the model's precision.
 * @throws ValueError naming the first tensor that is missing, has another shape or is not the model's
 */
export function withWeights<N extends LocalizationNetwork>(
  model: LocalizationModel<N>,
  weights: Weights,
): LocalizationModel<N> {
  return { ...model, parameters: withLayerWeights(layersOf(model), weights).parameters };
}

/** The precision of a model's weights. */
export function precisionOf({ parameters }: LocalizationModel): Precision {
  const [first] = leavesOf(parameters);
  return (first.leaf as NdArray<Reals>).data instanceof Float32Array ? "float32" : "float64";
}

/** A model's weights as constants of a computation. */
export function variablesOf({ parameters }: LocalizationModel): ParameterTree<Variable> {
  const constants = leavesOf(parameters as Tree).map(({ leaf }) => {
    const { data, shape } = leaf as NdArray<Reals>;
    return new Variable(data, shape);
  });
  return withLeaves(parameters, constants.values()) as ParameterTree<Variable>;
}

/** C_h / 2μ̄ as the filter [c, h c, 1 …] of a 1 × 1 convolution, in the precision of the other weights. */
function firstPolarisation(
  { states, axes, components }: Recurrent,
  { elasticModulus, poissonRatio, plane }: Problem,
  parameters: Parameters,
): NdArray<Reals> {
  const drawn = (parameters["0"] as ParameterTree<NdArray<Reals>>).weight as NdArray<Reals>;
  const data = drawn.data.slice().fill(0);
  const μ = elasticModulus.map((E, h) => E / (2 * (1 + poissonRatio[h])));
  const unit = μ.reduce((sum, modulus) => sum + (2 * modulus) / states, 0);
  for (let h = 0; h < states; h++) {
    const ν = poissonRatio[h];
    const λ = (2 * μ[h] * ν) / (axes === 2 && plane === "stress" ? 1 - ν : 1 - 2 * ν);
    for (let c = 0; c < components; c++) {
      for (let other = 0; other < components; other++) {
        const both = c < axes && other < axes ? λ : 0;
        const same = c === other ? (c < axes ? 2 * μ[h] : μ[h]) : 0;
        data[(c * states + h) * components + other] = (both + same) / unit;
      }
    }
  }
  return ndarrayOf(data, drawn.shape);
}
