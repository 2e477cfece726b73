import { beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../src/cnn/index.js";
import { ndarrayOf } from "../../src/core/index.js";
import { fit } from "../../src/mks/index.js";
import { comparisonReport, comparisonSections } from "../../src/plot/index.js";
import { phaseBasis } from "../../src/states/index.js";
import type { Comparison, ComparisonRow, KernelPair } from "../../src/studies/index.js";
import { knownCells } from "../studies/cells.js";
import { textsOf } from "./reading.js";

const problem: Problem = {
  ...{ elasticModulus: [1, 10], poissonRatio: [0.3, 0.25], element: "q1" },
  macroStrain: [1, 0, 0],
};
const field = (scale: number) =>
  ndarrayOf(
    Float64Array.from({ length: 12 }, (_, x) => scale * (x - 5.5)),
    [4, 3],
  );

function row(
  name: string,
  kind: ComparisonRow["kind"],
  error: number,
  rest: Partial<ComparisonRow> = {},
): ComparisonRow {
  const scores = (mean: number) => ({
    perSample: new Float64Array([mean]),
    mean,
    max: mean,
    std: 0,
  });
  return {
    ...{ name, kind, parameters: 0, trainingTime: null, predictionTime: null, operations: null },
    ...{ model: null, warnings: [] },
    scores: {
      ...{ mase: scores(error), relativeL2: error / 50, relativeFluctuationL2: error / 40 },
      ...{ strain: scores(2 * error), effectiveStress: error / 4 },
    },
    ...rest,
  };
}

const rows = [
  row("e = mean", "mean", 40, { operations: 0 }),
  row("net <1>", "model", 3, {
    ...{ parameters: 1234, operations: 2.5e6, trainingTime: 12, predictionTime: 0.004 },
    warnings: ["Trained with another element."],
  }),
  row("solver, 1 iteration", "solver", 12, { operations: 1e5, predictionTime: 0.001 }),
  row("solver, 2 iterations", "solver", 5, { operations: 2e5, predictionTime: 0.002 }),
];

const result: Comparison = {
  ...{ problem, grid: [4, 3], component: 0, componentName: "ε_xx", rows, kernels: null },
  samples: { training: 30, validation: 4, test: 5 },
  errorMaps: {
    ...{ sample: 2, truth: field(1) },
    microstructure: ndarrayOf(
      Float64Array.from({ length: 12 }, (_, x) => x % 2),
      [4, 3],
    ),
    maps: rows.map(({ name }) => ({ name, prediction: field(1.1), error: field(0.1) })),
  },
};

let pair: KernelPair;
beforeAll(async () => {
  const { microstructures, strains } = await knownCells(12, [4, 3], 1);
  const mks = await fit(microstructures, strains, phaseBasis(2));
  const other = await fit(microstructures, strains, phaseBasis(2), { gauge: "dropLast" });
  pair = { mks, cnn: other, difference: 1.5e-13 };
});

const figuresOf = (comparison: Comparison, heading: string): readonly string[] =>
  (
    comparisonSections(comparison).find((section) => section.heading === heading)?.figures ?? []
  ).map(({ svg }) => svg);

describe("the report of a comparison", () => {
  test("is one page with the table, what was compared, and all warnings", () => {
    const page = comparisonReport(result, { title: "A & B", info: { kernelfield: "0.1" } });
    expect(page).toContain("<h1>A &amp; B</h1>");
    const cells = /<td[^>]*>net &lt;1&gt;<\/td>(.*)<\/tr>/.exec(page)?.[1] ?? "";
    expect([...cells.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual([
      ...["1234", "12", "4", "2.5", "3", "3", "0", "6", "7.5", "6", "0.75"],
    ]);
    expect(page).toContain("Trained with another element.");
    expect(page).toContain(
      "moduli 1, 10 and Poisson&#39;s ratios 0.3, 0.25, elements q1, plane strain",
    );
    expect(page).toContain(
      "30 cells of 4 × 3 voxels, 4 for validation, and are scored on 5 others",
    );
    expect(page).toContain("0.1");
  });

  test("draws error against operations and time; the mean has neither", () => {
    const [operations, time] = figuresOf(result, "Cost against accuracy");
    for (const svg of [operations, time]) {
      const texts = textsOf(svg);
      expect(texts).toContain("solver, stopped early");
      expect(texts).toContain("net <1>");
      expect(texts).not.toContain("e = mean");
      // Three rows and a mark in the legend.
      expect(svg.match(/<circle/g)).toHaveLength(4);
    }
    const untimed = rows.map((own) => ({ ...own, predictionTime: null }));
    expect(figuresOf({ ...result, rows: untimed }, "Cost against accuracy")).toHaveLength(1);
    const bare = { ...result, rows: [rows[0]] };
    expect(comparisonSections(bare).map(({ heading }) => heading)).toEqual([
      "Results",
      "Errors of one cell",
    ]);
  });

  test("draws errors of all rows on one scale", () => {
    const [svg] = figuresOf(result, "Errors of one cell");
    const texts = textsOf(svg);
    for (const { name } of rows) expect(texts).toContain(name);
    expect(texts.filter((text) => text.startsWith("error"))).toHaveLength(1);
  });

  test("draws both kernels and their difference, in one gauge", () => {
    const heading = "MKS and CNN: the same kernel";
    expect(figuresOf(result, heading)).toEqual([]);
    const [mks, cnn, difference] = figuresOf({ ...result, kernels: pair }, heading);
    // The two were fitted in different gauges; here they are the same kernel, up to rounding.
    expect(textsOf(cnn)).toEqual(textsOf(mks));
    expect(textsOf(difference)).not.toEqual(textsOf(mks));
    const [section] = comparisonSections(
      { ...result, kernels: pair },
      { phases: ["soft", "stiff"] },
    ).filter((own) => own.heading === heading);
    expect(section.text).toContain("1.5 × 10⁻¹³");
    expect(textsOf(section.figures?.[0].svg ?? "")).toContain("stiff");
  });

  test("refuses names for other states", () => {
    const named = (): unknown =>
      comparisonReport({ ...result, kernels: pair }, { phases: ["soft"] });
    expect(named).toThrow(/names should name all 2 local states/);
  });
});
