/** The report of a comparison: scores and costs, cost against accuracy, kernels in both views, errors of one cell. */
import { loadsOf } from "../cnn/index.js";
import type { Comparison, ComparisonRow } from "../studies/index.js";
import { curves } from "./curves.js";
import type { Series } from "./curves.js";
import { fields } from "./fields.js";
import type { Panel } from "./fields.js";
import { kernelSection } from "./kernelPairSection.js";
import { formatGrid, formatNumber } from "./numbers.js";
import { report } from "./report.js";
import type { Cell, Figure, Section } from "./report.js";

/** Options of `comparisonReport`. */
export interface ComparisonReportOptions {
  /** Default "Models and solver on the same cells". */
  readonly title?: string | undefined;
  /** Names of the phases 0, 1, … */
  readonly phases?: readonly string[] | undefined;
  /** What made the results: versions, `compute.info()`, a date. */
  readonly info?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * The report of a comparison as a self-contained HTML page.
 * @param result what `studies.compare` returns
 * @throws ValueError for phases without names enough
 */
export function comparisonReport(
  result: Comparison,
  options: ComparisonReportOptions = {},
): string {
  const { title = "Models and solver on the same cells", info } = options;
  return report({ title, info, sections: comparisonSections(result, options) });
}

/** The sections of that report, to be put into another one. */
export function comparisonSections(
  result: Comparison,
  { phases }: Pick<ComparisonReportOptions, "phases"> = {},
): Section[] {
  const { kernels, component } = result;
  return [
    resultSection(result),
    ...costSection(result),
    ...(kernels ? [kernelSection(kernels, component, result.componentName, phases)] : []),
    mapSection(result, phases),
  ];
}

/** A column of the table. */
interface Column {
  readonly heading: string;
  readonly of: (row: ComparisonRow) => Cell;
}

function resultSection({ rows, problem, grid, samples, componentName }: Comparison): Section {
  const known = (value: number | null, unit = 1): Cell => (value === null ? "–" : value / unit);
  const columns: readonly Column[] = [
    { heading: "Way to the strain", of: ({ name }) => name },
    { heading: "parameters", of: ({ parameters }) => parameters },
    { heading: "training (s)", of: ({ trainingTime }) => known(trainingTime) },
    { heading: "per cell (ms)", of: ({ predictionTime }) => known(predictionTime, 1e-3) },
    { heading: "10⁶ operations", of: ({ operations }) => known(operations, 1e6) },
    { heading: `MASE ${componentName} (%)`, of: ({ scores }) => scores.mase.mean },
    { heading: "largest", of: ({ scores }) => scores.mase.max },
    { heading: "std", of: ({ scores }) => scores.mase.std },
    { heading: "relative L2 (%)", of: ({ scores }) => 100 * scores.relativeL2 },
    { heading: "fluctuation L2 (%)", of: ({ scores }) => 100 * scores.relativeFluctuationL2 },
    { heading: "all strains (%)", of: ({ scores }) => scores.strain.mean },
    { heading: "effective stress (%)", of: ({ scores }) => scores.effectiveStress },
  ];
  const [E] = loadsOf(problem);
  const { elasticModulus, poissonRatio, element, plane = "strain" } = problem;
  const learnt = `${samples.training} cells of ${formatGrid(grid)} voxels`;
  const held = samples.validation > 0 ? `, ${samples.validation} for validation,` : "";
  return {
    heading: "Results",
    text:
      `Phases with Young's moduli ${elasticModulus.map((modulus) => formatNumber(modulus)).join(", ")} and ` +
      `Poisson's ratios ${poissonRatio.map((ratio) => formatNumber(ratio)).join(", ")}, elements ${element}` +
      `${grid.length === 2 ? `, plane ${plane}` : ""}, under the mean strain ` +
      `(${E.map((e) => formatNumber(e)).join(", ")}). Models learnt from ${learnt}${held} and are scored on ` +
      `${samples.test} others.\n\n` +
      "The row e = mean shows what an error is worth: it is the error of no model at all. The rows of the solver " +
      "stopped early are the honest rival: it needs no training and knows any contrast. Operations are those of " +
      "one cell, counted as sums say them; times are those of one cell where many are predicted together.",
    warnings: [...new Set(rows.flatMap(({ warnings }) => warnings))],
    table: {
      columns: columns.map(({ heading }) => heading),
      rows: rows.map((row) => columns.map(({ of }) => of(row))),
    },
  };
}

/** Points whose cost and error have logarithms. */
function costSection({ rows, componentName }: Comparison): Section[] {
  const figureOf = (
    costOf: (row: ComparisonRow) => number | null,
    xLabel: string,
    what: string,
  ): Figure[] => {
    const known = rows.filter((row) => (costOf(row) ?? 0) > 0 && row.scores.mase.mean > 0);
    const lineOf = (
      label: string,
      of: readonly ComparisonRow[],
      points: true | "only",
    ): Series => ({
      ...{ label, points },
      x: of.map((row) => costOf(row) ?? 0),
      y: of.map(({ scores }) => scores.mase.mean),
    });
    const solver = known.filter(({ kind }) => kind === "solver");
    const series = [
      ...(solver.length > 0 ? [lineOf("solver, stopped early", solver, true)] : []),
      ...known
        .filter(({ kind }) => kind === "model" || kind === "refined")
        .slice(0, MOST_POINTS)
        .map((row) => lineOf(row.name, [row], "only")),
    ];
    if (series.length === 0) return [];
    const yLabel = `MASE of ${componentName} (%)`;
    const svg = curves(series, { xLabel, yLabel, xScale: "log", yScale: "log" });
    return [{ svg, caption: `Error against ${what} of one cell: to the lower left is better.` }];
  };
  const figures = [
    ...figureOf(({ operations }) => operations, "operations per cell", "operations"),
    ...figureOf(({ predictionTime }) => predictionTime, "seconds per cell", "time"),
  ];
  return figures.length === 0 ? [] : [{ heading: "Cost against accuracy", figures }];
}

/** Lines that a picture has room for, beside the solver's. */
const MOST_POINTS = 20;

function mapSection(
  { errorMaps, componentName, grid }: Comparison,
  phases: readonly string[] | undefined,
): Section {
  const { microstructure, truth, maps, sample } = errorMaps;
  const panels: Panel[] = [
    { title: "microstructure", field: microstructure, colours: "phases", phases },
    { title: `known ${componentName}`, field: truth, unit: componentName },
    ...maps.map(({ name, error }): Panel => ({
      ...{ title: name, field: error, colours: "diverging", group: "error" },
      unit: `predicted − known ${componentName}`,
    })),
  ];
  return {
    heading: "Errors of one cell",
    figures: [
      {
        svg: fields(panels),
        caption:
          `Test cell ${sample}${grid.length === 3 ? ", middle plane" : ""}: its phases, its known strain, and the ` +
          `error of every row on one scale.`,
      },
    ],
  };
}
