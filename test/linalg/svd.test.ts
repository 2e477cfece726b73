import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { createSvd } from "../../src/linalg/index.js";
import {
  adjoint,
  departureFromUnitarity,
  diagonal,
  distance,
  matrix,
  norm,
  product,
  randomMatrix,
  withSingularValues,
} from "./dense.js";
import type { Matrix } from "./dense.js";

// Backward error of one-sided Jacobi: a small multiple of rows times the unit of rounding.
const ROUNDING = 2e-14;

function svd(a: Matrix): { values: Float64Array; u: Matrix; v: Matrix } {
  const { values, uRe, uIm, vRe, vIm, decompose } = createSvd(a.rows, a.columns);
  decompose(a.re, a.im);
  const r = values.length;
  return { values, u: matrix(a.rows, r, uRe, uIm), v: matrix(a.columns, r, vRe, vIm) };
}

function expectDecomposition(a: Matrix): Float64Array {
  const { values, u, v } = svd(a);
  expect(distance(product(u, diagonal(values), adjoint(v)), a)).toBeLessThanOrEqual(
    ROUNDING * norm(a),
  );
  expect(departureFromUnitarity(u)).toBeLessThan(ROUNDING);
  expect(departureFromUnitarity(v)).toBeLessThan(ROUNDING);
  expect([...values]).toEqual([...values].sort((x, y) => y - x));
  expect(values[values.length - 1]).toBeGreaterThanOrEqual(0);
  return values;
}

describe("the singular value decomposition", () => {
  test.each([
    [1, 1],
    [1, 5],
    [5, 1],
    [2, 2],
    [4, 4],
    [9, 4],
    [4, 9],
    [20, 12],
  ])("A = U Σ Vᴴ with orthonormal columns for random %i × %i matrices", (m, n) => {
    const rng = createRng(100 * m + n);
    for (let repeat = 0; repeat < 5; repeat++) expectDecomposition(randomMatrix(rng, m, n));
  });

  test("finds the singular values that were put in, repeated ones too", () => {
    const given = [4, 2, 2, 0.5];
    const values = expectDecomposition(withSingularValues(createRng(1), 7, given));
    given.forEach((value, j) => expect(Math.abs(values[j] - value)).toBeLessThan(5 * ROUNDING));
  });

  test("columns graded over twelve orders keep the relative accuracy of every singular value", () => {
    // A = B D with orthonormal B: the singular values are the entries of D, to relative accuracy.
    const n = 5;
    const scales = [1, 1e-3, 1e-6, 1e-9, 1e-12];
    const orthonormal = svd(randomMatrix(createRng(2), 9, n)).u;
    const values = svd(product(orthonormal, diagonal(scales))).values;
    scales.forEach((scale, j) => expect(Math.abs(values[j] / scale - 1)).toBeLessThan(ROUNDING));
  });

  test("matrices of less than full rank have singular values of rounding size", () => {
    const rng = createRng(3);
    const a = product(randomMatrix(rng, 8, 2), randomMatrix(rng, 2, 5));
    const values = expectDecomposition(a);
    for (const value of values.slice(2)) expect(value).toBeLessThan(ROUNDING * values[0]);
  });

  test("the zero matrix, and one with a zero column, still get orthonormal U and V", () => {
    expect(expectDecomposition(matrix(4, 3))).toEqual(new Float64Array(3));
    expect(expectDecomposition(matrix(3, 4))).toEqual(new Float64Array(3));
    const values = expectDecomposition(matrix(3, 2, [1, 0, 2, 0, 2, 0]));
    expect([...values]).toEqual([3, 0]);
  });

  test("the squares are the eigenvalues of AᴴA: a 2 × 2 closed form", () => {
    const values = expectDecomposition(matrix(2, 2, [3, 0, 4, 5]));
    expect(values[0]).toBeCloseTo(Math.sqrt(45), 13);
    expect(values[1]).toBeCloseTo(Math.sqrt(5), 13);
  });

  test("a power of two scales the singular values and nothing else, bit for bit", () => {
    const a = randomMatrix(createRng(4), 4, 3);
    const plain = svd(a);
    for (const power of [2 ** 1000, 2 ** -900]) {
      const scaled = svd(
        matrix(
          4,
          3,
          a.re.map((x) => x * power),
          a.im.map((x) => x * power),
        ),
      );
      expect(scaled.values).toEqual(plain.values.map((x) => x * power));
      expect(scaled.u).toEqual(plain.u);
    }
  });

  test("entries so small that their squares vanish do no harm", () => {
    expectDecomposition(matrix(3, 3, [1, 1e-200, 0, 0, 1e-180, 3e-300, 1e-170, 0, 2e-308]));
  });

  test("refuses sizes that are no positive integers, and entries that are not finite", () => {
    expect(() => createSvd(0, 2)).toThrow("linalg.createSvd: m should be an integer ≥ 1; got 0.");
    expect(() => createSvd(2, 1.5)).toThrow(
      "linalg.createSvd: n should be an integer ≥ 1; got 1.5.",
    );
    expect(() => svd(matrix(2, 2, [1, NaN, 0, 1]))).toThrow(
      "linalg.svd: the matrix should hold finite numbers; got an entry of NaN.",
    );
  });
});
