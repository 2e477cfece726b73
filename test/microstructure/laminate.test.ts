import { describe, expect, test } from "vitest";
import { sizeOf, unravel } from "../../src/core/index.js";
import { laminate } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";
import { fractionsOf, pairsOf } from "./ensembles.js";

const OBLIQUE = [
  [[12], [3]],
  [
    [12, 10],
    [2, -1],
  ],
  [
    [9, 15],
    [1, 2],
  ],
  [
    [8, 6, 10],
    [1, 1, -2],
  ],
  [
    [7, 9, 5],
    [0, 2, 1],
  ],
] as const;

describe("a laminate", () => {
  test("along an axis has layers of its fractions, from the origin on", () => {
    expect([...laminate([10], { volumeFraction: [0.3, 0.5, 0.2] }).data]).toEqual([
      ...[0, 0, 0, 1, 1, 1, 1, 1, 2, 2],
    ]);
    expect([...laminate([2, 6], { normal: [0, 2], volumeFraction: [1 / 3, 2 / 3] }).data]).toEqual([
      ...[0, 1, 1, 0, 1, 1],
      ...[0, 1, 1, 0, 1, 1],
    ]);
    expect([...laminate([4, 2]).data]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test("has in every cell the phase of the height w·x/n, straight from the definition", () => {
    const volumeFraction = [0.48, 0.2, 0.32]; // no layer ends in the middle between two planes
    for (const [shape, normal] of OBLIQUE) {
      const { data } = laminate(shape, { normal, volumeFraction });
      const planes = new Set<number>();
      const heights = Array.from({ length: sizeOf(shape) }, (_, cell) => {
        const t = unravel(cell, shape).reduce((sum, x, a) => sum + (normal[a] * x) / shape[a], 0);
        const height = t - Math.floor(t + 1e-9);
        planes.add(Math.round(height * 1e6));
        return height;
      });
      const half = 0.5 / planes.size; // a plane belongs to the layer in which its middle lies
      const expected = heights.map((t) => [0.48, 0.68].filter((c) => c <= t + half).length);
      expect([...data]).toEqual(expected);
    }
  });

  test("fills every fraction to half a plane of cells, and exactly where planes allow", () => {
    for (const [shape, normal] of OBLIQUE) {
      const [m, quarter] = [0.37, 0.5].map((f) =>
        laminate(shape, { normal, volumeFraction: [1 - f, f] }),
      );
      const planes = new Set(
        Array.from({ length: sizeOf(shape) }, (_, cell) => {
          const t = unravel(cell, shape).reduce((sum, x, a) => sum + (normal[a] * x) / shape[a], 0);
          return Math.round((t - Math.floor(t + 1e-9)) * 1e6);
        }),
      ).size;
      expect(Math.abs(fractionsOf(m)[0] - 0.37)).toBeLessThanOrEqual(0.5 / planes + 1e-12);
      if (planes % 2 === 0) expect(fractionsOf(quarter)[0]).toBe(0.5);
    }
  });

  test("is constant along its layers: steps of w·r/n = 0 or 1 change nothing", () => {
    const m = laminate([12, 6], { normal: [2, -1], volumeFraction: [0.6, 0.4] });
    for (const r of [
      [3, 3], // 2·3/12 − 3/6 = 0
      [6, 0],
      [0, 6],
    ]) {
      expect([...rolled(m, r).data]).toEqual([...m.data]);
    }
    expect([...rolled(m, [1, 0]).data]).not.toEqual([...m.data]);
  });

  test("of two equal layers has the two-point statistics of a triangle, ½ − |t| up to |t| = ½", () => {
    const m = laminate([24, 5], { normal: [1, 0] });
    for (let r = 0; r <= 24; r++) {
      const t = Math.min(r, 24 - r) / 24;
      expect(pairsOf(m, [r, 2], 1)[0]).toBeCloseTo(0.5 - t, 14);
    }
  });

  test("turned over by the sign of its normal is seen from behind", () => {
    const { data } = laminate([10], { normal: [-1], volumeFraction: [0.3, 0.7] });
    const ahead = laminate([10], { volumeFraction: [0.3, 0.7] }).data;
    expect([...data]).toEqual(Array.from({ length: 10 }, (_, x) => ahead[(10 - x) % 10]));
  });
});

describe("laminate refuses", () => {
  test("layers thinner than the grid shows, and more than one stack on two cells", () => {
    expect(() => laminate([10], { volumeFraction: [0.97, 0.03] })).toThrow(
      "microstructure.laminate: layer 1, 0.0300 of a stack, is thinner than half of one of its 10 planes of cells. " +
        "Choose a finer grid, or fewer stacks.",
    );
    expect(() => laminate([10, 4], { normal: [0, 3] })).toThrow(
      "microstructure.laminate: normal[1], at most one stack on two cells, should be an integer between -2 and 2; got 3.",
    );
  });

  test("normals that point nowhere, between cells, or into other spaces", () => {
    expect(() => laminate([10, 4], { normal: [0, 0] })).toThrow(
      "microstructure.laminate: normal should not be [0, 0]; [1, 0] is one stack along x.",
    );
    expect(() => laminate([10, 4], { normal: [0.5, 0] })).toThrow("normal[0]");
    expect(() => laminate([10, 4], { normal: [1] })).toThrow(
      "microstructure.laminate: normal should have 2 components, one per axis; got [1].",
    );
    expect(() => laminate([10, 4], { volumeFraction: [2, -1] })).toThrow("volumeFraction[0]");
    expect(() => laminate([1.5])).toThrow("microstructure.laminate: shape should list");
  });
});
