import { describe, expect, test } from "vitest";
import { sizeOf } from "../../../src/core/index.js";
import { lameConstants, rotateStiffness, solveElasticity } from "../../../src/physics/index.js";
import { cubicStiffness } from "../../../src/physics/elasticity/stiffness.js";
import type { Matrix } from "../../../src/physics/cell/matrices.js";
import { distance, ELEMENTS, generalStrain, layers, randomStiffness } from "./cells.js";
import { laminateStrains } from "./laminateSolution.js";

/** Iterated to the end of Float64: what is left is rounding, some tens of ulps. */
const EXACT = { tolerance: 1e-15, accept: "truncated", maxIterations: 60 } as const;
const ROUNDING = 1e-12;

function isotropic(E: number, ν: number, axes: number): number[][] {
  const [λ, μ] = lameConstants(E, ν);
  const c = (axes * (axes + 1)) / 2;
  return Array.from({ length: c }, (_, i) =>
    Array.from({ length: c }, (__, j) => {
      if (i < axes && j < axes) return λ + (i === j ? 2 * μ : 0);
      return i === j ? μ : 0;
    }),
  );
}

/** The field of a laminate whose layers lie along an axis. */
function expected(
  grid: readonly number[],
  axis: number,
  order: readonly number[],
  C: readonly Matrix[],
  E: readonly number[],
  eigenstrain?: readonly (readonly number[])[],
): Float64Array {
  const normal = grid.map((_, a) => (a === axis ? 1 : 0));
  const stack = C.map((stiffness, h) => ({
    fraction: order.filter((phase) => phase === h).length / order.length,
    stiffness,
    ...(eigenstrain ? { eigenstrain: eigenstrain[h] } : {}),
  }));
  const strains = laminateStrains(stack, normal, E);
  const size = sizeOf(grid);
  const inner = sizeOf(grid.slice(axis + 1));
  return Float64Array.from({ length: E.length * size }, (_, at) => {
    const [component, x] = [Math.floor(at / size), at % size];
    return strains[order[Math.floor(x / inner) % grid[axis]]][component];
  });
}

/** Layers of three phases in an order without symmetry. */
const ORDER = [0, 1, 1, 2, 0, 2, 1, 1];
const SHORT = [0, 2, 1, 1, 0];

describe.each(ELEMENTS)("%s is exact for laminates", (element) => {
  const isotropicPhases = { elasticModulus: [1, 50, 7], poissonRatio: [0.3, 0.2, -0.4] };
  const spacing = [0.7, 1.3, 0.4];

  test.each([0, 1])("in the plane, layers along axis %i, any mean strain", async (axis) => {
    const grid = axis === 0 ? [8, 3] : [4, 8];
    const m = layers(grid, axis, ORDER);
    const E = generalStrain(2);
    const { strain } = await solveElasticity(m, isotropicPhases, E, {
      ...{ element, spacing: spacing.slice(0, 2), ...EXACT },
    });
    const C = [0, 1, 2].map((h) =>
      isotropic(isotropicPhases.elasticModulus[h], isotropicPhases.poissonRatio[h], 2),
    );
    expect(distance(strain, expected(grid, axis, ORDER, C, E))).toBeLessThan(ROUNDING);
  });

  test.each([0, 1, 2])("in space, layers along axis %i, any mean strain", async (axis) => {
    const grid = [3, 4, 3];
    grid[axis] = 5;
    const m = layers(grid, axis, SHORT);
    const E = generalStrain(3);
    const { strain } = await solveElasticity(m, isotropicPhases, E, { element, spacing, ...EXACT });
    const C = [0, 1, 2].map((h) =>
      isotropic(isotropicPhases.elasticModulus[h], isotropicPhases.poissonRatio[h], 3),
    );
    expect(distance(strain, expected(grid, axis, SHORT, C, E))).toBeLessThan(ROUNDING);
  });

  test.each([0, 1, 2])("one phase a turned cubic crystal, pure shear, axis %i", async (axis) => {
    const grid = [3, 3, 3];
    grid[axis] = 5;
    const crystal = rotateStiffness(cubicStiffness(168.4, 121.4, 75.4), [0.3, 0.8, -0.5]);
    const turned = Array.from({ length: 6 }, (_, i) =>
      Array.from(crystal.data.subarray(6 * i, 6 * i + 6)),
    );
    const C = [isotropic(70, 0.33, 3), turned, randomStiffness(6, 4)];
    const E = [0, 0, 0, 0, 1, 0];
    const { strain } = await solveElasticity(layers(grid, axis, SHORT), { stiffness: C }, E, {
      ...{ element, spacing, ...EXACT },
    });
    expect(distance(strain, expected(grid, axis, SHORT, C, E))).toBeLessThan(ROUNDING);
  });

  test.each([0, 1])("of plane stiffness matrices and of eigenstrains, axis %i", async (axis) => {
    const grid = axis === 0 ? [8, 3] : [3, 8];
    const C = [1, 2, 3].map((seed) => randomStiffness(3, seed));
    const eigenstrain = [
      [0.1, 0, 0.2],
      [0, -0.3, 0],
      [0.2, 0.2, -0.1],
    ];
    const E = generalStrain(2);
    const m = layers(grid, axis, ORDER);
    const { strain } = await solveElasticity(m, { stiffness: C }, E, {
      ...{ element, eigenstrain, spacing: spacing.slice(1), ...EXACT },
    });
    expect(distance(strain, expected(grid, axis, ORDER, C, E, eigenstrain))).toBeLessThan(ROUNDING);
  });
});

test("on a line the strain is E ⟨1/C⟩⁻¹ / C with C = λ + 2μ", async () => {
  const m = layers([8], 0, ORDER);
  const phases = { elasticModulus: [1, 50, 7], poissonRatio: [0.3, 0.2, 0] };
  const { strain, stress } = await solveElasticity(m, phases, [0.3], { ...EXACT, spacing: 0.2 });
  const C = phases.elasticModulus.map((E, h) => {
    const [λ, μ] = lameConstants(E, phases.poissonRatio[h]);
    return λ + 2 * μ;
  });
  const mean = ORDER.reduce((sum, h) => sum + 1 / C[h] / ORDER.length, 0);
  expect(
    distance(
      strain,
      ORDER.map((h) => 0.3 / mean / C[h]),
    ),
  ).toBeLessThan(ROUNDING);
  expect(
    distance(
      stress,
      ORDER.map(() => 0.3 / mean),
    ),
  ).toBeLessThan(ROUNDING * 50);
});

test("layers of an oblique direction are exact where the voxels follow them: rotated by 90° they agree", async () => {
  const E = generalStrain(2);
  const phases = { elasticModulus: [1, 50, 7], poissonRatio: [0.3, 0.2, 0.1] };
  const along = await solveElasticity(layers([8, 8], 0, ORDER), phases, E, EXACT);
  const across = await solveElasticity(layers([8, 8], 1, ORDER), phases, [E[1], E[0], E[2]], EXACT);
  for (let x = 0; x < 8; x++) {
    for (let y = 0; y < 8; y++) {
      const [a, b] = [8 * x + y, 8 * y + x];
      expect(Math.abs(along.strain.data[a] - across.strain.data[64 + b])).toBeLessThan(ROUNDING);
      expect(Math.abs(along.strain.data[128 + a] - across.strain.data[128 + b])).toBeLessThan(
        ROUNDING,
      );
    }
  }
});
