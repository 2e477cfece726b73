import { describe, expect, test } from "vitest";
import { ShapeError, ValueError } from "../../src/core/index.js";
import type { ForecastErrors } from "../../src/pdenet/index.js";
import { forecastErrors } from "../../src/plot/index.js";
import { elementsOf, parseXml, textsOf } from "./reading.js";

function errorsOf(median: readonly number[]): ForecastErrors {
  return {
    steps: median.map((_, i) => i + 1),
    lower: median.map((e) => e / 2),
    median,
    upper: median.map((e) => 2 * e),
    max: median.map((e) => 10 * e),
    diverged: median.map(() => 0),
  };
}

/** How many corners the i-th path has. */
function cornersOf(svg: string, i: number): number {
  return elementsOf(parseXml(svg), "path")[i].attributes.d.split("L").length;
}

describe("errors of forecasts", () => {
  const errors = { net: errorsOf([0.01, 0.02, 0.05]), rival: errorsOf([0.02, 0.1, 0.4]) };
  test("are lines of medians in bands of quartiles, against frames or time", () => {
    const svg = forecastErrors(errors);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["net", "rival", "frame"]));
    expect([cornersOf(svg, 0), cornersOf(svg, 2)]).toEqual([6, 3]);
    expect(textsOf(forecastErrors(errors, { interval: 0.01 }))).toContain("time");
  });
  test("end where half of the trajectories are lost, and the band where a quarter is", () => {
    const lost = {
      ...errorsOf([0.01, 0.02, 0.05, Infinity]),
      upper: [0.02, 0.04, Infinity, Infinity],
    };
    const svg = forecastErrors({ lost });
    expect(cornersOf(svg, 1)).toBe(3);
    const corners = elementsOf(parseXml(svg), "path")[0].attributes.d.slice(1, -1).split("L");
    expect(corners[2]).toBe(corners[3]);
  });
  test("leave out frames that were not observed", () => {
    expect(cornersOf(forecastErrors({ gap: errorsOf([0.01, NaN, 0.05]) }), 1)).toBe(2);
  });
  test("of zero have a place on a linear axis only", () => {
    const exact = { exact: errorsOf([0, 0]) };
    expect(forecastErrors(exact, { yScale: "linear" })).toContain("<svg");
    expect(() => forecastErrors(exact)).toThrow(ShapeError);
  });
  test("are refused where there are none, and with an interval of zero", () => {
    expect(() => forecastErrors({})).toThrow(ValueError);
    expect(() => forecastErrors({ none: errorsOf([Infinity]) })).toThrow(/"none"/);
    expect(() => forecastErrors(errors, { interval: 0 })).toThrow(ValueError);
  });
});
