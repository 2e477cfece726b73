import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { createTriangleSolver, updateTriangle } from "../../src/linalg/index.js";
import type { SingularCut, TriangleSolver } from "../../src/linalg/index.js";
import {
  adjoint,
  beside,
  distance,
  matrix,
  norm,
  product,
  randomMatrix,
  withSingularValues,
} from "./dense.js";
import type { Matrix } from "./dense.js";

function solve(a: Matrix, y: Matrix, cut?: SingularCut): { x: Matrix; solver: TriangleSolver } {
  const width = a.columns + y.columns;
  const r = matrix(width, width);
  const rows = beside(a, y);
  updateTriangle(r.re, r.im, width, rows.re, rows.im, rows.rows);
  const solver = createTriangleSolver(a.columns, y.columns);
  solver.solve(r.re, r.im, cut);
  return { x: matrix(a.columns, y.columns, solver.xRe, solver.xIm), solver };
}

describe("least squares from a triangle", () => {
  test("recovers a known solution, with no residual", () => {
    const rng = createRng(1);
    const [a, x] = [randomMatrix(rng, 12, 4), randomMatrix(rng, 4, 3)];
    const { x: found, solver } = solve(a, product(a, x));
    expect(distance(found, x)).toBeLessThan(1e-12 * norm(x));
    expect(solver.rank).toBe(4);
    for (const square of solver.residualSquares)
      expect(Math.sqrt(square)).toBeLessThan(1e-13 * norm(a));
  });

  test("the residual is orthogonal to the columns of A, and its square is reported", () => {
    const rng = createRng(2);
    const [a, y] = [randomMatrix(rng, 12, 4), randomMatrix(rng, 12, 2)];
    const { x, solver } = solve(a, y);
    const fitted = product(a, x);
    const rest = matrix(
      12,
      2,
      y.re.map((v, i) => v - fitted.re[i]),
      y.im.map((v, i) => v - fitted.im[i]),
    );
    expect(norm(product(adjoint(a), rest))).toBeLessThan(1e-13 * norm(a) * norm(y));
    for (let l = 0; l < 2; l++) {
      let square = 0;
      for (let i = l; i < 24; i += 2) square += rest.re[i] ** 2 + rest.im[i] ** 2;
      expect(solver.residualSquares[l] / square).toBeCloseTo(1, 12);
    }
  });

  test("dropped directions count as residual", () => {
    const a = matrix(2, 2, [1, 0, 0, 1e-13]);
    const y = matrix(2, 1, [3, 2]);
    const { x, solver } = solve(a, y);
    expect(solver.rank).toBe(1);
    expect([...x.re]).toEqual([3, 0]);
    expect(solver.residualSquares[0]).toBeCloseTo(4, 14);
  });

  test("reports the singular values and the condition number of the design matrix", () => {
    const a = withSingularValues(createRng(3), 9, [10, 1, 0.1]);
    const { solver } = solve(a, matrix(9, 1));
    [10, 1, 0.1].forEach((s, j) => expect(solver.singularValues[j]).toBeCloseTo(s, 12));
    expect(solver.condition).toBeCloseTo(100, 10);
  });

  test("cuts relative to the largest singular value, or at an absolute floor", () => {
    const a = withSingularValues(createRng(4), 9, [1, 1e-4, 1e-11]);
    const y = matrix(9, 1, new Float64Array(9).fill(1));
    expect(solve(a, y).solver.rank).toBe(3);
    expect(solve(a, y, { tolerance: 1e-10 }).solver.rank).toBe(2);
    expect(solve(a, y, { floor: 1e-3 }).solver.rank).toBe(1);
    const { x, solver } = solve(a, y, { floor: 2 });
    expect([solver.rank, solver.condition, norm(x)]).toEqual([0, 1, 0]);
  });

  test("refuses sizes that are no positive integers", () => {
    expect(() => createTriangleSolver(0, 1)).toThrow("linalg.createTriangleSolver: h should be");
    expect(() => createTriangleSolver(1, 0)).toThrow("linalg.createTriangleSolver: c should be");
  });
});
