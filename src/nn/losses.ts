/**
 * Losses: how far predictions are from targets, as one number, the mean over a batch.
 *
 *   squaredError      mean (p − t)²            halfSquaredError  ½ Σ (p − t)², per sample
 *   absoluteError     mean |p − t|             huber             quadratic up to delta, then linear
 *   crossEntropy      −log softmax(p)[label]   mase              mean |p − t| / |mean t|, per sample
 */
import {
  absoluteError,
  crossEntropy,
  huber,
  mase,
  multiply,
  squaredError,
  type Variable,
} from "../autodiff/index.js";
import { checkNumber, checkOneOf, formatShape, sameShape, ShapeError } from "../core/index.js";
import type { Dense } from "../core/index.js";

const NAMES = [
  "squaredError",
  "halfSquaredError",
  "absoluteError",
  "huber",
  "crossEntropy",
  "mase",
] as const;

/** Name of a loss. */
export type LossName = (typeof NAMES)[number];

/** A loss that is computed by operations of `autodiff`, to a single number. */
export type LossFunction = (prediction: Variable, target: Dense) => Variable;

/** A loss: its name, Huber's with its delta (1 by its name alone), or a function of one's own. */
export type Loss = LossName | { readonly kind: "huber"; readonly delta: number } | LossFunction;

/**
 * The function of a loss. Targets have the shape of the predictions; those of "crossEntropy" are class
 * numbers [s], or probabilities of the predictions' shape [s, class].
 * @throws ValueError for an unknown name or a delta ≤ 0
 */
export function lossOf(loss: Loss): LossFunction {
  if (typeof loss === "function") return loss;
  const { kind, delta } = typeof loss === "string" ? { kind: loss, delta: 1 } : loss;
  checkOneOf(kind, NAMES, "nn: loss");
  checkNumber(delta, Number.MIN_VALUE, Infinity, "nn: loss.delta");
  if (kind === "crossEntropy") return (prediction, labels) => crossEntropy(prediction, labels);
  const of = {
    squaredError: (p: Variable, t: Dense) => squaredError(p, t),
    halfSquaredError: (p: Variable, t: Dense) =>
      multiply(squaredError(p, t, { reduction: "halfSum" }), 1 / p.shape[0]),
    absoluteError: (p: Variable, t: Dense) => absoluteError(p, t),
    huber: (p: Variable, t: Dense) => huber(p, t, { delta }),
    mase: (p: Variable, t: Dense) => mase(p, t),
  }[kind];
  return (prediction, target) => {
    if (sameShape(prediction.shape, target.shape)) return of(prediction, target);
    throw new ShapeError(
      `nn: the network's output and the targets should have one shape; got ` +
        `${formatShape(prediction.shape)} and ${formatShape(target.shape)}. Reshape the targets.`,
    );
  };
}
