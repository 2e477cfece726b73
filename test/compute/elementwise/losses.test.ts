import { describe, expect, test } from "vitest";
import type { Loss } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";

/** ρ(d) and weight · ρ′(d) of some differences, one by one. */
function of(
  name: Loss,
  differences: readonly number[],
  delta = 1,
  weight = 1,
): [number[], number[]] {
  const zero = Float64Array.of(0);
  const values = differences.map((d) => portable.loss(name, Float64Array.of(d), zero, delta));
  const dx = new Float64Array(differences.length);
  const y = new Float64Array(differences.length);
  portable.lossBackward(name, Float64Array.from(differences), y, delta, weight, dx);
  return [values, [...dx]];
}

describe("losses and their gradients", () => {
  test("squared", () => {
    expect(of("squared", [-3, 0, 0.5], 1, 0.25)).toEqual([
      [9, 0, 0.25],
      [-1.5, 0, 0.25],
    ]);
  });

  test("absolute, whose gradient at zero is zero", () => {
    expect(of("absolute", [-3, 0, 0.5], 1, 4)).toEqual([
      [3, 0, 0.5],
      [-4, 0, 4],
    ]);
  });

  test("huber: a parabola up to δ, then lines that continue it and its slope", () => {
    const [values, gradient] = of("huber", [-3, -2, -1, 0, 1, 2, 3], 2);
    expect(values).toEqual([4, 2, 0.5, 0, 0.5, 2, 4]);
    expect(gradient).toEqual([-2, -2, -1, 0, 1, 2, 2]);
  });

  test("of infinite differences, and of NaN", () => {
    expect(of("huber", [Infinity, -Infinity, NaN], 2)).toEqual([
      [Infinity, Infinity, NaN],
      [2, -2, NaN],
    ]);
    expect(of("absolute", [-Infinity, NaN])[1]).toEqual([-1, NaN]);
  });

  test("sum over all entries the differences of both arrays", () => {
    const x = Float64Array.of(1, 2, 3);
    const y = Float64Array.of(3, 2, 1.5);
    expect(portable.loss("squared", x, y, 1)).toBe(4 + 2.25);
    expect(portable.loss("absolute", x, y, 1)).toBe(3.5);
    expect(portable.loss("huber", x, y, 1)).toBe(1.5 + 1);
    expect(portable.loss("squared", new Float64Array(0), new Float64Array(0), 1)).toBe(0);
  });
});
