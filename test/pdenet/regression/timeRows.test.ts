import { expect, test } from "vitest";
import { checkTimeRule, timeRows } from "../../../src/pdenet/regression/timeRows.js";
import type { TimeRule } from "../../../src/pdenet/regression/timeRows.js";

const EVEN = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
const UNEVEN = [0, 0.1, 0.25, 0.3, 0.45, 0.55, 0.6];

function rowsOf(times: number[], rule: TimeRule, missing: number[] = []) {
  const present = times.map((_, t) => !missing.includes(t));
  return timeRows({ frames: new Float64Array(0), times: Float64Array.from(times), present }, rule);
}

/** The largest |Σ d u − Σ a u'| for u = t^q over all rows. */
function defect(times: number[], rule: TimeRule, q: number): number {
  return Math.max(
    ...rowsOf(times, rule).map(({ frames, difference, average }) => {
      const sum = frames.reduce((total, t, i) => {
        const slope = q === 0 ? 0 : q * times[t] ** (q - 1);
        return total + difference[i] * times[t] ** q - average[i] * slope;
      }, 0);
      return Math.abs(sum);
    }),
  );
}

/** Weights are about 1/Δt = 10 to 100, rounded. */
const ROUNDING = 1e-12;

test.each([
  ["forward", { by: "forward" }, 1],
  ["trapezoid", { by: "integral", rule: "trapezoid" }, 2],
  ["simpson", { by: "integral" }, 3],
  ["central, order 2", { by: "difference" }, 2],
  ["central, order 4", { by: "difference", accuracy: 4 }, 4],
  ["smoothed", { by: "smoothed" }, 2],
] as [string, TimeRule, number][])(
  "%s is exact for powers of time up to its own",
  (_, rule, degree) => {
    for (const times of [EVEN, UNEVEN]) {
      for (let q = 0; q <= degree; q++) expect(defect(times, rule, q)).toBeLessThan(ROUNDING);
    }
  },
);

test("with equal intervals Simpson's rule is exact for one power more, as all that is symmetric", () => {
  expect(defect(EVEN, { by: "integral" }, 4)).toBeLessThan(ROUNDING);
  expect(defect(EVEN, { by: "integral" }, 5)).toBeGreaterThan(1e-6);
  expect(defect(EVEN, { by: "smoothed" }, 3)).toBeGreaterThan(1e-6);
});

test("Simpson's rule amplifies noise as the central difference does", () => {
  const [simpson] = rowsOf(EVEN, { by: "integral" });
  const [central] = rowsOf(EVEN, { by: "difference" });
  const norm = (weights: readonly number[]) => Math.sqrt(weights.reduce((s, w) => s + w * w, 0));
  expect(norm(simpson.difference)).toBeCloseTo(norm(central.difference), 10);
  expect(norm(central.difference)).toBeCloseTo(1 / (Math.SQRT2 * 0.1), 10);
});

test("rows do not reach across a frame that is missing", () => {
  const rows = rowsOf(EVEN, { by: "integral" }, [3]);
  expect(rows.map(({ frames }) => frames)).toEqual([
    [0, 1, 2],
    [4, 5, 6],
  ]);
  // Two frames that follow each other have the trapezoid, one has nothing.
  expect(rowsOf(EVEN, { by: "integral" }, [2, 4, 6]).map(({ frames }) => frames)).toEqual([[0, 1]]);
  expect(rowsOf(EVEN, { by: "difference" }, [2, 4])).toEqual([]);
});

test("a polynomial through more frames than it has coefficients smooths", () => {
  const [row] = rowsOf(EVEN, { by: "smoothed", frames: 5, degree: 2 });
  // Savitzky and Golay: (−2, −1, 0, 1, 2)/10.
  row.difference.forEach((w, i) => expect(w).toBeCloseTo((i - 2) / 10 / 0.1, 10));
  expect(row.average).toEqual([0, 0, 1, 0, 0]);
});

test("rules that make no sense are refused", () => {
  const check = (rule: unknown) => () => checkTimeRule(rule as TimeRule, "test");
  expect(check({ by: "guess" })).toThrow(/by should be one of/);
  expect(check({ by: "integral", rule: "boole" })).toThrow(/rule should be one of/);
  expect(check({ by: "difference", accuracy: 3 })).toThrow(/accuracy should be 2 or 4; got 3/);
  expect(check({ by: "smoothed", frames: 4 })).toThrow(/frames should be odd/);
  expect(check({ by: "smoothed", frames: 3, degree: 3 })).toThrow(
    /frames should be an integer ≥ 4/,
  );
  expect(check({ by: "totalVariation", weight: -1 })).toThrow(/weight should be/);
});
