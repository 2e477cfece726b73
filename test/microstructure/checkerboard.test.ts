import { describe, expect, test } from "vitest";
import { checkerboard } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";
import { recordedReal } from "../recorded.js";

describe("a checkerboard", () => {
  test("has phases in turn in one, two and three axes", () => {
    expect([...checkerboard([5]).data]).toEqual([0, 1, 0, 1, 0]);
    expect([...checkerboard([2, 3]).data]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...checkerboard([2, 2, 2]).data]).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
  });

  test("is what PyMKS makes of squares of 2 by 3 cells", () => {
    const recorded = recordedReal("gen_checkerboard_5x8__x");
    const m = checkerboard([5, 8], [2, 3]);
    expect(m.shape).toEqual(recorded.shape);
    expect([...m.data]).toEqual([...recorded.data]);
  });

  test("changes its phases when it moves by one square along one axis, if it repeats", () => {
    const m = checkerboard([6, 8, 4], [3, 2, 1]);
    for (const shift of [
      [3, 0, 0],
      [0, 2, 0],
      [0, 0, 1],
    ]) {
      expect([...rolled(m, shift).data]).toEqual([...m.data].map((phase) => 1 - phase));
    }
    expect(m.data.reduce((sum, phase) => sum + phase, 0)).toBe(m.data.length / 2);
  });

  test("of one square is uniform", () => {
    expect(new Set(checkerboard([3, 4], 4).data)).toEqual(new Set([0]));
  });
});

describe("checkerboard refuses", () => {
  test("a shape that is none", () => {
    expect(() => checkerboard([2, 2, 2, 2])).toThrow(
      "microstructure.checkerboard: shape should list the lengths of 1, 2 or 3 space axes, " +
        "integers ≥ 1; got [2, 2, 2, 2]. Samples and components are no axes of it.",
    );
    expect(() => checkerboard([4, 0])).toThrow("got [4, 0]");
    expect(() => checkerboard([4, 1.5])).toThrow("got [4, 1.5]");
    expect(() => checkerboard(5 as unknown as number[])).toThrow("got 5");
  });

  test("sides that are none, or too many of them", () => {
    expect(() => checkerboard([4, 4], 0)).toThrow(
      "microstructure.checkerboard: square should be an integer ≥ 1 on axis 0; got 0.",
    );
    expect(() => checkerboard([4, 4], [1, 2.5])).toThrow("on axis 1; got 2.5.");
    expect(() => checkerboard([4, 4], [1, 2, 3])).toThrow(
      "microstructure.checkerboard: square should be one number, or one for each of the 2 axes; " +
        "got [1, 2, 3].",
    );
  });
});
