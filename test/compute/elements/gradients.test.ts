import { describe, expect, test } from "vitest";
import { gradientsAt } from "../../../src/compute/elements/gradients.js";
import type { VoxelElements } from "../../../src/compute/index.js";
import { unravel } from "../../../src/core/index.js";
import { kindsOn, nameOf, SPACING } from "./cases.js";

const AXES = [1, 2, 3];

/** Every kind, on one voxel. */
const ELEMENTS: VoxelElements[] = AXES.flatMap((axes) =>
  kindsOn(axes)
    .filter(({ law }) => law === "isotropic")
    .map((kind) => ({
      ...kind,
      grid: new Array<number>(axes).fill(3),
      spacing: SPACING.slice(0, axes),
    })),
);

const DISPLACEMENTS = ELEMENTS.filter(({ components }) => components > 1);

/** Sums of twenty-seven products of numbers up to ten. */
const ROUNDING = 1e-13;

/** Values [component, node] of a field on the voxel that begins at the origin. */
function valuesOn(
  { spacing, order, components }: VoxelElements,
  field: (x: readonly number[], component: number) => number,
): number[] {
  const axes = spacing.length;
  return Array.from({ length: components * (order + 1) ** axes }, (_, i) => {
    const node = i % (order + 1) ** axes;
    const at = unravel(node, new Array<number>(axes).fill(order + 1));
    const x = at.map((k, axis) => (k / order) * spacing[axis]);
    return field(x, Math.floor(i / (order + 1) ** axes));
  });
}

/** B u at every point. */
function strainsOf(elements: VoxelElements, values: readonly number[]): number[][] {
  return gradientsAt(elements).map(({ B }) =>
    B.map((row) => row.reduce((sum, b, i) => sum + b * values[i], 0)),
  );
}

function expectClose(found: readonly number[], expected: readonly number[], name: string): void {
  found.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]) <= ROUNDING)) {
      expect.fail(`${name}, row ${i}: ${value}, not ${expected[i]}`);
    }
  });
}

describe("gradients at the Gauss points", () => {
  test("have weights that sum to the volume of the voxel", () => {
    for (const elements of ELEMENTS) {
      const volume = elements.spacing.reduce((product, h) => product * h, 1);
      const sum = gradientsAt(elements).reduce((total, { weight }) => total + weight, 0);
      expect(Math.abs(sum - volume)).toBeLessThan(1e-15);
    }
  });

  test("of a linear potential are its slopes, everywhere", () => {
    const slopes = [0.3, -1.2, 0.8];
    for (const elements of ELEMENTS.filter(({ components }) => components === 1)) {
      const linear = (x: readonly number[]): number =>
        x.reduce((sum, value, axis) => sum + slopes[axis] * value, 2);
      for (const gradient of strainsOf(elements, valuesOn(elements, linear))) {
        expectClose(gradient, slopes, nameOf(elements));
      }
    }
  });

  test("of a linear displacement are its strain, everywhere, for every rule", () => {
    const G = [
      [0.1, 0.7, -0.4],
      [0.2, -0.3, 0.9],
      [0.6, 0.5, 0.8],
    ];
    const strains = [
      [],
      [],
      [0.1, -0.3, 0.7 + 0.2],
      [0.1, -0.3, 0.8, 0.9 + 0.5, -0.4 + 0.6, 0.7 + 0.2],
    ];
    for (const elements of DISPLACEMENTS) {
      const linear = (x: readonly number[], component: number): number =>
        x.reduce((sum, value, axis) => sum + G[component][axis] * value, -1);
      for (const strain of strainsOf(elements, valuesOn(elements, linear))) {
        expectClose(strain, strains[elements.grid.length], nameOf(elements));
      }
    }
  });

  test("of order 2 are exact for quadratic fields: their mean squares are those of linear slopes", () => {
    for (const elements of ELEMENTS) {
      const { order, components, spacing, rule } = elements;
      if (order === 1 || components > 1 || rule !== "full") continue;
      const last = spacing.length - 1;
      const field = (x: readonly number[]): number =>
        x.reduce((sum, value, axis) => sum + (axis + 1) * value ** 2, x[0] * x[last]);
      const volume = spacing.reduce((product, h) => product * h, 1);
      const gradients = strainsOf(elements, valuesOn(elements, field));
      spacing.forEach((_, axis) => {
        const found = gradientsAt(elements).reduce(
          (sum, { weight }, q) => sum + (weight / volume) * gradients[q][axis] ** 2,
          0,
        );
        // ∂_axis u = Σ_b slope_b x_b, uniform over x_b ∈ [0, h_b]: mean h/2 and variance h²/12.
        const slopes = spacing.map((_, b) => {
          const cross = (axis === 0 && b === last ? 1 : 0) + (axis === last && b === 0 ? 1 : 0);
          return (axis === b ? 2 * (axis + 1) : 0) + cross;
        });
        const mean = slopes.reduce((sum, slope, b) => sum + (slope * spacing[b]) / 2, 0);
        const variance = slopes.reduce((sum, slope, b) => sum + (slope * spacing[b]) ** 2 / 12, 0);
        expectClose([found], [mean ** 2 + variance], nameOf(elements));
      });
    }
  });

  test("of a rotation are zero strains, everywhere, for every rule", () => {
    for (const elements of DISPLACEMENTS) {
      const rotation = (x: readonly number[], component: number): number =>
        component === 0 ? x[1] : component === 1 ? -x[0] : 0;
      for (const strain of strainsOf(elements, valuesOn(elements, rotation))) {
        expectClose(strain, [0, 0, 0, 0, 0, 0], nameOf(elements));
      }
    }
  });

  test("with the mean dilatation have one trace in all of an element, and the deviator of the full rule", () => {
    for (const elements of DISPLACEMENTS.filter(({ rule }) => rule === "meanDilatation")) {
      const axes = elements.grid.length;
      const values = valuesOn(elements, (x, component) =>
        Math.sin(5 * x[component] + x[0] - 3 * x[1]),
      );
      const traceOf = (strain: readonly number[]): number =>
        strain.slice(0, axes).reduce((sum, value) => sum + value, 0);
      const own = strainsOf(elements, values);
      const full = strainsOf({ ...elements, rule: "full" }, values);
      const points = gradientsAt(elements);
      const volume = points.reduce((sum, { weight }) => sum + weight, 0);
      const mean = points.reduce(
        (sum, { weight }, q) => sum + (weight / volume) * traceOf(full[q]),
        0,
      );
      expect(Math.abs(traceOf(full[0]) - mean)).toBeGreaterThan(0.1); // else there is nothing to see
      own.forEach((strain, q) => {
        expectClose([traceOf(strain)], [mean], nameOf(elements));
        const deviator = (e: readonly number[]): number[] =>
          e.map((value, i) => (i < axes ? value - traceOf(e) / axes : value));
        expectClose(deviator(strain), deviator(full[q]), nameOf(elements));
      });
    }
  });
});
