import { describe, expect, test } from "vitest";
import { gradCheck, multiply, sum, toArray, Variable } from "../../src/autodiff/index.js";
import { createRng, normals } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { fluctuation } from "../../src/cnn/fluctuation.js";
import { greenOperator, mediumOf } from "../../src/cnn/greenOperator.js";
import { solveElasticity } from "../../src/physics/index.js";
import { generalStrain, randomCell } from "../physics/elasticity/cells.js";

const grids = [
  [9, 7],
  [8, 6],
  [5, 6, 7],
  [4, 6, 4],
];
const components = (grid: readonly number[]): number => (grid.length === 2 ? 3 : 6);
const variable = ({ data, shape }: NdArray): Variable => new Variable(data, shape);

/** Γ τ as an array. */
function applied(grid: readonly number[], τ: NdArray, poissonRatio = 0.3): Float64Array {
  return Float64Array.from(toArray(greenOperator(mediumOf(grid, poissonRatio), variable(τ))).data);
}

describe.each(grids.map((grid) => [grid]))("on %o", (grid) => {
  const shape = [2, components(grid), ...grid];
  const [τ, σ] = [1, 2].map((seed) => normals(createRng(seed), shape));

  test.each(["q1bbar", "q1", "rotated"] as const)(
    "the fluctuations of the strains that the solver finds with %s are what their stresses in the medium cause",
    async (way) => {
      const options = way === "rotated" ? { scheme: way } : { element: way };
      const { strain } = await solveElasticity(
        randomCell(grid, 2, 3),
        { elasticModulus: [1, 10], poissonRatio: [0.3, 0.2] },
        generalStrain(grid.length),
        { ...options, tolerance: 1e-10 },
      );
      const { data: ε } = toArray(fluctuation(variable(strain)));
      const size = ε.length / strain.shape[1];
      const λ = (2 * 0.25) / (1 - 0.5);
      const stress = strain.data.slice();
      for (let x = 0; x < size; x++) {
        let trace = 0;
        for (let c = 0; c < grid.length; c++) trace += ε[c * size + x];
        for (let c = 0; c < strain.shape[1]; c++) {
          const normal = c < grid.length;
          stress[c * size + x] = (normal ? 2 : 1) * ε[c * size + x] + (normal ? λ * trace : 0);
        }
      }
      const found = applied(grid, { ...strain, data: stress, shape: strain.shape }, 0.25);
      found.forEach((value, i) => {
        expect(Math.abs(value - ε[i])).toBeLessThan(1e-12);
      });
    },
  );

  test("it has no mean and is its own adjoint", () => {
    const [a, b] = [applied(grid, τ), applied(grid, σ)];
    const dot = (x: Float64Array, y: Float64Array): number =>
      x.reduce((total, value, i) => total + value * y[i], 0);
    expect(Math.abs(dot(a, σ.data) - dot(τ.data, b))).toBeLessThan(1e-12 * dot(τ.data, τ.data));
    const size = a.length / (shape[0] * shape[1]);
    for (let field = 0; field < shape[0] * shape[1]; field++) {
      const mean = a
        .slice(field * size, (field + 1) * size)
        .reduce((total, value) => total + value, 0);
      expect(Math.abs(mean)).toBeLessThan(1e-12);
    }
  });

  test("its derivative passes the gradient check", () => {
    const medium = mediumOf(grid, 0.3);
    const check = gradCheck((x: Variable) => sum(multiply(greenOperator(medium, x), σ)), τ);
    expect(check.error).toBeLessThan(1e-7);
  });
});

test("a laminate's polarisation causes strains along its normal alone", () => {
  // τ_xx = cos(2πx/n): û = τ n / (λ + 2μ), so ε_xx = τ_xx / (λ + 2μ).
  const [n, ν] = [8, 0.3];
  const τ = { data: new Float64Array(3 * n * n), shape: [1, 3, n, n] };
  for (let x = 0; x < n; x++) {
    for (let y = 0; y < n; y++) τ.data[x * n + y] = Math.cos((2 * Math.PI * x) / n);
  }
  const found = toArray(greenOperator(mediumOf([n, n], ν), new Variable(τ.data, τ.shape))).data;
  const stiffness = (2 * ν) / (1 - 2 * ν) + 2;
  found.forEach((value, i) => {
    expect(Math.abs(value - τ.data[i] / stiffness)).toBeLessThan(1e-14);
  });
});
