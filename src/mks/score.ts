/** How well a model predicts samples it has not seen. */
import { checkInteger, checkShape, sizeOf, toFloat64, ValueError } from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
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
 * @throws ValueError for values that are not finite, a model with components of which none is
 *   chosen, or where a metric is undefined
 */
export function score(
  model: Localization,
  m: ArrayInput,
  p: ArrayInput,
  options: {
    /** Which component to score, for a model with components: each has its own mean. */
    readonly component?: number;
  } = {},
): Metrics {
  const predicted = predict(model, m);
  const known = toFloat64(p, "mks.score: response");
  checkShape(
    known,
    predicted.shape,
    "It should have the shape of the prediction.",
    "mks.score: response",
  );
  if (model.scalar) return metrics(predicted, known);
  const { component } = options;
  const [components] = model.coefficients.shape;
  if (component === undefined) {
    throw new ValueError(
      `mks.score: the model predicts ${components} components, which have different means; ` +
        `choose one, for example { component: 0 }.`,
    );
  }
  checkInteger(component, 0, components - 1, "mks.score: component");
  return metrics(componentOf(predicted, component), componentOf(known, component));
}

function componentOf({ data, shape }: Dense<Float64Array>, component: number): Dense<Float64Array> {
  const [samples, components, ...grid] = shape;
  const size = sizeOf(grid);
  const out = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const from = (s * components + component) * size;
    out.set(data.subarray(from, from + size), s * size);
  }
  return { data: out, shape: [samples, ...grid] };
}
