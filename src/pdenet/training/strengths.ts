/**
 * How strongly free moments act. A moment m_o[k] adds m_o[k] (e_k ⋆ u) to the channel of ∂^o, e_k the filter whose
 * only moment is k, and rms(e_k ⋆ u) falls by orders of magnitude as |k| rises where u is smooth, and rises as fast
 * where it is not. Unknowns m_o[k] rms(e_k ⋆ u)/s_o all change what a network sees by one of its units, which is the
 * diagonal preconditioner of the least-squares problem.
 */
import { Variable } from "../../autodiff/index.js";
import { ndarrayOf, sizeOf } from "../../core/index.js";
import { filterFromMoments } from "../../stencil/index.js";
import { unitOf } from "../derivatives.js";
import { channelsOf } from "../filters.js";
import type { FilterBank } from "../filters.js";
import { carrierBank } from "../linear/dynamics.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { observedFrames } from "../trajectories.js";
import { SMALL_MOMENT } from "./objective.js";
import type { Movies } from "../trajectories.js";

/** Frames that are looked at. */
const FRAMES = 12;

/** Strengths below this part of the largest count as this: what data hardly show should not be free to run away. */
const LEAST = 1e-6;

/**
 * The strength of every free moment.
 * @param channels s_o of the first component, and behind them those of the others
 */
export function momentStrengths(
  bank: FilterBank,
  channels: readonly number[],
  movies: Movies,
  spacing: readonly number[],
): Float64Array {
  const { size, orders, constraints, border } = bank;
  const responses = responsesOf(size, border, movies);
  const out: number[] = [];
  constraints.forEach(({ free }, o) => {
    const unit = unitOf(orders[o], spacing);
    const entries = sizeOf(size);
    for (let k = 0; k < entries; k++) {
      if (free.data[k] !== 1) continue;
      let sum = 0;
      for (let c = 0; c < movies.components; c++) {
        sum += (responses[c * entries + k] / (unit * channels[c * orders.length + o])) ** 2;
      }
      out.push(Math.sqrt(sum / movies.components));
    }
  });
  const least = LEAST * Math.max(...out, Number.MIN_VALUE);
  return Float64Array.from(out, (strength) => Math.max(strength, least));
}

/**
 * The strength of the other parameters of a linear network, in units of τ over which also its moments are measured: of
 * n nodes of c_o each s_o/τ√n, of those of a source 1/τ√n, and of the moments of D₀, which act once in every step of
 * Δt, rms(e_k ⋆ u)/Δt τ.
 */
export function fieldStrengths(
  { network, spacing, scales, parameters, interval }: PdeModel<Linear>,
  movies: Movies,
): Readonly<Record<string, Float64Array>> {
  const { fields, source } = parameters;
  const [rate] = scales.rates;
  const first = scales.channels.length - fields.shape[0];
  const nodes = fields.size / fields.shape[0];
  const carrier = carrierBank(network, spacing);
  return {
    fields: Float64Array.from(
      { length: fields.size },
      (_, i) => scales.channels[first + Math.floor(i / nodes)] / (rate * Math.sqrt(nodes)),
    ),
    ...(network.source && {
      source: new Float64Array(source.size).fill(1 / (rate * Math.sqrt(source.size))),
    }),
    ...(carrier && {
      carrier: momentStrengths(carrier, [(rate * interval) / network.substeps], movies, spacing),
    }),
  };
}

/**
 * Strengths with the curvature of the penalty beside that of the data, whose misfit has the curvature 2: where data show
 * little of a moment, it is the penalty that makes the valley narrow.
 * @param weights ω of every free moment
 */
export function withPenalty(
  strengths: Float64Array,
  weights: Float64Array,
  { momentSparsity }: { readonly momentSparsity: number },
): Float64Array {
  const curvature = Math.sqrt(momentSparsity / (2 * SMALL_MOMENT));
  return strengths.map((strength, i) => Math.hypot(strength, curvature * weights[i]));
}

/**
 * What a free moment changes of its filter, m_o[k] |e_k| / |q_o|: of noise, and of the shortest waves, which smooth
 * data do not show, a filter sees that much more. Pressing this to zero keeps filters differences where data are
 * silent.
 */
export function momentWeights({ size, constraints }: FilterBank): Float64Array {
  const norms = normsOf(size);
  return Float64Array.from(
    constraints.flatMap(({ free, filter }) => {
      const own = Math.hypot(...Array.from(filter.data));
      return Array.from(free.data).flatMap((is, k) => (is === 1 ? [norms[k] / own] : []));
    }),
  );
}

/** |e_k| of every moment. */
function normsOf(size: readonly number[]): Float64Array {
  const entries = sizeOf(size);
  const unit = new Float64Array(entries);
  return Float64Array.from({ length: entries }, (_, k) => {
    unit.fill(0);
    unit[k] = 1;
    return Math.hypot(...Array.from(filterFromMoments(ndarrayOf(unit, size)).data));
  });
}

/** rms of e_k ⋆ u_c, [c, k]. */
function responsesOf(
  size: readonly number[],
  border: FilterBank["border"],
  movies: Movies,
): Float64Array {
  const { components, grid } = movies;
  const entries = sizeOf(size);
  const unit = new Float64Array(entries);
  const filters = new Float64Array(entries * entries);
  for (let k = 0; k < entries; k++) {
    unit.fill(0);
    unit[k] = 1;
    filters.set(filterFromMoments(ndarrayOf(unit, size)).data, k * entries);
  }
  const kernels = new Variable(filters, [entries, 1, ...size]);
  const frames = observedFrames(movies);
  const every = Math.ceil(frames.shape[0] / FRAMES);
  const length = components * sizeOf(grid);
  const sums = new Float64Array(components * entries);
  let count = 0;
  for (let t = 0; t < frames.shape[0]; t += every) {
    const u = new Variable(frames.data.subarray(t * length, (t + 1) * length), [
      1,
      components,
      ...grid,
    ]);
    const { data, shape } = channelsOf(u, kernels, border);
    const points = sizeOf(shape.slice(2));
    count += points;
    for (let i = 0; i < sums.length; i++) {
      for (let x = i * points; x < (i + 1) * points; x++) sums[i] += data[x] ** 2;
    }
  }
  return sums.map((sum) => Math.sqrt(sum / count));
}
