/** How many samples a classifier gets right. */
import { checkShape, toDense } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { type Model, predict } from "./model.js";

/**
 * The class with the largest output for every sample x[s, …]; ties go to the first.
 * @throws as `predict`
 */
export function classify(model: Model, x: ArrayInput): Int32Array {
  const { data, shape } = predict(model, x);
  const classes = data.length / shape[0];
  return Int32Array.from({ length: shape[0] }, (_, s) => {
    let best = s * classes;
    for (let i = best + 1; i < (s + 1) * classes; i++) if (data[i] > data[best]) best = i;
    return best - s * classes;
  });
}

/**
 * The share of samples whose class `classify` finds.
 * @param labels class numbers [s]
 * @throws ShapeError unless there is one label for every sample
 */
export function accuracy(model: Model, x: ArrayInput, labels: ArrayInput): number {
  const found = classify(model, x);
  const wanted = toDense(labels, "nn.accuracy: labels");
  checkShape(wanted, [found.length], "Give one label for every sample.", "nn.accuracy: labels");
  return (
    found.reduce((right, label, s) => right + (label === wanted.data[s] ? 1 : 0), 0) / found.length
  );
}
