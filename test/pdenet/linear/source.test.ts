import { expect, test } from "vitest";
import { gradCheck, grad, multiply, sum, Variable } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf } from "../../../src/core/index.js";
import { sourceCoverage, sourceOf } from "../../../src/pdenet/linear/source.js";
import { recordedJson } from "./publishedProblem.js";

const BASIS = { cells: 4, degree: 3, from: -2, to: 2 };

const normals = (length: number, seed: number): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => rng.normal());
};

test("values and slopes of recorded nodes are the recorded ones, zero slopes beyond the ends", () => {
  interface Line {
    readonly degree: number;
    readonly mesh: number;
    readonly bound: readonly [number, number];
    readonly coe: readonly number[];
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly dydx: readonly number[];
  }
  const { d1 } = recordedJson("lagrange") as { readonly d1: Line };
  const basis = { cells: d1.mesh, degree: d1.degree, from: d1.bound[0], to: d1.bound[1] };
  const nodes = new Variable(Float64Array.from(d1.coe), [d1.coe.length]);
  const at = ndarrayOf(Float64Array.from(d1.x), [1, 1, d1.x.length]);
  const values = sourceOf(new Variable(at.data, at.shape), nodes, basis).data;
  const slopes = grad((u: Variable) => sum(sourceOf(u, nodes, basis)))(at).data;
  d1.x.forEach((_, i) => {
    // Products of five numbers of order ten.
    expect(Math.abs(values[i] - d1.y[i])).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(slopes[i] - d1.dydx[i])).toBeLessThanOrEqual(1e-11);
  });
});

test("the gradients to u and to the nodes pass the check by differences", () => {
  const u = ndarrayOf(normals(12, 1).map((x) => 1.2 * x), [2, 1, 6]); // prettier-ignore
  const nodes = ndarrayOf(normals(13, 2), [13]);
  const weight = new Variable(normals(12, 3), [2, 1, 6]);
  const { error } = gradCheck(
    (x: { readonly u: Variable; readonly nodes: Variable }) =>
      sum(multiply(sourceOf(x.u, x.nodes, BASIS), weight)),
    { u, nodes },
  );
  expect(error).toBeLessThan(1e-6);
});

test("what lies beyond the ends, and how often each cell is seen, is counted", () => {
  expect(sourceCoverage(BASIS, [-3, -2, -1.5, 0.5, 2, 7, 8, 0])).toEqual({
    beyond: 3 / 8,
    visits: Int32Array.of(2, 0, 2, 1),
  });
  expect(sourceCoverage(BASIS, []).beyond).toBe(0);
});

test("a second derivative of a source is refused", () => {
  const nodes = new Variable(normals(13, 2), [13]);
  const slope = grad((u: Variable) => sum(sourceOf(u, nodes, BASIS)));
  const twice = grad((u: Variable) => sum(slope(u)));
  expect(() => twice(ndarrayOf(normals(4, 1), [1, 1, 4]))).toThrow(/differentiated once/);
});
