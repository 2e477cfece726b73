import { describe, expect, test } from "vitest";
import { sizeOf, unravel } from "../../src/core/index.js";
import { spinodal } from "../../src/microstructure/index.js";
import type { SpinodalOptions } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";
import { expectOwnStreams, fractionsOf, meanAndError, pairsOf } from "./ensembles.js";

/** All waves that repeat with the grid, in cycles per cell, with |q| within half a step of 1/λ. */
function shellOf(grid: readonly number[], wavelength: number): number[][] {
  return Array.from({ length: sizeOf(grid) }, (_, k) =>
    unravel(k, grid).map((i, a) => (i > grid[a] / 2 ? i - grid[a] : i) / grid[a]),
  ).filter((q) => Math.abs(Math.hypot(...q) - 1 / wavelength) <= 0.5 / Math.max(...grid) + 1e-12);
}

describe("spinodal patterns", () => {
  test("in 1-D are one square wave, wherever it begins", () => {
    const { data } = spinodal([24], { wavelength: 8 }, 1);
    const changes = [...data].map((phase, x) => Number(phase !== data[(x + 1) % 24]));
    expect(changes.reduce((sum, change) => sum + change, 0)).toBe(6);
    expect([...rolled({ data, shape: [24] }, [8]).data]).toEqual([...data]);
    expect([...rolled({ data, shape: [24] }, [4]).data]).toEqual(
      [...data].map((phase) => 1 - phase),
    );
  });

  test("of equal fractions meet S₂ = ¼ + asin(ρ)/2π, ρ(r) being the mean of cos 2πq·r over the shell", () => {
    for (const [grid, wavelength, samples] of [
      [[48, 40], 8, 150],
      [[20, 18, 19], 6, 60],
    ] as const) {
      const shell = shellOf(grid, wavelength);
      const m = spinodal(grid, { wavelength, samples }, 2);
      for (const r of [1, 2, 4, 7]) {
        const rho =
          shell.reduce((sum, q) => sum + Math.cos(2 * Math.PI * q[0] * r), 0) / shell.length;
        const shift = [r, ...grid.slice(1).map(() => 0)];
        const [mean, error] = meanAndError(pairsOf(m, shift, 1));
        const expected = 0.25 + Math.asin(rho) / (2 * Math.PI);
        expect(Math.abs(mean - expected)).toBeLessThan(3 * error);
        expect(error).toBeLessThan(0.006);
      }
    }
  });

  test("keep the number of cells up to every phase within 1/2 of N c", () => {
    const volumeFraction = [0.2, 0.5, 0.3];
    for (const grid of [
      [24, 21],
      [13, 22],
      [12, 9, 10],
    ]) {
      const m = spinodal(grid, { wavelength: 6, volumeFraction, samples: 2 }, 3);
      expect(m.shape).toEqual([2, ...grid]);
      const [zero, two] = [0, 2].map((h) => fractionsOf(m, h));
      for (const s of [0, 1]) {
        expect(Math.abs(zero[s] - 0.2) * sizeOf(grid)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(two[s] - 0.3) * sizeOf(grid)).toBeLessThanOrEqual(0.5 + 1e-9);
      }
    }
  });

  test("with a narrow cone about x are layers across x, two cones leave columns along z", () => {
    const layers = spinodal([24, 20, 22], { wavelength: 8, cones: [0.05, 0, 0] }, 4);
    expect([...rolled(layers, [0, 1, 0]).data]).toEqual([...layers.data]);
    expect([...rolled(layers, [0, 0, 5]).data]).toEqual([...layers.data]);
    expect([...rolled(layers, [1, 0, 0]).data]).not.toEqual([...layers.data]);
    const columns = spinodal([24, 24, 22], { wavelength: 8, cones: [0.05, 0.05, 0] }, 4);
    expect([...rolled(columns, [0, 0, 3]).data]).toEqual([...columns.data]);
    expect([...rolled(columns, [0, 1, 0]).data]).not.toEqual([...columns.data]);
  });

  test("of sample s depend on the seed and s alone", () => {
    expectOwnStreams((samples, rng) => spinodal([12, 10], { wavelength: 4, samples }, rng));
  });
});

describe("spinodal refuses", () => {
  const make = (options: Partial<SpinodalOptions>) => {
    return () => spinodal([16, 12], { wavelength: 6, ...options }, 1);
  };

  test("waves shorter than two cells or longer than the cell", () => {
    expect(make({ wavelength: 1.9 })).toThrow(
      "microstructure.spinodal: wavelength should be a finite number between 2 and 16; got 1.9.",
    );
    expect(make({ wavelength: 17 })).toThrow("between 2 and 16; got 17.");
    expect(make({ wavelength: 16 })).not.toThrow();
    expect(make({ wavelength: 2 })).not.toThrow();
  });

  test("cones without a wave, and angles that are none", () => {
    expect(make({ cones: [0, 0] })).toThrow(
      "microstructure.spinodal: cones [0, 0] hold no wave of 6 cells that repeats with grid [16, 12]. Widen them, " +
        "or choose a larger cell.",
    );
    expect(make({ cones: [1] })).toThrow(
      "microstructure.spinodal: cones should have 2 angles, one per axis; got [1].",
    );
    expect(make({ cones: [1, 2] })).toThrow("cones[1] should be a finite number between 0 and");
    expect(make({ waves: 0 })).toThrow("waves should be an integer ≥ 1; got 0.");
    expect(make({ volumeFraction: [1] })).toThrow("the number of volume fractions should be");
  });
});
