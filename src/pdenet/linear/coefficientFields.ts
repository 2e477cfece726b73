/**
 * The coefficients of a linear network as fields, and those of the equation that it really steps. With the moments m_o
 * of its filters and those of D₀, a step over Δt is
 *
 *   D₀ ⋆ u + Δt Σ_o c_o h^{−o} (q_o ⋆ u) = u + Δt Σ_k C_k ∂^k u,
 *   C_k(x) = Σ_o c_o(x) m_o[k] Π_a h_a^{k_a − o_a} + m_{D₀}[k] Π_a h_a^{k_a} / Δt,
 *
 * so free moments of low filters and of the carrier add to the coefficients of higher derivatives: c_o alone is not
 * the equation.
 */
import {
  checkGrid,
  checkInteger,
  checkNumber,
  lengthsPerAxis,
  ndarrayOf,
  perAxis,
  sizeOf,
} from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { checkIsLinear } from "../checkArguments.js";
import { derivativesUpTo, unitOf } from "../derivatives.js";
import { filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { carrierBank } from "./dynamics.js";
import { interpolationAt, toPoints } from "./interpolate.js";

/** Where coefficients are asked for. */
export interface CoefficientFieldsOptions {
  /** Points along the axes. Default: those that the training data had in the domain. */
  readonly grid?: readonly number[] | undefined;
  /** From point to point. Default: the lengths of the domain over the points. */
  readonly spacing?: number | readonly number[] | undefined;
  /** The place of point 0. Default 0. */
  readonly origin?: number | readonly number[] | undefined;
}

/** Options of `totalCoefficients`. */
export interface TotalCoefficientsOptions extends CoefficientFieldsOptions {
  /** Δt between two frames: what the carrier adds is over a step. Default that of the training data. */
  readonly dt?: number | undefined;
  /** Derivatives up to this order. Default that of the network; more show what its filters add beyond. */
  readonly maxOrder?: number | undefined;
}

/** Coefficients of derivatives in space. */
export interface CoefficientFields {
  /** o of every coefficient. */
  readonly orders: readonly (readonly number[])[];
  /** c[o, …x], in units of length^|o| per time. */
  readonly fields: NdArray;
}

/**
 * c_o(x) of every filter; with a source, of those of derivatives.
 * @throws ShapeError for a grid, spacing or origin with another number of axes
 * @throws ValueError for a spacing that is not positive, and a model that is not of a linear network
 */
export function coefficientFields(
  model: PdeModel<Linear>,
  options: CoefficientFieldsOptions = {},
): CoefficientFields {
  checkIsLinear(model, "pdenet.coefficientFields");
  const { network, spacing } = model;
  const { orders } = filterBank(network, spacing);
  const own = network.source === null ? orders : orders.slice(1);
  return { orders: own, fields: fieldsAt(model, own.length, options, "pdenet.coefficientFields") };
}

/**
 * C_k(x): with what the free moments of the filters and of the carrier add. A source and its filter are left as
 * they are.
 * @throws ShapeError, ValueError as `coefficientFields`; ValueError for a `dt` that is not positive
 */
export function totalCoefficients(
  model: PdeModel<Linear>,
  options: TotalCoefficientsOptions = {},
): CoefficientFields {
  const where = "pdenet.totalCoefficients";
  checkIsLinear(model, where);
  const { network, spacing, parameters } = model;
  const { maxOrder = network.maxOrder } = options;
  checkInteger(maxOrder, 0, Infinity, `${where}: maxOrder`);
  const bank = filterBank(network, spacing);
  const first = network.source === null ? 0 : 1;
  const own = bank.orders.slice(first);
  const c = fieldsAt(model, own.length, options, where);
  const grid = c.shape.slice(1);
  const points = sizeOf(grid);
  const orders = derivativesUpTo(maxOrder, grid.length);
  const total = new Float64Array(orders.length * points);
  const moments = bank.moments(parameters.moments.data);
  const entries = sizeOf(bank.size);

  orders.forEach((k, row) => {
    const at = placeOf(k, bank.size);
    if (at < 0) return; // beyond what a filter determines by itself
    own.forEach((o, column) => {
      const moment = moments.data[(column + first) * entries + at];
      const factor = (moment * unitOf(k, spacing)) / unitOf(o, spacing);
      if (factor === 0) return;
      for (let x = 0; x < points; x++) {
        total[row * points + x] += factor * c.data[column * points + x];
      }
    });
  });
  const carrier = carrierBank(network, spacing);
  if (carrier) {
    const { dt = model.interval } = options;
    checkNumber(dt, Number.MIN_VALUE, Infinity, `${where}: dt`);
    const step = dt / network.substeps;
    const { data } = carrier.moments(parameters.carrier.data);
    orders.forEach((k, row) => {
      const at = placeOf(k, carrier.size);
      if (at < 0 || k.every((entry) => entry === 0)) return;
      const added = (data[at] * unitOf(k, spacing)) / step;
      for (let x = 0; x < points; x++) total[row * points + x] += added;
    });
  }
  return { orders, fields: ndarrayOf(total, [orders.length, ...grid]) };
}

/** Where m[k] is among the moments of a filter; −1 if it has none. */
function placeOf(k: readonly number[], size: readonly number[]): number {
  if (k.some((entry, axis) => entry >= size[axis])) return -1;
  return k.reduce((place, entry, axis) => place * size[axis] + entry, 0);
}

function fieldsAt(
  { network, spacing: h, lengths, parameters }: PdeModel<Linear>,
  count: number,
  options: CoefficientFieldsOptions,
  where: string,
): NdArray {
  const axes = lengths.length;
  const grid = options.grid ?? lengths.map((length, axis) => Math.round(length / h[axis]));
  checkGrid(grid, [axes], where);
  const even = lengths.map((length, axis) => length / grid[axis]);
  const spacing = lengthsPerAxis(options.spacing ?? even, axes, `${where}: spacing`);
  const origin = perAxis(options.origin ?? 0, axes, `${where}: origin`);
  const places = { samples: 1, grid, origins: [origin] };
  const at = interpolationAt(network.coefficients, places, spacing, lengths);
  const out = new Float64Array(count * sizeOf(grid));
  toPoints(parameters.fields.data, count, at, out);
  return ndarrayOf(out, [count, ...grid]);
}
