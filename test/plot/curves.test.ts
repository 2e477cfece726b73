import { describe, expect, test } from "vitest";
import { curves } from "../../src/plot/index.js";
import type { CurvesOptions, Series } from "../../src/plot/index.js";
import { elementsOf, parseXml, textsOf } from "./reading.js";

/** The corners of the i-th line, in pixels, y up. */
function pointsOf(svg: string, i = 0): number[][] {
  const { d } = elementsOf(parseXml(svg), "path")[i].attributes;
  return d
    .slice(1)
    .split("L")
    .map((pair) => pair.split(" ").map(Number))
    .map(([x, y]) => [x, -y]);
}

const x = [1, 10, 100, 1000];
const power = x.map((v) => v ** -2);

describe("curves", () => {
  test("of a power law on logarithmic axes are straight, with even steps", () => {
    const svg = curves([{ label: "error", x, y: power }], { xScale: "log", yScale: "log" });
    const points = pointsOf(svg);
    for (let i = 1; i < 3; i++) {
      for (const axis of [0, 1]) {
        const [before, here, after] = points.slice(i - 1, i + 2).map((point) => point[axis]);
        // Coordinates are written to hundredths of a pixel.
        expect(after - here).toBeCloseTo(here - before, 1);
      }
    }
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["10⁰", "10³", "10⁻²", "error"]));
  });
  test("on linear axes keep proportions", () => {
    const [a, b, c] = pointsOf(curves([{ label: "u", x: [0, 1, 4], y: [0, 3, 6] }]));
    expect((c[0] - b[0]) / (b[0] - a[0])).toBeCloseTo(3, 2);
    expect((c[1] - b[1]) / (b[1] - a[1])).toBeCloseTo(1, 2);
  });
  test("have a legend in the order and the look of the lines", () => {
    const series = Array.from({ length: 24 }, (_, i) => ({
      label: `line ${i}`,
      x: [0, 1],
      y: [i, i],
    }));
    const svg = curves(series, { xLabel: "epoch", yLabel: "loss" });
    expect(textsOf(svg).filter((text) => text.startsWith("line"))).toEqual(
      series.map(({ label }) => label),
    );
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["epoch", "loss"]));
    const looks = elementsOf(parseXml(svg), "path").map(
      ({ attributes }) => `${attributes.stroke} ${attributes["stroke-dasharray"] ?? ""}`,
    );
    expect(new Set(looks.slice(0, 24)).size).toBe(24);
    expect(looks.slice(24)).toEqual(looks.slice(0, 24));
  });
  test("mark points where asked to, and a single point always", () => {
    const marks = (series: Series): number =>
      elementsOf(parseXml(curves([series])), "circle").length;
    expect(marks({ label: "u", x, y: x })).toBe(0);
    expect(marks({ label: "u", x, y: x, points: true })).toBe(4);
    expect(marks({ label: "u", x: [2], y: [3] })).toBe(1);
  });
  test("without lines are points alone, also in the legend", () => {
    const svg = parseXml(curves([{ label: "u", x, y: x, points: "only" }]));
    expect(elementsOf(svg, "circle").length).toBe(5);
    const lines = parseXml(curves([{ label: "u", x, y: x }]));
    expect(elementsOf(lines, "path").length - elementsOf(svg, "path").length).toBe(2);
  });
  test("have a band between two edges, in their colour, that the axes have room for", () => {
    const [lower, upper] = [
      [0.5, 5, 50, 500],
      [2, 20, 200, 2000],
    ];
    const svg = curves([{ label: "u", x, y: x, band: [lower, upper] }], { yScale: "log" });
    const [band, line] = elementsOf(parseXml(svg), "path");
    expect(band.attributes.fill).toBe(line.attributes.stroke);
    // Eight corners: along the upper edge and back along the lower one, which is below: y grows downwards.
    const corners = band.attributes.d
      .slice(1, -1)
      .split("L")
      .map((pair) => pair.split(" ").map(Number));
    const along = corners.map(([at]) => at);
    expect(along.slice(4)).toEqual(along.slice(0, 4).reverse());
    pointsOf(svg, 1).forEach(([, y], i) => {
      expect(corners[i][1]).toBeLessThan(-y);
      expect(corners[7 - i][1]).toBeGreaterThan(-y);
    });
    expect(textsOf(svg)).toContain("10³");
  });
  test("that are constant, tiny or huge stay within the picture", () => {
    for (const size of [0, 1e-9, 1e9]) {
      const svg = curves([{ label: "u", x, y: x.map(() => size) }]);
      expect(svg).not.toContain("NaN");
      expect(pointsOf(svg).every(([, y]) => y < 0 && y > -400)).toBe(true);
    }
  });
  test("escape what is written", () => {
    const svg = curves([{ label: "a<b", x, y: x }], { title: "<&>", xLabel: '"' });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["a<b", "<&>", '"']));
  });
});

describe("curves refuses", () => {
  const u: Series = { label: "u", x, y: x };
  test.each<[string, readonly Series[], CurvesOptions, string]>([
    ["no series", [], {}, "plot.curves: series should hold 1 to 24 lines { label, x, y }; got 0."],
    [
      "more lines than can be told apart",
      Array<Series>(25).fill(u),
      {},
      "1 to 24 lines { label, x, y }; got 25.",
    ],
    [
      "lists of different lengths",
      [{ ...u, y: [1] }],
      {},
      "plot.curves: series 0: x and y should be lists of equal length; got 4 and 1 numbers.",
    ],
    [
      "series without points",
      [u, { label: "v", x: [], y: [] }],
      {},
      "plot.curves: series 1 should have at least one point",
    ],
    [
      "NaN",
      [{ ...u, y: [1, 2, NaN, 4] }],
      {},
      "plot.curves: series 0: y should be finite; got NaN at index [2].",
    ],
    [
      "zero on a logarithmic axis",
      [{ ...u, y: [1, 0, 2, 3] }],
      { yScale: "log" },
      "plot.curves: series 0: y should be positive on a logarithmic axis; got 0 at index 1.",
    ],
    [
      "negative numbers on a logarithmic axis",
      [{ ...u, x: [1, 2, 3, -4] }],
      { xScale: "log" },
      "plot.curves: series 0: x should be positive on a logarithmic axis; got -4 at index 3.",
    ],
    [
      "a band of other points",
      [{ ...u, band: [[1], [1, 2, 3, 4]] }],
      {},
      "plot.curves: series 0: band should be [lower, upper] with one value each for all 4 points; got 1 and 4.",
    ],
    [
      "a band that reaches zero on a logarithmic axis",
      [{ ...u, band: [[1, 2, 0, 4], x] }],
      { yScale: "log" },
      "plot.curves: series 0: band should be positive on a logarithmic axis; got 0 at index 2.",
    ],
    [
      "lists of lists",
      [{ ...u, x: [[1, 2]] }],
      {},
      "plot.curves: series 0: x should be a list of numbers; got the shape [1, 2].",
    ],
    [
      "a scale it does not have",
      [u],
      { xScale: "sqrt" as "log" },
      `xScale should be one of "linear", "log"; got "sqrt".`,
    ],
    [
      "a width that shows nothing",
      [u],
      { width: 3 },
      "plot.curves: width should be a finite number between 60 and 4000; got 3.",
    ],
    [
      "a height that is no number",
      [u],
      { height: NaN },
      "plot.curves: height should be a finite number between 60 and 4000; got NaN.",
    ],
  ])("%s", (_, series, options, message) => {
    expect(() => curves(series, options)).toThrow(message);
  });
});
