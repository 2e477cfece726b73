import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import { otsuLevels, threshold } from "../../../src/microstructure/index.js";

/** Σ_h Σ_{v ∈ h} (v − μ_h)² of values cut at levels. */
function within(values: readonly number[], levels: readonly number[]): number {
  const classes = Array.from({ length: levels.length + 1 }, (): number[] => []);
  for (const v of values) classes[levels.filter((q) => q < v).length].push(v);
  return classes.reduce((sum, members) => {
    const mean = members.reduce((a, b) => a + b, 0) / members.length;
    return sum + members.reduce((total, v) => total + (v - mean) ** 2, 0);
  }, 0);
}

/** The least variance within, over all ways to cut: every choice of levels among the values. */
function least(values: readonly number[], phases: number): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const choices = (first: number, count: number): number[][] =>
    count === 0
      ? [[]]
      : sorted
          .slice(first, sorted.length - 1)
          .flatMap((q, i) => choices(first + i + 1, count - 1).map((rest) => [q, ...rest]));
  return Math.min(...choices(0, phases - 1).map((levels) => within(values, levels)));
}

describe("Otsu's levels", () => {
  test("lie half way between two groups of values, however large the groups", () => {
    expect(otsuLevels([[1, 2, 2, 3, 10, 11]])).toEqual([6.5]);
    expect(otsuLevels([[0, 255]])).toEqual([127.5]);
    expect(otsuLevels([1, 1, 1, 1, 1, 1, 1, 9, 20], 3)).toEqual([5, 14.5]);
  });

  test.each([2, 3, 4, 5])("leave the least variance within %i classes of all cuts", (phases) => {
    const values = fc.array(fc.nat(30), { minLength: phases, maxLength: 14 });
    fc.assert(
      fc.property(values, (drawn) => {
        fc.pre(new Set(drawn).size >= phases);
        const levels = otsuLevels(drawn, phases);
        expect(levels.length).toBe(phases - 1);
        // Sums of squares of numbers up to 30 round in the last digit of about 10⁴.
        expect(within(drawn, levels)).toBeLessThanOrEqual(least(drawn, phases) + 1e-9);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("are as good for numbers with fractions, beyond a step of 2⁻¹⁶ of their range", () => {
    const draws = normals(createRng(4), [14]);
    for (const phases of [2, 3, 4]) {
      const levels = otsuLevels(draws, phases);
      expect(within([...draws.data], levels)).toBeCloseTo(least([...draws.data], phases), 10);
    }
  });

  test("move with the values: v → a v + b takes q → a q + b", () => {
    const values = Array.from(normals(createRng(9), [400]).data, (v) => Math.round(20 * v));
    const levels = otsuLevels(values, 3);
    for (const [a, b] of [
      [3, 1000],
      [1, -77777],
      [2, 2 ** 40],
    ]) {
      expect(
        otsuLevels(
          values.map((v) => a * v + b),
          3,
        ),
      ).toEqual(levels.map((q) => a * q + b));
    }
    const mirrored = otsuLevels(
      values.map((v) => -v),
      3,
    );
    expect(mirrored).toEqual(levels.map((q) => -q).reverse());
  });

  test("between Gaussians of equal weight and width lie in the middle of their means", () => {
    const noise = normals(createRng(7), [3, 20000]);
    const values = noise.data.map((v, i) => 10 * v + [50, 120, 190][Math.floor(i / 20000)]);
    const [low, high] = otsuLevels({ data: values, shape: [60000] }, 3);
    // Means of 20000 draws of deviation 10 lie within 4 · 10/√20000 = 0.3; wrongly classed cells shift levels less.
    expect(Math.abs(low - 85)).toBeLessThan(0.5);
    expect(Math.abs(high - 155)).toBeLessThan(0.5);
  });

  test("between neighbouring numbers part them", () => {
    const values = [1, 1 + 2 ** -52, 1];
    expect([...threshold([values], otsuLevels(values)).data]).toEqual([0, 1, 0]);
  });

  test("take a class for every byte, and all 16-bit values", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const all = otsuLevels({ data: bytes, shape: [256] }, 256);
    expect(all).toEqual(Array.from({ length: 255 }, (_, l) => l + 0.5));
    const words = Uint16Array.from({ length: 65536 }, (_, i) => i);
    // Equal parts are best.
    expect(otsuLevels({ data: words, shape: [65536] }, 4)).toEqual([16383.5, 32767.5, 49151.5]);
  });

  test("refuse fewer values than classes, and what is not finite", () => {
    expect(() => otsuLevels([[5, 5, 5]])).toThrow(
      "microstructure.otsuLevels: an image for 2 phases should hold as many different values; it holds 1. " +
        "Ask for fewer phases, or look whether this is the image that was meant.",
    );
    expect(() => otsuLevels([0.5, 0.5])).toThrow("it holds 1.");
    expect(() => otsuLevels([])).toThrow("it holds 0.");
    expect(() => otsuLevels([1, 2, 3], 4)).toThrow("it holds 3.");
    expect(() => otsuLevels([1, NaN])).toThrow(ValueError);
    expect(() => otsuLevels([1, 2], 1)).toThrow(
      "microstructure.otsuLevels: phases should be an integer between 2 and 256; got 1.",
    );
  });
});
