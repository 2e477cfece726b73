/**
 * One step of training at a time: forward, loss, backward, update. A trainer owns the parameters and
 * everything that a step needs; steps whose shapes repeat take the memory of the step before them.
 */
import {
  backward,
  createArena,
  leavesOf,
  newValues,
  onTape,
  type Tree,
  Variable,
  withLeaves,
} from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import { ndarrayOf, toDense } from "../../core/index.js";
import type { ArrayInput, Dense, NdArray, Precision, Reals, Rng } from "../../core/index.js";
import { type Clipping, fillClipped } from "../clipping.js";
import type { LayerResult, Parameters, ParameterTree, State } from "../layers/layer.js";
import { type Loss, lossOf } from "../losses.js";
import { forward, type ForwardOptions, type Model, precisionOfModel } from "../model.js";
import { adam } from "../optimisers/adam.js";
import {
  checkOptimizer,
  createOptimizerState,
  fillStep,
  type Optimizer,
  type OptimizerState,
} from "../optimisers/optimizer.js";
import { factorsOf, type ParameterGroup } from "./groups.js";

/** What a model makes of a batch with parameters that are differentiated: like `forward` of its network. */
export type Forward = (
  parameters: ParameterTree<Variable>,
  state: State,
  x: Variable,
  options: ForwardOptions,
) => LayerResult;

/** How a model is trained, step by step. */
export interface TrainerOptions {
  /** How the model is computed, where its network is a part of something larger. Default: `nn.forward` of the network. */
  readonly forward?: Forward;
  /** Default "squaredError". */
  readonly loss?: Loss;
  /** Default Adam. */
  readonly optimizer?: Optimizer;
  /** Limits of the gradients. Default: none. */
  readonly clip?: Clipping;
  /** Parameters with rates of their own, or frozen ones. */
  readonly groups?: readonly ParameterGroup[];
}

/** What one step needs beside its batch. */
export interface StepOptions {
  /** Default: the optimiser's. */
  readonly learningRate?: number;
  /** Where dropout draws from. */
  readonly rng?: Rng;
}

/** What a step found. */
export interface StepResult {
  /** The loss before the update; NaN if nothing was updated. */
  readonly loss: number;
  /** Largest size of an entry of the gradients, before clipping. */
  readonly largestGradient: number;
}

/** Trains a model step by step. */
export interface Trainer {
  /**
   * One step with a batch x[s, …] and its targets.
   * @throws ShapeError if the network or the loss cannot take them
   */
  step(x: ArrayInput, target: ArrayInput, options?: StepOptions): StepResult;
  /** The loss of a batch as outside training. Nothing is updated. */
  evaluate(x: ArrayInput, target: ArrayInput): number;
  /** The model as it is now, copied. */
  model(): Model;
  /** Where the optimiser stands, as plain data. */
  optimizerState(): OptimizerState;
  /** Goes on from a model of the same network, and where the optimiser stood. */
  restore(model: Model, optimizer: OptimizerState): void;
  /** Gives the memory back. */
  close(): void;
}

/**
 * A trainer for a model, which stays as it is. Whoever creates it closes it.
 * @throws ValueError for options out of range
 */
export function createTrainer(start: Model, options: TrainerOptions = {}): Trainer {
  const { optimizer = adam(), clip } = options;
  const compute: Forward = options.forward ?? ((...given) => forward(start.network, ...given));
  checkOptimizer(optimizer, "nn.createTrainer: optimizer");
  const lossFunction = lossOf(options.loss ?? "squaredError");
  const precision = precisionOfModel(start);
  const leaves = leavesOf(start.parameters as Tree).map(({ path, leaf }) => ({
    path,
    ...(leaf as NdArray<Reals>),
  }));
  const factors = factorsOf(
    leaves.map(({ path }) => path),
    options.groups ?? [],
  );
  const { allocate, release } = backend();
  const owned: Reals[] = [];
  const own = (length: number): Reals => {
    const array = allocate(length, precision);
    owned.push(array);
    return array;
  };
  const parameters = leaves.map(({ data }) => filled(own(data.length), data));
  const optimizerState = createOptimizerState(optimizer, parameters, own);
  const arena = createArena();
  let state = start.state;

  /** The loss of a batch on the open tape, with the network's state after it. */
  const lossOn = (
    variables: readonly Variable[],
    x: ArrayInput,
    target: ArrayInput,
    training: boolean,
    rng?: Rng,
  ): { loss: Variable; next: State } => {
    const tree = treeOf(start, variables) as ParameterTree<Variable>;
    const batch = resident(toDense(x, "nn: x"), precision);
    const { y, state: next } = compute(tree, state, batch, { training, ...(rng && { rng }) });
    return { loss: lossFunction(y, toDense(target, "nn: target")), next };
  };

  return {
    step(x, target, { learningRate = optimizer.learningRate, rng } = {}) {
      return onTape((tape) => {
        const variables = parameters.map(
          (data, i) => new Variable(data, leaves[i].shape, factors[i].frozen !== true, tape),
        );
        const { loss, next } = lossOn(variables, x, target, true, rng);
        const seed = new Variable(newValues(1, precision).fill(1), loss.shape);
        const gradients = backward(tape, loss, seed, variables).map(
          (gradient, i) => gradient?.data ?? newValues(parameters[i].length, precision).fill(0),
        );
        const value = loss.data[0];
        const largestGradient = largestOf(gradients);
        if (Number.isFinite(value) && Number.isFinite(largestGradient)) {
          if (clip) fillClipped(gradients, clip);
          fillStep(parameters, gradients, optimizerState, optimizer, { learningRate, factors });
          state = next;
        }
        return { loss: value, largestGradient };
      }, arena);
    },
    evaluate(x, target) {
      return onTape(() => {
        const variables = parameters.map((data, i) => new Variable(data, leaves[i].shape));
        return lossOn(variables, x, target, false).loss.data[0];
      }, arena);
    },
    model() {
      const copies = parameters.map((data, i) => ndarrayOf(data.slice() as Reals, leaves[i].shape));
      return { network: start.network, parameters: treeOf(start, copies) as Parameters, state };
    },
    optimizerState: () => ({
      kind: optimizerState.kind,
      counts: [...optimizerState.counts],
      memory: optimizerState.memory.map((arrays) =>
        Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.slice()])),
      ),
    }),
    restore(model, before) {
      leavesOf(model.parameters).forEach(({ leaf }, i) => {
        filled(parameters[i], (leaf as NdArray<Reals>).data);
      });
      state = model.state;
      before.counts.forEach((count, i) => (optimizerState.counts[i] = count));
      before.memory.forEach((arrays, i) => {
        for (const [name, array] of Object.entries(arrays)) {
          filled(optimizerState.memory[i][name], array);
        }
      });
    },
    close() {
      arena.close();
      owned.forEach((array) => release(array));
      owned.length = 0;
    },
  };
}

/** The tree of a model's parameters with others in their places. */
function treeOf(model: Model, leaves: readonly unknown[]): unknown {
  return withLeaves(model.parameters, leaves.values());
}

/** A batch in the memory of the open tape, where kernels work on it. */
function resident({ data, shape }: Dense, precision: Precision): Variable {
  return new Variable(filled(newValues(data.length, precision), data), shape);
}

function filled(array: Reals, values: ArrayLike<number>): Reals {
  array.set(values);
  return array;
}

/** The largest size among all entries; NaN if one is NaN. */
function largestOf(arrays: readonly Reals[]): number {
  return arrays.reduce((most, array) => {
    const largest = backend().largest(array);
    return largest <= most ? most : largest;
  }, 0);
}
