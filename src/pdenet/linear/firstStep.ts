/** The first steps of a batch as rows of a linear problem for the coefficients, with the filters as they are. */
import { Variable } from "../../autodiff/index.js";
import { sizeOf } from "../../core/index.js";
import { channelsOf, filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import type { Batch } from "../training/windows.js";
import { meshTable } from "./coefficientBasis.js";
import type { AxisTable } from "./coefficientBasis.js";
import { carrierBank } from "./dynamics.js";
import { interpolationAt } from "./interpolate.js";
import type { Rows } from "./normalEquations.js";
import { sourceMesh } from "./source.js";

/**
 * One step of Euler over every first interval: the rows Δt_s [Σ_o c_o (q_o ⋆ u₀) + f(q_0 ⋆ u₀)] and their right-hand
 * side u₁ − carry(u₀)[s, …x]; zeros where u₁ was not observed.
 */
export function firstStep(
  { network, spacing, lengths, parameters }: PdeModel<Linear>,
  batch: Batch,
  origins: readonly (readonly number[])[] | null,
): { readonly rows: Rows; readonly b: Float64Array } {
  const { samples, grid, start } = batch;
  const points = sizeOf(grid);
  const { moments, carrier } = parameters;
  const bank = filterBank(network, spacing);
  const averaging = carrierBank(network, spacing);
  const u = new Variable(start, [samples, 1, ...grid]);
  const kernels = bank.kernels(new Variable(moments.data, moments.shape));
  const average = averaging?.kernels(new Variable(carrier.data, carrier.shape));
  const seen = channelsOf(u, kernels, network.border).data;
  const carried = average ? channelsOf(u, average, network.border).data : start;

  const filters = bank.orders.length;
  const first = network.source === null ? 0 : 1;
  const count = filters - first;
  const d = new Float64Array(samples * count * points);
  const values = new Float64Array(samples * points);
  const factors = new Float64Array(samples * points);
  const b = new Float64Array(samples * points);
  const [interval] = batch.intervals;
  for (let s = 0; s < samples; s++) {
    const present = batch.observed[0][s];
    const factor = present * (typeof interval === "number" ? interval : interval[s]);
    for (let o = first; o < filters; o++) {
      const to = (s * count + o - first) * points;
      const from = (s * filters + o) * points;
      for (let x = 0; x < points; x++) d[to + x] = factor * seen[from + x];
    }
    for (let x = 0, at = s * points; x < points; x++, at++) {
      values[at] = seen[s * filters * points + x];
      b[at] = present * (batch.targets[0][at] - carried[at]);
      factors[at] = factor;
    }
  }
  const places = { samples, grid, origins };
  const interpolation = interpolationAt(network.coefficients, places, spacing, lengths);
  const source = network.source && weighted(meshTable(sourceMesh(network.source), values), factors);
  return { rows: { interpolation, samples, count, d, source }, b };
}

/** A table whose rows are multiplied by factors. */
function weighted(table: AxisTable, factors: Float64Array): AxisTable {
  const weights = table.weights.map((weight, i) => weight * factors[Math.floor(i / table.width)]);
  return { ...table, weights };
}
