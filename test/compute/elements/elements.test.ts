/** What finite elements are, in stencils and theorems. */
import { describe, expect, test } from "vitest";
import { VOIGT } from "../../../src/compute/elements/gradients.js";
import { coefficientCount } from "../../../src/compute/elements/gather.js";
import type { Backend, VoxelElements } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { sizeOf, unravel } from "../../../src/core/index.js";
import { coefficientsOf, kindsOn, nameOf, SPACING, unknownsOf, valuesOf } from "./cases.js";

const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const BACKENDS: readonly Backend[] = [portable, createWasmBackend(), ...RELAXED];

const ALL: VoxelElements[] = [[7], [4, 5], [3, 2, 4]].flatMap((grid) =>
  kindsOn(grid.length).map((kind) => ({ ...kind, grid, spacing: SPACING.slice(0, grid.length) })),
);

/** Forces are sums of some hundred products up to ten. */
const ROUNDING = 1e-12;

const PLAIN = { components: 1, rule: "full", law: "isotropic" } as const;

describe.each(BACKENDS)("K of the $name backend", (backend) => {
  const times = (
    elements: VoxelElements,
    u: Float64Array,
    coefficients = coefficientsOf(elements, 1, 1),
  ): Float64Array => {
    const out = new Float64Array(u.length).fill(NaN);
    backend.applyElements(elements, coefficients, 1, u, out);
    return out;
  };

  /** K applied to a one at node 0, where all coefficients are one. */
  const column = (elements: VoxelElements, node = 0): Float64Array => {
    const u = new Float64Array(unknownsOf(elements));
    u[node] = 1;
    return times(elements, u, new Float64Array(u.length).fill(1));
  };

  test("on a line is (−1, 2, −1) κ / h", () => {
    const found = column({ ...PLAIN, grid: [5], spacing: [0.5], order: 1 });
    expectClose(found, [4, -2, 0, 0, -2]);
  });

  test("of order 2 on a line is (1, −8, 14, −8, 1) and (−8, 16, −8), κ / 3h", () => {
    const line: VoxelElements = { ...PLAIN, grid: [4], spacing: [1 / 3], order: 2 };
    expectClose(column(line), [14, 1, 0, 1, -8, 0, 0, -8]);
    expectClose(column(line, 4), [-8, -8, 0, 0, 16, 0, 0, 0]);
  });

  test("of a square is 8/3 with −1/3 for all neighbours, and 2 with −1/2 for corners by one point", () => {
    const square: VoxelElements = { ...PLAIN, grid: [4, 4], spacing: [1, 1], order: 1 };
    const apart = (i: number): number =>
      unravel(i, [4, 4])
        .map(distance)
        .reduce((a, b) => 3 * a + b);
    const stencil = (values: Record<number, number>): number[] =>
      Array.from({ length: 16 }, (_, i) => values[apart(i)] ?? 0);
    expectClose(column(square), stencil({ 0: 8 / 3, 1: -1 / 3, 3: -1 / 3, 4: -1 / 3 }));
    expectClose(column({ ...square, rule: "onePoint" }), stencil({ 0: 2, 4: -1 / 2 }));
  });

  test("of a cube is 8/3, 0, −1/6, −1/12 for itself, faces, edges and corners", () => {
    const found = column({ ...PLAIN, grid: [5, 4, 5], spacing: [1, 1, 1], order: 1 });
    const expected = Array.from({ length: 100 }, (_, i) => {
      const steps = unravel(i, [5, 4, 5]).map((at, axis) => Math.min(at, [5, 4, 5][axis] - at));
      if (Math.max(...steps) > 1) return 0;
      return [8 / 3, 0, -1 / 6, -1 / 12][steps.reduce((sum, step) => sum + step, 0)];
    });
    expectClose(found, expected);
  });

  test("is symmetric: v·K u = u·K v", () => {
    for (const elements of ALL) {
      const [u, v] = [valuesOf(elements, 1, 2), valuesOf(elements, 1, 3)];
      const [left, right] = [dot(v, times(elements, u)), dot(u, times(elements, v))];
      if (!(Math.abs(left - right) <= 100 * ROUNDING)) expect.fail(nameOf(elements));
    }
  });

  test("is positive: u·K u > 0 for fields drawn at random", () => {
    for (const elements of ALL) {
      for (const seed of [4, 5, 6]) {
        const u = valuesOf(elements, 1, seed);
        if (!(dot(u, times(elements, u)) > 0)) expect.fail(nameOf(elements));
      }
    }
  });

  test("does not see translations", () => {
    for (const elements of ALL) {
      const field = unknownsOf(elements) / elements.components;
      const u = Float64Array.from(
        { length: unknownsOf(elements) },
        (_, i) => [3, -2, 5][Math.floor(i / field)],
      );
      expectClose(times(elements, u), new Float64Array(u.length), nameOf(elements));
    }
  });

  test("balances: the forces on every component sum to zero", () => {
    for (const elements of ALL) {
      const forces = times(elements, valuesOf(elements, 1, 7));
      const field = forces.length / elements.components;
      for (let c = 0; c < elements.components; c++) {
        const sum = forces.slice(c * field, (c + 1) * field).reduce((total, f) => total + f, 0);
        if (!(Math.abs(sum) <= ROUNDING)) expect.fail(`${nameOf(elements)}: ${sum}`);
      }
    }
  });

  test("passes the patch test: a linear field in a uniform medium has forces where the grid closes alone", () => {
    for (const axes of [1, 2, 3]) {
      for (const kind of kindsOn(axes)) {
        const grid = [4, 3, 5].slice(0, axes);
        const elements: VoxelElements = { ...kind, grid, spacing: SPACING.slice(0, axes) };
        const one = { ...elements, grid: new Array<number>(axes).fill(1) };
        const size = sizeOf(grid);
        const coefficients = coefficientsOf(one, 1, 1);
        const uniform = Float64Array.from(
          { length: coefficients.length * size },
          (_, i) => coefficients[Math.floor(i / size)],
        );
        const types = kind.order ** axes;
        const place = (i: number): number[] => {
          const type = unravel(
            Math.floor(i / size) % types,
            new Array<number>(axes).fill(kind.order),
          );
          return unravel(i % size, grid).map((at, axis) => at + type[axis] / kind.order);
        };
        const u = Float64Array.from({ length: unknownsOf(elements) }, (_, i) =>
          place(i).reduce(
            (sum, at, axis) =>
              sum + Math.cos(axis + 3 * Math.floor(i / (types * size))) * at * SPACING[axis],
            0,
          ),
        );
        times(elements, u, uniform).forEach((force, i) => {
          const inside = place(i).every((at, axis) => at > 0 && at < grid[axis] - 1);
          if (inside && !(Math.abs(force) <= ROUNDING)) expect.fail(`${nameOf(elements)} at ${i}`);
        });
      }
    }
  });

  test("moves with its medium: shifts of both shift the forces", () => {
    for (const elements of ALL) {
      const { grid } = elements;
      const [C, u] = [coefficientsOf(elements, 1, 1), valuesOf(elements, 1, 2)];
      const forces = times(elements, u, C);
      for (let axis = 0; axis < grid.length; axis++) {
        const move = (x: Float64Array): Float64Array => shifted(x, grid, axis);
        expectClose(times(elements, move(u), move(C)), move(forces), nameOf(elements));
      }
    }
  });

  test("with μ = 0 and the mean dilatation sees no field whose divergence has no mean", () => {
    const grid = [4, 6];
    const elements: VoxelElements = {
      ...{ grid, spacing: [1, 1], order: 1, components: 2 },
      ...{ rule: "meanDilatation", law: "isotropic" },
    };
    // Neighbouring columns move to opposite sides, and every second row the other way: an hourglass.
    const u = Float64Array.from({ length: 48 }, (_, i) => {
      const [x, y] = unravel(i % 24, grid);
      return i < 24 && (x + y) % 2 === 1 ? 1 : 0;
    });
    const fluid = new Float64Array(48).fill(1, 0, 24);
    expectClose(times(elements, u, fluid), new Float64Array(48));
    expect(dot(u, times({ ...elements, rule: "full" }, u, fluid))).toBeGreaterThan(1);
  });

  test("of an isotropic medium is that of its stiffness", () => {
    for (const elements of ALL.filter(({ law }) => law === "isotropic")) {
      const C = coefficientsOf(elements, 1, 1);
      const full: VoxelElements = { ...elements, law: "anisotropic" };
      const u = valuesOf(elements, 1, 2);
      const expected = times(elements, u, C);
      expectClose(times(full, u, stiffnessOf(full, C)), expected, nameOf(elements));
    }
  });
});

/** Steps to the origin of a periodic axis of four. */
function distance(at: number): number {
  return Math.min(at, 4 - at);
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}

/** x[field, …grid] moved by one cell along an axis. */
function shifted(x: Float64Array, grid: readonly number[], axis: number): Float64Array {
  const size = sizeOf(grid);
  const out = new Float64Array(x.length);
  x.forEach((value, i) => {
    const at = unravel(i % size, grid);
    at[axis] = (at[axis] + 1) % grid[axis];
    out[i - (i % size) + at.reduce((place, k, a) => place * grid[a] + k, 0)] = value;
  });
  return out;
}

/** The upper triangles of κ 1, or of λ 1⊗1 + 2 μ 1. */
function stiffnessOf(elements: VoxelElements, isotropic: Float64Array): Float64Array {
  const { grid, components } = elements;
  const size = sizeOf(grid);
  const axes = grid.length;
  const rows = components === 1 ? axes : VOIGT[axes].length;
  const out = new Float64Array(coefficientCount(elements) * size);
  let entry = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = i; j < rows; j++, entry++) {
      for (let x = 0; x < size; x++) {
        const [first, μ] = [isotropic[x], isotropic[size + x]];
        if (components === 1) out[entry * size + x] = i === j ? first : 0;
        else if (i >= axes) out[entry * size + x] = i === j ? μ : 0;
        else if (j < axes) out[entry * size + x] = first + (i === j ? 2 * μ : 0);
      }
    }
  }
  return out;
}

function expectClose(found: Float64Array, expected: ArrayLike<number>, name = ""): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]) <= ROUNDING)) {
      expect.fail(`${name} [${i}]: ${value}, not ${expected[i]}`);
    }
  });
}
