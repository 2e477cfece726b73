/** The equation of a network; where coefficients depend on place, that of their means. */
import { sizeOf } from "../../core/index.js";
import { equation, totalCoefficients } from "../../pdenet/index.js";
import type {
  CoefficientFields,
  Equation,
  Linear,
  PdeModel,
  Term,
  Trajectories,
} from "../../pdenet/index.js";

/** What a network says. */
export interface Reading {
  readonly equation: Equation;
  /** Coefficients that depend on place, of which the equation has the means; null where none do. */
  readonly fields: CoefficientFields | null;
}

/** Terms of a smaller contribution are rounding. */
const ROUNDING = 1e-6;

/** The equation of a network, weighed by movies. */
export function readModel(model: PdeModel, trajectories: Trajectories): Reading {
  if (!hasFields(model)) {
    return { equation: equation(model, { trajectories, threshold: ROUNDING }), fields: null };
  }
  const fields = totalCoefficients(model);
  const { orders, fields: values } = fields;
  const [, ...grid] = values.shape;
  const points = sizeOf(grid);
  const terms = orders.map((order, o): Term => {
    const own = values.data.subarray(o * points, (o + 1) * points);
    return {
      factors: [{ component: 0, order }],
      derivative: null,
      coefficient: own.reduce((sum, value) => sum + value, 0) / points,
      contribution: NaN,
      interval: null,
    };
  });
  const { names, axes } = model;
  return { equation: { names, axes, terms: [terms], remainder: [NaN] }, fields };
}

function hasFields(model: PdeModel): model is PdeModel<Linear> {
  return model.network.kind === "linear" && model.network.coefficients.kind !== "constant";
}
