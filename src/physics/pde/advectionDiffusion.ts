/**
 * A field carried by a flow v(x) and spread by a diffusivity D(x),
 *
 *   u_t = −v·∇u + Σ_a ∂_a (D_a ∂_a u).
 *
 * Constant coefficients are solved exactly. Of others the middle of their range is the linear part and the rest
 * is explicit, so that diffusion, however it varies, never limits the step of "etdrk4" or "imex".
 */
import {
  checkFinite,
  checkNumber,
  checkShape,
  formatShape,
  ShapeError,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { boxOf } from "./box.js";
import type { Box } from "./box.js";
import { createSemilinear } from "./semilinear.js";
import type { SpectralOptions } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";
import type { Operator } from "./symbols.js";
import { slopes, subtractProduct } from "./unknowns.js";

/** One number, or for every axis a number or a field [...x]. */
export type CoefficientInput = number | readonly (number | ArrayInput)[];

/** Options of `advectionDiffusion`. */
export interface AdvectionDiffusionOptions extends SpectralOptions {
  /** v_a for every axis, in length per time. Default 0. */
  readonly velocity?: CoefficientInput | undefined;
  /** D_a, in length² per time. Default 0. */
  readonly diffusivity?: CoefficientInput | undefined;
}

/** A coefficient as its constant part and what varies about it. */
interface Coefficient {
  readonly middle: number;
  readonly rest: Float64Array | undefined;
}

/**
 * The solver of the advection–diffusion equation.
 * @throws ShapeError for a shape that is none, or coefficients on another grid
 * @throws ValueError for a negative diffusivity, NaN in a coefficient, and as `semilinear`
 */
export function advectionDiffusion(options: AdvectionDiffusionOptions): PdeSolver {
  const where = "physics.advectionDiffusion";
  const box = boxOf(options, where);
  const axes = box.shape.length;
  const v = coefficients(options.velocity ?? 0, box, -Infinity, `${where}: velocity`);
  const D = coefficients(options.diffusivity ?? 0, box, 0, `${where}: diffusivity`);
  const linear = (k: readonly number[]): { re: number; im: number } => ({
    re: -k.reduce((sum, wave, axis) => sum + D[axis].middle * wave * wave, 0),
    im: -k.reduce((sum, wave, axis) => sum + v[axis].middle * wave, 0),
  });
  if ([...v, ...D].every(({ rest }) => rest === undefined)) {
    return createSemilinear({ ...options, linear }, where);
  }
  const { fields, names } = slopes(0, axes);
  const outputs: Operator[] = [{}, ...Object.values(fields)];
  return createSemilinear(
    {
      ...options,
      linear,
      fields,
      outputs,
      nonlinear([carried, ...fluxes], at) {
        carried.fill(0);
        names.forEach((name, axis) => {
          const [slope, flux, flow, spread] = [at[name], fluxes[axis], v[axis].rest, D[axis].rest];
          if (flow) subtractProduct(carried, flow, slope);
          if (!spread) flux.fill(0);
          else for (let x = 0; x < flux.length; x++) flux[x] = spread[x] * slope[x];
        });
      },
    },
    where,
  );
}

function coefficients(
  given: CoefficientInput,
  box: Box,
  least: number,
  where: string,
): readonly Coefficient[] {
  const list = typeof given === "number" ? box.shape.map(() => given) : given;
  if (list?.length !== box.shape.length) {
    throw new ShapeError(
      `${where} should be one number, or a number or field for each of the ${box.shape.length} axes; ` +
        `got ${Array.isArray(list) ? list.length : String(list)}.`,
    );
  }
  return list.map((one, axis) => coefficient(one, box, least, `${where}[${axis}]`));
}

function coefficient(
  given: number | ArrayInput,
  { shape }: Box,
  least: number,
  where: string,
): Coefficient {
  if (typeof given === "number") {
    checkNumber(given, least, Infinity, where);
    return { middle: given, rest: undefined };
  }
  const field = toFloat64(given, where);
  checkShape(field, shape, `Sample it on the grid ${formatShape(shape)}.`, where);
  checkFinite(field, where);
  const [low, high] = field.data.reduce(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Infinity, -Infinity],
  );
  checkNumber(low, least, Infinity, `${where}: its least value`);
  const middle = (low + high) / 2;
  return { middle, rest: field.data.map((value) => value - middle) };
}
