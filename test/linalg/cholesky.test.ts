import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { solvePositive } from "../../src/linalg/index.js";
import { distance } from "../mks/synthetic.js";

/** A b for matrices A[i, j] and b[j, c]. */
function product(A: NdArray, b: NdArray): NdArray {
  const [n, m] = A.shape;
  const [, count] = b.shape;
  const out = new Float64Array(n * count);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let c = 0; c < count; c++)
        out[i * count + c] += A.data[i * m + j] * b.data[j * count + c];
    }
  }
  return ndarrayOf(out, [n, count]);
}

/** B Bᵀ of random B[n, m]. */
function gram(n: number, m: number, seed: number): NdArray {
  const B = normals(createRng(seed), [n, m]);
  const data = Float64Array.from(
    { length: n * m },
    (_, at) => B.data[(at % n) * m + Math.floor(at / n)],
  );
  return product(B, ndarrayOf(data, [m, n]));
}

describe("positive definite systems", () => {
  test("of two unknowns are solved by hand", () => {
    // [4 2; 2 3] x = [2; 3] has x = (0, 1).
    const { x, dependent } = solvePositive(
      [
        [4, 2],
        [2, 3],
      ],
      [[2], [3]],
    );
    expect(distance(x.data, [0, 1])).toBeLessThan(1e-16);
    expect(dependent).toBe(-1);
  });
  test.each([1, 5, 40])("give the solution back that made the right sides, n = %i", (n) => {
    const A = gram(n, 3 * n, 1);
    const x = normals(createRng(2), [n, 3]);
    // Condition numbers here stay below 1e3.
    expect(distance(solvePositive(A, product(A, x)).x.data, x.data)).toBeLessThan(1e-12);
  });
  test("read only the lower triangle, and do not depend on the units of the unknowns", () => {
    const A = gram(4, 9, 3);
    const b = normals(createRng(4), [4, 1]);
    const { x } = solvePositive(A, b);
    const spoilt = ndarrayOf(
      A.data.map((value, at) => (at % 4 > Math.floor(at / 4) ? 1e9 : value)),
      [4, 4],
    );
    expect([...solvePositive(spoilt, b).x.data]).toEqual([...x.data]);
    // Powers of two scale without rounding.
    const unit = [1, 2 ** 40, 2 ** -30, 8];
    const scaled = ndarrayOf(
      A.data.map((value, at) => value * unit[Math.floor(at / 4)] * unit[at % 4]),
      [4, 4],
    );
    const right = ndarrayOf(
      b.data.map((value, i) => value * unit[i]),
      [4, 1],
    );
    const other = solvePositive(scaled, right).x.data.map((value, i) => value * unit[i]);
    expect(distance(other, x.data)).toBeLessThan(1e-14);
  });
  test("that are not definite name the first unknown that follows from the others", () => {
    // Three rows span three directions: the fourth depends on them.
    const { x, dependent, smallestPivot } = solvePositive(
      gram(5, 3, 5),
      normals(createRng(6), [5, 1]),
    );
    expect(dependent).toBe(3);
    expect([...x.data]).toEqual([0, 0, 0, 0, 0]);
    expect(smallestPivot).toBeLessThan(1e-13);
    expect(solvePositive([[0]], [[1]]).dependent).toBe(0);
    expect(
      solvePositive(
        [
          [1, 2],
          [2, 1],
        ],
        [[1], [1]],
      ).dependent,
    ).toBe(1);
  });
  test("leave what they are given as it is", () => {
    const A = gram(3, 5, 7);
    const before = [...A.data];
    solvePositive(A, normals(createRng(8), [3, 1]));
    expect([...A.data]).toEqual(before);
  });
});

describe("refused are", () => {
  test.each<[string, number[][], number[][], string]>([
    [
      "matrices that are not square",
      [[1, 2]],
      [[1]],
      "linalg.solvePositive: A should be square and b have as many rows",
    ],
    ["right sides of other length", [[1]], [[1], [2]], "got [1, 1] and [2, 1]."],
    [
      "entries that are not finite",
      [[NaN]],
      [[1]],
      "linalg.solvePositive: A should be finite; got NaN",
    ],
  ])("%s", (_, A, b, message) => {
    expect(() => solvePositive(A, b)).toThrow(message);
  });
  test("tolerances beyond 1", () => {
    expect(() => solvePositive([[1]], [[1]], { tolerance: 2 })).toThrow(
      "tolerance should be a finite number",
    );
  });
});
