import { describe, expect, test } from "vitest";
import { backend, VOIGT } from "../../../../src/compute/index.js";
import { createRng, sameShape, sizeOf, unravel } from "../../../../src/core/index.js";
import { irfftn, rfftn } from "../../../../src/fft/index.js";
import { createAverages } from "../../../../src/physics/cell/averages.js";
import { fillStrain } from "../../../../src/physics/elasticity/fields.js";
import {
  fillGreenOperator,
  halfSpectrum,
} from "../../../../src/physics/elasticity/strainBased/greenOperator.js";
import type { ReferenceMedium } from "../../../../src/physics/elasticity/strainBased/greenOperator.js";
import { scaleShears } from "../../../../src/physics/elasticity/strainBased/mandel.js";
import { uniformLaw } from "../../../../src/physics/elasticity/strainBased/uniformLaw.js";
import { largestDifference, SCHEMES } from "./cells.js";

const MEDIA = SCHEMES.flatMap((scheme) =>
  [
    { grid: [7, 5], spacing: [1, 1] },
    { grid: [6, 4], spacing: [0.5, 2] },
    { grid: [8, 5], spacing: [1, 3] },
    { grid: [5, 3, 7], spacing: [1, 0.4, 2] },
    { grid: [4, 6, 2], spacing: [1, 1, 1.5] },
    { grid: [4, 1, 5], spacing: [2, 1, 1] },
  ].map((cell) => ({ ...cell, scheme, reference: [1.7, 0.6] as const })),
);

const nameOf = ({ scheme, grid }: ReferenceMedium): string => `${scheme}, ${grid.join("×")}`;

/** Γ̂⁰ as a function of frequency, row and column. */
function matrixOf(medium: ReferenceMedium): {
  frequencies: number[][];
  at: (q: number) => number[][];
} {
  const spectrum = halfSpectrum(medium.grid);
  const size = sizeOf(spectrum);
  const c = VOIGT[medium.grid.length].length;
  const symbol = new Float64Array(((c * (c + 1)) / 2) * size).fill(NaN);
  fillGreenOperator(symbol, medium);
  const at = (q: number): number[][] => {
    const matrix = Array.from({ length: c }, () => new Array<number>(c).fill(0));
    for (let i = 0, pair = 0; i < c; i++) {
      for (let j = i; j < c; j++, pair++) matrix[i][j] = matrix[j][i] = symbol[pair * size + q];
    }
    return matrix;
  };
  return { frequencies: Array.from({ length: size }, (_, q) => unravel(q, spectrum)), at };
}

/** Γ⁰ * (C⁰ : ε) of a field in Mandel's components. */
function projected(medium: ReferenceMedium, strain: Float64Array): Float64Array {
  const { grid, reference } = medium;
  const spectrum = halfSpectrum(grid);
  const c = VOIGT[grid.length].length;
  const symbol = new Float64Array(((c * (c + 1)) / 2) * sizeOf(spectrum));
  fillGreenOperator(symbol, medium);
  const stress = new Float64Array(strain.length);
  uniformLaw(reference, grid.length)(strain, stress);
  const transformed = rfftn({ data: stress, shape: [c, ...grid] }, grid.length);
  backend().applySymbol({ re: symbol }, 1, c, sizeOf(spectrum), transformed.re, transformed.im);
  return irfftn(transformed, grid).data;
}

const product = (A: number[][], B: number[][]): number[][] =>
  A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));

/** C⁰ in Mandel's components. */
function stiffness({ grid, reference: [λ, μ] }: ReferenceMedium): number[][] {
  return VOIGT[grid.length].map((_, i) =>
    VOIGT[grid.length].map((__, j) => {
      const own = i === j ? 2 * μ : 0;
      return i < grid.length && j < grid.length ? own + λ : own;
    }),
  );
}

describe("Green's operator", () => {
  test("along an axis is the compliance of a bar that cannot widen, and of shear", () => {
    for (const scheme of SCHEMES) {
      const medium = { grid: [5, 5], spacing: [1, 1], reference: [3, 2] as const, scheme };
      const { frequencies, at } = matrixOf(medium);
      const q = frequencies.findIndex(([x, y]) => x === 1 && y === 0);
      // 1/(λ + 2μ) along x; √2 ε_xy of √2 σ_xy is 1/(2μ)
      expect(largestDifference(at(q).flat(), [1 / 7, 0, 0, 0, 0, 0, 0, 0, 1 / 4])).toBeLessThan(
        1e-16,
      );
    }
  });

  for (const medium of MEDIA) {
    test(`is a projection, Γ C⁰ Γ = Γ, on as many strains as a displacement has: ${nameOf(medium)}`, () => {
      const { grid, scheme } = medium;
      const { frequencies, at } = matrixOf(medium);
      const C = stiffness(medium);
      frequencies.forEach((k, q) => {
        const Γ = at(q);
        const ΓC = product(Γ, C);
        expect(largestDifference(product(ΓC, Γ).flat(), Γ.flat())).toBeLessThan(1e-14);
        const rank = ΓC.reduce((sum, row, i) => sum + row[i], 0);
        const nyquist = k.filter((entry, axis) => 2 * entry === grid[axis]).length;
        const full = scheme === "rotated" ? 0 : VOIGT[grid.length].length;
        const regular = nyquist === 0 || (nyquist === 1 && scheme === "rotated");
        const expected = k.every((entry) => entry === 0) ? 0 : regular ? grid.length : full;
        expect(Math.abs(rank - expected)).toBeLessThan(1e-13);
      });
    });

    test(`is the same at k and −k, so that fields stay real: ${nameOf(medium)}`, () => {
      const { frequencies, at } = matrixOf(medium);
      const mirror = (k: readonly number[]): number[] =>
        k.map((entry, axis) => (medium.grid[axis] - entry) % medium.grid[axis]);
      let pairs = 0;
      frequencies.forEach((k, q) => {
        const other = frequencies.findIndex((entry) => sameShape(entry, mirror(k)));
        if (other < 0) return;
        pairs += 1;
        expect(at(other)).toEqual(at(q));
      });
      expect(pairs).toBeGreaterThanOrEqual(medium.grid[0]);
    });
  }

  for (const medium of MEDIA.filter(({ scheme }) => scheme === "rotated")) {
    test(`keeps the strains in the middle of linear elements: ${nameOf(medium)}`, () => {
      const { grid, spacing } = medium;
      const rng = createRng(3);
      const u = Float64Array.from({ length: grid.length * sizeOf(grid) }, () => rng.normal());
      const strain = new Float64Array(VOIGT[grid.length].length * sizeOf(grid));
      fillStrain(
        createAverages({
          ...{ grid, spacing, order: 1, components: grid.length },
          ...{ rule: "onePoint", law: "isotropic" },
        }),
        u,
        new Float64Array(strain.length / sizeOf(grid)),
        strain,
      );
      scaleShears(strain, grid.length, Math.SQRT1_2);
      expect(largestDifference(projected(medium, strain), strain)).toBeLessThan(1e-13);
    });
  }

  for (const medium of MEDIA.filter(({ scheme }) => scheme === "moulinec-suquet")) {
    test(`keeps the strains of a wave of displacements: ${nameOf(medium)}`, () => {
      const { grid, spacing } = medium;
      const axes = grid.length;
      // u = a cos θ, θ = 2π Σ k_i x_i / n_i: ε_ij = −(κ_i a_j + κ_j a_i)/2 sin θ, κ_i = 2π k_i / (n_i h_i)
      const k = [1, -1, 2]
        .slice(0, axes)
        .map((wave, i) => (2 * Math.abs(wave) < grid[i] ? wave : 0));
      const κ = k.map((wave, i) => (2 * Math.PI * wave) / (grid[i] * spacing[i]));
      const a = [0.3, -0.8, 0.5];
      const strain = Float64Array.from(
        VOIGT[axes].flatMap(([i, j]) =>
          Array.from({ length: sizeOf(grid) }, (_, x) => {
            const at = unravel(x, grid);
            const θ = at.reduce((sum, p, b) => sum + (2 * Math.PI * k[b] * p) / grid[b], 0);
            return (-(κ[i] * a[j] + κ[j] * a[i]) / 2) * Math.sin(θ);
          }),
        ),
      );
      scaleShears(strain, axes, Math.SQRT2);
      expect(Math.max(...strain)).toBeGreaterThan(0.1);
      expect(largestDifference(projected(medium, strain), strain)).toBeLessThan(1e-14);
    });
  }
});
