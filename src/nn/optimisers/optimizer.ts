/**
 * The steps of an optimiser. The optimiser is plain data, its state is arrays beside the parameters,
 * and a step fills both in place.
 */
import { backend } from "../../compute/index.js";
import { checkNumber, createArray, precisionOf, ShapeError, ValueError } from "../../core/index.js";
import type { Precision, Reals } from "../../core/index.js";
import { fillAdamStep, MEMORY_OF_ADAM } from "./adam.js";
import type { Adam } from "./adam.js";
import { fillRmsPropStep, memoryOfRmsProp } from "./rmsProp.js";
import type { RmsProp } from "./rmsProp.js";
import { fillSgdStep, memoryOfSgd } from "./sgd.js";
import type { Sgd } from "./sgd.js";

/** How parameters follow their gradients. */
export type Optimizer = Sgd | RmsProp | Adam<"adam"> | Adam<"adamW">;

const KINDS = ["sgd", "rmsProp", "adam", "adamW"] as const;

/**
 * Refuses what is no optimiser.
 * @throws ValueError
 */
export function checkOptimizer(optimizer: Optimizer, where: string): void {
  const kind = (optimizer as Partial<Optimizer> | null | undefined)?.kind;
  if (kind !== undefined && KINDS.includes(kind)) return;
  throw new ValueError(
    `${where} should be one that nn.sgd, nn.rmsProp, nn.adam or nn.adamW made; got ` +
      `${JSON.stringify(optimizer)}. Use nn.adam({ learningRate: 0.001 }).`,
  );
}

/** What an optimiser remembers from step to step: arrays and numbers, to be saved beside the parameters. */
export interface OptimizerState {
  readonly kind: Optimizer["kind"];
  /** Steps that every parameter has made. */
  readonly counts: number[];
  /** Running values of every parameter by name: `velocity`, `mean`, `square`; zeros to begin with. */
  readonly memory: readonly Readonly<Record<string, Reals>>[];
}

/** What is special to a parameter. */
export interface ParameterFactors {
  /** Multiplies the learning rate. Default 1. */
  readonly learningRateFactor?: number | undefined;
  /** Takes the place of the optimiser's weight decay; 0 is usual for biases. */
  readonly weightDecay?: number | undefined;
  /** Whether the parameter stays as it is. Default false. */
  readonly frozen?: boolean | undefined;
}

/** Options of `fillStep`. */
export interface FillStepOptions {
  /** α of this step, as a schedule has it. Default: the optimiser's. */
  readonly learningRate?: number;
  /** What is special to every parameter. Default: nothing. */
  readonly factors?: readonly ParameterFactors[];
}

/**
 * The state of an optimiser before its first step.
 * @param allocate makes the arrays, for example of a backend's memory. Default: ordinary arrays
 */
export function createOptimizerState(
  optimizer: Optimizer,
  parameters: readonly Reals[],
  allocate: (length: number, precision: Precision) => Reals = createArray,
): OptimizerState {
  const names = memoryOf(optimizer);
  return {
    kind: optimizer.kind,
    counts: parameters.map(() => 0),
    memory: parameters.map((parameter) =>
      Object.fromEntries(
        names.map((name) => [name, allocate(parameter.length, precisionOf(parameter)).fill(0)]),
      ),
    ),
  };
}

/**
 * Fills the parameters and the state with their values after one step.
 * @throws ShapeError if parameters, gradients, state and factors are not of the same numbers and lengths
 * @throws ValueError for the state of another optimiser, and for numbers out of range
 */
export function fillStep(
  parameters: readonly Reals[],
  gradients: readonly Reals[],
  state: OptimizerState,
  optimizer: Optimizer,
  { learningRate = optimizer.learningRate, factors }: FillStepOptions = {},
): void {
  checkNumber(learningRate, 0, Infinity, "nn.fillStep: learningRate");
  checkState(state, optimizer, parameters);
  checkGradients(gradients, parameters);
  if (factors) checkFactors(factors, parameters);
  for (let i = 0; i < parameters.length; i++) {
    const own = factors?.[i];
    if (own?.frozen === true) continue;
    const rate = learningRate * (own?.learningRateFactor ?? 1);
    const weightDecay = own?.weightDecay ?? optimizer.weightDecay;
    state.counts[i] += 1;
    fillOne(parameters[i], gradients[i], state, i, optimizer, rate, weightDecay);
  }
}

function memoryOf(optimizer: Optimizer): readonly string[] {
  switch (optimizer.kind) {
    case "sgd":
      return memoryOfSgd(optimizer);
    case "rmsProp":
      return memoryOfRmsProp(optimizer);
    default:
      return MEMORY_OF_ADAM;
  }
}

function fillOne(
  parameter: Reals,
  g: Reals,
  { counts, memory }: OptimizerState,
  i: number,
  optimizer: Optimizer,
  learningRate: number,
  weightDecay: number,
): void {
  const step = { count: counts[i], learningRate, weightDecay };
  if (optimizer.kind === "adamW") {
    fillAdamStep(parameter, g, memory[i], optimizer, step);
    return;
  }
  withDecay(parameter, g, weightDecay, (decayed) => {
    switch (optimizer.kind) {
      case "sgd":
        return fillSgdStep(parameter, decayed, memory[i], optimizer, learningRate);
      case "rmsProp":
        return fillRmsPropStep(parameter, decayed, memory[i], optimizer, learningRate);
      case "adam":
        return fillAdamStep(parameter, decayed, memory[i], optimizer, { ...step, weightDecay: 0 });
    }
  });
}

/** Works with g + λ θ in an array of its own: g may be the gradient of other parameters too. */
function withDecay(parameter: Reals, g: Reals, λ: number, work: (decayed: Reals) => void): void {
  if (λ === 0) {
    work(g);
    return;
  }
  const { allocate, release } = backend();
  const decayed: Reals = allocate(g.length, precisionOf(g));
  try {
    backend().addScaled(λ, parameter, g, decayed);
    work(decayed);
  } finally {
    release(decayed);
  }
}

function checkState(
  state: OptimizerState,
  optimizer: Optimizer,
  parameters: readonly Reals[],
): void {
  const names = memoryOf(optimizer);
  const fits = state.memory.every((arrays, i) =>
    names.every((name) => arrays[name]?.length === parameters[i]?.length),
  );
  if (state.kind === optimizer.kind && state.memory.length === parameters.length && fits) return;
  throw new ValueError(
    `nn.fillStep: the state should be one of "${optimizer.kind}" for these ${parameters.length} ` +
      `parameters; got one of "${state.kind}" for ${state.memory.length}. Make it by ` +
      `nn.createOptimizerState with the same optimiser and parameters.`,
  );
}

function checkGradients(gradients: readonly Reals[], parameters: readonly Reals[]): void {
  checkCount("gradients", gradients, parameters);
  gradients.forEach((g, i) => {
    if (g.length === parameters[i].length) return;
    throw new ShapeError(
      `nn.fillStep: gradient ${i} should have the ${parameters[i].length} entries of its parameter; ` +
        `got ${g.length}. Pass gradients in the order of the parameters.`,
    );
  });
}

function checkFactors(factors: readonly ParameterFactors[], parameters: readonly Reals[]): void {
  checkCount("factors", factors, parameters);
  factors.forEach(({ learningRateFactor = 1, weightDecay = 0 }, i) => {
    checkNumber(learningRateFactor, 0, Infinity, `nn.fillStep: factors[${i}].learningRateFactor`);
    checkNumber(weightDecay, 0, Infinity, `nn.fillStep: factors[${i}].weightDecay`);
  });
}

function checkCount(what: string, given: readonly unknown[], parameters: readonly Reals[]): void {
  if (given.length === parameters.length) return;
  throw new ShapeError(
    `nn.fillStep: there should be as many ${what} as parameters, ${parameters.length}; ` +
      `got ${given.length}. Pass one for every parameter.`,
  );
}
