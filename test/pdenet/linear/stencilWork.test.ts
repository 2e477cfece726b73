import { expect, test } from "vitest";
import { Variable } from "../../../src/autodiff/index.js";
import { linear } from "../../../src/pdenet/index.js";
import { unitNodes } from "../../../src/pdenet/linear/coefficientBasis.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { interpolate, interpolationAt } from "../../../src/pdenet/linear/interpolate.js";
import { takesStencils } from "../../../src/pdenet/linear/stencilWork.js";
import type { CoefficientBasis } from "../../../src/pdenet/network.js";

const MESH = { kind: "lagrange", cells: 20, degree: 2, periodic: false } as const;
const GRID = [50, 50];

/** Fifteen filters: a point costs 3 + 3 · 41/50 = 5.46 for every tap through stencils. */
const fourth = linear({ size: 7, maxOrder: 4, stepper: "euler", coefficients: MESH });

test("many filters are replaced by stencils from the first step on, few when there are many steps", () => {
  expect(takesStencils(fourth, GRID, 1)).toBe(true);
  // Three filters: 5.46 ≥ 3, 5.46 + 2 ≥ 6, 5.46 + 3 < 9.
  const first = { ...fourth, maxOrder: 1 };
  expect([1, 2, 3].map((steps) => takesStencils(first, GRID, steps))).toEqual([false, false, true]);
  // Coefficients that are the same everywhere cost a copy along either axis.
  const constant = { ...first, coefficients: { kind: "constant" } as const };
  expect(takesStencils(constant, GRID, 1)).toBe(true);
});

test("what is no linear step of Euler on a periodic grid does not go through stencils", () => {
  const source = { cells: 2, degree: 1, from: -1, to: 1 };
  const border = "zero" as const;
  for (const other of [{ source }, { border }, { stepper: "rk4" as const }, { size: 51 }]) {
    expect(takesStencils({ ...fourth, ...other }, GRID, 5)).toBe(false);
  }
});

test("stencils of too many nodes for the memory are not taken", () => {
  expect(takesStencils(fourth, [50, 50, 50], 1)).toBe(false); // 41³ · 343 > 2²²
  const few = { ...fourth, coefficients: { ...MESH, cells: 5 } };
  expect(takesStencils(few, [50, 50, 50], 1)).toBe(true); // 11³ · 343
});

test("as many fields go together as have their stencils in the third cache, in a single step all", () => {
  const dynamics = linearDynamics({ network: fourth, spacing: [0.1, 0.1], lengths: [5, 5] });
  expect(dynamics.numbers?.(GRID, 1)).toBe(Infinity);
  expect(dynamics.numbers?.(GRID, 5)).toBe(2 ** 20 / 49);
  expect(dynamics.numbers?.([6, 6], 5)).toBeNull();
});

test.each<CoefficientBasis>([
  MESH,
  { kind: "constant" },
  { kind: "trigonometric", frequency: [1, 2] },
])("the unit coefficient is one everywhere: $kind", (basis) => {
  const nodes = unitNodes(basis, 2);
  const places = { samples: 1, grid: [7, 8], origins: [[0.02, 0.05]] };
  const at = interpolationAt(basis, places, [0.1, 0.1], [1, 1]);
  const { data } = interpolate(new Variable(nodes.data, [1, ...nodes.shape]), at);
  // Three polynomials up to 1 along each axis.
  data.forEach((value) => expect(Math.abs(value - 1)).toBeLessThan(4e-15));
});
