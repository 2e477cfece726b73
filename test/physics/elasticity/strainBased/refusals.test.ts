import { describe, expect, test } from "vitest";
import { cellOf, E2, E3, randomCell, solved } from "./cells.js";

describe("solveStrains", () => {
  test.each([
    [
      "a line of voxels",
      { grid: [9] },
      "ValueError",
      "axes of the grid should be an integer between 2 and 3",
    ],
    [
      "no voxels",
      { grid: [9, 0] },
      "ValueError",
      "voxels along an axis should be an integer ≥ 1; got 0",
    ],
    ["another number of spacings", { spacing: [1] }, "ShapeError", "spacing should have 2 entries"],
    ["no spacing", { spacing: [1, 0] }, "ValueError", "spacing should be a finite number > 0"],
    [
      "coefficients of another grid",
      { grid: [8, 8] },
      "ShapeError",
      "coefficients should have 128 entries",
    ],
    [
      "matrices called isotropic",
      { law: "anisotropic" },
      "ShapeError",
      "coefficients should have 432 entries",
    ],
    [
      "three-dimensional strains",
      { meanStrain: E3 },
      "ShapeError",
      "meanStrain should have 3 entries",
    ],
    [
      "short eigenstrains",
      { eigenstrain: E2 },
      "ShapeError",
      "eigenstrain should have 216 entries",
    ],
    ["a short start", { start: E2 }, "ShapeError", "start should have 216 entries"],
    [
      "a strain that is no number",
      { meanStrain: Float64Array.of(1, NaN, 0) },
      "ValueError",
      "meanStrain should be finite; got NaN at index [1, 0]",
    ],
    [
      "a fluid reference",
      { reference: [1, 0] },
      "ValueError",
      "μ > 0 and λ + 2μ/2 > 0; got [1, 0]",
    ],
    ["an unstable reference", { reference: [-2, 1] }, "ValueError", "got [-2, 1]"],
    ["no tolerance", { tolerance: 0 }, "ValueError", "tolerance should be a finite number between"],
    [
      "half an iteration",
      { maxIterations: 0.5 },
      "ValueError",
      "maxIterations should be an integer ≥ 0",
    ],
    [
      "an unknown scheme",
      { scheme: "fe" as "rotated" },
      "ValueError",
      '"moulinec-suquet", "rotated"; got "fe"',
    ],
    [
      "an unknown method",
      { method: "newton" as "cg" },
      "ValueError",
      '"cg", "basic"; got "newton"',
    ],
    [
      "an unknown law",
      { law: "cubic" as "isotropic" },
      "ValueError",
      '"isotropic", "anisotropic"; got "cubic"',
    ],
  ] as const)("refuses %s", async (_, change, name, message) => {
    const cell = { ...cellOf(randomCell([9, 8])), ...change };
    await expect(solved(cell)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
  });
});
