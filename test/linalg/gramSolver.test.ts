import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { createGramSolver, leastSquaresBatch } from "../../src/linalg/index.js";
import type { GramCut, GramSolver } from "../../src/linalg/index.js";
import {
  adjoint,
  distance,
  matrix,
  norm,
  product,
  randomMatrix,
  withSingularValues,
} from "./dense.js";
import type { Matrix } from "./dense.js";

function solve(a: Matrix, y: Matrix, cut?: GramCut): { x: Matrix; solver: GramSolver } {
  const gram = product(adjoint(a), a);
  const right = product(adjoint(a), y);
  const solver = createGramSolver(a.columns, y.columns);
  solver.solve(gram.re, gram.im, right.re, right.im, cut);
  return { x: matrix(a.columns, y.columns, solver.xRe, solver.xIm), solver };
}

/** Through QR and singular values: the condition number is not squared. */
function solveByQr(a: Matrix, y: Matrix): Matrix {
  const { x } = leastSquaresBatch(
    { re: a.re, im: a.im, shape: [1, a.rows, a.columns] },
    { re: y.re, im: y.im, shape: [1, y.rows, y.columns] },
  );
  return matrix(a.columns, y.columns, x.re, x.im);
}

describe("least squares from a Gram matrix", () => {
  test.each([1, 2, 3, 6])("recovers a known solution for n = %i", (n) => {
    const rng = createRng(n);
    const [a, x] = [randomMatrix(rng, 40, n), randomMatrix(rng, n, 2)];
    const { x: found, solver } = solve(a, product(a, x));
    expect(distance(found, x)).toBeLessThan(1e-12 * norm(x));
    expect(solver.rank).toBe(n);
  });

  test("agrees with QR where the problem is well conditioned", () => {
    const rng = createRng(10);
    const [a, y] = [randomMatrix(rng, 40, 5), randomMatrix(rng, 40, 3)];
    const reference = solveByQr(a, y);
    expect(distance(solve(a, y).x, reference)).toBeLessThan(1e-13 * norm(reference));
  });

  test("of least norm: x lies in the range of Aᴴ, and is what QR finds", () => {
    const rng = createRng(11);
    const rows = randomMatrix(rng, 3, 6);
    const a = product(randomMatrix(rng, 20, 3), rows); // rank 3, the range of Aᴴ is that of rowsᴴ
    const y = randomMatrix(rng, 20, 2);
    const { x, solver } = solve(a, y);
    expect(solver.rank).toBe(3);
    // The part of x outside is what is left after fitting it by the columns of rowsᴴ.
    const inside = product(adjoint(rows), solveByQr(adjoint(rows), x));
    expect(distance(inside, x)).toBeLessThan(1e-12 * norm(x));
    expect(distance(solveByQr(a, y), x)).toBeLessThan(1e-11 * norm(x));
  });

  test("states that sum to one share a constant: G1 comes out by itself", () => {
    // Two columns m and −m, as local states away from k = 0: the least-norm answer sums to zero.
    const m = randomMatrix(createRng(12), 9, 1);
    const a = matrix(9, 2);
    for (let s = 0; s < 9; s++) {
      for (const [h, sign] of [1, -1].entries()) {
        a.re[s * 2 + h] = sign * m.re[s];
        a.im[s * 2 + h] = sign * m.im[s];
      }
    }
    const { x, solver } = solve(a, randomMatrix(createRng(13), 9, 1));
    expect(solver.rank).toBe(1);
    expect(Math.abs(x.re[0] + x.re[1])).toBeLessThan(1e-15);
    expect(Math.abs(x.im[0] + x.im[1])).toBeLessThan(1e-15);
  });

  test("QR keeps nine digits where the Gram matrix has lost all: condition 1e7", () => {
    // cond(G) = 1e14: its smallest eigenvalue is known to 1e-16 · 1e14 = 1e-2 at best, and the
    // solution with it; QR errs by 1e-16 · 1e7 = 1e-9.
    const rng = createRng(14);
    const a = withSingularValues(rng, 30, [1, 1e-3, 1e-7]);
    const x = randomMatrix(rng, 3, 1);
    const y = product(a, x);
    const byGram = distance(solve(a, y, { tolerance: 1e-15 }).x, x) / norm(x);
    const byQr = distance(solveByQr(a, y), x) / norm(x);
    expect(byQr).toBeLessThan(1e-8);
    expect(byGram).toBeGreaterThan(1e4 * byQr);
  });

  test("the condition is the square of the design matrix's", () => {
    const { solver } = solve(withSingularValues(createRng(15), 9, [10, 1, 0.1]), matrix(9, 1));
    expect(solver.condition).toBeCloseTo(1e4, 6);
    [100, 1, 0.01].forEach((value, j) => expect(solver.values[j]).toBeCloseTo(value, 11));
  });

  test.each([1, 2])(
    "cuts relative to the largest eigenvalue, or at an absolute floor (n = %i)",
    (n) => {
      const a = withSingularValues(createRng(16), 9, [1, 1e-4].slice(0, n));
      const y = matrix(9, 1, new Float64Array(9).fill(1));
      expect(solve(a, y).solver.rank).toBe(n);
      expect(solve(a, y, { tolerance: 1e-7 }).solver.rank).toBe(1);
      expect(solve(a, y, { floor: 1e-7 }).solver.rank).toBe(1);
      const { x, solver } = solve(a, y, { floor: 2 });
      expect([solver.rank, solver.condition, norm(x)]).toEqual([0, 1, 0]);
    },
  );

  test.each([1, 3])("a Gram matrix of zeros gives zero, without a floor (n = %i)", (n) => {
    const { x, solver } = solve(matrix(4, n), matrix(4, 2, new Float64Array(8).fill(1)));
    expect(solver.rank).toBe(0);
    expect(norm(x)).toBe(0);
  });

  test("refuses sizes that are no positive integers", () => {
    expect(() => createGramSolver(0, 1)).toThrow(
      "linalg.createGramSolver: n should be an integer ≥ 1",
    );
    expect(() => createGramSolver(1, 0)).toThrow(
      "linalg.createGramSolver: c should be an integer ≥ 1",
    );
  });
});
