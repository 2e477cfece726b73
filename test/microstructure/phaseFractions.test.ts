import { describe, expect, test } from "vitest";
import { createRng, integers, ShapeError, ValueError } from "../../src/core/index.js";
import { checkerboard, phaseFractions } from "../../src/microstructure/index.js";

describe("phaseFractions", () => {
  test("counts every phase in every sample", () => {
    const fractions = phaseFractions([
      [0, 1, 1, 3],
      [2, 2, 2, 2],
    ]);
    expect(fractions.shape).toEqual([2, 4]);
    expect([...fractions.data]).toEqual([0.25, 0.5, 0, 0.25, 0, 0, 1, 0]);
    expect([...phaseFractions(checkerboard([4, 6, 2])).data]).toEqual([0.5, 0.5]);
  });

  test("have the sum 1 in every sample", () => {
    const { data } = phaseFractions(integers(createRng(1), 7, [5, 9, 11]), { phases: 10 });
    for (let s = 0; s < 5; s++) {
      const sum = data.subarray(10 * s, 10 * s + 10).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 14);
    }
  });

  test("refuses what are no phases, and too few of them", () => {
    expect(() => phaseFractions([[0, 3]], { phases: 3 })).toThrow(
      "microstructure.phaseFractions: m should hold phases below 3; it holds 3. Give more phases, or leave the number out.",
    );
    expect(() => phaseFractions([[0, 0.5]])).toThrow(
      "microstructure.phaseFractions: m should hold phase indices, integers ≥ 0; got 0.5 at [0, 1].",
    );
    expect(() => phaseFractions([0, 1])).toThrow(ShapeError);
    expect(() => phaseFractions([[0]], { phases: 0 })).toThrow(ValueError);
  });
});
