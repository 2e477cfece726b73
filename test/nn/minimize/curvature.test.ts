import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
import { createBfgs } from "../../../src/nn/minimize/bfgs.js";
import type { Curvature, Pair } from "../../../src/nn/minimize/curvature.js";
import { createLbfgs } from "../../../src/nn/minimize/lbfgs.js";
import { dot } from "../../../src/nn/minimize/sums.js";

const n = 6;
const NONE = new Float64Array(0);
const CREATE: [string, () => Curvature][] = [
  ["lbfgs", () => createLbfgs(10, [])],
  ["bfgs", () => createBfgs(n, NONE)],
];

/** A symmetric positive definite matrix, I + BᵀB of a random B, row-major. */
function randomHessian(seed: number): Float64Array {
  const B = normals(createRng(seed), [n, n]).data;
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += B[k * n + i] * B[k * n + j];
    return sum;
  });
}

function product(A: Float64Array, v: Float64Array): Float64Array {
  return v.map((_, i) => dot(A.subarray(i * n, (i + 1) * n), v));
}

function randomPairs(count: number, seed: number): Pair[] {
  const A = randomHessian(seed);
  const rng = createRng(seed + 1);
  return Array.from({ length: count }, () => {
    const s = normals(rng, [n]).data;
    return { s, y: product(A, s) };
  });
}

/**
 * Steps with the exact α = −gᵀd/dᵀAd along the directions of a method, on ½ xᵀAx − bᵀx, until the
 * gradient is rounding.
 */
function descend(curvature: Curvature, A: Float64Array, b: Float64Array): number {
  let x = new Float64Array(n);
  let g = b.map((bi) => -bi);
  for (let steps = 0; ; steps++) {
    if (dot(g, g) < 1e-20 * dot(b, b)) return steps;
    const d = curvature.direction(g);
    const Ad = product(A, d);
    const alpha = -dot(g, d) / dot(d, Ad);
    const s = d.map((di) => alpha * di);
    const y = Ad.map((ai) => alpha * ai);
    x = x.map((xi, i) => xi + s[i]);
    g = product(A, x).map((ai, i) => ai - b[i]);
    curvature.learn({ s, y });
  }
}

describe.each(CREATE)("%s", (_, create) => {
  test("knows nothing at first: the direction is against the gradient", () => {
    const curvature = create();
    expect(curvature.empty).toBe(true);
    expect(curvature.direction(Float64Array.of(1, 2, 3, 0, -1, 5))).toEqual(
      Float64Array.of(-1, -2, -3, -0, 1, -5),
    );
  });

  test("fulfils the secant equation H y = s for the newest pair", () => {
    const curvature = create();
    for (const pair of randomPairs(4, 1)) {
      curvature.learn(pair);
      // Condition numbers here are below 1e3: 1e-12 is rounding.
      curvature.direction(pair.y).forEach((di, i) => expect(di).toBeCloseTo(-pair.s[i], 12));
    }
  });

  test("ends on a quadratic in n unknowns after n exact steps", () => {
    const b = normals(createRng(5), [n]).data;
    expect(descend(create(), randomHessian(4), b)).toBeLessThanOrEqual(n);
  });

  test("passes over steps along which the slope did not rise", () => {
    const curvature = create();
    const [{ s, y }] = randomPairs(1, 2);
    curvature.learn({ s, y: y.map((yi) => -yi) });
    curvature.learn({ s: new Float64Array(n), y });
    expect(curvature.empty).toBe(true);
  });

  test("forgets", () => {
    const curvature = create();
    randomPairs(3, 3).forEach((pair) => curvature.learn(pair));
    expect(curvature.empty).toBe(false);
    curvature.forget();
    expect(curvature).toMatchObject({ empty: true });
    expect(curvature.direction(new Float64Array(n).fill(2))).toEqual(new Float64Array(n).fill(-2));
  });
});

test("lbfgs with one pair is bfgs after one step", () => {
  const [pair] = randomPairs(1, 6);
  const [limited, dense] = [createLbfgs(1, [pair]), createBfgs(n, NONE)];
  dense.learn(pair);
  const g = normals(createRng(7), [n]).data;
  const expected = dense.direction(g);
  limited.direction(g).forEach((di, i) => expect(di).toBeCloseTo(expected[i], 12));
});

test("lbfgs is the BFGS updates of γ I by its pairs, γ = sᵀy/yᵀy of the newest", () => {
  const pairs = randomPairs(4, 8);
  const { s, y } = pairs[3];
  const start = new Float64Array(n * n);
  for (let i = 0; i < n; i++) start[i * (n + 1)] = dot(s, y) / dot(y, y);
  const dense = createBfgs(n, start);
  pairs.forEach((pair) => dense.learn(pair));
  const g = normals(createRng(9), [n]).data;
  const expected = dense.direction(g);
  createLbfgs(4, pairs)
    .direction(g)
    .forEach((di, i) => expect(di).toBeCloseTo(expected[i], 12));
});

test("lbfgs keeps the newest pairs", () => {
  const pairs = randomPairs(5, 10);
  expect(createLbfgs(2, pairs).knowledge().pairs).toEqual(pairs.slice(3));
});

test("the matrix of bfgs is symmetric to the last bit, and positive along every gradient", () => {
  const curvature = createBfgs(n, NONE);
  const rng = createRng(12);
  for (const pair of randomPairs(12, 11)) {
    curvature.learn(pair);
    const H = curvature.knowledge().inverseHessian;
    H.forEach((entry, at) => expect(entry).toBe(H[(at % n) * n + Math.floor(at / n)]));
    const g = normals(rng, [n]).data;
    expect(dot(g, curvature.direction(g))).toBeLessThan(0);
  }
});

test("after n exact steps on a quadratic the matrix of bfgs is A⁻¹", () => {
  const A = randomHessian(13);
  const curvature = createBfgs(n, NONE);
  expect(descend(curvature, A, normals(createRng(14), [n]).data)).toBe(n);
  const H = curvature.knowledge().inverseHessian;
  for (let j = 0; j < n; j++) {
    const column = product(
      H,
      Float64Array.from({ length: n }, (_, i) => A[i * n + j]),
    );
    // Rounding of n updates: conjugacy is kept to about 1e-10.
    column.forEach((entry, i) => expect(entry).toBeCloseTo(i === j ? 1 : 0, 8));
  }
});

test("what is known does not change with later steps", () => {
  const [first, second] = randomPairs(2, 15);
  const curvature = createBfgs(n, NONE);
  curvature.learn(first);
  const before = curvature.knowledge();
  const copy = structuredClone(before);
  curvature.learn(second);
  expect(before).toEqual(copy);
});
