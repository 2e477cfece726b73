/** An equation by sparse regression: in the strong form with the filters that the network begins with, or in the weak one. */
import { ndarrayOf, pdenet, stencil } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Problem } from "./problem.js";

export type Form = "strong" | "weak";

export function regression(problem: Problem, u: NdArray, form: Form): pdenet.Equation {
  const { dt, spacing, network, library, weakLibrary, weak } = problem;
  const options: pdenet.PdeFindOptions =
    form === "strong"
      ? { terms: library, space: { by: "filters", filters: filtersOf(network) } }
      : { form, terms: weakLibrary, weak };
  return pdenet.pdeFind(u, dt, { ...options, spacing, resamples: 0 }).equation;
}

/** The filters a network begins with, in units of the grid: [o, …l]. */
function filtersOf({ maxOrder, accuracy, size }: pdenet.Symbolic): NdArray {
  const axes = typeof size === "number" ? 1 : size.length;
  const filters = pdenet
    .derivativesUpTo(maxOrder, axes)
    .map((order) => stencil.constraint({ order, accuracy, size }).filter);
  const [{ shape }] = filters;
  const data = Float64Array.from(filters.flatMap((q) => Array.from(q.data)));
  return ndarrayOf(data, [filters.length, ...shape]);
}
