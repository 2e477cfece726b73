/** The checks of `solveStrains`. */
import { VOIGT } from "../../../compute/index.js";
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../../core/index.js";
import type { StrainCell } from "./solveStrains.js";

const WHERE = "physics.solveStrains";

/**
 * Refuses cells that cannot be solved.
 * @throws ShapeError, ValueError as `solveStrains`
 */
export function checkCell(cell: StrainCell): void {
  const { grid, spacing, scheme, law, method, tolerance, maxIterations } = cell;
  const axes = grid.length;
  checkInteger(axes, 2, 3, `${WHERE}: the number of axes of the grid`);
  grid.forEach((n) => checkInteger(n, 1, Infinity, `${WHERE}: the number of voxels along an axis`));
  checkLength(spacing, axes, "spacing", "axes");
  spacing.forEach((h) => checkNumber(h, Number.MIN_VALUE, Infinity, `${WHERE}: spacing`));
  checkOneOf(scheme, ["moulinec-suquet", "rotated"], `${WHERE}: scheme`);
  checkOneOf(law, ["isotropic", "anisotropic"], `${WHERE}: law`);
  checkOneOf(method, ["cg", "basic"], `${WHERE}: method`);
  checkNumber(tolerance, Number.EPSILON, 1, `${WHERE}: tolerance`);
  checkInteger(maxIterations, 0, Infinity, `${WHERE}: maxIterations`);
  checkReference(cell);
  checkFields(cell);
}

function checkReference({ reference: [λ, μ], grid }: StrainCell): void {
  if (Number.isFinite(λ) && μ > 0 && μ < Infinity && λ + (2 * μ) / grid.length > 0) return;
  throw new ValueError(
    `${WHERE}: reference should be [λ, μ] with μ > 0 and λ + 2μ/${grid.length} > 0; got [${λ}, ${μ}]. ` +
      `Take strainReference(law, coefficients, size).`,
  );
}

function checkFields({
  grid,
  law,
  coefficients,
  meanStrain,
  eigenstrain,
  start,
}: StrainCell): void {
  const size = sizeOf(grid);
  const components = VOIGT[grid.length].length;
  const fields = [
    {
      name: "coefficients",
      data: coefficients,
      rows: law === "isotropic" ? 2 : (components * (components + 1)) / 2,
      columns: size,
    },
    { name: "meanStrain", data: meanStrain, rows: components, columns: 1 },
    { name: "eigenstrain", data: eigenstrain, rows: components, columns: size },
    { name: "start", data: start, rows: components, columns: size },
  ];
  for (const { name, data, rows, columns } of fields) {
    if (!data) continue;
    checkLength(data, rows * columns, name, `${rows} components on ${columns} voxels`);
    checkFinite({ data, shape: [rows, columns] }, `${WHERE}: ${name}`);
  }
}

function checkLength(
  data: ArrayLike<number>,
  expected: number,
  name: string,
  meaning: string,
): void {
  if (data.length === expected) return;
  throw new ShapeError(
    `${WHERE}: ${name} should have ${expected} entries, ${meaning}; got ${data.length}. ` +
      `Fit it to the grid.`,
  );
}
