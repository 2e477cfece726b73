/** A problem of localization networks as the solver takes it. */
import { checkRank, toDense } from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import { checkProblem, loadsOfSamples } from "../cnn/index.js";
import type { Problem } from "../cnn/index.js";
import type { ElementName, IsotropicPhases } from "../physics/index.js";

/** Cells with their phases, loads and discretization. */
export interface ElasticCase {
  /** m[s, …x] */
  readonly m: Dense;
  readonly samples: number;
  readonly grid: readonly number[];
  /** Components of a strain. */
  readonly components: number;
  readonly phases: IsotropicPhases;
  /** E of every sample, [s][c]. */
  readonly loads: readonly (readonly number[])[];
  /** Options of `physics.solveElasticity`. */
  readonly discretization: { readonly element: ElementName; readonly plane: "strain" | "stress" };
}

/**
 * The cells of a problem.
 * @throws ShapeError for cells without samples, and for loads that are neither one nor one for each of them
 * @throws ValueError for a problem that is none
 */
export function elasticCase(
  microstructures: ArrayInput,
  problem: Problem,
  where: string,
): ElasticCase {
  const m = toDense(microstructures, `${where}: microstructures`);
  checkRank(m, [2, 3, 4], "[sample, …x]", `${where}: microstructures`);
  const [samples, ...grid] = m.shape;
  const components = (grid.length * (grid.length + 1)) / 2;
  const { elasticModulus, poissonRatio, element, plane = "strain" } = problem;
  const states = Array.isArray(elasticModulus) ? elasticModulus.length : 1;
  checkProblem(problem, { states, components }, where);
  return {
    ...{ m, samples, grid, components },
    phases: { elasticModulus: [...elasticModulus], poissonRatio: [...poissonRatio] },
    loads: loadsOfSamples(problem, m.shape, where),
    // The solver itself refuses elements that it does not have.
    discretization: { element: element as ElementName, plane },
  };
}
