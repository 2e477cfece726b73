import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError } from "../../src/core/index.js";
import type { Equation } from "../../src/pdenet/index.js";
import { discoveryReport, discoverySections } from "../../src/plot/index.js";
import type { Discovery } from "../../src/plot/index.js";
import { constraint, momentsFromFilter } from "../../src/stencil/index.js";
import { BURGERS, factor, term } from "../pdenet/equation/samples.js";

const found: Equation = {
  ...BURGERS,
  terms: BURGERS.terms.map((own) => [
    ...own.map((one) => ({
      ...one,
      interval: [one.coefficient - 0.1, one.coefficient + 0.1] as const,
    })),
    term(0.002, [factor(0, 0, 0)], { contribution: 1e-4 }),
  ]),
  remainder: [0.001, 0.034],
};
const errors = {
  ...{ steps: [1, 2], lower: [0.1, 0.2], median: [0.2, 0.3], upper: [0.3, Infinity] },
  ...{ max: [0.4, Infinity], diverged: [0, 1] },
};
const movie = normals(createRng(1), [3, 2, 4, 5]);
const { filter, free } = constraint({ order: [1, 0], size: 3 });
const discovery: Discovery = {
  ...{ equation: found, others: { true: BURGERS }, interval: 0.5 },
  filters: [{ order: [1, 0], moments: momentsFromFilter(filter), free }],
  coefficients: [{ name: "u_x", learnt: [1, 2, 3] }],
  errors: { net: errors },
  forecast: { reference: movie, foretold: movie },
};

describe("the report of a discovery", () => {
  test("begins with the equation and a table of its terms beside those of others", () => {
    const [{ text = "", table, warnings = [] }] = discoverySections(discovery);
    expect(text).toContain("u_t = −1.00 (± 0.10) u u_x − 1.00 (± 0.10) v u_y");
    expect(text).not.toContain("0.00200 u");
    expect(table?.columns).toEqual([
      ...["rate", "term", "found", "true", "interval of 95 %", "contribution (%)"],
    ]);
    expect(table?.rows).toHaveLength(10);
    expect(table?.rows[0]).toEqual(["u_t", "u u_x", -1, -1, "−1.1 … −0.9", 60]);
    expect(table?.rows[4]).toEqual(["u_t", "u", 0.002, "–", "–", 0.01]);
    expect(warnings).toEqual([
      "The terms of v leave 3.4 % of its right-hand side: it has terms of a higher degree.",
    ]);
  });
  test("counts the terms that no reader would read, without a column for intervals that no one asked for", () => {
    const many = Array.from({ length: 50 }, (_, i) => term(1, [factor(0, i, 0)]));
    const [{ table }] = discoverySections({ equation: { ...BURGERS, terms: [many] } });
    expect(table?.rows).toHaveLength(13);
    expect(table?.columns).toEqual(["rate", "term", "found", "contribution (%)"]);
    expect(table?.rows[12]).toEqual(["u_t", "38 more", "–", "–"]);
  });
  test("says where there is no equation", () => {
    const silent: Equation = { ...BURGERS, terms: [BURGERS.terms[0], []], remainder: [0, 1] };
    const [{ warnings = [] }] = discoverySections({ equation: silent });
    expect(warnings).toEqual(["Nothing explained of v: it has no equation."]);
  });
  test("names constants and terms of derivatives", () => {
    const own = [term(2, []), term(3, [factor(0, 0, 0), factor(0, 0, 0)], { derivative: [1, 0] })];
    const [{ table }] = discoverySections({ equation: { ...BURGERS, terms: [own] } });
    expect(table?.rows.map((row) => row[1])).toEqual(["1", "(u²)_x"]);
  });
  test("has sections for what is given, and none for what is not", () => {
    const headings = (given: Discovery): string[] =>
      discoverySections(given).map(({ heading }) => heading);
    expect(headings(discovery)).toEqual([
      ...["The equation", "Coefficients over the domain", "Filters", "Errors of forecasts"],
      "A forecast",
    ]);
    expect(headings({ equation: BURGERS })).toEqual(["The equation"]);
  });
  test("shows every component of a forecast", () => {
    const figures = discoverySections(discovery).at(-1)?.figures ?? [];
    expect(figures).toHaveLength(2);
    expect(figures[1].caption).toContain("v as it was");
    expect(figures[1].svg).toContain("t = 0.5");
  });
  test("is a page of its own", () => {
    const page = discoveryReport(discovery, { title: "Burgers", info: { kernelfield: "0" } });
    expect(page).toContain("<h1>Burgers</h1>");
    expect(page).toContain("kernelfield");
    expect(page.match(/<img /g)).toHaveLength(5);
  });
  test("refuses movies of other components", () => {
    const one = normals(createRng(1), [3, 1, 4, 5]);
    const wrong = { ...discovery, forecast: { reference: one, foretold: one } };
    expect(() => discoveryReport(wrong)).toThrow(ShapeError);
  });
});
