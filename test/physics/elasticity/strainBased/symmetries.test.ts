import { describe, expect, test } from "vitest";
import { sizeOf } from "../../../../src/core/index.js";
import { rolled } from "../../../mks/synthetic.js";
import {
  asAnisotropic,
  cellOf,
  E2,
  largestDifference,
  meansOf,
  randomCell,
  randomStrain,
  SCHEMES,
  solved,
} from "./cells.js";

describe.each(SCHEMES)("the strain by scheme %s", (scheme) => {
  test.each([[[9, 8]], [[5, 4, 6]]])("has the mean strain that was asked for: %j", async (grid) => {
    const draft = { ...randomCell(grid), scheme, eigenstrain: randomStrain(grid, 2) };
    const { strain } = await solved(draft);
    expect(largestDifference(meansOf(strain, sizeOf(grid)), draft.meanStrain)).toBeLessThan(1e-14);
  });

  test.each([[[9, 8]], [[5, 4, 6]]])("moves with the cell: %j", async (grid) => {
    const draft = { ...randomCell(grid), scheme };
    const shift = [2, 3, 1].slice(0, grid.length);
    const fields = { data: draft.coefficients, shape: [2, ...grid] };
    const { strain } = await solved(draft);
    const moved = await solved({ ...draft, coefficients: rolled(fields, shift).data });
    const expected = rolled(
      { data: strain, shape: [strain.length / sizeOf(grid), ...grid] },
      shift,
    );
    expect(largestDifference(moved.strain, expected.data)).toBeLessThan(1e-11);
  });

  test("turns with the cell: axes and components are exchanged together", async () => {
    const { coefficients } = randomCell([6, 9]);
    const draft = { coefficients, grid: [6, 9], spacing: [1, 2], meanStrain: E2, scheme };
    const turned = (field: Float64Array, order: readonly number[]): Float64Array =>
      Float64Array.from(
        order.flatMap((c) =>
          Array.from({ length: 54 }, (_, x) => field[c * 54 + (x % 6) * 9 + Math.floor(x / 6)]),
        ),
      );
    const [{ strain }, other] = [
      await solved(draft),
      await solved({
        ...{ grid: [9, 6], spacing: [2, 1], scheme },
        coefficients: turned(coefficients, [0, 1]),
        meanStrain: Float64Array.of(E2[1], E2[0], E2[2]),
      }),
    ];
    expect(largestDifference(other.strain, turned(strain, [1, 0, 2]))).toBeLessThan(1e-11);
  });

  test("is the same for isotropic voxels written as matrices, and in any unit of length", async () => {
    for (const grid of [
      [8, 9],
      [5, 4, 3],
    ]) {
      const draft = { ...randomCell(grid), scheme, spacing: grid.map((_, axis) => 1 + axis) };
      const { strain } = await solved(draft);
      const coefficients = asAnisotropic(draft.coefficients, grid.length);
      const matrices = await solved({ ...draft, law: "anisotropic", coefficients });
      const metres = await solved({ ...draft, spacing: draft.spacing.map((h) => 1e-6 * h) });
      expect(largestDifference(matrices.strain, strain)).toBeLessThan(1e-11);
      expect(largestDifference(metres.strain, strain)).toBeLessThan(1e-11);
    }
  });

  test("does not depend on method, reference or start", async () => {
    const draft = { ...randomCell([9, 8], 3), scheme, eigenstrain: randomStrain([9, 8], 8) };
    const { strain } = await solved(draft);
    const [λ, μ] = cellOf(draft).reference;
    for (const other of [
      { method: "basic" },
      { reference: [3 * λ, 2 * μ] },
      { start: randomStrain([9, 8], 9) },
      { method: "basic", start: randomStrain([9, 8], 9) },
    ] as const) {
      const solution = await solved({ ...draft, ...other });
      expect(solution.converged).toBe(true);
      expect(largestDifference(solution.strain, strain)).toBeLessThan(1e-10);
    }
  });

  test("needs no iteration from the solution, and keeps its place in the history", async () => {
    const draft = { ...randomCell([9, 8]), scheme, eigenstrain: randomStrain([9, 8], 8) };
    const { strain, history, iterations } = await solved(draft);
    expect(history).toHaveLength(iterations + 1);
    expect(history[0]).toBe(1);
    const again = await solved({ ...draft, start: strain, tolerance: 2e-12 });
    expect(again.iterations).toBe(0);
    expect(again.residual).toBeLessThan(2e-12);
    const half = await solved({ ...draft, maxIterations: 10 });
    const rest = await solved({ ...draft, start: half.strain });
    expect(rest.history[0] / half.residual).toBeCloseTo(1, 6);
  });
});
