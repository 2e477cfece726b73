import { describe, expect, test } from "vitest";
import { strainReference } from "../../../../src/physics/elasticity/strainBased/strainReference.js";
import { asAnisotropic, largestDifference } from "./cells.js";

describe("the reference of a cell", () => {
  test("is half-way between the softest and the stiffest voxel", () => {
    const coefficients = Float64Array.of(1, 5, 2, /* μ */ 7, 3, 4);
    expect(strainReference("isotropic", coefficients, 3)).toEqual([3, 5]);
  });

  test("is the same for isotropic phases written as matrices", () => {
    const coefficients = Float64Array.of(1, 5, 2, /* μ */ 7, 3, 4);
    for (const axes of [2, 3]) {
      const matrices = asAnisotropic(coefficients, axes);
      expect(largestDifference(strainReference("anisotropic", matrices, 3), [3, 5])).toBeLessThan(
        1e-14,
      );
    }
  });

  test("of a cubic crystal is Voigt's average over orientations", () => {
    const [C11, C12, C44] = [246, 147, 125]; // about nickel, in GPa
    const C = [
      ...[C11, C12, C12, 0, 0, 0, C11, C12, 0, 0, 0, C11, 0, 0, 0],
      ...[C44, 0, 0, C44, 0, C44],
    ];
    // K = (C11 + 2 C12)/3 and μ = (C11 − C12 + 3 C44)/5
    const μ = (C11 - C12 + 3 * C44) / 5;
    const expected = [(C11 + 2 * C12) / 3 - (2 * μ) / 3, μ];
    const reference = strainReference("anisotropic", Float64Array.from(C), 1);
    expect(largestDifference(reference, expected)).toBeLessThan(1e-13 * C11);
  });

  test("is any for a cell that is void everywhere", () => {
    expect(strainReference("isotropic", new Float64Array(8), 4)).toEqual([0, 1]);
    expect(strainReference("anisotropic", new Float64Array(24), 4)).toEqual([0, 1]);
  });
});
