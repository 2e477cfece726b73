import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, ShapeError, uniforms, ValueError } from "../../src/core/index.js";
import { phaseFractions, quantileThreshold, threshold } from "../../src/microstructure/index.js";

describe("threshold", () => {
  test("counts the levels below a value; a value at a level is darker", () => {
    const m = threshold([[1, 2, 3, 4, 5]], [2, 3.5]);
    expect([...m.data]).toEqual([0, 0, 1, 2, 2]);
    expect(m.shape).toEqual([1, 5]);
    expect([...threshold([[1, 2, 3]], 2).data]).toEqual([0, 0, 1]);
  });

  test("does not see what increases with the value", () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const levels = fc.uniqueArray(value, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), levels, (values, drawn) => {
        const sorted = [...drawn].sort((a, b) => a - b);
        fc.pre(new Set(sorted.map((v) => v ** 3)).size === sorted.length);
        fc.pre(sorted.every((q) => values.every((v) => v === q || v ** 3 !== q ** 3)));
        const cubed = [values.map((v) => v ** 3)];
        expect(
          threshold(
            cubed,
            sorted.map((v) => v ** 3),
          ).data,
        ).toEqual(threshold([values], sorted).data);
      }),
      { seed: 3 },
    );
  });

  test("keeps samples and one to three space axes", () => {
    for (const shape of [
      [2, 5],
      [3, 4, 5],
      [2, 3, 4, 5],
    ]) {
      expect(threshold(uniforms(createRng(1), shape), 0.5).shape).toEqual(shape);
    }
  });

  test("refuses levels and fields that are none", () => {
    expect(() => threshold([[1, 2]], [])).toThrow(
      "microstructure.threshold: the number of levels should be an integer between 1 and 255; got 0.",
    );
    for (const levels of [[2, 1], [1, 1], [NaN], [0, Infinity]]) {
      expect(() => threshold([[1, 2]], levels)).toThrow(
        `microstructure.threshold: levels should be finite and increase; got [${levels.join(", ")}]. Sort them, each once.`,
      );
    }
    expect(() => threshold([[1, NaN]], 1)).toThrow(
      "microstructure.threshold: field should be finite; got NaN at index [0, 1]",
    );
    expect(() => threshold([1, 2], 1)).toThrow(ShapeError);
  });
});

describe("quantileThreshold", () => {
  test.each([[[101]], [[12, 9]], [[6, 5, 4]]])(
    "meets volume fractions to 3/2 of a cell on %j, in every sample",
    (grid) => {
      const field = uniforms(createRng(5), [3, ...grid]);
      const cells = grid.reduce((product, n) => product * n, 1);
      const fractions = [0.2, 0.5, 0.3];
      const { data } = phaseFractions(quantileThreshold(field, fractions));
      for (let s = 0; s < 3; s++) {
        const [first, second] = data.subarray(3 * s);
        expect(Math.abs(first - 0.2)).toBeLessThanOrEqual(1.5 / cells);
        expect(Math.abs(first + second - 0.7)).toBeLessThanOrEqual(1.5 / cells);
      }
    },
  );

  test("cuts every sample at its own values", () => {
    const m = quantileThreshold(
      [
        [1, 2, 3, 4],
        [40, 30, 20, 10],
      ],
      [0.5, 0.5],
    );
    // Index 3 · 0.5 = 1.5 rounds to 2, so three of four values lie at or below the level.
    expect([...m.data]).toEqual([0, 0, 0, 1, 1, 0, 0, 0]);
  });

  test("does not part equal values", () => {
    expect([...quantileThreshold([[7, 7, 7, 9]], [0.5, 0.5]).data]).toEqual([0, 0, 0, 1]);
  });

  test("refuses fractions that are none", () => {
    expect(() => quantileThreshold([[1, 2]], [0.5, 0.6])).toThrow(
      "microstructure.quantileThreshold: volumeFraction should have the sum 1; [0.5, 0.6] has 1.1.",
    );
    expect(() => quantileThreshold([[1, 2]], [1])).toThrow(ValueError);
    expect(() => quantileThreshold(ndarrayOf(new Float64Array(3), [3]), [0.5, 0.5])).toThrow(
      ShapeError,
    );
  });
});
