/** The exports of assembly/elementwise.ts for one precision. Arguments named after arrays are addresses. */
import type { Activation } from "../../elementwise/activations.js";
import type { Loss } from "../../elementwise/losses.js";

/** Numbers of the combinations, as in assembly/combinations.ts. */
export const COMBINATION = { scale: 0, add: 1, multiply: 2, addScaled: 3, multiplyAdd: 4 } as const;

/** Numbers of the activations, as in assembly/activations.ts. */
export const ACTIVATION: Readonly<Record<Activation, number>> = {
  relu: 0,
  leakyRelu: 1,
  elu: 2,
  softplus: 3,
  sigmoid: 4,
  tanh: 5,
  swish: 6,
  gelu: 7,
};

/** Numbers of the terms that are summed, as in assembly/reductions.ts. */
export const TERM: Readonly<Record<"itself" | "product" | Loss, number>> = {
  itself: 0,
  product: 1,
  squared: 2,
  absolute: 3,
  huber: 4,
};

/** The kernels of one precision. Sums of one array take its address twice, as combinations do. */
export interface ElementwiseKernels {
  combine(
    name: number,
    a: number,
    x: number,
    y: number,
    z: number,
    out: number,
    count: number,
  ): void;
  addBias(
    u: number,
    bias: number,
    samples: number,
    channels: number,
    size: number,
    out: number,
  ): void;
  activate(name: number, x: number, y: number, count: number, slope: number, table: number): void;
  activateBackward(
    name: number,
    kept: number,
    g: number,
    dx: number,
    count: number,
    slope: number,
    table: number,
  ): void;
  sum(name: number, x: number, y: number, count: number, delta: number): number;
  sumChannels(u: number, samples: number, channels: number, size: number, out: number): void;
  largest(x: number, count: number): number;
  lossBackward(
    name: number,
    x: number,
    y: number,
    delta: number,
    weight: number,
    dx: number,
    count: number,
  ): void;
  fillAdamStep(
    parameters: number,
    g: number,
    mean: number,
    square: number,
    count: number,
    decayOfMean: number,
    decayOfSquare: number,
    keep: number,
    rate: number,
    scale: number,
    epsilon: number,
  ): void;
  fillMomentumStep(
    parameters: number,
    g: number,
    velocity: number,
    count: number,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
  ): void;
}

/** What the module exports: every kernel twice. */
export type ElementwiseExports = {
  readonly [K in keyof ElementwiseKernels as `${K}32` | `${K}64`]: ElementwiseKernels[K];
};

/** The kernels of one precision. */
export function kernelsOf(exports: ElementwiseExports, bits: 32 | 64): ElementwiseKernels {
  return {
    combine: exports[`combine${bits}`],
    addBias: exports[`addBias${bits}`],
    activate: exports[`activate${bits}`],
    activateBackward: exports[`activateBackward${bits}`],
    sum: exports[`sum${bits}`],
    sumChannels: exports[`sumChannels${bits}`],
    largest: exports[`largest${bits}`],
    lossBackward: exports[`lossBackward${bits}`],
    fillAdamStep: exports[`fillAdamStep${bits}`],
    fillMomentumStep: exports[`fillMomentumStep${bits}`],
  };
}
