/**
 * Losses of predictions p and targets t, single numbers Σ ρ(p − t) or their means:
 *
 *   squared d²,   absolute |d|,   Huber ½ d², or δ(|d| − ½δ) where |d| > δ.
 *
 * P. J. Huber, Annals of Mathematical Statistics 35 (1964) 73. Sums are taken in Float64.
 */
import { backend, type Loss } from "../../compute/index.js";
import {
  checkNumber,
  checkOneOf,
  checkShape,
  formatShape,
  precisionOf,
  ValueError,
} from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { multiply, negate, subtract } from "./arithmetic.js";
import { maskWhere } from "./choices.js";
import { sum } from "./reductions.js";

const REDUCTIONS = ["mean", "sum"] as const;
const SQUARED_REDUCTIONS = ["mean", "sum", "halfSum"] as const;

/** What becomes of the losses of all entries. */
export type LossReduction = (typeof REDUCTIONS)[number];

/** How losses are put together. */
export interface LossOptions {
  /** "mean" over all entries, or "sum". Default "mean". */
  readonly reduction?: LossReduction;
}

/**
 * The mean of (p − t)².
 * @param options.reduction "mean" over all entries, "sum", or "halfSum", ½‖p − t‖². Default "mean".
 * @throws ShapeError if the shapes differ
 * @throws ValueError for an unknown reduction, and a mean of nothing
 */
export function squaredError(
  prediction: Operand,
  target: Operand,
  options: { readonly reduction?: (typeof SQUARED_REDUCTIONS)[number] } = {},
): Variable {
  const { reduction = "mean" } = options;
  checkOneOf(reduction, SQUARED_REDUCTIONS, "autodiff.squaredError: reduction");
  const pair = pairOf(prediction, target, "autodiff.squaredError");
  const weight = reduction === "halfSum" ? 0.5 : weightOf(reduction, pair[0]);
  return lossOperation(pair, { name: "squared", delta: 1, weight });
}

/**
 * The mean of |p − t|, or their sum; its derivative at 0 is 0.
 * @throws ShapeError if the shapes differ
 * @throws ValueError for an unknown reduction, and a mean of nothing
 */
export function absoluteError(
  prediction: Operand,
  target: Operand,
  { reduction = "mean" }: LossOptions = {},
): Variable {
  checkOneOf(reduction, REDUCTIONS, "autodiff.absoluteError: reduction");
  const pair = pairOf(prediction, target, "autodiff.absoluteError");
  return lossOperation(pair, { name: "absolute", delta: 1, weight: weightOf(reduction, pair[0]) });
}

/** How Huber's losses are put together. */
export interface HuberOptions extends LossOptions {
  /** δ > 0, where the parabola turns into lines. Default 1. */
  readonly delta?: number;
}

/**
 * The mean of Huber's loss, or the sum.
 * @throws ShapeError if the shapes differ
 * @throws ValueError for δ ≤ 0, an unknown reduction, and a mean of nothing
 */
export function huber(
  prediction: Operand,
  target: Operand,
  { delta = 1, reduction = "mean" }: HuberOptions = {},
): Variable {
  checkOneOf(reduction, REDUCTIONS, "autodiff.huber: reduction");
  checkNumber(delta, Number.MIN_VALUE, Infinity, "autodiff.huber: delta");
  const pair = pairOf(prediction, target, "autodiff.huber");
  return lossOperation(pair, { name: "huber", delta, weight: weightOf(reduction, pair[0]) });
}

interface Weighted {
  readonly name: Loss;
  readonly delta: number;
  readonly weight: number;
}

const lossOperation = defineOperation<Weighted>(
  ([p, t], { name, delta, weight }) => {
    const data = newValues(1, precisionOf(p.data));
    data[0] = weight * backend().loss(name, p.data, t.data, delta);
    return { data, shape: [] };
  },
  (g, { inputs: [p, t], options, index }) => {
    const weight = index === 0 ? options.weight : -options.weight;
    return gradientOperation([g, p, t], { ...options, weight });
  },
  "loss",
);

/** g · weight · ρ′(p − t), from the single number g. */
const gradientOperation: Operation<Weighted> = defineOperation(
  ([g, p, t], { name, delta, weight }) => {
    const from = p.data;
    const data = newValues(from.length, precisionOf(from));
    backend().lossBackward(name, from, t.data, delta, weight * g.data[0], data);
    return { data, shape: p.shape };
  },
  [
    (h, { inputs: [, p, t], options }) => sum(multiply(h, gradientOperation([1, p, t], options))),
    (h, { inputs, options }) => bent(h, inputs, options),
    (h, { inputs, options }) => negate(bent(h, inputs, options)),
  ],
  "lossGradient",
);

/** h g · weight · ρ″(p − t). */
function bent(
  h: Variable,
  [g, p, t]: readonly Variable[],
  { name, delta, weight }: Weighted,
): Variable {
  const scaled = multiply(multiply(weight, g), h);
  if (name === "squared") return multiply(2, scaled);
  if (name === "absolute") return multiply(0, scaled);
  return multiply(
    scaled,
    maskWhere(subtract(p, t), (d) => Math.abs(d) <= delta),
  );
}

/** Prediction and target as Variables of one shape. */
function pairOf(prediction: Operand, target: Operand, where: string): readonly Variable[] {
  const [p, t] = asVariables([prediction, target], where);
  checkShape(
    t,
    p.shape,
    "The target should have the shape of the prediction; reshape one of them.",
    `${where}: target`,
  );
  return [p, t];
}

function weightOf(reduction: LossReduction, { size, shape }: Variable): number {
  if (reduction === "sum") return 1;
  if (size > 0) return 1 / size;
  throw new ValueError(
    `autodiff: a mean loss should have at least one entry; got shape ${formatShape(shape)}.`,
  );
}
