/**
 * A learned start and a solver's certificate: predicted strains become displacements, from where conjugate
 * gradients go on until the cell is in equilibrium. What comes out does not depend on the prediction beyond the
 * tolerance, and its residual, relative to the load and never to the start, says how far it can be off; a
 * good prediction saves iterations, a bad one costs some.
 *
 * Ladecký et al., Applied Mathematics and Computation 446 (2023) 127835, for the iteration.
 */
import { checkBoolean, checkFinite, checkShape, toFloat64 } from "../core/index.js";
import type { ArrayInput, Dense, RunOptions } from "../core/index.js";
import type { Problem, StrainPrediction } from "../cnn/index.js";
import { solveElasticity } from "../physics/index.js";
import type { ElasticityOptions, ElasticSolution } from "../physics/index.js";
import { checkMeans } from "./checkMeans.js";
import { certificateOf } from "./certificate.js";
import type { Certificate } from "./certificate.js";
import { elasticCase } from "./elasticCase.js";
import { stageOf } from "./stages.js";

/** How predictions are refined. */
export interface RefineOptions
  extends RunOptions, Pick<ElasticityOptions, "tolerance" | "maxIterations" | "accept"> {
  /** Whether the same cells are solved from zero, too, to tell what the prediction saved. Default false. */
  readonly compare?: boolean;
}

/** Strains in equilibrium. */
export interface Refinement extends ElasticSolution {
  readonly certificate: Certificate;
  /** Iterations from zero, and how many fewer the prediction needed, [s]; where `compare` asked for it. */
  readonly zeroStart?: {
    readonly iterations: readonly number[];
    readonly saved: readonly number[];
  };
  /** What the prediction came with. */
  readonly warnings: readonly string[];
}

/**
 * Predicted strains, driven to equilibrium by the solver.
 *
 *   const refined = await studies.refine(cnn.predict(model, m, problem), m, problem, { tolerance: 1e-6 });
 *
 * @param prediction ε[s, c, …x], all components, or what `cnn.predict` returns, whose warnings are passed on
 * @param microstructures phase indices m[s, …x]
 * @param problem phases, element and mean strain: one for all samples, or one for each
 * @returns the solver's fields, its iterations from the prediction, and a certificate of their error
 * @throws ShapeError for strains that are not those of the cells, or lack components
 * @throws ValueError for a problem that is none, or strains whose mean is not the load
 * @throws ConvergenceError as `physics.solveElasticity`
 */
export async function refine(
  prediction: ArrayInput | StrainPrediction,
  microstructures: ArrayInput,
  problem: Problem,
  options: RefineOptions = {},
): Promise<Refinement> {
  const where = "studies.refine";
  const cell = elasticCase(microstructures, problem, where);
  const { tolerance, maxIterations, accept, compare = false } = options;
  checkBoolean(compare, `${where}: compare`);
  const isWhole = typeof prediction === "object" && "strain" in prediction;
  const strain = toFloat64(isWhole ? prediction.strain : prediction, `${where}: prediction`);
  const { samples, components, grid } = cell;
  checkShape(
    strain,
    [samples, components, ...grid],
    "Predict all components of these cells: the solver needs them.",
    `${where}: prediction`,
  );
  checkFinite(strain, `${where}: prediction`);
  checkMeans(strain, cell, "the predicted strains", where);
  const run: RunOptions = { signal: options.signal, onProgress: options.onProgress };
  const rule = {
    ...cell.discretization,
    ...(tolerance !== undefined && { tolerance }),
    ...(maxIterations !== undefined && { maxIterations }),
    ...(accept !== undefined && { accept }),
  };
  const { m, phases, loads } = cell;
  const solve = (stage: number, start?: { strain: Dense }): Promise<ElasticSolution> =>
    solveElasticity(m, phases, loads, {
      ...rule,
      ...(start && { start }),
      ...(compare ? stageOf(options, stage, 2, "runs") : run),
    });
  const solution = await solve(0, { strain });
  const cold = compare ? (await solve(1)).iterations : undefined;
  return {
    ...solution,
    certificate: certificateOf(solution, cell),
    ...(cold && {
      zeroStart: {
        iterations: cold,
        saved: cold.map((count, s) => count - solution.iterations[s]),
      },
    }),
    warnings: isWhole ? [...prediction.warnings] : [],
  };
}
