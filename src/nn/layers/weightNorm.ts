/**
 * Weight normalisation: a weight is a length times a direction, w = g v/‖v‖, for every output.
 * Salimans and Kingma, "Weight normalization" (NeurIPS 2016), eq. 2.
 */
import { divide, multiply, sqrt, square, sum } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import type { Initialiser } from "../initialisers.js";
import type { ParameterPlan, ParameterTree } from "./layer.js";

/** The plan of a weight[output, …]: itself, or its length and direction. */
export function weightPlan(
  shape: readonly number[],
  initialiser: Initialiser,
  normalised: boolean,
): ParameterTree<ParameterPlan> {
  if (!normalised) return { weight: { shape, initialiser } };
  const lengths = shape.map((length, axis) => (axis === 0 ? length : 1));
  return {
    weightG: { shape: lengths, initialiser: { kind: "constant", value: 1 } },
    weightV: { shape, initialiser },
  };
}

/** The weight itself. */
export function weightOf(parameters: ParameterTree<Variable>): Variable {
  if ("weight" in parameters) return parameters.weight as Variable;
  const g = parameters.weightG as Variable;
  const v = parameters.weightV as Variable;
  const axes = v.shape.map((_, axis) => axis).slice(1);
  return multiply(v, divide(g, sqrt(sum(square(v), { axes, keepAxes: true }))));
}
