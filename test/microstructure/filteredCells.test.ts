import { describe, expect, test } from "vitest";
import { createRng, normals, sizeOf, unravel } from "../../src/core/index.js";
import { filteredCells } from "../../src/microstructure/index.js";
import type { FilteredCellsOptions } from "../../src/microstructure/index.js";
import { expectOwnStreams, fractionsOf, meanAndError, pairsOf } from "./ensembles.js";

describe("filtered cells", () => {
  test("cut the noise, convolved with the Gaussian of every image, at its quantile: the definition", () => {
    for (const [shape, low, high] of [
      [[14], 0.5, 2.5],
      [[9, 8], 0.4, 3],
      [[5, 4, 6], 0.7, 2],
    ] as const) {
      const { data } = filteredCells(shape, { sigma: [low, high], fractionRange: [0.2, 0.7] }, 3);
      const own = createRng(3).split();
      const sigma = shape.map(() => low + (high - low) * own.uniform());
      const fraction = 0.2 + 0.5 * own.uniform();
      const noise = normals(own, shape).data;
      const size = sizeOf(shape);
      const v = Float64Array.from({ length: size }, (_, x) => {
        let sum = 0;
        for (let y = 0; y < size; y++) {
          const [to, from] = [unravel(x, shape), unravel(y, shape)];
          sum += to.reduce((product, i, a) => {
            let images = 0;
            for (let turn = -12; turn <= 12; turn++) {
              const j = i - from[a] + turn * shape[a];
              images += Math.exp(-(j * j) / (2 * sigma[a] ** 2));
            }
            return product * images;
          }, noise[y]);
        }
        return sum;
      });
      const sorted = v.slice().sort();
      const level = sorted[Math.round(size * (1 - fraction)) - 1];
      expect([...data]).toEqual([...v].map((value) => Number(value > level)));
    }
  });

  test("fill the fraction asked for to half a cell", () => {
    for (const shape of [[31], [16, 15], [9, 8, 7]]) {
      const options = { sigma: [0.5, 2], fractionRange: [0.37, 0.37], samples: 5 } as const;
      for (const fraction of fractionsOf(filteredCells(shape, options, 4))) {
        expect(Math.abs(fraction - 0.37) * sizeOf(shape)).toBeLessThanOrEqual(0.5 + 1e-9);
      }
    }
  });

  test("have fractions spread uniformly over 0.1 … 0.9, as far as nothing else is asked for", () => {
    const fractions = fractionsOf(filteredCells([31, 31], { samples: 300 }, 5));
    const [mean, error] = meanAndError(fractions);
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * error);
    // The spread of a uniform number, 0.8/√12, known to 3 % of 300 samples.
    expect(Math.abs((error * Math.sqrt(300)) / (0.8 / Math.sqrt(12)) - 1)).toBeLessThan(0.1);
    expect(Math.min(...fractions)).toBeGreaterThan(0.1 - 0.002);
    expect(Math.max(...fractions)).toBeLessThan(0.9 + 0.002);
  });

  test("of equal fractions meet S₂ = ¼ + asin(ρ)/2π, with the correlation ρ = exp(−r²/4σ²) of the field", () => {
    const options = { sigma: [2, 2], fractionRange: [0.5, 0.5], samples: 200 } as const;
    const m = filteredCells([64, 63], options, 6);
    // A fixed fraction ½ fixes the mean of the field: ρ loses its own mean over the cell, 4πσ²/N.
    const lost = (16 * Math.PI) / (64 * 63);
    for (const r of [1, 2, 4, 6]) {
      const rho = (Math.exp((-r * r) / 16) - lost) / (1 - lost);
      const [mean, error] = meanAndError(pairsOf(m, [r, 0], 1));
      expect(Math.abs(mean - (0.25 + Math.asin(rho) / (2 * Math.PI)))).toBeLessThan(3 * error);
      expect(error).toBeLessThan(0.001);
    }
  });

  test("stay on their own without width: sigma 0", () => {
    const options = { sigma: [0, 0], fractionRange: [0.5, 0.5], samples: 40 } as const;
    const [mean, error] = meanAndError(pairsOf(filteredCells([20, 20], options, 7), [1, 0], 1));
    // Of fixed numbers, two different cells share phase 1 with the probability ½ · 199/399.
    expect(Math.abs(mean - (0.5 * 199) / 399)).toBeLessThan(3 * error);
  });

  test("of sample s depend on the seed and s alone", () => {
    expectOwnStreams((samples, rng) => filteredCells([9, 8], { samples }, rng));
  });

  test("refuse ranges that are none, or beyond the grid", () => {
    const make = (options: FilteredCellsOptions) => () => filteredCells([8, 20], options, 1);
    expect(make({ sigma: [2, 1] })).toThrow(
      "microstructure.filteredCells: sigma should be [least, largest]; got [2, 1].",
    );
    expect(make({ sigma: [1] as unknown as [number, number] })).toThrow("got [1].");
    expect(make({ sigma: [1, 5] })).toThrow(
      "microstructure.filteredCells: sigma[1] should be a finite number between 0 and 4; got 5.",
    );
    expect(make({ fractionRange: [-0.1, 1] })).toThrow("fractionRange[0]");
    expect(make({ fractionRange: [0, NaN] })).toThrow("fractionRange[1]");
    expect(make({ samples: 1.5 })).toThrow("samples should be an integer ≥ 1; got 1.5.");
  });
});
