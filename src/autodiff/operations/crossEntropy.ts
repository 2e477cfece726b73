/**
 * The cross-entropy −Σ_c t_c ln p_c of the probabilities p = softmax(logits) and the targets t, which
 * are classes or probabilities themselves.
 */
import {
  checkOneOf,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  toDense,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, Variable } from "../variable.js";
import { multiply } from "./arithmetic.js";
import { checkIndices, takeAt } from "./gather.js";
import type { LossOptions } from "./losses.js";
import { sum } from "./reductions.js";
import { logSoftmax } from "./softmax.js";

/**
 * The mean cross-entropy over samples and cells, or the sum.
 * @param logits [s, class, …x]
 * @param targets classes 0 … n − 1 as labels[s, …x], or probabilities of the shape of the logits
 * @throws ShapeError unless the targets fit the logits
 * @throws ValueError for labels out of range, an unknown reduction, and a mean of nothing
 */
export function crossEntropy(
  logits: Operand,
  targets: Variable | ArrayInput,
  { reduction = "mean" }: LossOptions = {},
): Variable {
  const where = "autodiff.crossEntropy";
  checkOneOf(reduction, ["mean", "sum"], `${where}: reduction`);
  const [scores] = asVariables([logits], where);
  const [samples, classes, ...space] = scores.shape;
  const given = targets instanceof Variable ? targets : toDense(targets, `${where}: targets`);
  const count = samples * sizeOf(space);
  if (scores.shape.length < 2 || scores.size === 0) {
    throw new ShapeError(
      `${where}: logits should have the axes [sample, class, …x] and at least one entry; got ` +
        `${formatShape(scores.shape)}. Give a single sample a leading axis of length 1.`,
    );
  }
  const weight = reduction === "mean" ? -1 / count : -1;
  const logs = logSoftmax(scores, 1);
  if (sameShape(given.shape, scores.shape)) return multiply(weight, sum(multiply(given, logs)));
  if (!sameShape(given.shape, [samples, ...space])) {
    throw new ShapeError(
      `${where}: targets should be labels of shape ${formatShape([samples, ...space])} or probabilities of ` +
        `shape ${formatShape(scores.shape)}, to fit the logits; got ${formatShape(given.shape)}.`,
    );
  }
  checkIndices(given.data, given.shape, classes, `${where}: labels`);
  const places = placesOf(given.data, classes, sizeOf(space));
  return multiply(weight, sum(takeAt(logs, places, [count])));
}

/** Where the classes of labels[s, …x] stand in an array [s, class, …x]. */
function placesOf(labels: ArrayLike<number>, classes: number, cells: number): Float64Array {
  const places = newValues(labels.length, "float64");
  for (let i = 0; i < places.length; i++) {
    const sample = Math.floor(i / cells);
    places[i] = (sample * classes + labels[i]) * cells + (i - sample * cells);
  }
  return places;
}
