/**
 * The honest rival of every learned map: the solver, stopped after a few iterations. It needs no data, knows any
 * contrast and load, and ends with a residual; a network pays where there is no constitutive law to solve, where
 * gradients through the map are wanted, or where one cheap pass over many cells is enough.
 */
import { checkInteger, checkRank, toDense, ValueError } from "../core/index.js";
import type { ArrayInput, Dense, RunOptions } from "../core/index.js";
import type { Problem } from "../cnn/index.js";
import { solveElasticity } from "../physics/index.js";
import { type Clock, timedTwice } from "./clock.js";
import { elasticCase } from "./elasticCase.js";
import type { ElasticCase } from "./elasticCase.js";
import type { ComparisonRow } from "./rows.js";
import { truthOf } from "./scores.js";
import type { Truth } from "./scores.js";
import { solverOperations } from "./solverCost.js";
import { stageOf } from "./stages.js";

/** Options of `solverRows`. */
export interface SolverRowsOptions extends RunOptions {
  /** The component of the first scores. Default that of the largest load. */
  readonly component?: number;
  /** Milliseconds: `() => performance.now()`. Default: times stay null. */
  readonly clock?: Clock | undefined;
}

/** No residual is as small: the iteration ends by its count alone. */
const NEVER = 1e-15;

/** Iterations where none are asked for. */
export const FIRST_ITERATIONS: readonly number[] = [1, 2, 3, 4, 5, 6];

/**
 * Errors of the solver stopped after k iterations from zero, for every k, with time and operations.
 *
 *   const rows = await studies.solverRows(m, problem, strain, [1, 2, 3], { clock: () => performance.now() });
 *
 * @param microstructures phase indices m[s, …x]
 * @param truth converged strains ε[s, c, …x] of the same problem
 * @param iterations default 1 … 6
 * @throws ShapeError, ValueError for strains that are not those of the cells, a problem that is none, or no iterations
 */
export async function solverRows(
  microstructures: ArrayInput,
  problem: Problem,
  truth: ArrayInput,
  iterations: readonly number[] = FIRST_ITERATIONS,
  options: SolverRowsOptions = {},
): Promise<ComparisonRow[]> {
  const where = "studies.solverRows";
  const cell = elasticCase(microstructures, problem, where);
  const known = truthOf(truth, cell, options.component, `${where}: truth`);
  checkIterations(iterations, 0, `${where}: iterations`);
  if (iterations.length === 0) {
    throw new ValueError(
      `${where}: iterations should list at least one count, for example [1, 2, 3]; got none.`,
    );
  }
  return stoppedSolver(cell, known, iterations, options);
}

/** What sees the strains of a row. */
export type See = (name: string, strain: Dense<Float64Array>) => void;

/** The rows of checked cells. */
export async function stoppedSolver(
  cell: ElasticCase,
  known: Truth,
  iterations: readonly number[],
  { clock, ...run }: SolverRowsOptions,
  see?: See,
): Promise<ComparisonRow[]> {
  const rows: ComparisonRow[] = [];
  for (const [i, count] of iterations.entries()) {
    const { value, seconds } = await timedTwice(clock, () =>
      truncated(cell, count, undefined, stageOf(run, i, iterations.length, "runs")),
    );
    const name = `solver, ${iterationsText(count)}`;
    see?.(name, value);
    rows.push({
      ...{ name, kind: "solver", parameters: 0, trainingTime: null },
      predictionTime: seconds === null ? null : seconds / cell.samples,
      operations: solverOperations(cell.grid, cell.discretization.element, count),
      scores: known.score(value),
      ...{ model: null, warnings: [] },
    });
  }
  return rows;
}

/** Strains ε[s, c, …x] after so many iterations, from zero or from other strains. */
export async function truncated(
  { m, phases, loads, discretization }: ElasticCase,
  maxIterations: number,
  start: ArrayInput | undefined,
  { signal, onProgress }: RunOptions,
): Promise<Dense<Float64Array>> {
  const { strain } = await solveElasticity(m, phases, loads, {
    ...discretization,
    ...{ maxIterations, tolerance: NEVER, accept: "truncated", signal, onProgress },
    ...(start && { start: { strain: start } }),
  });
  return strain;
}

/** @throws ShapeError, ValueError */
export function checkIterations(counts: readonly number[], least: number, where: string): void {
  checkRank(toDense([...counts], where), [1], "a list", where);
  for (const count of counts) checkInteger(count, least, 10000, where);
}

/** "1 iteration", "2 iterations". */
export function iterationsText(count: number): string {
  return `${count} iteration${count === 1 ? "" : "s"}`;
}
