import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, sizeOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { filterFromMoments, momentsFromFilter, periodicConv } from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

const SHAPES = [[1], [2], [5], [6], [9], [3, 3], [7, 7], [4, 7], [3, 4, 5], [5, 5, 5]];

describe("the moments of a filter", () => {
  test("of central differences are those of the derivative: m_o = 1 and no others below the error", () => {
    // (u[x + 1] − u[x − 1])/2 = u' + u'''/6 + …; (u[x + 1] − 2 u[x] + u[x − 1]) = u'' + …
    expect([...momentsFromFilter([-0.5, 0, 0.5]).data]).toEqual([0, 1, 0]);
    expect([...momentsFromFilter([1, -2, 1]).data]).toEqual([0, 0, 1]);
    // Fourth order on five points: −1/12, 4/3, −5/2, 4/3, −1/12.
    const fourth = momentsFromFilter([-1 / 12, 4 / 3, -5 / 2, 4 / 3, -1 / 12]);
    expect(distance([...fourth.data], [0, 0, 1, 0, 0])).toBeLessThan(1e-15);
  });
  test("of one entry at distance r are r^i/i!, from the centre (l − 1) ⫽ 2", () => {
    expect([...momentsFromFilter([0, 0, 0, 0, 1]).data]).toEqual([1, 2, 2, 8 / 6, 16 / 24]);
    // Even length: the centre is the left of the two middle entries.
    expect([...momentsFromFilter([0, 0, 0, 1]).data]).toEqual([1, 2, 2, 8 / 6]);
  });
  test("of a product of filters are the products of theirs", () => {
    const [a, b] = [
      [1, -3, 2],
      [4, 1, 0.5, -2],
    ];
    const both = ndarrayOf(Float64Array.from(a.flatMap((x) => b.map((y) => x * y))), [3, 4]);
    const [ma, mb] = [a, b].map((q) => [...momentsFromFilter(q).data]);
    const expected = ma.flatMap((x) => mb.map((y) => x * y));
    expect(distance(momentsFromFilter(both).data, expected)).toBeLessThan(1e-15);
  });
  test("say what the filter does to a polynomial: Σ_i m_i ∂^i u", () => {
    // u = x²y on a grid too small to wrap where we look; at (4, 4): ∂xx u = 2y, ∂xy u = 2x, ∂xxy u = 2.
    const q = normals(createRng(1), [1, 1, 3, 3]);
    const u = Float64Array.from({ length: 81 }, (_, i) => Math.floor(i / 9) ** 2 * (i % 9));
    const y = periodicConv({ data: u, shape: [1, 1, 9, 9] }, q);
    const m = momentsFromFilter(q, Infinity, { axes: 2 });
    const derivatives = [64, 16, 0, 32, 8, 0, 8, 2, 0];
    const expected = derivatives.reduce((sum, d, i) => sum + d * m.data[i], 0);
    expect(Math.abs(y.data[4 * 9 + 4] - expected)).toBeLessThan(1e-12);
  });
  test("up to an order are the first of all along every axis", () => {
    const q = normals(createRng(2), [2, 3, 5, 4]);
    const all = momentsFromFilter(q, Infinity, { axes: 2 });
    const some = momentsFromFilter(q, 1, { axes: 2 });
    expect(some.shape).toEqual([2, 3, 2, 2]);
    for (let i = 0; i < 6; i++) {
      for (const [a, b] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        expect(some.data[i * 4 + a * 2 + b]).toBe(all.data[i * 20 + a * 4 + b]);
      }
    }
  });
});

/** Matrices and arrays of another program, see the fixtures' README. */
const recorded = JSON.parse(
  readFileSync(new URL("../fixtures/pdenet/moments.json", import.meta.url), "utf8"),
) as {
  readonly M1d: Readonly<Record<string, number[][]>>;
  readonly invM1d: Readonly<Record<string, number[][]>>;
  readonly cases: readonly {
    readonly shape: number[];
    readonly kernel: Deep;
    readonly moment: Deep;
    readonly moment2: Deep;
    readonly kernel2: Deep;
  }[];
};

type Deep = number | Deep[];

const flat = (value: Deep): number[] => (typeof value === "number" ? [value] : value.flatMap(flat));

const arrayOf = (value: Deep, shape: readonly number[]): NdArray =>
  ndarrayOf(Float64Array.from(flat(value)), shape);

describe("moments agree with those of another program", () => {
  test.each(Object.keys(recorded.M1d))("as a matrix for %s entries", (length) => {
    const matrix = recorded.M1d[length];
    matrix.forEach((_, j) => {
      const unit = matrix.map((__, i) => (i === j ? 1 : 0));
      const column = matrix.map((row) => row[j]);
      // Its entries are rounded once, as ours.
      expect([...momentsFromFilter(unit).data]).toEqual(column);
    });
  });
  test.each(recorded.cases.map(({ shape }, i) => ({ shape, i })))("on $shape", ({ shape, i }) => {
    const { kernel, moment, moment2, kernel2 } = recorded.cases[i];
    expect(
      distance(momentsFromFilter(arrayOf(kernel, shape)).data, arrayOf(moment, shape).data),
    ).toBeLessThan(1e-14);
    // Its inverse is that of LAPACK, off by the rounding times the condition: 3e3 for nine, 9e4 for 5 × 7.
    const ours = filterFromMoments(arrayOf(moment2, shape)).data;
    expect(distance(ours, arrayOf(kernel2, shape).data)).toBeLessThan(1e-12);
  });
});

/** |A| along every axis of |x|: with both matrices, how rounding of what is stored between them grows. */
function grown(x: NdArray, matrices: readonly Readonly<Record<string, number[][]>>[]): number {
  let values = Array.from(x.data, Math.abs);
  const shape = [...x.shape];
  for (const table of matrices) {
    shape.forEach((length, axis) => {
      const matrix = table[length] ?? [[1]];
      const inner = sizeOf(shape.slice(axis + 1));
      values = values.map((_, at) => {
        const j = Math.floor(at / inner) % length;
        const first = at - j * inner;
        return matrix[j].reduce((sum, a, i) => sum + Math.abs(a) * values[first + i * inner], 0);
      });
    });
  }
  return Math.max(...values);
}

describe("filters and moments determine each other", () => {
  const both = [...SHAPES, [7, 7, 7], [9, 9], [9, 9, 9]].filter((shape) => !shape.includes(1));
  test.each(both.map((shape) => [shape]))(
    "as far as numbers stored in Float64 do: 2⁻⁵³ |M⁻¹||M||q| for %j",
    (shape) => {
      const q = normals(createRng(3), shape);
      const largest = Math.max(...[...q.data].map(Math.abs));
      const off = (a: NdArray): number => distance(a.data, q.data) * largest;
      // A correctly rounded moment alone grows to u |M⁻¹||M||q|. What is stored after every axis, of both maps, is
      // rounded too: the roundings are many and of either sign, so that their sum stays below the bound of one.
      const u = 2 ** -53;
      const { M1d, invM1d } = recorded;
      expect(off(filterFromMoments(momentsFromFilter(q)))).toBeLessThan(
        u * grown(q, [M1d, invM1d]),
      );
      expect(off(momentsFromFilter(filterFromMoments(q)))).toBeLessThan(
        u * grown(q, [invM1d, M1d]),
      );
    },
  );
  // 1e-12 is reached up to 5 entries along three axes, 7 along two, 9 along one.
  test.each(SHAPES.map((shape) => [shape]))("%j", (shape) => {
    const q = normals(createRng(3), shape);
    expect(distance(filterFromMoments(momentsFromFilter(q)).data, q.data)).toBeLessThan(1e-12);
    expect(distance(momentsFromFilter(filterFromMoments(q)).data, q.data)).toBeLessThan(1e-12);
  });
  test("the moment 1 of order 2 on three points is the second difference", () => {
    expect([...filterFromMoments([0, 0, 1]).data]).toEqual([1, -2, 1]);
  });
  test("neither writes to what it is given", () => {
    const q = normals(createRng(4), [1, 1]);
    const before = [...q.data];
    filterFromMoments(momentsFromFilter(q)).data.fill(7);
    momentsFromFilter(q).data.fill(7);
    expect([...q.data]).toEqual(before);
  });
});

describe("refused are", () => {
  test("orders below 0, entries that are not finite, and axes that are not there", () => {
    expect(() => momentsFromFilter([1, 2], -1)).toThrow(
      "momentsFromFilter: order should be an integer ≥ 0",
    );
    expect(() => momentsFromFilter([1, NaN])).toThrow(
      "momentsFromFilter: filter should be finite; got NaN",
    );
    expect(() => filterFromMoments([1, 2], { axes: 2 })).toThrow(
      "stencil.filterFromMoments: moments should have 2 space axes of at least one entry, the last ones; got [2].",
    );
  });
});
