/**
 * How much of every parameter changes a step by as much as of any other. To first order a step of Δt changes with
 *
 *   C[o, i]    by   Δt φ_i(x) (q_o ⋆ u),
 *   m_o[k]     by   Δt c_o(x) h^{−o} (e_k ⋆ u),   where e_k is the filter whose only moment is m[k] = 1,
 *   m_{D₀}[k]  by   e_k ⋆ u,
 *
 * whose norms over the data differ by powers of ten. In units of one over them the curvature of the loss is 1 along
 * every parameter, and a quasi-Newton method learns the rest.
 */
import { Variable } from "../../autodiff/index.js";
import { ndarrayOf, sizeOf } from "../../core/index.js";
import { filterFromMoments } from "../../stencil/index.js";
import type { Constraint } from "../../stencil/index.js";
import { channelsOf, filterBank } from "../filters.js";
import type { FilterBank } from "../filters.js";
import { unitOf } from "../derivatives.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { partOf } from "../training/windows.js";
import type { Batch } from "../training/windows.js";
import { carrierBank } from "./dynamics.js";
import { firstStep } from "./firstStep.js";
import { toPoints } from "./interpolate.js";
import { normalEquations } from "./normalEquations.js";
import type { Rows } from "./normalEquations.js";

/** Windows that are measured on at most. */
const WINDOWS = 16;

/** Norms below this part of the largest count as this part: what the data hardly show stays hard to move. */
const LEAST = 1e-3;

/** The unit of every parameter, by name: those of the model's parameters, times this, are equally felt. */
export function linearUnits(
  model: PdeModel<Linear>,
  all: Batch,
  origins: readonly (readonly number[])[] | null,
): Readonly<Record<string, Float64Array>> {
  const batch = partOf(all, 0, Math.min(WINDOWS, all.samples));
  const { network, spacing, parameters } = model;
  const { rows } = firstStep(model, batch, origins?.slice(0, batch.samples) ?? null);
  const { diagonal } = normalEquations(rows, 0);
  const own = parameters.fields.size;
  const bank = filterBank(network, spacing);
  const felt = momentNorms(model, bank, rows, batch);
  const norms: Record<string, Float64Array> = {
    fields: diagonal.subarray(0, own),
    moments: felt.moments,
    ...(network.source && { source: diagonal.subarray(own) }),
    ...(network.carrier !== null && { carrier: felt.carrier }),
  };
  const largest = Object.values(norms).reduce((most, part) => Math.max(most, ...part), 0);
  return Object.fromEntries(
    Object.entries(norms).map(([name, squares]) => [
      name,
      squares.map((square) => 1 / Math.sqrt(Math.max(square, LEAST ** 2 * largest))),
    ]),
  );
}

/** Squares of the norms of what free moments do: those of the filters, and those of the carrier. */
function momentNorms(
  { network, spacing, parameters }: PdeModel<Linear>,
  bank: FilterBank,
  rows: Rows,
  batch: Batch,
): { readonly moments: Float64Array; readonly carrier: Float64Array } {
  const { interpolation, count } = rows;
  const { samples, grid } = batch;
  const points = sizeOf(grid);
  const entries = sizeOf(bank.size);
  const shared = interpolation.samples === 1;
  const c = new Float64Array((shared ? 1 : samples) * count * points);
  toPoints(parameters.fields.data, count, interpolation, c);
  const units = unitFilters(bank.size);
  const [interval] = batch.intervals;
  const first = bank.orders.length - count;
  const norms = new Float64Array(bank.orders.length * entries);
  const alone = new Float64Array(entries);
  for (let s = 0; s < samples; s++) {
    const dt = typeof interval === "number" ? interval : interval[s];
    const u = new Variable(batch.start.subarray(s * points, (s + 1) * points), [1, 1, ...grid]);
    const seen = channelsOf(u, units, network.border).data;
    for (let k = 0; k < entries; k++) {
      const e = seen.subarray(k * points, (k + 1) * points);
      for (let x = 0; x < points; x++) alone[k] += e[x] ** 2;
      for (let o = 0; o < count; o++) {
        const at = ((shared ? 0 : s) * count + o) * points;
        let sum = 0;
        for (let x = 0; x < points; x++) sum += (c[at + x] * e[x]) ** 2;
        const unit = dt / unitOf(bank.orders[o + first], spacing);
        norms[(o + first) * entries + k] += unit * unit * sum;
      }
    }
  }
  return {
    moments: freeOf(bank.constraints, norms, entries),
    carrier: freeOf(carrierBank(network, spacing)?.constraints ?? [], alone, entries),
  };
}

/** The filters that have one moment each, [k, 1, …j]. */
function unitFilters(size: readonly number[]): Variable {
  const entries = sizeOf(size);
  const identity = new Float64Array(entries * entries);
  for (let k = 0; k < entries; k++) identity[k * (entries + 1)] = 1;
  const filters = filterFromMoments(ndarrayOf(identity, [entries, ...size]), { axes: size.length });
  return new Variable(filters.data, [entries, 1, ...size]);
}

function freeOf(
  constraints: readonly Constraint[],
  all: Float64Array,
  entries: number,
): Float64Array {
  const free = constraints.flatMap((one, o) =>
    Array.from(one.free.data).flatMap((is, k) => (is === 1 ? [all[o * entries + k]] : [])),
  );
  return Float64Array.from(free);
}
