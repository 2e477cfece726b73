import { expect, test } from "vitest";
import { gradCheck, multiply, sum, Variable } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, sizeOf, unravel } from "../../../src/core/index.js";
import type { CoefficientBasis } from "../../../src/pdenet/index.js";
import { nodeCounts } from "../../../src/pdenet/linear/coefficientBasis.js";
import {
  interpolate,
  interpolationAt,
  toNodes,
  toPoints,
} from "../../../src/pdenet/linear/interpolate.js";
import { recordedJson } from "./publishedProblem.js";

/** A few dozen products of numbers of order one. */
const ROUNDING = 1e-13;

const normals = (length: number, seed: number): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => rng.normal());
};

const waves = (frequency: number): CoefficientBasis => ({ kind: "trigonometric", frequency });
const mesh = (cells: number | number[], degree: number, periodic: boolean): CoefficientBasis => ({
  ...{ kind: "lagrange", cells, degree, periodic },
});

const CASES: [string, CoefficientBasis, number[], number[]][] = [
  ["cells on a line", mesh(3, 3, true), [7], [2]],
  ["cells in the plane, as many as differ", mesh([2, 5], 2, false), [6, 5], [1, 3]],
  ["periodic cells in the plane", mesh(4, 2, true), [5, 9], [1, 2]],
  ["cells in space", mesh([1, 2, 2], 1, false), [3, 4, 5], [1, 2, 0.5]],
  ["waves in the plane", waves(2), [6, 7], [3, 1]],
  ["constants in the plane", { kind: "constant" }, [4, 3], [1, 1]],
];

const ORIGINS = [
  [0, 0.1, 0.2],
  [0.25, 0.1, 0],
  [0.25, 0.3, 0.2],
  [0, 0.1, 0.2],
];

test.each(CASES)("%s: axis by axis is the sum over all nodes", (_, basis, grid, lengths) => {
  const spacing = lengths.map((length, axis) => length / grid[axis]);
  const origins = ORIGINS.map((origin) => origin.slice(0, grid.length));
  const at = interpolationAt(basis, { samples: 4, grid, origins }, spacing, lengths);
  const nodes = normals(2 * sizeOf(at.nodes), 1);
  const out = new Float64Array(at.samples * 2 * sizeOf(grid));
  toPoints(nodes, 2, at, out);
  const shape = [at.samples, 2, ...grid];
  const expected = out.map((__, entry) => {
    const [s, o, ...x] = unravel(entry, shape);
    let sum = 0;
    for (let node = 0; node < sizeOf(at.nodes); node++) {
      const i = unravel(node, at.nodes);
      let product = nodes[o * sizeOf(at.nodes) + node];
      at.tables[s].forEach(({ width, indices, weights }, axis) => {
        let value = 0;
        for (let j = x[axis] * width; j < (x[axis] + 1) * width; j++) {
          if (indices[j] === i[axis]) value += weights[j];
        }
        product *= value;
      });
      sum += product;
    }
    return sum;
  });
  expected.forEach((value, entry) => {
    expect(Math.abs(out[entry] - value)).toBeLessThanOrEqual(ROUNDING);
  });
});

test.each(CASES)("%s: the way back is the adjoint", (_, basis, grid, lengths) => {
  const spacing = lengths.map((length, axis) => length / grid[axis]);
  const origins = ORIGINS.map((origin) => origin.slice(0, grid.length));
  const at = interpolationAt(basis, { samples: 4, grid, origins }, spacing, lengths);
  const nodes = normals(3 * sizeOf(at.nodes), 2);
  const values = new Float64Array(at.samples * 3 * sizeOf(grid));
  toPoints(nodes, 3, at, values);
  const g = normals(values.length, 3);
  const back = new Float64Array(nodes.length);
  toNodes(g, 3, at, back);
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((s, x, i) => s + x * b[i], 0);
  const [there, here] = [dot(g, values), dot(back, nodes)];
  const size = Math.sqrt(dot(g, g) * dot(values, values));
  expect(Math.abs(there - here)).toBeLessThanOrEqual(ROUNDING * size);
});

test("recorded values in the plane are met, with the first index along the first axis", () => {
  interface Plane {
    readonly degree: number;
    readonly mesh: readonly number[];
    readonly bound: readonly (readonly number[])[];
    readonly coe: readonly (readonly number[])[];
    readonly points: readonly (readonly number[])[];
    readonly values: readonly number[];
  }
  const { d2 } = recordedJson("lagrange") as { readonly d2: Plane };
  const lengths = d2.bound[1];
  const basis = mesh([...d2.mesh], d2.degree, false);
  const nodes = Float64Array.from(d2.coe.flat());
  d2.points.forEach((origin, i) => {
    const places = { samples: 1, grid: [1, 1], origins: [origin] };
    const out = new Float64Array(1);
    toPoints(nodes, 1, interpolationAt(basis, places, [1, 1], lengths), out);
    expect(Math.abs(out[0] - d2.values[i])).toBeLessThanOrEqual(1e-12);
  });
});

test("samples at one place share their coefficients", () => {
  const origins = [
    [0.5, 0.25],
    [0.5, 0.25],
  ];
  const places = { samples: 2, grid: [4, 4], origins };
  expect(interpolationAt(mesh(2, 1, true), places, [1, 1], [4, 4]).samples).toBe(1);
  const none = { samples: 2, grid: [4, 4], origins: null };
  expect(interpolationAt(mesh(2, 1, true), none, [1, 1], [4, 4]).samples).toBe(1);
});

test("waves are 1, cos, sin, cos 2, sin 2 of the angle around the domain", () => {
  const places = { samples: 1, grid: [8], origins: [[0.3]] };
  const at = interpolationAt(waves(2), places, [0.5], [4]);
  expect(nodeCounts(waves(2), 1)).toEqual([5]);
  const out = new Float64Array(8);
  toPoints(Float64Array.of(1, 0, 2, 3, 0), 1, at, out);
  out.forEach((value, x) => {
    const θ = (2 * Math.PI * (0.3 + 0.5 * x)) / 4;
    expect(value).toBeCloseTo(1 + 2 * Math.sin(θ) + 3 * Math.cos(2 * θ), 12);
  });
});

test("the gradient to the nodes passes the check by differences", () => {
  const origins = [
    [0, 0.1],
    [0.2, 0.3],
  ];
  const places = { samples: 2, grid: [3, 4], origins };
  const at = interpolationAt(mesh(2, 2, true), places, [0.3, 0.2], [1, 1]);
  const weight = new Variable(normals(24, 4), [2, 1, 3, 4]);
  const { error } = gradCheck(
    (nodes: Variable) => {
      const c = interpolate(nodes, at);
      return sum(multiply(multiply(c, c), weight));
    },
    ndarrayOf(normals(16, 5), [1, 4, 4]),
  );
  expect(error).toBeLessThan(1e-6);
});
