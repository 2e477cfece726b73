import { describe, expect, test } from "vitest";
import { backend, coefficientCount } from "../../../src/compute/index.js";
import type { VoxelElements } from "../../../src/compute/index.js";
import { createRng, normals, sizeOf } from "../../../src/core/index.js";
import { createAverages } from "../../../src/physics/cell/averages.js";
import { createPreconditioner } from "../../../src/physics/cell/preconditioner.js";
import { createSymmetricInverse } from "../../../src/physics/cell/symmetricInverse.js";
import { randomStiffness } from "../elasticity/cells.js";

const KINDS = [
  { order: 1, rule: "full" },
  { order: 1, rule: "meanDilatation" },
  { order: 1, rule: "onePoint" },
  { order: 2, rule: "full" },
] as const;

const GRIDS = [
  [6, 5],
  [5, 7],
  [4, 4],
  [3, 4, 5],
  [4, 3, 2],
];

/** The homogeneous stiffness applied to a field. */
function times(
  elements: VoxelElements,
  C: readonly (readonly number[])[],
  u: Float64Array,
): Float64Array {
  const row = C.flatMap((entries, i) => entries.slice(i));
  const size = sizeOf(elements.grid);
  const coefficients = Float64Array.from(
    { length: coefficientCount(elements) * size },
    (_, at) => row[Math.floor(at / size)],
  );
  const out = new Float64Array(u.length);
  backend().applyElements(elements, coefficients, 1, u, out);
  return out;
}

describe.each(KINDS)("order $order, $rule", ({ order, rule }) => {
  test.each(GRIDS)("the symbol inverts the homogeneous cell on %j×%j", (...grid) => {
    const axes = grid.length;
    const c = (axes * (axes + 1)) / 2;
    for (const components of rule === "meanDilatation" ? [axes] : [1, axes]) {
      const C = randomStiffness(components === 1 ? axes : c, 7);
      const elements: VoxelElements = {
        ...{ grid, order, rule, components, law: "anisotropic" },
        spacing: [0.7, 1.3, 0.9].slice(0, axes),
      };
      const fields = components * order ** axes;
      const { halfSize, size, ...transform } = backend().gridTransform(grid);
      const u = normals(createRng(1), [fields * size]).data;
      const f = times(elements, C, u);
      // M⁻¹ K u = u up to what no stiffness holds, so that K M⁻¹ K u = K u.
      const [re, im] = [new Float64Array(fields * halfSize), new Float64Array(fields * halfSize)];
      transform.forwardReal(f, fields, re, im);
      backend().applySymbol(createPreconditioner(elements, C), 1, fields, halfSize, re, im);
      const back = new Float64Array(u.length);
      transform.inverseReal(re, im, fields, back);
      const again = times(elements, C, back);
      const scale = Math.max(...f.map(Math.abs));
      expect(Math.max(...again.map((value, i) => Math.abs(value - f[i])))).toBeLessThan(
        1e-11 * scale,
      );
    }
  });
});

test("means of gradients and their transpose agree under the inner product", () => {
  for (const order of [1, 2] as const) {
    for (const grid of GRIDS) {
      const axes = grid.length;
      const elements: VoxelElements = {
        ...{ grid, order, components: 1, rule: "full", law: "isotropic" },
        spacing: [0.7, 1.3, 0.9].slice(0, axes),
      };
      const averages = createAverages(elements);
      const size = sizeOf(grid);
      const u = normals(createRng(2), [order ** axes * size]).data;
      const v = normals(createRng(3), [size]).data;
      for (let axis = 0; axis < axes; axis++) {
        const mean = new Float64Array(size);
        averages.gradient(axis, u, 0, mean);
        const back = new Float64Array(u.length);
        averages.addTranspose(axis, 1, v, 0, back, 0);
        const { dot } = backend();
        expect(Math.abs(dot(mean, v) - dot(u, back))).toBeLessThan(1e-12 * size);
      }
    }
  }
});

test("pseudo-inverses of regular and singular matrices", () => {
  const n = 5;
  const A = randomStiffness(n, 4);
  const singular = A.map((row, i) => row.map((entry, j) => (i === 2 || j === 2 ? 0 : entry)));
  for (const matrix of [A, singular]) {
    const inverse = createSymmetricInverse(n, 1e-10);
    inverse.upper.set(matrix.flatMap((row, i) => row.slice(i)));
    inverse.invert();
    const X = A.map((row) => row.map(() => 0));
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = i; j < n; j++, pair++) X[i][j] = X[j][i] = inverse.upper[pair];
    }
    const product = (P: number[][], Q: number[][]): number[][] =>
      P.map((row) => Q[0].map((_, j) => row.reduce((sum, p, k) => sum + p * Q[k][j], 0)));
    const AXA = product(product(matrix, X), matrix);
    AXA.forEach((row, i) =>
      row.forEach((entry, j) => expect(Math.abs(entry - matrix[i][j])).toBeLessThan(1e-11)),
    );
  }
});
