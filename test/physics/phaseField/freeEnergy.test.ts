import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import { freeEnergy } from "../../../src/physics/index.js";
import { fieldOf, GRIDS, multiplied, noise } from "./fields.js";

describe("freeEnergy", () => {
  test("of a constant is that of the double well times the volume", () => {
    const phi = ndarrayOf(new Float64Array(3 * 30), [3, 5, 6]);
    [0, 1, 0.5].forEach((value, s) => phi.data.fill(value, 30 * s, 30 * (s + 1)));
    const { data, shape } = freeEnergy(phi, { spacing: [0.5, 0.2] });
    expect(shape).toEqual([3]);
    [0.75, 0, (3 * 0.5625) / 4].forEach((expected, s) => {
      expect(data[s]).toBeCloseTo(expected, 15); // a volume of 3
    });
  });

  test("of a wave a cos kx is L (¼ − a²/4 + 3a⁴/32 + γ a² k²/4)", () => {
    for (const n of [16, 17]) {
      const [dx, a, gamma, k] = [0.3, 0.7, 0.4, (2 * Math.PI * 2) / (n * 0.3)];
      const phi = fieldOf([n, 3], [dx, 1], ([x]) => a * Math.cos(k * x));
      const density = 1 / 4 - a ** 2 / 4 + (3 * a ** 4) / 32 + (gamma * a ** 2 * k ** 2) / 4;
      const [energy] = freeEnergy(phi, { gamma, spacing: [dx, 1] }).data;
      expect(energy).toBeCloseTo(3 * n * dx * density, 13);
    }
  });

  test("of a flat interface is (2/3)√(2γ)", () => {
    for (const gamma of [0.25, 1]) {
      const width = Math.sqrt(2 * gamma);
      const phi = fieldOf(
        [256],
        [0.125],
        ([x]) => Math.tanh((x - 8) / width) - Math.tanh((x - 24) / width) - 1,
      );
      const [energy] = freeEnergy(phi, { gamma, spacing: 0.125 }).data;
      // Two of them, which feel each other by 64 e^{−2·16/width}.
      expect(Math.abs(energy / 2 - (2 / 3) * width)).toBeLessThan(1e-7);
    }
  });

  test("is ΔV Σ ¼(φ² − 1)² − ½γ φ∇²φ by the definition of the transform, on every grid", () => {
    for (const grid of GRIDS) {
      const phi = noise([2, ...grid.shape], 1.5, 11);
      const size = phi.data.length / 2;
      const { data } = freeEnergy(phi, { gamma: 0.3, spacing: grid.spacing });
      for (let s = 0; s < 2; s++) {
        const u = phi.data.slice(s * size, (s + 1) * size);
        const curvature = multiplied(u, grid, (square) => square);
        const sum = u.reduce(
          (total, v, x) => total + (v * v - 1) ** 2 / 4 + 0.15 * v * curvature[x],
          0,
        );
        const expected = grid.spacing.reduce((volume, dx) => volume * dx, sum);
        expect(Math.abs(data[s] / expected - 1)).toBeLessThan(1e-13); // sums of 72 terms
      }
    }
  });

  test("has γ = 1 and Δx = 0.25 by default", () => {
    const phi = noise([1, 6, 7], 1, 2);
    expect(freeEnergy(phi).data).toEqual(freeEnergy(phi, { gamma: 1, spacing: 0.25 }).data);
  });

  test("refuses fields without a sample axis or with NaN, γ < 0 and spacings that are none", () => {
    expect(() => freeEnergy([1, 2, 3])).toThrow(
      "physics.freeEnergy: phi should have the axes [sample, …x] (2 or 3 or 4 axes); got [3].",
    );
    expect(() => freeEnergy([[1, 2, NaN]])).toThrow(
      "physics.freeEnergy: phi should be finite; got NaN at index [0, 2].",
    );
    expect(() => freeEnergy([[1, 2]], { gamma: -1 })).toThrow(
      "physics.freeEnergy: gamma should be a finite number ≥ 0; got -1.",
    );
    expect(() => freeEnergy([[1, 2]], { spacing: 0 })).toThrow(
      "physics.freeEnergy: spacing[0] should be a positive length; got 0.",
    );
    expect(() => freeEnergy([[1, 2]], { spacing: [1, 1] })).toThrow(
      "physics.freeEnergy: spacing should be one number, or one for each of the 1 axes; got [1, 1].",
    );
  });
});
