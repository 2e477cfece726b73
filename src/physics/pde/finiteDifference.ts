/**
 * The method of lines: u_t = F(u, ∂u, …, t) at the points of a periodic grid, with derivatives by finite
 * differences, and explicit steps in time. Central differences of order 2, 4 or 6; first derivatives also
 * upwind, from the side the flow comes from, which damps what the grid cannot carry.
 *
 * Explicit steps have a limit, about h²/D for diffusion and h/|v| for advection; `solve` refuses longer ones.
 */
import { checkInteger, checkOneOf, ShapeError, ValueError } from "../../core/index.js";
import { boxOf } from "./box.js";
import type { Box, BoxOptions } from "./box.js";
import { differenceRate } from "./differenceRate.js";
import type { DifferenceField } from "./differenceRate.js";
import type { SteppingOptions } from "./evolution.js";
import { EXPLICIT_SCHEMES, rungeKutta } from "./rungeKutta.js";
import type { ExplicitScheme } from "./rungeKutta.js";
import { createSolver } from "./solver.js";
import type { PdeSolver } from "./solver.js";
import type { Pointwise } from "./spectralRate.js";
import { largestStep } from "./stability.js";
import { partsOf } from "./symbols.js";

/** A derivative by differences: a list is that of component 0 by its orders along x, y, z. */
export type Difference =
  | readonly number[]
  | {
      /** The component. Default 0. */
      readonly component?: number;
      /** Orders along the axes. */
      readonly derivative: readonly number[];
      /**
       * For a single first derivative in u_t = −v u_x: the flow v, a number or the name of a field. Where v > 0
       * the difference leans to smaller x, elsewhere to larger. Default central differences.
       */
      readonly upwind?: number | string;
    };

/** Options of `finiteDifference`. */
export interface FiniteDifferenceOptions<Name extends string> extends BoxOptions, SteppingOptions {
  /** Number of components of u. Default 1. */
  readonly components?: number | undefined;
  /** Order of the differences. Default 4. */
  readonly accuracy?: 2 | 4 | 6 | undefined;
  /** "rk4" (default), "rk2" (midpoint) or "euler". */
  readonly scheme?: ExplicitScheme | undefined;
  /** What the right-hand side reads, by name: { u: [0], ux: [1] }. */
  readonly fields: Readonly<Record<Name, Difference>>;
  /** Fills u_t of every component at every point. */
  readonly rate: Pointwise<Name>;
}

/**
 * The solver of u_t = F(u, ∂u, …, t) by finite differences on a periodic grid.
 * @throws ShapeError for a shape that is none or too short for the stencils
 * @throws ValueError for an order or scheme that is unknown, and an upwind field that is no single first
 *   derivative or names no field
 */
export function finiteDifference<Name extends string>(
  options: FiniteDifferenceOptions<Name>,
): PdeSolver {
  const where = "physics.finiteDifference";
  const { components = 1, accuracy = 4, scheme: name = "rk4", rate } = options;
  const box = boxOf(options, where);
  checkInteger(components, 1, Infinity, `${where}: components`);
  checkOneOf(String(accuracy), ["2", "4", "6"], `${where}: accuracy`);
  checkOneOf(name, EXPLICIT_SCHEMES, `${where}: scheme`);
  const fields = fieldsOf(options.fields, box, components, accuracy, where);
  const F = differenceRate(box, components, accuracy, fields, rate);
  const size = components * box.cells;
  const scheme = rungeKutta(name, F.rate, size);
  return createSolver(
    {
      where,
      box,
      components,
      scheme,
      size,
      load: (u, from, state) => state.set(u.subarray(from, from + size)),
      store: (state, u, to) => u.set(state, to),
      rms: (state) => Math.sqrt(state.reduce((sum, value) => sum + value * value, 0) / size),
      limit: (state, t) => largestStep(scheme.stages, F.frozenRates(state, t)),
    },
    options,
  );
}

function fieldsOf<Name extends string>(
  given: Readonly<Record<Name, Difference>>,
  { shape }: Box,
  components: number,
  accuracy: number,
  where: string,
): Readonly<Record<string, DifferenceField>> {
  const entries = Object.entries<Difference>(given ?? {});
  if (entries.length === 0) {
    throw new ValueError(`${where}: fields should name what rate reads; got none.`);
  }
  const names = entries.map(([name]) => name);
  const checked = entries.map(([name, difference]) => {
    const label = `${where}: fields.${name}`;
    const { component, derivative } = partsOf(difference, shape.length, components, label);
    const upwind = "upwind" in difference ? difference.upwind : undefined;
    checkUpwind(upwind, derivative, names, label);
    checkLengths(derivative, upwind !== undefined, accuracy, shape, label);
    return [name, { component, derivative, upwind }] as const;
  });
  return Object.fromEntries(checked);
}

function checkUpwind(
  upwind: number | string | undefined,
  derivative: readonly number[],
  names: readonly string[],
  where: string,
): void {
  if (upwind === undefined) return;
  const order = derivative.reduce((sum, one) => sum + one, 0);
  if (order !== 1) {
    throw new ValueError(
      `${where} should be a single first derivative to be taken upwind; got [${derivative.join(", ")}]. ` +
        `Leave upwind out for the others.`,
    );
  }
  if (typeof upwind === "number" ? Number.isFinite(upwind) : names.includes(upwind)) return;
  throw new ValueError(
    `${where}: upwind should be a number or one of the fields ${names.join(", ")}; got ${upwind}.`,
  );
}

function checkLengths(
  derivative: readonly number[],
  upwind: boolean,
  accuracy: number,
  shape: readonly number[],
  where: string,
): void {
  derivative.forEach((order, axis) => {
    const reach = Math.floor((order + 1) / 2) - 1 + accuracy / 2 + (upwind ? 1 : 0);
    const points = order === 0 ? 1 : 2 * reach + 1;
    if (shape[axis] >= points) return;
    throw new ShapeError(
      `${where} needs at least ${points} cells along axis ${axis}; the grid has ${shape[axis]}. ` +
        `Take a finer grid, or differences of lower order.`,
    );
  });
}
