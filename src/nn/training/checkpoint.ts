/**
 * Where a training stands, as bytes: from them it goes on to the same bits. What computes must be the same
 * then, and so must everything that the steps depend on.
 */
import { leavesOf } from "../../autodiff/index.js";
import { info } from "../../compute/index.js";
import type { ComputeInfo } from "../../compute/index.js";
import { FormatError, formatShape, ValueError } from "../../core/index.js";
import type { NdArray, Reals, RngState } from "../../core/index.js";
import { decodeModel, encodeModel } from "../../formats/index.js";
import type { Model } from "../model.js";
import type { OptimizerState } from "../optimisers/optimizer.js";
import type { RunFacts } from "./runFacts.js";

/** What training found in an epoch. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean loss of the epoch's batches, each as it was before its step. */
  readonly loss: number;
  /** Loss of the validation data after the epoch. */
  readonly validationLoss?: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
}

/** The best model so far. */
export interface BestModel {
  readonly epoch: number;
  readonly loss: number;
  readonly parameters: Model["parameters"];
  readonly state: Model["state"];
}

/** Where a training stands between two steps. */
export interface TrainingState {
  /** The epoch that is under way, from 0, and its finished batches. */
  readonly epoch: number;
  readonly batch: number;
  /** Steps in all. */
  readonly steps: number;
  /** Σ loss · samples of the epoch so far. */
  readonly sum: number;
  /** The stream of orders, before the epoch's was drawn. */
  readonly shuffle: RngState;
  /** The stream of dropout and augmentation. */
  readonly dropout: RngState;
  readonly parameters: Model["parameters"];
  readonly state: Model["state"];
  readonly optimizerState: OptimizerState;
  readonly best: BestModel | null;
  readonly history: readonly EpochRecord[];
}

const KIND = "kernelfield training";

/** The bytes of a checkpoint, with what computes. */
export function encodeCheckpoint(state: TrainingState, facts: RunFacts): Uint8Array {
  return encodeModel({ kind: KIND, ...state, facts, compute: info() });
}

/**
 * The state in a checkpoint.
 * @throws FormatError for bytes that are no checkpoint, or damaged
 * @throws ValueError for one of another model, of other data or options, or of another backend
 */
export function decodeCheckpoint(bytes: Uint8Array, model: Model, facts: RunFacts): TrainingState {
  const found = decodeModel(bytes) as Partial<TrainingState> & {
    readonly kind?: unknown;
    readonly facts?: RunFacts;
    readonly compute?: ComputeInfo;
  };
  const { kind, facts: before, compute, ...state } = found;
  if (kind !== KIND || !before || !compute || !state.parameters || !state.optimizerState) {
    throw new FormatError(
      `nn.train: checkpoint should be one that nn.train saved; these bytes hold something else. ` +
        `Pass those that its save function was given.`,
    );
  }
  checkSameModel(state.parameters, model);
  for (const [name, value] of Object.entries(facts)) {
    checkSame(name, before[name as keyof RunFacts], value, "Pass the same, or train anew.");
  }
  // The number of threads changes no bit.
  const now = info();
  for (const name of ["backend", "relaxed"] as const) {
    const advice = `Call compute.use({ ${name}: ${JSON.stringify(compute[name])} }).`;
    checkSame(name, compute[name], now[name], advice);
  }
  return state as TrainingState;
}

function checkSame(what: string, before: unknown, now: unknown, advice: string): void {
  const [saved, given] = [JSON.stringify(before), JSON.stringify(now)];
  if (saved === given) return;
  throw new ValueError(
    `nn.train: ${what} should be that of the checkpoint, ${saved}, to go on to the same bits; got ` +
      `${given}. ${advice}`,
  );
}

/** Names the first parameter that differs. */
function checkSameModel(parameters: Model["parameters"], model: Model): void {
  const saved = leavesOf(parameters);
  const given = leavesOf(model.parameters);
  for (let i = 0; i < Math.max(saved.length, given.length); i++) {
    const [a, b] = [describe(saved[i]), describe(given[i])];
    if (a !== b) {
      throw new ValueError(
        `nn.train: the checkpoint should be of this model; its parameter is ${a} where the model has ${b}. ` +
          `Build the network that was trained.`,
      );
    }
  }
}

function describe(parameter: ReturnType<typeof leavesOf>[number] | undefined): string {
  if (!parameter) return "missing";
  const { data, shape } = parameter.leaf as NdArray<Reals>;
  const precision = data instanceof Float32Array ? "float32" : "float64";
  return `${parameter.path} ${formatShape(shape)} in ${precision}`;
}
