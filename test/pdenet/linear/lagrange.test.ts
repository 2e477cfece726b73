import { expect, test } from "vitest";
import { meshTable } from "../../../src/pdenet/linear/coefficientBasis.js";
import {
  lagrangeScales,
  lagrangeSlopes,
  lagrangeWeights,
  locate,
  nodesOf,
} from "../../../src/pdenet/linear/lagrange.js";
import type { Mesh } from "../../../src/pdenet/linear/lagrange.js";
import { recordedJson } from "./publishedProblem.js";

/** A handful of products of numbers of order ten. */
const ROUNDING = 1e-12;

const valueAt = (mesh: Mesh, nodes: ArrayLike<number>, t: number): number => {
  const { indices, weights } = meshTable(mesh, Float64Array.of(t));
  return weights.reduce((sum, weight, j) => sum + weight * nodes[indices[j]], 0);
};

interface Line {
  readonly degree: number;
  readonly mesh: number;
  readonly bound: readonly [number, number];
  readonly coe: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
}

test("values of recorded nodes are the recorded values, within the mesh and beyond", () => {
  const { d1 } = recordedJson("lagrange") as { readonly d1: Line };
  const [from, to] = d1.bound;
  const mesh = { cells: d1.mesh, degree: d1.degree, from, to, periodic: false };
  d1.x.forEach((t, i) => {
    expect(Math.abs(valueAt(mesh, d1.coe, t) - d1.y[i])).toBeLessThanOrEqual(ROUNDING);
  });
});

test.each([1, 2, 3, 4, 6])("polynomials of degree %i are met exactly, by value and slope", (d) => {
  const mesh = { cells: 3, degree: d, from: -1, to: 2, periodic: false };
  const f = (t: number): number => (0.5 * t - 0.3) ** d;
  const slope = (t: number): number => 0.5 * d * (0.5 * t - 0.3) ** (d - 1);
  const nodes = Float64Array.from({ length: nodesOf(mesh) }, (_, i) => f(-1 + i / d));
  const [scales, slopes] = [lagrangeScales(d), new Float64Array(d + 1)];
  for (const t of [-1, -0.4, 0, 0.77, 1.999, 2]) {
    expect(Math.abs(valueAt(mesh, nodes, t) - f(t))).toBeLessThanOrEqual(ROUNDING);
    const [e, τ] = locate(mesh, t);
    lagrangeSlopes(d, τ, scales, slopes, 0);
    const found = slopes.reduce((sum, w, j) => sum + w * nodes[e * d + j], 0);
    // Slopes of degree 6 have weights of a hundred.
    expect(Math.abs(found - slope(t))).toBeLessThanOrEqual(100 * ROUNDING);
  }
});

test("weights are those of the node alone at a node, and sum to one everywhere", () => {
  const [scales, weights] = [lagrangeScales(3), new Float64Array(4)];
  for (const τ of [0, 1 / 3, 0.4, 1]) {
    lagrangeWeights(3, τ, scales, weights, 0);
    expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) - 1)).toBeLessThanOrEqual(ROUNDING);
  }
  lagrangeWeights(3, 1 / 3, scales, weights, 0);
  expect(Array.from(weights, (w) => Math.round(w * 1e12) / 1e12 + 0)).toEqual([0, 1, 0, 0]);
});

test("a function is continuous from cell to cell, and constant beyond the mesh", () => {
  const mesh = { cells: 4, degree: 2, from: 0, to: 4, periodic: false };
  const nodes = Float64Array.from({ length: 9 }, (_, i) => Math.sin(7 * i));
  for (const edge of [1, 2, 3]) {
    const jump = valueAt(mesh, nodes, edge + 1e-13) - valueAt(mesh, nodes, edge - 1e-13);
    expect(Math.abs(jump)).toBeLessThanOrEqual(ROUNDING);
  }
  expect(valueAt(mesh, nodes, -3)).toBe(nodes[0]);
  expect(valueAt(mesh, nodes, 9)).toBe(nodes[8]);
});

test("a periodic mesh has one node less, and its functions repeat", () => {
  const mesh = { cells: 4, degree: 2, from: 0, to: 1, periodic: true };
  expect(nodesOf(mesh)).toBe(8);
  const nodes = Float64Array.from({ length: 8 }, (_, i) => Math.cos(3 * i));
  for (const t of [0, 0.3, 0.99]) {
    for (const period of [-2, 1]) {
      const difference = valueAt(mesh, nodes, t + period) - valueAt(mesh, nodes, t);
      expect(Math.abs(difference)).toBeLessThanOrEqual(ROUNDING);
    }
  }
  const jump = valueAt(mesh, nodes, 1 - 1e-14) - valueAt(mesh, nodes, 0);
  expect(Math.abs(jump)).toBeLessThanOrEqual(ROUNDING);
});
