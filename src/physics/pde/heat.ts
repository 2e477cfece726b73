/**
 * The heat equation with the diffusivity D, solved exactly for any time,
 *
 *   u_t = ∇·D∇u,     û(k, t) = e^{−t k·Dk} û(k, 0).
 */
import { checkNumber, formatShape, ShapeError, ValueError } from "../../core/index.js";
import { createHermitianEigen } from "../../linalg/index.js";
import { boxOf } from "./box.js";
import type { BoxOptions } from "./box.js";
import { createSemilinear } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";

/** D: one number, one per axis, or a symmetric matrix, in length² per time. */
export type Diffusivity = number | readonly number[] | readonly (readonly number[])[];

/** Options of `heat`. */
export interface HeatOptions extends BoxOptions {
  readonly diffusivity: Diffusivity;
  /** The time of one `step`; `solve` needs none. */
  readonly timeStep?: number | undefined;
  /** Number of components, each on its own. Default 1. */
  readonly components?: number | undefined;
}

/**
 * The exact solver of the heat equation.
 * @throws ShapeError for a shape or a diffusivity with another number of axes
 * @throws ValueError for a diffusivity that is negative or not symmetric
 */
export function heat(options: HeatOptions): PdeSolver {
  const where = "physics.heat";
  const axes = boxOf(options, where).shape.length;
  const D = diffusionMatrix(options.diffusivity, axes, `${where}: diffusivity`);
  return createSemilinear({ ...options, linear: (k) => -quadraticForm(D, k) }, where);
}

/** k·Dk. */
function quadraticForm(D: readonly (readonly number[])[], k: readonly number[]): number {
  let sum = 0;
  D.forEach((row, a) => row.forEach((value, b) => (sum += value * k[a] * k[b])));
  return sum;
}

/** D as a matrix, checked. */
function diffusionMatrix(given: Diffusivity, axes: number, where: string): number[][] {
  const matrix = Array.from({ length: axes }, (_, a) =>
    Array.from({ length: axes }, (_, b) => entryOf(given, a, b)),
  );
  const fits = typeof given === "number" || given?.length === axes;
  if (!fits || matrix.some((row) => row.some((value) => value === undefined))) {
    throw new ShapeError(
      `${where} should be a number, one for each of the ${axes} axes, or a matrix of ${axes} rows; ` +
        `got ${JSON.stringify(given)}.`,
    );
  }
  matrix.flat().forEach((value) => checkNumber(value, -Infinity, Infinity, where));
  if (isPositive(matrix)) return matrix;
  throw new ValueError(
    `${where} should be symmetric with no negative eigenvalue; got ` +
      `[${matrix.map(formatShape).join(", ")}]. Heat flows from warm to cold.`,
  );
}

function entryOf(given: Diffusivity, a: number, b: number): number {
  if (typeof given === "number") return a === b ? given : 0;
  const row = given?.[a];
  if (typeof row === "object") return row[b];
  return a === b ? row : 0;
}

/** Whether D is symmetric and no eigenvalue is below 0 by more than rounding. */
function isPositive(D: readonly (readonly number[])[]): boolean {
  const entries = Float64Array.from(D.flat());
  const eigen = createHermitianEigen(D.length);
  eigen.decompose(entries, new Float64Array(entries.length));
  const symmetric = D.every((row, a) => row.every((value, b) => value === D[b][a]));
  return symmetric && eigen.values.every((value) => value >= -1e-14 * eigen.values[0]);
}
