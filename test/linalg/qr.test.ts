import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { updateTriangle } from "../../src/linalg/index.js";
import { adjoint, distance, matrix, norm, product, randomMatrix, stacked } from "./dense.js";
import type { Matrix } from "./dense.js";

/** Rounding of some hundred rotations, each good to about 1e-16. */
const ROUNDING = 1e-14;

/** The triangle of the rows, absorbed into another triangle if one is given. */
function triangleOf(rows: Matrix, into: Matrix = matrix(rows.columns, rows.columns)): Matrix {
  const n = rows.columns;
  const r = matrix(n, n, into.re, into.im);
  updateTriangle(r.re, r.im, n, rows.re.slice(), rows.im.slice(), rows.rows);
  return r;
}

function expectClose(actual: Matrix, expected: Matrix): void {
  expect(distance(actual, expected)).toBeLessThanOrEqual(ROUNDING * norm(expected));
}

describe("the triangle of stacked rows", () => {
  test.each([1, 2, 3, 6])(
    "RᴴR = AᴴA, R upper triangular with a real diagonal ≥ 0, for n = %i",
    (n) => {
      const a = randomMatrix(createRng(n), 20, n);
      const r = triangleOf(a);
      expectClose(product(adjoint(r), r), product(adjoint(a), a));
      for (let i = 0; i < n; i++) {
        expect(r.im[i * n + i]).toBe(0);
        expect(r.re[i * n + i]).toBeGreaterThan(0);
        for (let j = 0; j < i; j++) expect([r.re[i * n + j], r.im[i * n + j]]).toEqual([0, 0]);
      }
    },
  );

  test("does not depend on the order of the rows, nor on how they were batched", () => {
    const rng = createRng(10);
    const [a, b] = [randomMatrix(rng, 7, 4), randomMatrix(rng, 9, 4)];
    const all = triangleOf(stacked(a, b));
    expectClose(triangleOf(stacked(b, a)), all);
    expectClose(triangleOf(b, triangleOf(a)), all);
  });

  test("merging triangles is associative and commutative up to rounding", () => {
    const rng = createRng(11);
    const [a, b, c] = [7, 3, 12].map((rows) => triangleOf(randomMatrix(rng, rows, 5)));
    const left = triangleOf(c, triangleOf(b, a));
    const right = triangleOf(triangleOf(c, b), a);
    expectClose(left, right);
    expectClose(triangleOf(a, triangleOf(b, c)), left);
  });

  test("a triangle absorbed into nothing is itself, exactly", () => {
    const r = triangleOf(randomMatrix(createRng(12), 9, 4));
    expect(triangleOf(r)).toEqual(r);
  });

  test("rows of zeros change nothing", () => {
    const r = triangleOf(randomMatrix(createRng(13), 9, 4));
    expect(triangleOf(matrix(3, 4), r)).toEqual(r);
  });

  test("fewer rows than columns, and dependent rows, are fine", () => {
    const rng = createRng(14);
    const thin = randomMatrix(rng, 2, 5);
    const r = triangleOf(thin);
    expectClose(product(adjoint(r), r), product(adjoint(thin), thin));
    const dependent = product(randomMatrix(rng, 12, 2), randomMatrix(rng, 2, 5));
    const s = triangleOf(dependent);
    expectClose(product(adjoint(s), s), product(adjoint(dependent), dependent));
  });

  test("entries whose squares overflow or vanish keep their size", () => {
    for (const size of [1e-200, 1e200]) {
      const r = triangleOf(matrix(2, 1, [3 * size, 0], [0, 4 * size]));
      expect(r.re[0] / size).toBeCloseTo(5, 13);
    }
  });
});
