import { describe, expect, test } from "vitest";
import { createRng } from "../../src/core/index.js";
import { bungeMatrix, randomOrientations } from "../../src/states/index.js";

/** Of products of a few sines and cosines. */
const ROUNDING = 1e-15;

const ANGLES = [
  [0.3, 1.1, 4.2],
  [5.9, 0, 0.7],
  [2, Math.PI, -1],
  [-8, 2.5, 30],
] as const;

const product = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });

const transposed = (g: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => g[3 * (i % 3) + Math.floor(i / 3)]);

function expectNear(a: readonly number[], b: readonly number[], tolerance: number): void {
  expect(a).toHaveLength(b.length);
  a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(tolerance));
}

describe("Bunge's matrix", () => {
  test("turns about z by φ1, about the new x by Φ and about the new z by φ2", () => {
    const aboutZ = (t: number): number[] => {
      return [Math.cos(t), Math.sin(t), 0, -Math.sin(t), Math.cos(t), 0, 0, 0, 1];
    };
    const aboutX = (t: number): number[] => {
      return [1, 0, 0, 0, Math.cos(t), Math.sin(t), 0, -Math.sin(t), Math.cos(t)];
    };
    for (const [phi1, Phi, phi2] of ANGLES) {
      const turns = product(aboutZ(phi2), product(aboutX(Phi), aboutZ(phi1)));
      expectNear(bungeMatrix(phi1, Phi, phi2), turns, 4 * ROUNDING);
    }
  });

  test("has the crystal's axes as rows: turned by 90° about z its x is the sample's y", () => {
    const [g11, g12, g13, g21, g22] = bungeMatrix(Math.PI / 2, 0, 0);
    expectNear([g11, g12, g13, g21, g22], [0, 1, 0, -1, 0], ROUNDING);
    expectNear(bungeMatrix(0, 0, 0), [1, 0, 0, 0, 1, 0, 0, 0, 1], ROUNDING);
  });

  test("is a rotation, and its transpose that of π − φ2, Φ, π − φ1", () => {
    for (const [phi1, Phi, phi2] of ANGLES) {
      const g = bungeMatrix(phi1, Phi, phi2);
      expectNear(product(g, transposed(g)), [1, 0, 0, 0, 1, 0, 0, 0, 1], 4 * ROUNDING);
      const [a, b, c, d, e, f, p, q, r] = g;
      const determinant = a * (e * r - f * q) - b * (d * r - f * p) + c * (d * q - e * p);
      expect(Math.abs(determinant - 1)).toBeLessThan(4 * ROUNDING);
      // π − φ is rounded to 2⁻⁴⁹ where φ2 = 30.
      expectNear(bungeMatrix(Math.PI - phi2, Phi, Math.PI - phi1), transposed(g), 1e-14);
    }
  });

  test("is refused angles that are none", () => {
    expect(() => bungeMatrix(NaN, 0, 0)).toThrow(
      "states.bungeMatrix: phi1 should be a finite number",
    );
    expect(() => bungeMatrix(0, Infinity, 0)).toThrow("states.bungeMatrix: Phi");
    expect(() => bungeMatrix(0, 0, NaN)).toThrow("states.bungeMatrix: phi2");
  });
});

describe("random orientations", () => {
  const count = 20_000;
  const { data, shape } = randomOrientations(count, 3);
  const matrices = Array.from({ length: count }, (_, i) =>
    bungeMatrix(data[3 * i], data[3 * i + 1], data[3 * i + 2]),
  );
  const mean = (f: (g: readonly number[]) => number): number =>
    matrices.reduce((sum, g) => sum + f(g), 0) / count;

  test("are angles [orientation, 3] with φ1, φ2 in [0, 2π) and Φ in [0, π)", () => {
    expect(shape).toEqual([count, 3]);
    const inRange = (angle: number, i: number): boolean =>
      angle >= 0 && angle < (i % 3 === 1 ? Math.PI : 2 * Math.PI);
    expect(data.every(inRange)).toBe(true);
  });

  test("are uniform: every axis of the crystal has the moments of a uniform unit vector", () => {
    // Of one component: mean 0, ⟨u²⟩ = 1/3, ⟨u⁴⟩ = 1/5; four standard errors, from ⟨u⁸⟩ = 1/9.
    for (let i = 0; i < 9; i++) {
      expect(Math.abs(mean((g) => g[i]))).toBeLessThan(4 * Math.sqrt(1 / 3 / count));
      expect(Math.abs(mean((g) => g[i] ** 2) - 1 / 3)).toBeLessThan(
        4 * Math.sqrt((1 / 5 - 1 / 9) / count),
      );
      expect(Math.abs(mean((g) => g[i] ** 4) - 1 / 5)).toBeLessThan(
        4 * Math.sqrt((1 / 9 - 1 / 25) / count),
      );
    }
  });

  test("are turned by the angle ω with the density (1 − cos ω)/π", () => {
    // The share with an angle up to ω is (ω − sin ω)/π (Kolmogorov's distance, 1.95/√count at 0.1 %).
    const angles = matrices
      .map((g) => Math.acos(Math.min(1, Math.max(-1, (g[0] + g[4] + g[8] - 1) / 2))))
      .sort((a, b) => a - b);
    const apart = angles.map((w, i) => Math.abs((w - Math.sin(w)) / Math.PI - i / count));
    expect(Math.max(...apart)).toBeLessThan(1.95 / Math.sqrt(count));
  });

  test("repeat for a seed, and go on with a stream", () => {
    expect(randomOrientations(5, 3).data).toEqual(data.slice(0, 15));
    const rng = createRng(3);
    randomOrientations(2, rng);
    expect(randomOrientations(3, rng).data).toEqual(data.slice(6, 15));
  });

  test("refuse a count that is none", () => {
    expect(() => randomOrientations(0, 1)).toThrow(
      "states.randomOrientations: count should be an integer ≥ 1; got 0.",
    );
  });
});
