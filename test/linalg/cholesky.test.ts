import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError, ValueError } from "../../src/core/index.js";
import { solvePositive } from "../../src/linalg/index.js";

/** Rows of the Hilbert matrix 1/(i + j + 1), whose condition grows by 33 with every row. */
const hilbert = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => 1 / (i + j + 1)));

/** B Bᵀ + I of a random B: between 1 and some 4n. */
function positive(n: number, seed: number): number[][] {
  const B = normals(createRng(seed), [n, n]).data;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k];
      return sum;
    }),
  );
}

const times = (A: readonly (readonly number[])[], x: readonly (readonly number[])[]): number[][] =>
  A.map((row) => x[0].map((_, c) => row.reduce((sum, a, j) => sum + a * x[j][c], 0)));

describe("solvePositive", () => {
  test("solves a system that is solved by hand", () => {
    // L = [[2, 0], [1, 2]], so A = [[4, 2], [2, 5]].
    const { x, dependent } = solvePositive(
      [
        [4, 2],
        [2, 5],
      ],
      [[8], [12]],
    );
    expect(x.get(0, 0)).toBeCloseTo(1, 15);
    expect(x.get(1, 0)).toBeCloseTo(2, 15);
    expect(dependent).toBe(-1);
  });

  test.each([1, 3, 20, 60])("finds %i known unknowns in three columns at once", (n) => {
    const A = positive(n, n);
    const known = Array.from({ length: n }, (_, i) => [1, i, (-1) ** i * 0.5]);
    const { x, dependent } = solvePositive(A, times(A, known));
    expect(x.shape).toEqual([n, 3]);
    expect(dependent).toBe(-1);
    known.forEach((row, i) => {
      // Condition up to some 4n, of unknowns up to n: n² roundings with a margin.
      row.forEach((value, c) => expect(Math.abs(x.get(i, c) - value)).toBeLessThan(1e-14 * n * n));
    });
  });

  test("reads the lower triangle only", () => {
    const A = positive(6, 2);
    const b = A.map((_, i) => [i]);
    const lower = A.map((row, i) => row.map((value, j) => (j > i ? 99 : value)));
    expect(solvePositive(lower, b)).toStrictEqual(solvePositive(A, b));
  });

  test("units of the unknowns do not matter: D A D has the solution D⁻¹ x, and the same pivots", () => {
    const A = positive(5, 3);
    // Powers of two, so that scaling rounds nothing.
    const d = [2 ** -60, 1, 2 ** 40, 2 ** -20, 2 ** 70];
    const b = A.map((_, i) => [i + 1]);
    const plain = solvePositive(A, b);
    const scaled = solvePositive(
      A.map((row, i) => row.map((value, j) => value * d[i] * d[j])),
      b.map(([value], i) => [value * d[i]]),
    );
    d.forEach((factor, i) => {
      // Even powers of two scale square roots exactly, too.
      expect(scaled.x.get(i, 0) * factor).toBeCloseTo(plain.x.get(i, 0), 14);
    });
    expect(scaled.smallestPivot).toBeCloseTo(plain.smallestPivot, 14);
    expect(scaled.dependent).toBe(-1);
  });

  test("the smallest pivot falls as 1/condition for Hilbert's matrices", () => {
    const pivots = [2, 4, 6].map((n) => solvePositive(hilbert(n), hilbert(n)).smallestPivot);
    // [[1, ½], [½, ⅓]] scaled has the off-diagonal √3/2 and the pivot 1 − ¾.
    expect(pivots[0]).toBeCloseTo(1 / 4, 14);
    expect(pivots[1]).toBeLessThan(pivots[0] / 50);
    expect(pivots[2]).toBeLessThan(pivots[1] / 50);
  });

  test("names the first unknown that follows from those before it", () => {
    const rows = [
      [1, 0, 2],
      [0, 1, 1],
      [1, 1, 3],
      [2, -1, 0],
    ];
    // Rows in the space of three dimensions: the third is the sum of the first two.
    const gram = rows.map((a) => rows.map((b) => a.reduce((sum, v, i) => sum + v * b[i], 0)));
    const { x, dependent, smallestPivot } = solvePositive(
      gram,
      rows.map(() => [1]),
    );
    expect(dependent).toBe(2);
    expect(smallestPivot).toBeLessThan(1e-13);
    expect([...x.data]).toEqual([0, 0, 0, 0]);
  });

  test("a matrix with a negative or zero diagonal is not definite", () => {
    const b = [[1], [1]];
    const of = (diagonal: number): number =>
      solvePositive(
        [
          [1, 0],
          [0, diagonal],
        ],
        b,
      ).dependent;
    expect([of(1), of(0), of(-1)]).toEqual([-1, 1, 1]);
  });

  test("the tolerance decides what is zero", () => {
    const b = [[1], [1]];
    const A = [
      [1, 1],
      [1, 1 + 1e-6],
    ];
    expect(solvePositive(A, b).dependent).toBe(-1);
    expect(solvePositive(A, b, { tolerance: 1e-5 }).dependent).toBe(1);
  });

  test("refuses matrices that are not square, other rows, and numbers that are none", () => {
    const A = positive(3, 4);
    const b = [[1], [2], [3]];
    expect(() => solvePositive(A.slice(1), b.slice(1))).toThrow(ShapeError);
    expect(() => solvePositive(A, b.slice(1))).toThrow(
      "linalg.solvePositive: A should be square and b have as many rows; got [3, 3] and [2, 1].",
    );
    expect(() => solvePositive(A, [1, 2, 3])).toThrow("linalg.solvePositive: b");
    expect(() => solvePositive(A, [[1], [NaN], [3]])).toThrow(ValueError);
    expect(() => solvePositive([[Infinity]], [[1]])).toThrow("linalg.solvePositive: A");
    expect(() => solvePositive(A, b, { tolerance: 2 })).toThrow("linalg.solvePositive: tolerance");
  });
});
