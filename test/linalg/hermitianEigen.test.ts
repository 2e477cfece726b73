import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { createHermitianEigen } from "../../src/linalg/index.js";
import {
  adjoint,
  departureFromUnitarity,
  diagonal,
  distance,
  identity,
  matrix,
  norm,
  product,
  randomMatrix,
  randomUnitary,
} from "./dense.js";
import type { Matrix } from "./dense.js";

// Backward error of Jacobi's method: about 1e-16 per rotation a column takes part in, here up to 150.
const ROUNDING = 3e-14;

function eigen(a: Matrix): { values: Float64Array; vectors: Matrix } {
  const { values, vectorsRe, vectorsIm, decompose } = createHermitianEigen(a.rows);
  decompose(a.re, a.im);
  return { values, vectors: matrix(a.rows, a.rows, vectorsRe, vectorsIm) };
}

/** V Λ Vᴴ */
function withEigenvalues(vectors: Matrix, values: ArrayLike<number>): Matrix {
  return product(vectors, diagonal(values), adjoint(vectors));
}

function expectDecomposition(a: Matrix): Float64Array {
  const { values, vectors } = eigen(a);
  expect(distance(withEigenvalues(vectors, values), a)).toBeLessThanOrEqual(ROUNDING * norm(a));
  expect(departureFromUnitarity(vectors)).toBeLessThan(ROUNDING);
  expect([...values]).toEqual([...values].sort((x, y) => y - x));
  return values;
}

describe("the Hermitian eigen-decomposition", () => {
  test.each([1, 2, 3, 4, 7, 12, 25])(
    "A = V Λ Vᴴ with unitary V for random %i × %i matrices",
    (n) => {
      const rng = createRng(n);
      for (let repeat = 0; repeat < 5; repeat++) {
        const b = randomMatrix(rng, n, n);
        const indefinite = matrix(
          n,
          n,
          b.re.map((x, i) => x + adjoint(b).re[i]),
          b.im.map((x, i) => x + adjoint(b).im[i]),
        );
        expectDecomposition(indefinite);
        const values = expectDecomposition(product(adjoint(b), b));
        expect(values[n - 1]).toBeGreaterThan(0);
      }
    },
  );

  test("finds the eigenvalues that were put in, repeated ones too", () => {
    const given = [5, 2, 2, 2, -1, -1];
    const values = expectDecomposition(withEigenvalues(randomUnitary(createRng(1), 6), given));
    given.forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(5 * ROUNDING));
  });

  test("n = 2 is the closed form (a + d)/2 ± √((a − d)²/4 + |b|²)", () => {
    const [a, d, re, im] = [3, -1, 0.5, 2];
    const values = expectDecomposition(matrix(2, 2, [a, re, re, d], [0, im, -im, 0]));
    const root = Math.sqrt(((a - d) / 2) ** 2 + re * re + im * im);
    expect(values[0]).toBeCloseTo((a + d) / 2 + root, 14);
    expect(values[1]).toBeCloseTo((a + d) / 2 - root, 14);
  });

  test("the eigenvalues of the circulant second difference are 2 − 2 cos(2πk/n)", () => {
    const n = 9;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      a.re[i * n + i] = 2;
      a.re[i * n + ((i + 1) % n)] = a.re[((i + 1) % n) * n + i] = -1;
    }
    const values = expectDecomposition(a);
    const exact = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos((2 * Math.PI * k) / n));
    exact.sort((x, y) => y - x).forEach((value, i) => expect(values[i]).toBeCloseTo(value, 13));
  });

  test("a Gram matrix of rank r has n − r eigenvalues of rounding size", () => {
    const b = randomMatrix(createRng(2), 3, 8);
    const values = expectDecomposition(product(adjoint(b), b));
    for (const value of values.slice(3)) expect(Math.abs(value)).toBeLessThan(ROUNDING * values[0]);
    expect(values[2]).toBeGreaterThan(0.01 * values[0]);
  });

  test("a graded matrix D C D keeps the relative accuracy of its small eigenvalues", () => {
    // For C near 1 the eigenvalues of D C D are those of D² up to |C − 1|, however small they are.
    const scales = [1, 1e-3, 1e-6, 1e-9, 1e-12];
    const n = scales.length;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) a.re[i * n + j] = scales[i] * scales[j] * (i === j ? 1 : 0.01);
    }
    const { values } = eigen(a);
    scales.forEach((scale, i) => expect(Math.abs(values[i] / scale ** 2 - 1)).toBeLessThan(0.01));
    // det = ∏ λ = ∏ d² · det C, det C = (1 − ε)^{n−1} (1 + (n − 1) ε): a check to full accuracy.
    const det = values.reduce((p, value, i) => p * (value / scales[i] ** 2), 1);
    expect(det).toBeCloseTo(0.99 ** (n - 1) * (1 + 0.01 * (n - 1)), 13);
  });

  test("the zero matrix has zero eigenvalues and unit vectors", () => {
    const { values, vectors } = eigen(matrix(4, 4));
    expect(values).toEqual(new Float64Array(4));
    expect(vectors).toEqual(identity(4));
  });

  test("1 × 1 is its entry", () => {
    const { values, vectors } = eigen(matrix(1, 1, [-3]));
    expect(values[0]).toBe(-3);
    expect(vectors.re[0]).toBe(1);
  });

  test("a power of two scales the eigenvalues and nothing else, bit for bit, near overflow too", () => {
    const b = randomMatrix(createRng(3), 5, 5);
    const a = product(adjoint(b), b);
    const plain = eigen(a);
    for (const power of [2 ** 1000, 2 ** -900]) {
      const scaled = eigen(
        matrix(
          5,
          5,
          a.re.map((x) => x * power),
          a.im.map((x) => x * power),
        ),
      );
      expect(scaled.values).toEqual(plain.values.map((x) => x * power));
      expect(scaled.vectors).toEqual(plain.vectors);
    }
  });

  test("only the upper triangle is read, and the input is not written to", () => {
    const b = randomMatrix(createRng(4), 4, 4);
    const a = product(adjoint(b), b);
    const upper = matrix(4, 4, a.re, a.im);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j <= i; j++) upper.im[i * 4 + j] = NaN;
      for (let j = 0; j < i; j++) upper.re[i * 4 + j] = NaN;
    }
    for (let i = 0; i < 4; i++) upper.im[i * 4 + i] = 7;
    const copy = structuredClone(a);
    expect(eigen(matrix(4, 4, a.re, a.im)).values).toEqual(eigen(a).values);
    expect(a).toEqual(copy);
    expect(eigen(upper).values).toEqual(eigen(a).values);
  });

  test("a workspace used again gives the same answer", () => {
    const rng = createRng(5);
    const workspace = createHermitianEigen(3);
    const [a, b] = [randomMatrix(rng, 3, 3), randomMatrix(rng, 3, 3)];
    workspace.decompose(a.re, a.im);
    const first = workspace.values.slice();
    workspace.decompose(b.re, b.im);
    workspace.decompose(a.re, a.im);
    expect(workspace.values).toEqual(first);
  });

  test("refuses a size that is no positive integer, and entries that are not finite", () => {
    expect(() => createHermitianEigen(0)).toThrow(
      "linalg.createHermitianEigen: n should be an integer ≥ 1; got 0.",
    );
    expect(() => eigen(matrix(2, 2, [1, NaN, NaN, 1]))).toThrow(
      "linalg.hermitianEigen: the matrix should hold finite numbers; got an entry of NaN.",
    );
  });
});
