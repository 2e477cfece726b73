import { expect, test } from "vitest";
import {
  add,
  convolve,
  grad,
  gradCheck,
  square,
  sum,
  Variable,
} from "../../../src/autodiff/index.js";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { unitNodes } from "../../../src/pdenet/linear/coefficientBasis.js";
import { interpolate, interpolationAt } from "../../../src/pdenet/linear/interpolate.js";
import type { Interpolation } from "../../../src/pdenet/linear/interpolate.js";
import { placeStencils } from "../../../src/pdenet/linear/placeStencils.js";
import { weightedSum } from "../../../src/pdenet/linear/weightedSum.js";
import type { CoefficientBasis } from "../../../src/pdenet/network.js";

/** Grids of one to three axes, even and odd; all bases; samples at places of their own, and all at one. */
const CASES: readonly Case[] = [
  {
    ...{ grid: [7], window: [5], origins: [[0], [0.3]] },
    basis: { kind: "lagrange", cells: 2, degree: 2, periodic: false },
  },
  {
    ...{ grid: [4, 9], window: [3, 5], origins: [0, 0].map(() => [0.2, 0.1]) },
    basis: { kind: "trigonometric", frequency: 1 },
  },
  {
    ...{
      grid: [6, 5],
      window: [3, 4],
      origins: [
        [0, 0],
        [0.5, 0.2],
      ],
    },
    basis: { kind: "lagrange", cells: [2, 3], degree: 1, periodic: true },
  },
  { grid: [3, 4, 5], window: [3, 2, 3], origins: [[0, 0, 0]], basis: { kind: "constant" } },
];

interface Case {
  readonly grid: readonly number[];
  readonly window: readonly number[];
  readonly origins: readonly (readonly number[])[];
  readonly basis: CoefficientBasis;
}

interface Given<A> {
  readonly nodes: A;
  readonly q: A;
  readonly q0: A;
  readonly u: A;
}

/** Steps through the same stencils. */
function throughStencils({ grid, origins, basis }: Case, steps: number) {
  const interpolation = interpolationOf({ grid, origins, basis });
  const { data, shape } = unitNodes(basis, grid.length);
  const one = new Variable(data, [1, ...shape]);
  return ({ nodes, q, q0, u }: Given<Variable>): Variable => {
    const step = placeStencils({ nodes, one, q, q0 }, interpolation, origins.length, steps);
    return repeated(step, u, steps);
  };
}

/** The same by convolutions. */
function byConvolutions({ grid, origins, basis }: Case, steps: number) {
  const interpolation = interpolationOf({ grid, origins, basis });
  return ({ nodes, q, q0, u }: Given<Variable>): Variable => {
    const c = interpolate(nodes, interpolation);
    return repeated((now) => add(convolve(now, q0), weightedSum(c, convolve(now, q))), u, steps);
  };
}

function repeated(step: (u: Variable) => Variable, u: Variable, steps: number): Variable {
  let now = u;
  for (let n = 0; n < steps; n++) now = step(now);
  return now;
}

function interpolationOf({ grid, origins, basis }: Omit<Case, "window">): Interpolation {
  const places = { samples: origins.length, grid, origins };
  const spacing = grid.map((n) => 1 / n);
  return interpolationAt(
    basis,
    places,
    spacing,
    grid.map(() => 1.2),
  );
}

const STEPS = CASES.flatMap((one) => [1, 3].map((steps) => ({ ...one, steps })));

test.each(STEPS)("$steps steps on $grid are the convolutions that they stand for", (given) => {
  const at = drawn(given);
  const value = (f: (at: Given<Variable>) => Variable) =>
    grad((of: Given<Variable>) => sum(square(f(of))))(at);
  const [found, expected] = [throughStencils, byConvolutions].map((by) =>
    value(by(given, given.steps)),
  );
  for (const name of ["nodes", "q", "q0", "u"] as const) {
    const { data } = expected[name];
    const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    // Sums of some hundred products, three deep.
    data.forEach((x, i) => {
      expect(Math.abs(found[name].data[i] - x)).toBeLessThan(1e-12 * largest);
    });
  }
});

test.each(STEPS)("$steps steps on $grid have the derivatives that differences see", (given) => {
  // ε^⅔ ≈ 4e-11, times values and third derivatives of some ten.
  expect(gradCheck(throughStencils(given, given.steps), drawn(given)).error).toBeLessThan(1e-8);
});

test("steps that share their stencils are not differentiated twice", () => {
  const at = drawn(CASES[0]);
  const steps = throughStencils(CASES[0], 3);
  const norm = (of: Given<Variable>): Variable =>
    sum(square(grad((again: Given<Variable>) => sum(square(steps(again))))(of).nodes));
  expect(() => grad(norm)(at)).toThrow(ValueError);
  expect(() => grad(norm)(at)).toThrow("should be differentiated once");
});

function drawn({ grid, window, origins, basis }: Case): Given<NdArray> {
  const terms = 3;
  const draw = (shape: readonly number[], seed: number): NdArray => {
    const { data } = normals(createRng(seed), shape);
    return { data: Float64Array.from(data, (value) => value / 3), shape } as NdArray;
  };
  return {
    nodes: draw([terms, ...unitNodes(basis, grid.length).shape], 1),
    q: draw([terms, 1, ...window], 2),
    q0: draw([1, 1, ...window], 3),
    u: draw([origins.length, 1, ...grid], 4),
  };
}
