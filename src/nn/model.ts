/**
 * A model is plain data: the network, which says how it computes, its parameters and its state. Functions
 * act on it.
 */
import { leavesOf, noGrad, onTape, type Tree, Variable, withLeaves } from "../autodiff/index.js";
import {
  checkFinite,
  checkInteger,
  checkOneOf,
  createRng,
  ndarrayOf,
  PRECISIONS,
  ShapeError,
  sizeOf,
  toReals,
} from "../core/index.js";
import type { ArrayInput, NdArray, Precision, Reals, Rng, Seed } from "../core/index.js";
import { drawWeights } from "./initialisers.js";
import type {
  LayerResult,
  ParameterPlan,
  Parameters,
  ParameterTree,
  State,
} from "./layers/layer.js";
import { computeLayer, type Layer, ruleOf } from "./layers/rules.js";

/** A network with its parameters and its state. */
export interface Model {
  readonly network: Layer;
  readonly parameters: Parameters;
  readonly state: State;
}

/** How a model begins. */
export interface ModelOptions {
  /** Of the first parameters. Default 0. */
  readonly seed?: Seed;
  /** Of the parameters, and so of everything computed with them. Default "float64". */
  readonly precision?: Precision;
}

/**
 * A model of a network with first parameters.
 * @throws ValueError for a precision that is unknown
 */
export function createModel(
  network: Layer,
  { seed = 0, precision = "float64" }: ModelOptions = {},
): Model {
  checkOneOf(precision, PRECISIONS, "nn.createModel: precision");
  const rng = createRng(seed);
  const draw = (tree: ParameterTree<ParameterPlan>): Parameters =>
    Object.fromEntries(
      Object.entries(tree).map(([name, plan]) => [
        name,
        isPlan(plan) ? drawWeights(plan.initialiser, plan.shape, rng, { precision }) : draw(plan),
      ]),
    );
  const rule = ruleOf(network);
  return {
    network,
    parameters: draw(rule.parameters?.(network) ?? {}),
    state: rule.state?.(network) ?? {},
  };
}

/** The model that training starts from: itself, or one of a network with first parameters. */
export function modelOf(start: Model | Layer, seed: Seed): Model {
  const given = start as Partial<Model> | null | undefined;
  return given?.network ? (start as Model) : createModel(start as Layer, { seed });
}

/** Whether this is a parameter's plan, not a tree of them. */
export function isPlan(plan: ParameterPlan | ParameterTree<ParameterPlan>): plan is ParameterPlan {
  return Array.isArray(plan.shape) && "initialiser" in plan;
}

/** How a network is computed. */
export interface ForwardOptions {
  /** Whether dropout acts, and batches are normalised by themselves. Default false. */
  readonly training?: boolean;
  /** Where dropout draws from; needed in training if there is any. */
  readonly rng?: Rng;
}

/**
 * The network's output y for a batch x[s, …], and its state after it. Parameters may be Variables, so that
 * derivatives to them can be taken: `valueAndGrad((w) => mean(forward(network, w, state, x).y))`.
 * @throws ShapeError if a layer cannot take what it gets, naming the layer by its path
 */
export function forward(
  network: Layer,
  parameters: ParameterTree<Variable | NdArray<Reals>>,
  state: State,
  x: Variable | ArrayInput,
  { training = false, rng }: ForwardOptions = {},
): LayerResult {
  const leaves = leavesOf(parameters as Tree).map(({ leaf }) =>
    leaf instanceof Variable ? leaf : constantOf(leaf as NdArray<Reals>),
  );
  const precision = leaves[0]?.precision ?? "float64";
  const batch = x instanceof Variable ? x : constantOf(toReals(x, "nn.forward: x", precision));
  ruleOf(network).outputShape(network, batch.shape.slice(1), "");
  const tree = withLeaves(parameters, leaves.values()) as ParameterTree<Variable>;
  return computeLayer(network, tree, state, batch, { training, rng, path: "" });
}

/** How a model is applied. */
export interface PredictOptions {
  /** Samples computed together: more need more memory; last digits may depend on it. Default 64. */
  readonly batchSize?: number;
}

/**
 * The model's output for samples x[s, …], outside training, as an ndarray y[s, …].
 * @throws ShapeError if a layer cannot take what it gets, naming the layer by its path
 * @throws ValueError for samples that are not finite
 */
export function predict(
  model: Model,
  x: ArrayInput,
  { batchSize = 64 }: PredictOptions = {},
): NdArray<Reals> {
  checkInteger(batchSize, 1, Infinity, "nn.predict: batchSize");
  const precision = precisionOfModel(model);
  const samples = toReals(x, "nn.predict: x", precision);
  checkFinite(samples, "nn.predict: x");
  const [count, ...shape] = samples.shape;
  if (samples.shape.length === 0 || count === 0) {
    throw new ShapeError(
      `nn.predict: x should hold samples, [s, …]; got shape [${samples.shape.join(", ")}].`,
    );
  }
  const output = ruleOf(model.network).outputShape(model.network, shape, "");
  const y = ndarrayOf(
    precision === "float64"
      ? new Float64Array(count * sizeOf(output))
      : new Float32Array(count * sizeOf(output)),
    [count, ...output],
  ) as NdArray<Reals>;
  for (let first = 0; first < count; first += batchSize) {
    const size = Math.min(batchSize, count - first);
    const length = sizeOf(shape);
    const batch = {
      data: samples.data.subarray(first * length, (first + size) * length),
      shape: [size, ...shape],
    };
    onTape(() => {
      const part = noGrad(() => forward(model.network, model.parameters, model.state, batch).y);
      y.data.set(part.data, first * sizeOf(output));
    });
  }
  return y;
}

/** The precision of a model's parameters. */
export function precisionOfModel({ parameters }: Model): Precision {
  const [first] = leavesOf(parameters);
  const leaf = first?.leaf as NdArray<Reals> | undefined;
  return leaf?.data instanceof Float32Array ? "float32" : "float64";
}

function constantOf({ data, shape }: { data: Reals; shape: readonly number[] }): Variable {
  return new Variable(data, shape);
}
