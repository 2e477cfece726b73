/**
 * One step of training at a time: forward, loss, backward, update. A trainer owns the parameters and
 * everything that a step needs; steps whose shapes repeat take the memory of the step before them.
 */
import {
  backward,
  createArena,
  leavesOf,
  onTape,
  type Tree,
  Variable,
  withLeaves,
} from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import { createArray, formatShape, ndarrayOf, precisionOf, toDense } from "../../core/index.js";
import type { ArrayInput, Dense, NdArray, Reals, Rng } from "../../core/index.js";
import { ShapeError, ValueError } from "../../core/index.js";
import type { Parameters, ParameterTree, State } from "../layers/layer.js";
import { type Loss, lossOf } from "../losses.js";
import { forward, type Model, precisionOfModel } from "../model.js";
import type { Clipping } from "../clipping.js";
import { clipGradients } from "../clipping.js";
import {
  createOptimizerState,
  fillStep,
  type Optimizer,
  type OptimizerState,
} from "../optimisers/index.js";
import { factorsOf, type ParameterGroup } from "./groups.js";

/** How a model is trained, step by step. */
export interface TrainerOptions {
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
export function createTrainer(from: Model, options: TrainerOptions = {}): Trainer {
  const { optimizer = adam(), clip, groups = [] } = options;
  const lossFunction = lossOf(options.loss ?? "squaredError");
  const precision = precisionOfModel(from);
  const { allocate, release } = backend();
  const given = leavesOf(from.parameters as Tree).map(({ path, leaf }) => ({
    path,
    shape: (leaf as NdArray<Reals>).shape,
    data: (leaf as NdArray<Reals>).data,
  }));
  const factors = factorsOf(
    given.map(({ path }) => path),
    groups,
  );
  const owned: Reals[] = [];
  const resident = (length: number): Reals => {
    const array = allocate(length, precision);
    owned.push(array);
    return array;
  };
  const parameters = given.map(({ data }) => {
    const array = resident(data.length);
    array.set(data);
    return array;
  });
  const optimizerState = createOptimizerState(optimizer, parameters, resident);
  const arena = createArena();
  let state = from.state;

  /** The network's output for a batch, on the open tape. */
  const output = (leaves: readonly Variable[], x: Dense, training: boolean, rng?: Rng) => {
    const tree = withLeaves(from.parameters as Tree, leaves.values()) as ParameterTree<Variable>;
    const batch = new Variable(residentCopy(x, precision), x.shape);
    return forward(from.network, tree, state, batch, { training, ...(rng && { rng }) });
  };

  return {
    step(x, target, { learningRate, rng } = {}) {
      const [batch, wanted] = [toDense(x, "nn: x"), toDense(target, "nn: target")];
      return onTape((tape) => {
        const leaves = parameters.map(
          (data, i) => new Variable(data, given[i].shape, !factors[i].frozen, tape),
        );
        const { y, state: next } = output(leaves, batch, true, rng);
        const loss = lossFunction(y, residentTarget(wanted, precision));
        const found = backward(tape, loss, one(loss), leaves);
        const gradients = found.map((gradient, i) => gradient?.data ?? zerosLike(parameters[i]));
        const largestGradient = largestOf(gradients);
        const value = loss.data[0];
        if (Number.isFinite(value) && Number.isFinite(largestGradient)) {
          if (clip) fillClipped(gradients, clip);
          fillStep(parameters, gradients, optimizerState, optimizer, {
            ...(learningRate !== undefined && { learningRate }),
            factors,
          });
          state = next;
        }
        return { loss: value, largestGradient };
      }, arena);
    },
    evaluate(x, target) {
      const [batch, wanted] = [toDense(x, "nn: x"), toDense(target, "nn: target")];
      return onTape(() => {
        const leaves = parameters.map((data, i) => new Variable(data, given[i].shape));
        const { y } = output(leaves, batch, false);
        return lossFunction(y, residentTarget(wanted, precision)).data[0];
      }, arena);
    },
    model() {
      const leaves = parameters.map((data, i) => ndarrayOf(data.slice() as Reals, given[i].shape));
      return {
        network: from.network,
        parameters: withLeaves(from.parameters as Tree, leaves.values()) as Parameters,
        state,
      };
    },
    optimizerState: () => copyOf(optimizerState),
    restore(model, optimizerBefore) {
      leavesOf(model.parameters as Tree).forEach(({ leaf }, i) => {
        parameters[i].set((leaf as NdArray<Reals>).data);
      });
      state = model.state;
      fillState(optimizerState, optimizerBefore);
    },
    close() {
      arena.close();
      owned.forEach((array) => release(array));
    },
  };
}
