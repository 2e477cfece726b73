import { describe, expect, test } from "vitest";
import { lineSearch } from "../../../src/nn/minimize/lineSearch.js";
import type { Point } from "../../../src/nn/minimize/objective.js";

type Line = (step: number) => readonly [value: number, slope: number];

/** The search along a function of one variable from 0, and the steps it tried. */
async function search(line: Line, first: number) {
  const tried: number[] = [];
  const at = (x: Float64Array): Point => {
    const [value, slope] = line(x[0]);
    return { x, value, gradient: Float64Array.of(slope) };
  };
  const start = at(Float64Array.of(0));
  const direction = Float64Array.of(1);
  const found = await lineSearch(start, direction, start.gradient[0], first, (x) => {
    tried.push(x[0]);
    return Promise.resolve(at(x));
  });
  return { ...found, start, tried };
}

/** The functions of Moré and Thuente, section 5, eqs. (5.1) to (5.3). */
const LINES: Record<string, Line> = {
  "−α/(α² + 2)": (a) => [-a / (a * a + 2), (a * a - 2) / (a * a + 2) ** 2],
  "(α + 0.004)⁵ − 2 (α + 0.004)⁴": (a) => {
    const b = a + 0.004;
    return [b ** 5 - 2 * b ** 4, 5 * b ** 4 - 8 * b ** 3];
  },
  "a rippled valley": (a) => {
    const [beta, l] = [0.01, 39];
    const edge = Math.abs(a - 1) <= beta;
    const base = edge ? (a - 1) ** 2 / (2 * beta) + beta / 2 : Math.abs(a - 1);
    const slope = edge ? (a - 1) / beta : Math.sign(a - 1);
    const wave = (l * Math.PI * a) / 2;
    return [
      base + ((2 * (1 - beta)) / (l * Math.PI)) * Math.sin(wave),
      slope + (1 - beta) * Math.cos(wave),
    ];
  },
};

describe.each(Object.entries(LINES))("along %s", (_, line) => {
  test.each([1e-3, 1e-1, 1e1, 1e3])("a first step of %d leads to one that suffices", async (a) => {
    const { point, step, accepted, start, tried } = await search(line, a);
    const [slope, slopeThere] = [start.gradient[0], point.gradient[0]];
    expect(accepted).toBe(true);
    expect(tried.at(-1)).toBe(step);
    expect(point.value).toBeLessThanOrEqual(start.value + 1e-4 * step * slope);
    expect(Math.abs(slopeThere)).toBeLessThanOrEqual(0.9 * Math.abs(slope));
    // Moré and Thuente report at most 12 evaluations with far stricter constants.
    expect(tried.length).toBeLessThanOrEqual(12);
  });
});

describe("the line search", () => {
  test("takes the first step if it suffices", async () => {
    const { tried, step } = await search((a) => [(a - 1) ** 2, 2 * (a - 1)], 1.3);
    expect(tried).toEqual([1.3]);
    expect(step).toBe(1.3);
  });

  test("fails at once along a line that does not fall", async () => {
    const found = await search((a) => [a, 1], 1);
    expect(found).toMatchObject({ accepted: false, step: 0, tried: [] });
    expect(found.point).toBe(found.start);
  });

  test("steps back a quarter of the way from where f is not finite, and stays before it", async () => {
    const wall: Line = (a) => (a < 1 ? [-Math.log(1 + a), -1 / (1 + a)] : [NaN, NaN]);
    const { tried } = await search(wall, 8);
    expect(tried.slice(0, 3)).toEqual([8, 2, 0.5]);
    expect(tried.slice(2).every((a) => a < 2)).toBe(true);
  });

  test("trusts the slopes where values differ by rounding alone", async () => {
    // Near 1 the values have a resolution of 2e-16, and the fall to the minimum is 1e-18.
    const line: Line = (a) => [1 + 1e-18 * (a - 1) ** 2, 2e-18 * (a - 1)];
    const { step, accepted } = await search(line, 5);
    expect(accepted).toBe(true);
    // The minimum of ψ, whose slope is that of φ less 1e-4 of the first.
    expect(step).toBeCloseTo(1 - 1e-4, 12);
  });

  test("gives back the start if slopes lie, rather than a point above it", async () => {
    const found = await search((a) => [1 + a, -1], 1);
    expect(found).toMatchObject({ accepted: false, step: 0 });
    expect(found.point).toBe(found.start);
  });

  test("gives back the best point it saw when it fails", async () => {
    // |α − 1| has no slope between −1 and 1: the second condition holds nowhere.
    const { point, accepted, tried } = await search((a) => [Math.abs(a - 1), a < 1 ? -1 : 1], 0.3);
    expect(accepted).toBe(false);
    expect(point.value).toBe(Math.min(...tried.map((a) => Math.abs(a - 1))));
  });
});
