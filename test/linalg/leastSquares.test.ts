import { describe, expect, test } from "vitest";
import { complexZeros, createRng, normals, ShapeError, ValueError } from "../../src/core/index.js";
import type { ComplexArray, Rng } from "../../src/core/index.js";
import { leastSquaresBatch } from "../../src/linalg/index.js";
import { adjoint, distance, identity, matrix, norm, product, randomMatrix } from "./dense.js";
import type { Matrix } from "./dense.js";

function random(rng: Rng, shape: readonly number[]): ComplexArray {
  return { re: normals(rng, shape).data, im: normals(rng, shape).data, shape };
}

/** Problem k of a batch. */
function at({ re, im, shape: [, rows, columns] }: ComplexArray, k: number): Matrix {
  const [from, to] = [k * rows * columns, (k + 1) * rows * columns];
  return matrix(rows, columns, re.slice(from, to), im.slice(from, to));
}

function batchOf(...matrices: readonly Matrix[]): ComplexArray {
  const [{ rows, columns }] = matrices;
  return {
    re: Float64Array.from(matrices.flatMap(({ re }) => [...re])),
    im: Float64Array.from(matrices.flatMap(({ im }) => [...im])),
    shape: [matrices.length, rows, columns],
  };
}

/** The pseudo-inverse: the solutions for the unit vectors. */
function pseudoInverse(a: Matrix): Matrix {
  return at(leastSquaresBatch(batchOf(a), batchOf(identity(a.rows))).x, 0);
}

describe("batched least squares", () => {
  test("recovers known solutions, each problem on its own", () => {
    const rng = createRng(1);
    const A = random(rng, [6, 10, 3]);
    const x = random(rng, [6, 3, 2]);
    const b = batchOf(...Array.from({ length: 6 }, (_, k) => product(at(A, k), at(x, k))));
    const found = leastSquaresBatch(A, b);
    expect(found.x.shape).toEqual([6, 3, 2]);
    for (let k = 0; k < 6; k++) {
      expect(distance(at(found.x, k), at(x, k))).toBeLessThan(1e-12 * norm(at(x, k)));
    }
    expect([...found.rank]).toEqual([3, 3, 3, 3, 3, 3]);
    expect(found.singularValues.shape).toEqual([6, 3]);
    expect(found.residualSquares.shape).toEqual([6, 2]);
  });

  test.each<[string, (rng: Rng) => Matrix]>([
    ["tall", (rng) => randomMatrix(rng, 8, 3)],
    ["wide", (rng) => randomMatrix(rng, 3, 8)],
    ["of less than full rank", (rng) => product(randomMatrix(rng, 7, 2), randomMatrix(rng, 2, 5))],
    ["zero", () => matrix(4, 3)],
  ])(
    "unit vectors give the pseudo-inverse of a matrix that is %s (Moore and Penrose)",
    (_, make) => {
      const a = make(createRng(2));
      const p = pseudoInverse(a);
      // Random matrices of these sizes have condition numbers of some ten.
      const close = (x: Matrix, y: Matrix): void => {
        expect(distance(x, y)).toBeLessThanOrEqual(1e-13 * (1 + norm(y)));
      };
      close(product(a, p, a), a);
      close(product(p, a, p), p);
      close(adjoint(product(a, p)), product(a, p));
      close(adjoint(product(p, a)), product(p, a));
    },
  );

  test("rank and condition are those of each design matrix", () => {
    const full = matrix(3, 2, [3, 0, 0, 1, 0, 0]);
    const thin = matrix(3, 2, [1, 1, 1, 1, 0, 0]);
    const { rank, condition, singularValues } = leastSquaresBatch(
      batchOf(full, thin, matrix(3, 2)),
      complexZeros([3, 3, 1]),
    );
    expect([...rank]).toEqual([2, 1, 0]);
    expect(condition[0]).toBeCloseTo(3, 14);
    expect([condition[1], condition[2]]).toEqual([1, 1]);
    expect(singularValues.get(0, 0)).toBeCloseTo(3, 14);
    expect(singularValues.get(1, 0)).toBeCloseTo(2, 14);
    expect(singularValues.get(2, 0)).toBe(0);
  });

  test("writes to neither input", () => {
    const rng = createRng(3);
    const [A, b] = [random(rng, [2, 5, 3]), random(rng, [2, 5, 1])];
    const before = structuredClone([A, b]);
    leastSquaresBatch(A, b);
    expect([A, b]).toEqual(before);
  });

  test("refuses batches that do not fit, naming both shapes", () => {
    const A = complexZeros([2, 5, 3]);
    expect(() => leastSquaresBatch(A, complexZeros([2, 4, 1]))).toThrow(
      new ShapeError(
        "linalg.leastSquaresBatch: A has shape [2, 5, 3], b [2, 4, 1]; both should begin with the " +
          "same k and s. Pass A[k, s, h] and b[k, s, c].",
      ),
    );
    expect(() => leastSquaresBatch(A, complexZeros([3, 5, 1]))).toThrow(ShapeError);
    expect(() => leastSquaresBatch(A, complexZeros([2, 5]))).toThrow(
      "linalg.leastSquaresBatch: b should have the axes [k, s, c]",
    );
    expect(() => leastSquaresBatch({ ...A, im: new Float64Array(1) }, A)).toThrow(ShapeError);
  });

  test("refuses NaN with its index, and tolerances that are none", () => {
    const A = complexZeros([2, 5, 3]);
    const broken = complexZeros([2, 5, 1]);
    broken.im[7] = NaN;
    expect(() => leastSquaresBatch(A, broken)).toThrow(
      "linalg.leastSquaresBatch: b (imaginary part) should be finite; got NaN at index [1, 2, 0].",
    );
    const b = complexZeros([2, 5, 1]);
    expect(() => leastSquaresBatch(A, b, { tolerance: 2 })).toThrow(ValueError);
    expect(() => leastSquaresBatch(A, b, { floor: -1 })).toThrow("linalg.leastSquaresBatch: floor");
  });
});
