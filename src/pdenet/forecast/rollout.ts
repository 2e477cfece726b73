/**
 * Forecasts: the network stepped on from a field, over and over. A step is stable if small differences do not grow
 * by it; how much they do is estimated by the power iteration on the linearised step,
 *
 *   v ← (S(u₀ + ε v) − S(u₀)) / ε,   growth = |v_{n+m}/v_n|^{1/m},
 *
 * which for a network of constant coefficients is max_θ |R(Δt symbol(θ))|.
 */
import { createArena, noGrad, onTape, Variable } from "../../autodiff/index.js";
import type { Arena } from "../../autodiff/index.js";
import {
  checkFinite,
  checkInteger,
  checkNumber,
  createRng,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import type { Prepared } from "../dynamics.js";
import { checkIsModel } from "../checkArguments.js";
import { checkFields, checkOrigins } from "../checkFields.js";
import { dynamicsOf } from "../dynamicsOf.js";
import type { PdeModel } from "../model.js";
import { advance } from "../step.js";

/** A field this many times as large as where it began, and as those it learnt from, has left what a network knows. */
const RUNAWAY = 1e3;

/** Power iterations, and those whose growth is averaged. */
const ITERATIONS = 40;
const AVERAGED = 20;

/** ε, of the largest magnitude of u₀; of one where that is zero. */
const NUDGE = 1e-6;

/** Options of `rollout`. */
export interface RolloutOptions {
  /** Time from frame to frame. Default: that of the movies the network learnt from. */
  readonly interval?: number | undefined;
  /** Steps from frame to frame. Default: those it was trained with. */
  readonly substeps?: number | undefined;
  /** The place of point 0 of every sample, in units of length; for coefficients that depend on place. Default zeros. */
  readonly origins?: readonly (readonly number[])[] | undefined;
}

/** Where and when a forecast left the finite world. */
export interface Runaway {
  readonly sample: number;
  /** The frame that would have been the first beyond. */
  readonly step: number;
}

/** A forecast. */
export interface Forecast {
  /** u[s, t, c, …x], the start first; frames end before the first runaway. */
  readonly u: NdArray;
  /** Of the frames of u, 0 at the start, in the unit of `interval`. */
  readonly times: Float64Array;
  /** By how much the fastest small difference grows in one frame, about the start: above 1 the forecast is not to be trusted for long. */
  readonly growth: number;
  /** The first sample that ran away, and when; null if none did. */
  readonly runaway: Runaway | null;
}

/**
 * The fields that a network foretells.
 * @param u0 u[s, c, …x]
 * @param steps frames to come
 * @throws ShapeError for fields of another number of components or axes, or smaller than the filters, and origins that
 *   are not one for every sample and axis
 * @throws ValueError for what is no model, entries that are not finite and options out of range
 */
export function rollout(
  model: PdeModel,
  u0: ArrayInput,
  steps: number,
  options: RolloutOptions = {},
): Forecast {
  const where = "pdenet.rollout";
  checkIsModel(model, where);
  const { interval = model.interval, substeps = model.network.substeps } = options;
  checkInteger(steps, 1, Infinity, `${where}: steps`);
  checkNumber(interval, Number.MIN_VALUE, Number.MAX_VALUE, `${where}: interval`);
  checkInteger(substeps, 1, Infinity, `${where}: substeps`);
  const { data, shape } = fieldsOf(model, u0, where);
  checkOrigins(options.origins, shape[0], model.spacing.length, where);
  const march = createMarch(model, shape, { ...options, substeps });
  try {
    const size = sizeOf(shape.slice(1));
    const frames: Float64Array[] = [Float64Array.from(data)];
    let runaway: Runaway | null = null;
    const limit = RUNAWAY * Math.max(largest(data), usual(model));
    for (let n = 1; n <= steps && !runaway; n++) {
      const next = march.step(frames[n - 1], interval);
      const at = next.findIndex((value) => !(Math.abs(value) <= limit));
      if (at >= 0) runaway = { sample: Math.floor(at / size), step: n };
      else frames.push(next);
    }
    const [samples, ...rest] = shape;
    const out = new Float64Array(frames.length * data.length);
    frames.forEach((frame, t) => {
      for (let s = 0; s < samples; s++) {
        out.set(frame.subarray(s * size, (s + 1) * size), (s * frames.length + t) * size);
      }
    });
    return {
      u: ndarrayOf(out, [samples, frames.length, ...rest]),
      times: Float64Array.from(frames, (_, t) => t * interval),
      growth: growthOf(data, (u) => march.step(u, interval)),
      runaway,
    };
  } finally {
    march.close();
  }
}

/** A network that steps fields of one shape. */
export interface March {
  /** The fields after an interval, one for all samples or one each. */
  readonly step: (u: Float64Array, interval: number | Float64Array) => Float64Array;
  readonly close: () => void;
}

/** Prepares a network for fields u[s, c, …x]. */
export function createMarch(
  model: PdeModel,
  shape: readonly number[],
  {
    substeps,
    origins,
  }: { readonly substeps: number; readonly origins?: RolloutOptions["origins"] },
): March {
  const arena: Arena = createArena();
  const dynamics = dynamicsOf(model);
  const [samples, , ...grid] = shape;
  const places = { samples, grid, origins: origins ?? null };
  const network = { stepper: model.network.stepper, substeps };
  const parameters = Object.fromEntries(
    Object.entries(model.parameters).map(([name, { data, shape: own }]) => [
      name,
      new Variable(Float64Array.from(data), own),
    ]),
  );
  const prepared: Prepared = dynamics.prepare(parameters, places);
  return {
    close: arena.close,
    step: (u, interval) =>
      onTape(
        () =>
          noGrad(() =>
            Float64Array.from(advance(prepared, network, new Variable(u, shape), interval).data),
          ),
        arena,
      ),
  };
}

/** The fields, of the model's components and axes. */
function fieldsOf(model: PdeModel, u0: ArrayInput, where: string) {
  const fields = toFloat64(u0, `${where}: u0`);
  if (fields.shape.length < 3 || fields.shape[0] === 0) {
    throw new ShapeError(
      `${where}: u0 should have the axes [sample, component, …x]; got ${formatShape(fields.shape)}. Reshape it: a ` +
        `single sample has an axis of length 1.`,
    );
  }
  const [, components, ...grid] = fields.shape;
  checkFields(model, components, grid, `${where}: u0`);
  checkFinite(fields, `${where}: u0`);
  return fields;
}

/** How large the fields were that the model learnt from. */
function usual({ scales: { channels }, names }: PdeModel): number {
  const filters = channels.length / names.length;
  return Math.max(...names.map((_, c) => channels[c * filters]));
}

function largest(data: Float64Array): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The growth of small differences by one step about a field. */
function growthOf(u: Float64Array, step: (u: Float64Array) => Float64Array): number {
  const ε = NUDGE * (largest(u) || 1);
  const base = step(u);
  const rng = createRng(0);
  let v: Float64Array = Float64Array.from(u, () => rng.normal());
  let sum = 0;
  for (let n = 0; n < ITERATIONS; n++) {
    const length = Math.sqrt(v.reduce((total, value) => total + value * value, 0) / v.length);
    if (!(length > 0) || !Number.isFinite(length)) return length;
    if (n > ITERATIONS - AVERAGED) sum += Math.log(length);
    v = v.map((value) => value / length);
    const moved = step(u.map((value, i) => value + ε * v[i]));
    v = moved.map((value, i) => (value - base[i]) / ε);
  }
  const last = Math.sqrt(v.reduce((total, value) => total + value * value, 0) / v.length);
  return Math.exp((sum + Math.log(last)) / AVERAGED);
}
