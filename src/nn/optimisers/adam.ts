/**
 * Gradient descent by the moments of the gradients: Adam, and AdamW, which decays the weights beside
 * the moments and not through them. The equations of a step are those of `compute`'s `fillAdamStep`.
 *
 *   Adam    g ← g + λ θ before the step
 *   AdamW   θ ← (1 − α λ) θ in the step
 *
 * Kingma and Ba, ICLR 2015, algorithm 1; Loshchilov and Hutter, ICLR 2019, algorithm 2, with α as its schedule.
 */
import { backend } from "../../compute/index.js";
import type { AdamStep } from "../../compute/index.js";
import { checkNumber } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { checkDecay } from "./checkDecay.js";

/** Adam or AdamW, as plain data. */
export interface Adam<K extends "adam" | "adamW" = "adam" | "adamW"> {
  readonly kind: K;
  readonly learningRate: number;
  readonly decayOfMean: number;
  readonly decayOfSquare: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Options of `adam` and `adamW`. */
export interface AdamOptions {
  /** α. Default 1e-3; 1e-4 to 1e-2 is usual. */
  readonly learningRate?: number;
  /** β₁, how much of the mean gradient a step keeps. Default 0.9. */
  readonly decayOfMean?: number;
  /** β₂, how much of the mean square a step keeps. Default 0.999; 0.99 to 0.9999 is usual. */
  readonly decayOfSquare?: number;
  /** ε, at least 1e-30, which Float32 still holds. Default 1e-8. */
  readonly epsilon?: number;
  /** λ. Default 0 for `adam`, 0.01 for `adamW`; 1e-4 to 0.1 is usual. */
  readonly weightDecay?: number;
}

/**
 * Adam; weight decay is added to the gradient.
 * @throws ValueError for options out of range
 */
export function adam(options: AdamOptions = {}): Adam<"adam"> {
  return createAdam("adam", { weightDecay: 0, ...options });
}

/**
 * AdamW: Adam with the weights decayed beside the moments.
 * @throws ValueError for options out of range
 */
export function adamW(options: AdamOptions = {}): Adam<"adamW"> {
  return createAdam("adamW", { weightDecay: 0.01, ...options });
}

/** What a step remembers for one parameter, by name. */
export const MEMORY_OF_ADAM = ["mean", "square"] as const;

/** Fills the parameter and its moments with their values after step number `count` along g. */
export function fillAdamStep(
  parameter: Reals,
  g: Reals,
  { mean, square }: Readonly<Record<string, Reals>>,
  { decayOfMean, decayOfSquare, epsilon }: Adam,
  { count, learningRate, weightDecay }: Pick<AdamStep, "count" | "learningRate" | "weightDecay">,
): void {
  const step = { count, learningRate, decayOfMean, decayOfSquare, epsilon, weightDecay };
  backend().fillAdamStep(parameter, g, mean, square, step);
}

function createAdam<K extends "adam" | "adamW">(
  kind: K,
  options: AdamOptions & { readonly weightDecay: number },
): Adam<K> {
  const { learningRate = 1e-3, decayOfMean = 0.9, decayOfSquare = 0.999 } = options;
  const { epsilon = 1e-8, weightDecay } = options;
  checkNumber(learningRate, 0, Infinity, `nn.${kind}: learningRate`);
  checkDecay(decayOfMean, `nn.${kind}: decayOfMean`);
  checkDecay(decayOfSquare, `nn.${kind}: decayOfSquare`);
  checkNumber(epsilon, 1e-30, Infinity, `nn.${kind}: epsilon`);
  checkNumber(weightDecay, 0, Infinity, `nn.${kind}: weightDecay`);
  return { kind, learningRate, decayOfMean, decayOfSquare, epsilon, weightDecay };
}
