import { describe, expect, test } from "vitest";
import { multiphase } from "../../../../src/microstructure/index.js";
import { lame, SCHEMES, solved } from "./cells.js";

/** A Gaussian field of standard deviation g/2π cells, cut at its median: two phases of equal fractions. */
const grains = (grid: readonly number[], grainSize: number): Uint8Array =>
  multiphase(grid, { grainSize }, 1).data;

async function iterations(
  grid: readonly number[],
  grainSize: number,
  contrast: number,
  scheme: (typeof SCHEMES)[number],
  method: "cg" | "basic",
): Promise<number> {
  const { iterations: count } = await solved({
    ...{ grid, scheme, method, tolerance: 1e-6 },
    coefficients: lame(grains(grid, grainSize), [1, contrast], [0.3, 0.3]),
    meanStrain: Float64Array.from([1, 0, 0, 0, 0, 0].slice(0, grid.length === 2 ? 3 : 6)),
  });
  return count;
}

describe("iterations to 1e-6 under uniaxial strain", () => {
  // Counts of an independent program on other cells of the same statistics, within a tenth.
  for (const scheme of SCHEMES) {
    test.each([
      ["cg", 2, 8],
      ["cg", 10, 20],
      ["cg", 50, 42],
      ["basic", 2, 11],
      ["basic", 10, 48],
    ] as const)(`${scheme}, 101², %s at contrast %i: about %i`, async (method, contrast, about) => {
      const count = await iterations([101, 101], 19, contrast, scheme, method);
      expect(Math.abs(count - about)).toBeLessThanOrEqual(Math.max(1, 0.1 * about));
    });
  }

  test("31³ at contrast 10: about 20", async () => {
    const count = await iterations([31, 31, 31], 9, 10, "rotated", "cg");
    expect(Math.abs(count - 20)).toBeLessThanOrEqual(2);
  });

  test("hardly depend on the grid, and grow as √contrast", async () => {
    const [small, large] = [
      await iterations([25, 25], 5, 10, "rotated", "cg"),
      await iterations([75, 75], 15, 10, "rotated", "cg"),
    ];
    expect(Math.abs(large - small)).toBeLessThanOrEqual(3);
    const stiff = await iterations([75, 75], 15, 90, "rotated", "cg");
    expect(stiff / large).toBeGreaterThan(2);
    expect(stiff / large).toBeLessThan(3.5); // √9 = 3
  });
});
