/** How well a model predicts samples it has not seen. */
import type { ArrayInput } from "../core/index.js";
import { metrics } from "../metrics/index.js";
import type { Metrics } from "../metrics/index.js";
import type { Localization } from "../states/index.js";
import { predict } from "./predict.js";

/**
 * The metrics of the model's predictions against known responses: MASE, relative L2, R² and more.
 * @param model influence coefficients on the grid of m
 * @param m microstructures m[s, …x]
 * @param p known responses p[s, …x], or p[s, c, …x] as the model predicts
 * @throws ShapeError if grids, components or sample counts differ
 * @throws ValueError for values that are not finite, or where a metric is undefined
 */
export function score(model: Localization, m: ArrayInput, p: ArrayInput): Metrics {
  return metrics(predict(model, m), p);
}
