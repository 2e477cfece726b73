/**
 * Gradient descent, on all samples or on mini-batches, with momentum:
 *
 *   g ← g + λ θ,   v ← μ v + g,   θ ← θ − α v,   or θ ← θ − α (g + μ v) with Nesterov's look ahead.
 *
 * Robbins and Monro, Annals of Mathematical Statistics 22 (1951) 400; Polyak, USSR Computational
 * Mathematics and Mathematical Physics 4 (1964) 1; the look ahead as Sutskever et al., ICML 2013, write it.
 */
import { backend } from "../../compute/index.js";
import { checkBoolean, checkNumber, ValueError } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { checkDecay } from "./checkDecay.js";

/** Gradient descent, as plain data. */
export interface Sgd {
  readonly kind: "sgd";
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** Options of `sgd`. */
export interface SgdOptions {
  /** α; 1e-3 to 0.1 is usual. */
  readonly learningRate: number;
  /** μ, how much of the velocity a step keeps. Default 0; 0.9 is usual. */
  readonly momentum?: number;
  /** Whether to look one step of the velocity ahead, which needs momentum. Default false. */
  readonly nesterov?: boolean;
  /** λ, added to the gradient as λ θ. Default 0; 1e-5 to 1e-2 is usual. */
  readonly weightDecay?: number;
}

/**
 * Plain gradient descent, θ ← θ − α g: `sgd` without momentum.
 * @throws ValueError unless the learning rate is a finite number ≥ 0
 */
export function gradientDescent({ learningRate }: { readonly learningRate: number }): Sgd {
  checkNumber(learningRate, 0, Infinity, "nn.gradientDescent: learningRate");
  return { kind: "sgd", learningRate, momentum: 0, nesterov: false, weightDecay: 0 };
}

/**
 * Stochastic gradient descent with momentum.
 * @throws ValueError for options out of range, and for a look ahead without momentum
 */
export function sgd(options: SgdOptions): Sgd {
  const { learningRate, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  checkNumber(learningRate, 0, Infinity, "nn.sgd: learningRate");
  checkDecay(momentum, "nn.sgd: momentum");
  checkBoolean(nesterov, "nn.sgd: nesterov");
  checkNumber(weightDecay, 0, Infinity, "nn.sgd: weightDecay");
  if (nesterov && momentum === 0) {
    throw new ValueError(
      "nn.sgd: nesterov looks ahead along the velocity, which needs momentum; got momentum 0. " +
        "Set it, for example to 0.9.",
    );
  }
  return { kind: "sgd", learningRate, momentum, nesterov, weightDecay };
}

/** What a step remembers for one parameter, by name; nothing without momentum. */
export function memoryOfSgd({ momentum }: Sgd): readonly string[] {
  return momentum > 0 ? ["velocity"] : [];
}

/** Fills the parameter and its velocity with their values after a step along g. */
export function fillSgdStep(
  parameter: Reals,
  g: Reals,
  { velocity }: Readonly<Record<string, Reals>>,
  { momentum, nesterov }: Sgd,
  learningRate: number,
): void {
  if (momentum === 0) {
    backend().addScaled(-learningRate, g, parameter, parameter);
    return;
  }
  backend().fillMomentumStep(parameter, g, velocity, { learningRate, momentum, nesterov });
}
