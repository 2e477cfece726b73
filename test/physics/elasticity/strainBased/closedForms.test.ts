import { describe, expect, test } from "vitest";
import { VOIGT } from "../../../../src/compute/index.js";
import type { VoxelElements } from "../../../../src/compute/index.js";
import { sizeOf } from "../../../../src/core/index.js";
import { createAverages } from "../../../../src/physics/cell/averages.js";
import { randomField, randomPhases } from "../../../mks/synthetic.js";
import {
  cellOf,
  E2,
  E3,
  everywhere,
  lame,
  largestDifference,
  randomCell,
  randomStiffness,
  SCHEMES,
  solved,
  stressOf,
} from "./cells.js";
import type { CellDraft } from "./cells.js";
import { laminateStrain, layers } from "./laminate.js";

describe.each(SCHEMES)("the strain by scheme %s", (scheme) => {
  test.each([[[8, 7]], [[6, 6]], [[5, 4, 3]], [[6, 4, 7]]])(
    "of a homogeneous cell is the mean strain, after no iteration: %j",
    async (grid) => {
      const meanStrain = grid.length === 2 ? E2 : E3;
      const phase = new Uint8Array(sizeOf(grid));
      const draft = { grid, coefficients: lame(phase, [210], [0.3]), meanStrain, scheme };
      const expected = everywhere(meanStrain, grid);
      for (const eigenstrain of [
        undefined,
        everywhere(
          meanStrain.map((e) => 1 - e),
          grid,
        ),
      ]) {
        const solution = await solved(eigenstrain ? { ...draft, eigenstrain } : draft);
        const { strain, iterations, converged, residual, history } = solution;
        expect({ iterations, converged, residual, history }).toEqual({
          ...{ iterations: 0, converged: true, residual: 0, history: [0] },
        });
        expect(largestDifference(strain, expected)).toBeLessThan(1e-15);
      }
    },
  );

  describe.each([{ grid: [15, 13] }, { grid: [9, 11] }, { grid: [7, 5, 3] }])(
    "where μ is the same everywhere, on the odd grid $grid",
    ({ grid }) => {
      const [axes, size, μ] = [grid.length, sizeOf(grid), 1.3];
      const meanStrain = axes === 2 ? E2 : E3;
      const traces = (strain: Float64Array, cells: number): Float64Array =>
        Float64Array.from({ length: cells }, (_, x) =>
          strain.reduce((sum, ε, i) => (i % cells === x && i < axes * cells ? sum + ε : sum), 0),
        );

      /** The largest error of tr ε = tr E / ⟨1/(λ+2μ)⟩ / (λ+2μ), relative to the largest tr ε. */
      const error = (strain: Float64Array, λ: Float64Array): number => {
        const mean = λ.reduce((sum, value) => sum + 1 / (value + 2 * μ), 0) / size;
        const [trace] = traces(meanStrain, 1);
        const expected = λ.map((value) => trace / mean / (value + 2 * μ));
        return largestDifference(traces(strain, size), expected) / Math.max(...expected);
      };
      const draftOf = (λ: Float64Array): CellDraft => {
        const coefficients = Float64Array.from([...λ, ...new Float64Array(size).fill(μ)]);
        return { grid, coefficients, meanStrain, scheme };
      };

      test("one iteration finds tr ε = tr E / ⟨1/(λ+2μ)⟩ / (λ+2μ) of two phases", async () => {
        const λ = Float64Array.from(randomPhases(1, grid, 2, 4).data, (h) => [1, 50][h]);
        const { strain, iterations } = await solved(draftOf(λ));
        expect(iterations).toBe(1);
        expect(error(strain, λ)).toBeLessThan(1e-13); // rounding alone
      });

      test("so it is of as many phases as voxels", async () => {
        const λ = randomField(grid, 4, [0.1, 50]).data;
        const { strain } = await solved({ ...draftOf(λ), tolerance: 1e-14 });
        expect(error(strain, λ)).toBeLessThan(1e-12); // λ+2μ varies by 20 and the residual is 1e-14
      });
    },
  );

  // On even grids Moulinec and Suquet's scheme has no stress at Nyquist frequencies: no closed form there.
  const even = [{ grid: [8, 6] }, { grid: [5, 4, 6] }];
  const odd = [{ grid: [9, 7] }, { grid: [5, 3, 7] }];
  test.each(scheme === "rotated" ? [...odd, ...even] : odd)(
    "of a laminate is the closed form, isotropic, anisotropic and with stress-free strains: $grid",
    async ({ grid }) => {
      const meanStrain = grid.length === 2 ? E2 : E3;
      for (let axis = 0; axis < grid.length; axis++) {
        const phase = layers(grid, axis, [0, 1, 1, 2, 0, 1, 2, 2, 0]);
        const isotropic = lame(phase, [1, 50, 7], [0.3, 0.2, 0.45]);
        const stiffness = randomStiffness(phase, 3, grid.length, 5);
        const free = randomField([3, VOIGT[grid.length].length], 6).data;
        const eigenstrain = Float64Array.from(
          VOIGT[grid.length].flatMap((_, c) =>
            Array.from(phase, (h) => free[h * VOIGT[grid.length].length + c]),
          ),
        );
        const drafts: Pick<CellDraft, "law" | "coefficients" | "eigenstrain">[] = [
          { coefficients: isotropic },
          { law: "anisotropic", coefficients: stiffness },
          { coefficients: isotropic, eigenstrain },
          { law: "anisotropic", coefficients: stiffness, eigenstrain },
        ];
        for (const draft of drafts) {
          const cell = { grid, scheme, meanStrain, tolerance: 1e-13, ...draft };
          const { strain } = await solved(cell);
          const expected = laminateStrain(cell, axis);
          const largest = Math.max(...expected.map(Math.abs));
          // The residual is 1e-13 of the load, which the contrast of 50 magnifies.
          expect(largestDifference(strain, expected)).toBeLessThan(1e-12 * largest);
        }
      }
    },
  );

  test("of a cell whose stress-free strain is the mean strain has no stress", async () => {
    const draft = { ...randomCell([9, 8]), scheme, eigenstrain: everywhere(E2, [9, 8]) };
    const { strain, iterations } = await solved(draft);
    expect(iterations).toBe(0);
    expect(largestDifference(stressOf(cellOf(draft), strain), new Float64Array(216))).toBeLessThan(
      1e-14,
    );
  });
});

describe("the stress by the rotated scheme", () => {
  test("leaves the corners of voxels without forces", async () => {
    for (const grid of [
      [9, 8],
      [5, 4, 6],
    ]) {
      const axes = grid.length;
      const size = sizeOf(grid);
      const spacing = [1, 2, 0.5].slice(0, axes);
      const cell = cellOf({ ...randomCell(grid), spacing });
      const { strain } = await solved(cell);
      const stress = stressOf(cell, strain);
      const elements: VoxelElements = {
        grid,
        spacing,
        order: 1,
        components: axes,
        rule: "onePoint",
        law: "isotropic",
      };
      const forces = new Float64Array(axes * size);
      const { addTranspose } = createAverages(elements);
      VOIGT[axes].forEach(([i, j], c) => {
        addTranspose(j, 1, stress, c * size, forces, i * size);
        if (i !== j) addTranspose(i, 1, stress, c * size, forces, j * size);
      });
      expect(Math.max(...stress.map(Math.abs))).toBeGreaterThan(1);
      expect(largestDifference(forces, new Float64Array(axes * size))).toBeLessThan(1e-10);
    }
  });
});
