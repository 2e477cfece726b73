/** Strains of another program; see test/fixtures/elasticity/README.md. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isComplexArray, sizeOf } from "../../../../src/core/index.js";
import { readNpy } from "../../../../src/formats/index.js";
import { cellOf, lame, largestDifference, meansOf, solved, stressOf } from "./cells.js";

interface Recorded {
  readonly name: string;
  readonly scheme: string;
  readonly shape: readonly number[];
  readonly phase: readonly number[];
  readonly E: readonly number[];
  readonly nu: readonly number[];
  readonly mean_strain_voigt_eng: readonly number[];
  readonly mean_stress: readonly number[];
  readonly strain_file: string;
  readonly iterations: number;
  readonly tolerance: number;
}

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/elasticity/${name}`, import.meta.url));
const records = JSON.parse(fixture("solver_reference.json").toString()) as Recorded[];
const strainBased = records.filter(({ scheme }) => scheme === "ms" || scheme === "rot");

describe("recorded solutions of an independent program", () => {
  test("are there for both schemes", () => {
    expect(strainBased).toHaveLength(10);
  });

  for (const record of strainBased) {
    const { name, scheme, shape: grid, phase, E, nu, tolerance } = record;
    const draft = {
      grid,
      coefficients: lame(phase, E, nu),
      meanStrain: Float64Array.from(record.mean_strain_voigt_eng),
      scheme: scheme === "ms" ? "moulinec-suquet" : "rotated",
    } as const;

    test(`are found again: ${name}, ${draft.scheme}`, async () => {
      const array = readNpy(fixture(record.strain_file), { name: record.strain_file });
      if (isComplexArray(array)) throw new Error(`${record.strain_file} is complex`);
      const { strain, converged } = await solved(draft);
      expect(converged).toBe(true);
      // The residual is 1e-12 of the load; at contrast 1000 strains follow it to 3e-10.
      expect(largestDifference(strain, Array.from(array.data, Number))).toBeLessThan(1e-9);
      const stress = meansOf(stressOf(cellOf(draft), strain), sizeOf(grid));
      const largest = Math.max(...record.mean_stress.map(Math.abs));
      expect(largestDifference(stress, record.mean_stress)).toBeLessThan(1e-9 * largest);
    });

    test(`take as many iterations: ${name}, ${draft.scheme}`, async () => {
      const { iterations } = await solved({ ...draft, tolerance });
      // The same rule and the same arithmetic; the last step may fall on either side of the tolerance.
      expect(Math.abs(iterations - record.iterations)).toBeLessThanOrEqual(1);
    });
  }
});
