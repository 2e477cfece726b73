import { describe, expect, test } from "vitest";
import { DIFFERENCE_KINDS, differenceOffsets, differenceWeights } from "../../src/stencil/index.js";

describe("the weights of a difference", () => {
  test("are the classical ones, rounded once", () => {
    expect(differenceWeights(2, [-1, 0, 1])).toEqual([1, -2, 1]);
    expect(differenceWeights(1, [0, 1, 2])).toEqual([-1.5, 2, -0.5]);
    expect(differenceWeights(1, [-2, -1, 0, 1, 2])).toEqual([1 / 12, -8 / 12, 0, 8 / 12, -1 / 12]);
    expect(differenceWeights(4, [-2, -1, 0, 1, 2])).toEqual([1, -4, 6, -4, 1]);
    expect(differenceWeights(2, [-3, -2, -1, 0, 1, 2, 3])).toEqual([
      ...[2 / 180, -27 / 180, 270 / 180],
      -490 / 180,
      ...[270 / 180, -27 / 180, 2 / 180],
    ]);
    expect(differenceWeights(0, [5])).toEqual([1]);
  });
  test("give the derivative of every power below the number of points", () => {
    const offsets = [-4, -1, 0, 2, 3, 7];
    for (let order = 0; order < 6; order++) {
      const weights = differenceWeights(order, offsets);
      for (let power = 0; power < 6; power++) {
        const terms = offsets.map((r, j) => weights[j] * r ** power);
        const sum = terms.reduce((a, b) => a + b);
        const exact = power === order ? [1, 1, 2, 6, 24, 120][order] : 0;
        // Each weight is rounded once, and so is each product and partial sum.
        const size = terms.reduce((a, b) => a + Math.abs(b), 0);
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(6 * 2 ** -52 * size);
      }
    }
  });
  test("of up to 23 points about the centre are exact fractions: odd derivatives see nothing of it", () => {
    for (const accuracy of [8, 16, 22]) {
      const offsets = differenceOffsets(1, accuracy, "central");
      const weights = differenceWeights(1, offsets);
      const reach = accuracy / 2;
      expect(weights[reach]).toBe(0);
      // w_r = (−1)^{r+1} (R!)² / (r (R − r)! (R + r)!), built up from r = 1.
      let expected = reach / (reach + 1);
      for (let r = 1; r <= reach; r++) {
        // A few roundings of the recursion below for every r.
        const error = Math.abs(weights[reach + r] - expected);
        expect(error).toBeLessThanOrEqual(4 * r * 2 ** -53 * Math.abs(expected));
        expect(weights[reach - r]).toBe(-weights[reach + r]);
        expected *= (-r * (reach - r)) / ((r + 1) * (reach + r + 1));
      }
    }
  });
  test("are refused for fewer points than the derivative needs, equal points, and what is no whole number", () => {
    expect(() => differenceWeights(2, [0, 1])).toThrow(
      "stencil.differenceWeights: a derivative of order 2 should have at least 3 distinct offsets; got 0, 1.",
    );
    expect(() => differenceWeights(1, [0, 1, 1])).toThrow("distinct offsets; got 0, 1, 1.");
    expect(() => differenceWeights(0, [])).toThrow("got none.");
    expect(() => differenceWeights(-1, [0])).toThrow("order should be an integer ≥ 0; got -1");
    expect(() => differenceWeights(1, [0, 0.5])).toThrow("offsets[1] should be an integer");
  });
});

describe("the offsets of a difference", () => {
  test("are as many as it needs, on the side that is asked for", () => {
    expect(differenceOffsets(1, 2, "central")).toEqual([-1, 0, 1]);
    expect(differenceOffsets(2, 4, "central")).toEqual([-2, -1, 0, 1, 2]);
    expect(differenceOffsets(3, 2, "central")).toEqual([-2, -1, 0, 1, 2]);
    expect(differenceOffsets(1, 3, "central")).toEqual(differenceOffsets(1, 4, "central"));
    expect(differenceOffsets(1, 2, "forward")).toEqual([0, 1, 2]);
    expect(differenceOffsets(2, 1, "backward")).toEqual([-2, -1, 0]);
    for (const kind of DIFFERENCE_KINDS) expect(differenceOffsets(0, 6, kind)).toEqual([0]);
  });
  test("are refused for orders, accuracies and kinds that are none", () => {
    expect(() => differenceOffsets(1.5, 2, "central")).toThrow("order should be an integer ≥ 0");
    expect(() => differenceOffsets(1, 0, "central")).toThrow("accuracy should be an integer ≥ 1");
    expect(() => differenceOffsets(1, 1, "left" as "forward")).toThrow(
      'kind should be one of "central", "forward", "backward"; got "left".',
    );
  });
});
