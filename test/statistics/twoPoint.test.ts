import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { ifftshift } from "../../src/fft/index.js";
import { fromPyMKS } from "../../src/formats/index.js";
import { discretize, phaseBasis } from "../../src/states/index.js";
import { twoPoint } from "../../src/statistics/index.js";
import type { StatePair } from "../../src/statistics/index.js";
import { distance, randomField, randomPhases, rolled } from "../mks/synthetic.js";
import { recordedReal } from "../recorded.js";

const GRIDS = [[1], [7], [8], [5, 4], [6, 6], [3, 4, 5], [2, 1, 6]];

/** Rounding of transforms of some hundred numbers of size 1. */
const ROUNDING = 1e-13;

const states = (grid: readonly number[], phases: number, seed = 1): NdArray =>
  discretize(randomPhases(2, grid, phases, seed), phaseBasis(phases));

/** The flat position of x + r on the grid. */
function moved(x: number, r: number, grid: readonly number[]): number {
  const [from, by] = [unravel(x, grid), unravel(r, grid)];
  return from.reduce((at, i, axis) => at * grid[axis] + ((i + by[axis]) % grid[axis]), 0);
}

/** f_ab[r] of sample s, cell by cell. */
function counted(m: NdArray, s: number, [a, b]: StatePair): number[] {
  const [, count, ...grid] = m.shape;
  const size = sizeOf(grid);
  const state = (h: number, x: number): number => m.data[(s * count + h) * size + x];
  return Array.from({ length: size }, (_, r) => {
    let sum = 0;
    for (let x = 0; x < size; x++) sum += state(a, x) * state(b, moved(x, r, grid));
    return sum / size;
  });
}

/** f[s, pair] of the result, flat. */
function entry(f: NdArray, s: number, pair: number): number[] {
  const [, pairs, ...grid] = f.shape;
  const size = sizeOf(grid);
  return [...f.data.subarray((s * pairs + pair) * size, (s * pairs + pair + 1) * size)];
}

describe("two-point statistics", () => {
  test("are what counting pairs of cells gives", () => {
    for (const grid of GRIDS) {
      const m = states(grid, 3);
      const f = twoPoint(m, { pairs: "all" });
      const pairs: StatePair[] = [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 1],
        [0, 2],
        [1, 2],
      ];
      expect(f.shape).toEqual([2, 6, ...grid]);
      for (const s of [0, 1]) {
        pairs.forEach((pair, i) => {
          expect(distance(entry(f, s, i), counted(m, s, pair))).toBeLessThan(ROUNDING);
        });
      }
    }
  });

  test("correlate any fields, the second one at x + r", () => {
    const m = randomField([1, 2, 5, 6], 4);
    const f = twoPoint(m, {
      pairs: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(distance(entry(f, 0, 0), counted(m, 0, [0, 1]))).toBeLessThan(ROUNDING);
    expect(distance(entry(f, 0, 1), counted(m, 0, [1, 0]))).toBeLessThan(ROUNDING);
    expect(distance(entry(f, 0, 0), entry(f, 0, 1))).toBeGreaterThan(0.1);
  });

  test("begin with the volume fractions, and sum to N v_a v_b", () => {
    for (const grid of GRIDS) {
      const m = states(grid, 2, 3);
      const size = sizeOf(grid);
      const f = twoPoint(m, { pairs: "all" });
      for (const s of [0, 1]) {
        const v = [0, 1].map((h) => entry(m, s, h).reduce((sum, inside) => sum + inside, 0) / size);
        for (const [i, [a, b]] of (
          [
            [0, 0],
            [1, 1],
            [0, 1],
          ] as const
        ).entries()) {
          const values = entry(f, s, i);
          expect(Math.abs(values[0] - (a === b ? v[a] : 0))).toBeLessThan(ROUNDING);
          const sum = values.reduce((total, value) => total + value, 0);
          expect(Math.abs(sum - size * v[a] * v[b])).toBeLessThan(size * ROUNDING);
        }
      }
    }
  });

  test("of (0, 0), (0, 1), …, the default, sum to the fraction of phase 0 at every r", () => {
    const m = states([6, 5], 4);
    const f = twoPoint(m);
    expect(f.shape).toEqual([2, 4, 6, 5]);
    const sums = entry(f, 1, 0).map((_, r) =>
      [0, 1, 2, 3].reduce((sum, b) => sum + entry(f, 1, b)[r], 0),
    );
    const fraction = entry(f, 1, 0)[0];
    for (const sum of sums) expect(Math.abs(sum - fraction)).toBeLessThan(ROUNDING);
  });

  test("do not change when everything moves", () => {
    const m = states([6, 7], 2);
    expect(distance(twoPoint(rolled(m, [2, -3])).data, twoPoint(m).data)).toBeLessThan(ROUNDING);
  });

  test("of a checkerboard are one half and nothing in turn", () => {
    const f = twoPoint([[[0, 1, 0, 1, 0, 1]]]).data;
    expect(distance(f, [0.5, 0, 0.5, 0, 0.5, 0])).toBeLessThan(ROUNDING);
  });
});

describe("PyMKS finds the same", () => {
  for (const name of ["odd_auto", "odd_cross", "even_auto", "even_cross"]) {
    test(`on a cell that repeats: ${name}`, () => {
      const [first, second] = ["arr1", "arr2"].map((id) =>
        recordedReal(`tp_periodic_${name}__${id}`),
      );
      const [samples, nx, ny] = first.shape;
      const size = nx * ny;
      const m = new Float64Array(2 * first.data.length); // m[s, h, x, y]
      for (let s = 0; s < samples; s++) {
        m.set(first.data.subarray(s * size, (s + 1) * size), 2 * s * size);
        m.set(second.data.subarray(s * size, (s + 1) * size), (2 * s + 1) * size);
      }
      const f = twoPoint(ndarrayOf(m, [samples, 2, nx, ny]), { pairs: [[0, 1]] });
      const stats = recordedReal(`tp_periodic_${name}__stats`).hi(samples, nx, ny); // without the last slice of even axes
      const recorded = ifftshift(stats, 2);
      expect(f.shape).toEqual([samples, 1, nx, ny]);
      f.data.forEach((value, i) => {
        expect(Math.abs(value - recorded.data[i])).toBeLessThan(1e-12 + 1e-9 * recorded.data[i]);
      });
    });
  }

  test("for three states and its pairs (0, 0), (0, 1), (0, 2)", () => {
    const [m, stats] = ["m", "stats"].map((id) =>
      fromPyMKS(recordedReal(`tp_multiple_default__${id}`), { kind: "states" }),
    );
    const recorded = ifftshift(stats, 2);
    twoPoint(m).data.forEach((value, i) => {
      expect(Math.abs(value - recorded.data[i])).toBeLessThan(1e-12 + 1e-9 * recorded.data[i]);
    });
  });
});

describe("twoPoint refuses", () => {
  test("microstructures without states, and values that are not finite", () => {
    expect(() => twoPoint([[0, 1]])).toThrow(
      "statistics.twoPoint: m should have the axes [sample, state, …x] (3 or 4 or 5 axes); got [1, 2].",
    );
    expect(() => twoPoint([[[0, NaN]]])).toThrow(
      "statistics.twoPoint: m should be finite; got NaN at index [0, 0, 1].",
    );
  });

  test("pairs of states that there are not, and none", () => {
    expect(() => twoPoint([[[0, 1]]], { pairs: [[0, 1]] })).toThrow(
      "statistics.twoPoint: pairs[0][1] should be an integer between 0 and 0; got 1.",
    );
    expect(() => twoPoint([[[0, 1]]], { pairs: [] })).toThrow(
      'statistics.twoPoint: pairs should be "all" or list at least one pair of states; got []. ' +
        "[[1, 1]] is the autocorrelation of state 1.",
    );
  });
});
