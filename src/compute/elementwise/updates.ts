/**
 * Steps of gradient descent, in place.
 *
 *   Adam      m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,
 *             θ ← (1 − α λ) θ − α m̂/(√v̂ + ε),  m̂ = m/(1 − β₁^t),  v̂ = v/(1 − β₂^t)
 *   momentum  v ← μ v + g,  θ ← θ − α v, or θ ← θ − α (g + μ v) with Nesterov's look ahead
 *
 * Kingma and Ba, ICLR 2015, algorithm 1; λ is the decoupled weight decay of Loshchilov and Hutter,
 * ICLR 2019, algorithm 2, with α as its schedule. Nesterov's step is written as by Sutskever et al., ICML 2013.
 */
import type { Reals } from "../../core/index.js";

/** The numbers of one step of Adam. */
export interface AdamStep {
  /** Which step this is, counted from 1. */
  readonly count: number;
  /** α. */
  readonly learningRate: number;
  /** β₁, usually 0.9. */
  readonly decayOfMean: number;
  /** β₂, usually 0.999. */
  readonly decayOfSquare: number;
  /** ε, usually 1e-8. */
  readonly epsilon: number;
  /** λ, 0 for plain Adam. */
  readonly weightDecay: number;
}

/** The numbers of one step with momentum. */
export interface MomentumStep {
  /** α. */
  readonly learningRate: number;
  /** μ, 0 for plain gradient descent. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** Steps of gradient descent. */
export interface Updates {
  /** Fills the parameters and both moments, which start at zero, with their values after the step. */
  fillAdamStep<A extends Reals>(parameters: A, g: A, mean: A, square: A, step: AdamStep): void;
  /** Fills the parameters and the velocity, which starts at zero, with their values after the step. */
  fillMomentumStep<A extends Reals>(parameters: A, g: A, velocity: A, step: MomentumStep): void;
}

/** What is the same for every parameter: θ ← keep θ − rate m/(√(v scale) + ε). */
export interface AdamFactors {
  readonly keep: number;
  readonly rate: number;
  readonly scale: number;
}

/** The factors of a step. */
export function adamFactors(step: AdamStep): AdamFactors {
  const { count, learningRate, decayOfMean, decayOfSquare, weightDecay } = step;
  return {
    keep: 1 - learningRate * weightDecay,
    rate: learningRate / (1 - power(decayOfMean, count)),
    scale: 1 / (1 - power(decayOfSquare, count)),
  };
}

/** The definition. Float32 numbers are computed with as Float64 and rounded when they are kept. */
export const updates: Updates = {
  fillAdamStep(parameters, g, mean, square, step) {
    const { decayOfMean, decayOfSquare, epsilon } = step;
    const { keep, rate, scale } = adamFactors(step);
    const ofMean = 1 - decayOfMean;
    const ofSquare = 1 - decayOfSquare;
    for (let i = 0; i < parameters.length; i++) {
      const m = decayOfMean * mean[i] + ofMean * g[i];
      const v = decayOfSquare * square[i] + ofSquare * (g[i] * g[i]);
      mean[i] = m;
      square[i] = v;
      parameters[i] = keep * parameters[i] - (rate * m) / (Math.sqrt(v * scale) + epsilon);
    }
  },
  fillMomentumStep(parameters, g, velocity, { learningRate, momentum, nesterov }) {
    for (let i = 0; i < parameters.length; i++) {
      const v = momentum * velocity[i] + g[i];
      velocity[i] = v;
      parameters[i] -= learningRate * (nesterov ? g[i] + momentum * v : v);
    }
  },
};

/** base^n for an integer n ≥ 0, by squarings: engines differ in the last bits of Math.pow. */
export function power(base: number, n: number): number {
  let result = 1;
  for (let square = base, rest = n; rest > 0; rest = Math.floor(rest / 2), square *= square) {
    if (rest % 2 === 1) result *= square;
  }
  return result;
}
