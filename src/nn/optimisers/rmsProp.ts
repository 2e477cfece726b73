/**
 * Gradient descent whose every step is measured by the gradients before it (RMSProp):
 *
 *   g ← g + λ θ,   s ← β s + (1 − β) g²,   v ← μ v + g/(√s + ε),   θ ← θ − α v.
 *
 * Tieleman and Hinton, lecture 6.5 of "Neural Networks for Machine Learning" (2012).
 */
import { checkNumber } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { checkDecay } from "./checkDecay.js";

/** RMSProp, as plain data. */
export interface RmsProp {
  readonly kind: "rmsProp";
  readonly learningRate: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** Options of `rmsProp`. */
export interface RmsPropOptions {
  /** α. Default 1e-3; 1e-4 to 1e-2 is usual. */
  readonly learningRate?: number;
  /** β, how much of the mean square a step keeps. Default 0.99; 0.9 to 0.999 is usual. */
  readonly decay?: number;
  /** ε, at least 1e-30, which Float32 still holds. Default 1e-8. */
  readonly epsilon?: number;
  /** μ, how much of the velocity a step keeps. Default 0; up to 0.9 is usual. */
  readonly momentum?: number;
  /** λ, added to the gradient as λ θ. Default 0; 1e-5 to 1e-2 is usual. */
  readonly weightDecay?: number;
}

/**
 * RMSProp, with or without momentum.
 * @throws ValueError for options out of range
 */
export function rmsProp(options: RmsPropOptions = {}): RmsProp {
  const { learningRate = 1e-3, decay = 0.99, epsilon = 1e-8 } = options;
  const { momentum = 0, weightDecay = 0 } = options;
  checkNumber(learningRate, 0, Infinity, "nn.rmsProp: learningRate");
  checkDecay(decay, "nn.rmsProp: decay");
  checkNumber(epsilon, 1e-30, Infinity, "nn.rmsProp: epsilon");
  checkDecay(momentum, "nn.rmsProp: momentum");
  checkNumber(weightDecay, 0, Infinity, "nn.rmsProp: weightDecay");
  return { kind: "rmsProp", learningRate, decay, epsilon, momentum, weightDecay };
}

/** What a step remembers for one parameter, by name. */
export function memoryOfRmsProp({ momentum }: RmsProp): readonly string[] {
  return momentum > 0 ? ["square", "velocity"] : ["square"];
}

/** Fills the parameter, its mean square and its velocity with their values after a step along g. */
export function fillRmsPropStep(
  parameter: Reals,
  g: Reals,
  { square, velocity }: Readonly<Record<string, Reals>>,
  { decay, epsilon, momentum }: RmsProp,
  learningRate: number,
): void {
  for (let i = 0; i < parameter.length; i++) {
    const s = decay * square[i] + (1 - decay) * (g[i] * g[i]);
    const scaled = g[i] / (Math.sqrt(s) + epsilon);
    const v = momentum > 0 ? momentum * velocity[i] + scaled : scaled;
    square[i] = s;
    if (momentum > 0) velocity[i] = v;
    parameter[i] -= learningRate * v;
  }
}
