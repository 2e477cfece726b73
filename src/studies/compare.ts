/**
 * Models on the same data: what each costs and how far it is off, beside the mean, which shows what an error is
 * worth, and the solver stopped early, which is the honest rival.
 */
import {
  checkShape,
  checkpoint,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { Dense, RunOptions } from "../core/index.js";
import { loadsOf } from "../cnn/index.js";
import type { KnownCells, Problem } from "../cnn/index.js";
import { checkMeans } from "./checkMeans.js";
import { type Clock, timed, timedTwice } from "./clock.js";
import { elasticCase } from "./elasticCase.js";
import type { ElasticCase } from "./elasticCase.js";
import { createErrorMaps } from "./errorMaps.js";
import type { ErrorMaps } from "./errorMaps.js";
import { kernelPair } from "./kernelPair.js";
import type { KernelPair } from "./kernelPair.js";
import { DEFAULT_MODELS, namedPredictor } from "./modelNames.js";
import type { ModelName, NamedModelOptions } from "./modelNames.js";
import { MEAN } from "./predictors.js";
import type { FittedPredictor, LearningData, Predictor } from "./predictors.js";
import type { ComparisonRow } from "./rows.js";
import { truthOf } from "./scores.js";
import type { Truth } from "./scores.js";
import { solverOperations } from "./solverCost.js";
import {
  checkIterations,
  FIRST_ITERATIONS,
  iterationsText,
  stoppedSolver,
  truncated,
} from "./solverRows.js";
import type { See } from "./solverRows.js";
import { stageOf } from "./stages.js";

/** Cells with their strains, all on one grid and under one load. */
export interface ComparisonData extends LearningData {
  /** Cells that nothing is fitted to. */
  readonly test: KnownCells;
}

/** What is compared, and how. */
export interface CompareOptions extends RunOptions, NamedModelOptions {
  /** Names, or predictors of your own. Default: all names but "fourier". */
  readonly models?: readonly (ModelName | Predictor)[];
  /** Iterations after which the solver is stopped, one row each. Default 1 … 6; an empty list for none. */
  readonly iterations?: readonly number[];
  /** Iterations that the solver makes from the prediction of every network, one row each. Default [1]. */
  readonly refinements?: readonly number[];
  /** The component of the first scores and of the maps. Default that of the largest load. */
  readonly component?: number;
  /** The test cell whose errors are mapped. Default 0. */
  readonly sample?: number;
  /** Milliseconds: `() => performance.now()`. Default: times stay null. */
  readonly clock?: Clock;
}

/** A comparison: plain data. */
export interface Comparison {
  readonly problem: Problem;
  readonly grid: readonly number[];
  /** Cells of every set. */
  readonly samples: {
    readonly training: number;
    readonly validation: number;
    readonly test: number;
  };
  /** The component of the first scores. */
  readonly component: number;
  /** Its name: "ε_xx", "γ_xy". */
  readonly componentName: string;
  /** The mean, the models in the order asked for, and the solver. */
  readonly rows: readonly ComparisonRow[];
  /** The kernel of first order in both views; null unless both models were compared. */
  readonly kernels: KernelPair | null;
  readonly errorMaps: ErrorMaps;
}

const WHERE = "studies.compare";

/**
 * Fits models to the same cells and scores all of them on others.
 *
 *   const result = await studies.compare({ training, test }, problem, { clock: () => performance.now() });
 *   console.log(studies.formatComparison(result));
 *
 * @param problem what the strains are those of, under one mean strain
 * @throws ShapeError, ValueError for data that do not fit the problem or each other, and unknown models
 */
export async function compare(
  data: ComparisonData,
  problem: Problem,
  options: CompareOptions = {},
): Promise<Comparison> {
  checkOneLoad(problem);
  const [training, test] = (["training", "test"] as const).map((set) =>
    knownCase(data[set], problem, `${WHERE}: ${set}`),
  );
  const validation = data.validation && knownCase(data.validation, problem, `${WHERE}: validation`);
  const { cell } = test;
  for (const other of [training, validation]) if (other) checkSameGrid(other.cell, cell);
  const { iterations = FIRST_ITERATIONS, refinements = [1] } = options;
  checkIterations(iterations, 0, `${WHERE}: iterations`);
  checkIterations(refinements, 1, `${WHERE}: refinements`);
  const truth = truthOf(test.strain, cell, options.component, WHERE);
  const maps = createErrorMaps(cell, truth, options.sample ?? 0, WHERE);
  const predictors = predictorsOf(options, problem, cell.grid);
  const stages = predictors.length + 1;
  const known = { test: cell, truth, see: maps.see, refinements, clock: options.clock };
  const rows: ComparisonRow[] = [];
  const kernels: NonNullable<FittedPredictor["kernel"]>[] = [];
  for (const [i, predictor] of predictors.entries()) {
    const run = stageOf(options, i, stages, "stages");
    await checkpoint(run, { done: 0, unit: "stages" });
    const { value: fitted, seconds } = await timed(options.clock, () =>
      predictor.fit(data, problem, run),
    );
    if (fitted.kernel) kernels.push(fitted.kernel);
    rows.push(...(await rowsOf(predictor, fitted, seconds, known, problem)));
  }
  const last = stageOf(options, predictors.length, stages, "stages");
  rows.push(
    ...(await stoppedSolver(cell, truth, iterations, { ...last, clock: options.clock }, maps.see)),
  );
  await checkpoint(last, { done: 1, total: 1, unit: "stages" });
  const kernelFrom = (from: "mks" | "cnn"): KernelPair["mks"] | undefined =>
    kernels.find((kernel) => kernel.from === from)?.coefficients;
  return {
    ...{ problem, grid: cell.grid },
    samples: {
      training: training.cell.samples,
      validation: validation?.cell.samples ?? 0,
      test: cell.samples,
    },
    component: truth.component,
    componentName: nameOf(truth.component, cell.grid.length),
    rows,
    kernels: kernelPair(kernelFrom("mks"), kernelFrom("cnn")),
    errorMaps: maps.result(),
  };
}

interface Known {
  readonly test: ElasticCase;
  readonly truth: Truth;
  readonly see: See;
  readonly refinements: readonly number[];
  readonly clock: Clock | undefined;
}

/** The row of a model, and those of the solver that starts from its prediction. */
async function rowsOf(
  { name, isStart = false }: Predictor,
  fitted: FittedPredictor,
  trainingTime: number | null,
  { test, truth, see, refinements, clock }: Known,
  problem: Problem,
): Promise<ComparisonRow[]> {
  const { samples, grid, components, discretization } = test;
  const { parameters, operations, model } = fitted;
  const isMean = parameters === 0 && operations === 0;
  const { value, seconds } = await timedTwice(clock, () => fitted.predict(test.m, problem));
  const strain = toFloat64(value.strain, `${WHERE}: prediction of ${name}`);
  const shape = [samples, components, ...grid];
  checkShape(strain, shape, "Predict all components.", `${WHERE}: prediction of ${name}`);
  see(name, strain);
  const rows: ComparisonRow[] = [
    {
      ...{ name, kind: isMean ? "mean" : "model", parameters, operations },
      trainingTime: isMean ? null : trainingTime,
      predictionTime: isMean || seconds === null ? null : seconds / samples,
      scores: truth.score(strain),
      ...{ model, warnings: [...(fitted.warnings ?? []), ...(value.warnings ?? [])] },
    },
  ];
  if (!isStart) return rows;
  for (const count of refinements) {
    const label = `${name} + ${iterationsText(count)}`;
    const more = await timedTwice(clock, () => truncated(test, count, strain, {}));
    see(label, more.value);
    rows.push({
      ...{ name: label, kind: "refined", parameters, trainingTime },
      predictionTime:
        seconds === null || more.seconds === null ? null : (seconds + more.seconds) / samples,
      // To make displacements of strains and to scale them costs about one more iteration.
      operations:
        operations === null
          ? null
          : operations + solverOperations(grid, discretization.element, count + 1),
      scores: truth.score(more.value),
      ...{ model, warnings: [] },
    });
  }
  return rows;
}

/** @throws ValueError */
function predictorsOf(
  { models, ...options }: CompareOptions,
  { elasticModulus }: Problem,
  grid: readonly number[],
): Predictor[] {
  const all: readonly (ModelName | Predictor)[] = models ?? DEFAULT_MODELS;
  const states = elasticModulus.length;
  const predictors = [
    MEAN,
    ...all.map((model) =>
      typeof model === "string" ? namedPredictor(model, states, grid, options, WHERE) : model,
    ),
  ];
  const names = predictors.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return predictors;
  throw new ValueError(
    `${WHERE}: models should have different names; got "${twice}" twice. Name your predictors.`,
  );
}

/** Cells with strains of the problem. */
function knownCase(
  { microstructures, strains }: KnownCells,
  problem: Problem,
  where: string,
): { readonly cell: ElasticCase; readonly strain: Dense<Float64Array> } {
  const cell = elasticCase(microstructures, problem, where);
  const { samples, components, grid } = cell;
  const strain = toFloat64(strains, `${where}: strains`);
  const advice = "Give all components: physics.solveElasticity returns them.";
  checkShape(strain, [samples, components, ...grid], advice, `${where}: strains`);
  if (sizeOf(strain.shape) === 0) {
    throw new ShapeError(`${where}: there should be at least one cell; got none.`);
  }
  checkMeans(strain, cell, "the strains", where);
  return { cell, strain };
}

/** @throws ShapeError */
function checkSameGrid({ grid }: ElasticCase, test: ElasticCase): void {
  if (sameShape(grid, test.grid)) return;
  throw new ShapeError(
    `${WHERE}: all cells should be on one grid; got ${formatShape(grid)} and test cells on ` +
      `${formatShape(test.grid)}. Coefficients go to other grids by mks.resize.`,
  );
}

/** @throws ValueError */
function checkOneLoad(problem: Problem): void {
  const { length } = loadsOf(problem);
  if (length === 1) return;
  throw new ValueError(
    `${WHERE}: macroStrain should be one for all cells, which is what influence coefficients are for; got ` +
      `${length}. Compare load by load.`,
  );
}

/** The name of a component in Voigt's order. */
function nameOf(component: number, axes: number): string {
  const names = [["xx"], ["xx", "yy", "xy"], ["xx", "yy", "zz", "yz", "xz", "xy"]][axes - 1];
  return `${component < axes ? "ε" : "γ"}_${names[component]}`;
}
