import { describe, expect, test } from "vitest";
import { formatGrid, formatNumber, powerOfTen } from "../../src/plot/numbers.js";
import {
  cellTicks,
  fittingTicks,
  linearTicks,
  logTicks,
  rangeOf,
  widened,
} from "../../src/plot/ticks.js";

describe("formatNumber", () => {
  test.each<[number, string]>([
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [-2.5, "−2.5"],
    [0.123456, "0.1235"],
    [441, "441"],
    [120000, "120000"],
    [1.5e-9, "1.5 × 10⁻⁹"],
    [-1.23456e12, "−1.235 × 10¹²"],
    [0.00099996, "0.001"],
    [99999.9, "1 × 10⁵"],
    [NaN, "–"],
    [Infinity, "–"],
  ])("%d is written %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
  test("powers and grids", () => {
    expect(powerOfTen(-305)).toBe("10⁻³⁰⁵");
    expect(formatGrid([21, 21])).toBe("21 × 21");
  });
});

describe("linear ticks", () => {
  test("are round, lie in the range, and have a true minus sign", () => {
    const { ticks, factor } = linearTicks([-0.0123, 0.02], 4);
    expect(factor).toBe("");
    expect(ticks.map(({ label }) => label)).toEqual(["−0.01", "0.00", "0.01", "0.02"]);
    for (const { value } of ticks) expect(value >= -0.0123 && value <= 0.02).toBe(true);
  });
  test.each<[number, string]>([
    [1e-9, "×10⁻⁹"],
    [1e9, "×10⁹"],
    [3e-310, "×10⁻³⁰⁰"],
    [1e300, "×10³⁰⁰"],
  ])("share a power of ten at %d", (size, factor) => {
    const made = linearTicks([0, 2 * size], 4);
    expect(made.factor).toBe(factor);
    const power = Number(
      `1e${factor
        .slice(3)
        .replace("⁻", "-")
        .replace(/[⁰-⁹³]/g, superscriptDigit)}`,
    );
    for (const { value, label } of made.ticks) {
      // Labels have the digits their spacing needs, so they are exact up to rounding.
      if (size > 1e-300) expect(Number(label) * power).toBeCloseTo(value, -Math.log10(size) + 6);
      expect(Number.isFinite(value)).toBe(true);
    }
  });
});

function superscriptDigit(character: string): string {
  return String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(character));
}

describe("logarithmic ticks", () => {
  test("are powers of ten, thinned out where there are many", () => {
    expect(logTicks([1e-3, 1], 5).ticks.map(({ label }) => label)).toEqual([
      "10⁻³",
      "10⁻²",
      "10⁻¹",
      "10⁰",
    ]);
    expect(logTicks([1e-9, 1], 4).ticks.map(({ value }) => value)).toEqual([1e-9, 1e-6, 1e-3, 1]);
  });
  test("within one decade are plain numbers", () => {
    const { ticks } = logTicks([2, 8], 4);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    for (const { value, label } of ticks) expect(Number(label)).toBe(value);
  });
});

describe("cell ticks", () => {
  test("are whole cells, zero among them", () => {
    expect(cellTicks(-10, 10, 5).ticks.map(({ label }) => label)).toEqual([
      "−10",
      "−5",
      "0",
      "5",
      "10",
    ]);
    expect(cellTicks(0, 0, 5).ticks.map(({ label }) => label)).toEqual(["0"]);
    for (const n of [1, 2, 5, 9, 31, 256]) {
      for (const { value } of cellTicks(0, n - 1, 6).ticks) {
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }
    }
  });
});

test("fitting ticks never need more room than there is, beyond the first", () => {
  for (const length of [20, 60, 200, 900]) {
    const { ticks } = fittingTicks(
      (count) => linearTicks([0, 1], count),
      length,
      () => 30,
    );
    if (ticks.length > 2) expect(ticks.length * 42).toBeLessThanOrEqual(length);
  }
});

describe("ranges", () => {
  test("are those of the numbers", () => {
    expect(rangeOf([3, -1, 2])).toEqual([-1, 3]);
  });
  test("without length are widened about their value", () => {
    expect(widened([0, 0])).toEqual([-1, 1]);
    expect(widened([20, 20])).toEqual([19, 21]);
    expect(rangeOf([-20])).toEqual([-21, -19]);
  });
});
