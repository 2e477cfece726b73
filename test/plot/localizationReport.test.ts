import { beforeAll, describe, expect, test } from "vitest";
import { createRng, integers, ndarrayOf, normals, zeros } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { metrics } from "../../src/metrics/index.js";
import { fit, predict, resize } from "../../src/mks/index.js";
import { localizationReport } from "../../src/plot/index.js";
import { determination } from "../../src/plot/scoreTable.js";
import {
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { imagesOf, textsOf } from "./reading.js";

/** The pictures of a page. */
function figuresOf(page: string): string[] {
  return [...page.matchAll(/<img src="data:image\/svg\+xml;charset=utf-8,([^"]*)"/g)].map(
    ([, svg]) => decodeURIComponent(svg),
  );
}

/** The cells of the row that begins with `name`. */
function rowOf(page: string, name: string): string[] {
  const row = new RegExp(`<tr><td[^>]*>${name}</td>(.*)</tr>`).exec(page)?.[1] ?? "";
  return [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell);
}

const m = integers(createRng(1), 2, [30, 6, 5]);
const noise = normals(createRng(2), m.shape);
const p = ndarrayOf(
  Float64Array.from(m.data, (phase, i) => 1 + 0.3 * phase + 0.01 * noise.data[i]),
  m.shape,
);
const sample = (array: NdArray | NdArray<Int32Array>) => ({
  data: array.data.slice(0, 60),
  shape: [2, 6, 5],
});

let model: Localization;
beforeAll(async () => {
  model = await fit(m, p, phaseBasis(2));
});

describe("the report of a model", () => {
  test("says what the model is", () => {
    const page = localizationReport(model, { title: "Two phases", info: { version: "0.1.0" } });
    expect(page).toContain("<h1>Two phases</h1>");
    expect(rowOf(page, "Local states")).toEqual(["indicators of 2 of 2 phases"]);
    expect(rowOf(page, "Grid")).toEqual(["6 × 5 cells"]);
    expect(rowOf(page, "Response")).toEqual(["scalar"]);
    expect(rowOf(page, "Samples fitted")).toEqual(["30"]);
    expect(rowOf(page, "Gauge")).toEqual(["least norm over all states"]);
    expect(rowOf(page, "Rank of the mean, k = 0")).toEqual(["2 of 2"]);
    expect(rowOf(page, "Rank elsewhere")).toEqual(["1 of 1 at all 17 frequencies"]);
    const [error] = rowOf(page, "Training error \\(RMS\\)");
    // The noise has standard deviation 0.01; two of thirty degrees of freedom went into the fit.
    expect(Number(error)).toBeCloseTo(0.01, 3);
    expect(page).toContain("0.1.0");
    expect(figuresOf(page)).toHaveLength(1);
  });
  test("repeats the warnings of the fit, and the rank that the data reach", async () => {
    const few = await fit(
      { data: m.data.slice(0, 30), shape: [1, 6, 5] },
      [[...rows(p)]],
      phaseBasis(2),
    );
    const page = localizationReport(few);
    expect(few.diagnostics.warnings.length).toBeGreaterThan(0);
    for (const warning of few.diagnostics.warnings) expect(page).toContain(warning);
    const three = await fit(
      { data: m.data.slice(0, 30), shape: [1, 6, 5] },
      [[...rows(p)]],
      phaseBasis(3),
    );
    expect(rowOf(localizationReport(three), "Rank elsewhere")).toEqual([
      "2 of 2 at 0 of 17 frequencies, 1 at the least",
    ]);
  });
  test("tells that it was resized, and the other gauge", async () => {
    const dropped = await fit(m, p, phaseBasis(2), { gauge: "dropLast" });
    const page = localizationReport(resize(dropped, [8, 9]));
    expect(rowOf(page, "Grid")).toEqual([
      "8 × 9 cells, resized from 6 × 5, on which it was fitted",
    ]);
    expect(rowOf(page, "Gauge")).toEqual(["last state dropped"]);
    expect(page).toContain("relative to that of the last state");
  });
  test("describes every basis", async () => {
    const field = normals(createRng(3), [60, 4, 4]);
    const describe = async (basis: Parameters<typeof fit>[2], data = field): Promise<string> =>
      rowOf(localizationReport(await fit(data, field, basis)), "Local states")[0];
    const phases = ndarrayOf(
      Float64Array.from(field.data, (v) => (v > 0 ? 1 : 0)),
      field.shape,
    );
    expect(await describe(primitiveBasis(3, [-6, 6]))).toBe("3 hats on [−6, 6]");
    expect(await describe(legendreBasis(2, [-6, 6]))).toBe("2 Legendre polynomials on [−6, 6]");
    expect(await describe(fourierBasis(3, [-6, 6]))).toBe("3 exponentials on [−6, 6]");
    expect(await describe(neighbourBasis(phaseBasis(2), 4), phases)).toBe(
      "4 products of up to 2 neighbouring cells, each of indicators of 2 of 2 phases",
    );
  });
  test("shows twelve kernels at most, and says how many there are", async () => {
    const many = neighbourBasis(phaseBasis(2), 24);
    const page = localizationReport(await fit(m, p, many));
    expect(page).toContain("The first 12 of 14 states are shown.");
    expect(imagesOf(figuresOf(page)[0])).toHaveLength(13);
  });
  test("is about one cell, too", async () => {
    const dot = await fit([[[0]], [[1]]], [[[1]], [[3]]], phaseBasis(2));
    expect(rowOf(localizationReport(dot), "Rank elsewhere")).toEqual([
      "none: the grid has one cell",
    ]);
  });
});

function* rows({ data }: NdArray): Generator<number[]> {
  for (let x = 0; x < 6; x++) yield [...data.slice(5 * x, 5 * x + 5)];
}

describe("with data, the report", () => {
  test("shows fields, parity, and the scores of metrics beside those of the mean", () => {
    const [microstructure, truth] = [sample(m), sample(p)];
    const phases = ["soft", "<hard>"];
    const page = localizationReport(model, {
      microstructure,
      truth,
      phases,
      response: "strain ε_xx",
    });
    const [kernels, panels, parity] = figuresOf(page);
    expect(textsOf(kernels)).toEqual(expect.arrayContaining(phases));
    expect(textsOf(panels)).toEqual(
      expect.arrayContaining([
        "microstructure",
        "known",
        "predicted",
        "error",
        "strain εxx",
        ...phases,
      ]),
    );
    const scores = metrics(predict(model, microstructure), truth);
    expect(textsOf(parity)).toContain(`R² = ${determination(scores.r2)}`);
    const [mase, , , fluctuation] = rowOf(page, "this model").map(Number);
    // Cells are written with four digits.
    expect(mase / scores.mase.mean).toBeCloseTo(1, 3);
    expect(fluctuation / (100 * scores.relativeFluctuationL2)).toBeCloseTo(1, 3);
    const mean = rowOf(page, "e = mean");
    expect(Number(mean[0]) / scores.meanPredictionMase.mean).toBeCloseTo(1, 3);
    expect(mean[3]).toBe("100");
  });
  test("takes the prediction and the scores that are given", () => {
    const [microstructure, truth] = [sample(m), sample(p)];
    const scores = metrics(truth, truth);
    const page = localizationReport(model, { microstructure, truth, prediction: truth, scores });
    expect(rowOf(page, "this model").slice(0, 2)).toEqual(["0", "0"]);
  });
  test("without a truth shows the prediction alone", () => {
    const page = localizationReport(model, { microstructure: sample(m), sample: 1 });
    expect(figuresOf(page)).toHaveLength(2);
    expect(page).not.toContain("e = mean");
    expect(page).toContain("sample 1 of 0 … 1");
  });
  test("of a response with components shows the one asked for, and why a score is undefined", async () => {
    const components = zeros([30, 2, 6, 5]);
    components.data.forEach((_, i) => {
      const [s, c, cell] = [Math.floor(i / 60), Math.floor(i / 30) % 2, i % 30];
      components.data[i] = c === 0 ? p.data[30 * s + cell] : cell % 2 === 0 ? 1 : -1;
    });
    const both = await fit(m, components, phaseBasis(2));
    const data = { microstructure: m, truth: components };
    const first = localizationReport(both, data);
    expect(figuresOf(first)).toHaveLength(4);
    expect(rowOf(first, "Response")).toEqual(["2 components"]);
    expect(rowOf(first, "this model")).toHaveLength(7);
    const second = localizationReport(both, { ...data, component: 1 });
    expect(second).toContain("which is zero up to rounding; MASE divides by it and is undefined.");
    expect(rowOf(second, "this model")).toEqual([]);
  });
  test("of a volume shows middle planes, of a line curves", async () => {
    for (const grid of [[3, 4, 5], [12]]) {
      const shape = [60, ...grid];
      const phases = integers(createRng(4), 2, shape);
      const response = ndarrayOf(
        Float64Array.from(phases.data, (v) => 1 + v),
        shape,
      );
      const solid = await fit(phases, response, phaseBasis(2));
      const page = localizationReport(solid, { microstructure: phases, truth: response });
      expect(page.includes("in the middle plane")).toBe(grid.length === 3);
      expect(figuresOf(page)).toHaveLength(3);
    }
  });
});

describe("determination", () => {
  test.each<[number, string]>([
    [0.5, "0.5"],
    [0.999236, "0.99923"],
    [0.99999679, "0.9999967"],
    [1, "1"],
    [-3, "−3"],
  ])("%d is written %s: the first two digits of 1 − R² are kept, rounded down", (r2, text) => {
    expect(determination(r2)).toBe(text);
  });
});

describe("localizationReport refuses", () => {
  test.each<[string, object, string]>([
    [
      "a truth without microstructures",
      { truth: p },
      "plot.localizationReport: truth and prediction belong to microstructures; got none.",
    ],
    [
      "microstructures without a sample axis",
      { microstructure: zeros([6, 5]) },
      "plot.localizationReport: microstructure should have the axes [sample, …x]",
    ],
    [
      "another grid",
      { microstructure: zeros([1, 7, 5]) },
      "mks.predict: microstructure is on grid [7, 5], the model was fitted on [6, 5].",
    ],
    [
      "a truth of another shape",
      { microstructure: sample(m), truth: p },
      "plot.localizationReport: truth should have shape [2, 6, 5]; got [30, 6, 5].",
    ],
    [
      "a sample that is not there",
      { microstructure: sample(m), sample: 2 },
      "plot.localizationReport: sample should be an integer between 0 and 1; got 2.",
    ],
    [
      "a component that is not there",
      { microstructure: sample(m), component: 1 },
      "plot.localizationReport: component should be an integer between 0 and 0; got 1.",
    ],
  ])("%s", (_, options, message) => {
    expect(() => localizationReport(model, options)).toThrow(message);
  });
});
