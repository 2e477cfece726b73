/** How well what was found foretells trajectories. */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { errors, rollout } from "../../pdenet/index.js";
import type { ForecastErrors } from "../../pdenet/index.js";
import type { Finding } from "./learn.js";
import type { Settings } from "./settings.js";
import type { Part } from "./split.js";

/** Forecasts by all findings. */
export interface Forecasts {
  /** By the names of the findings. */
  readonly errors: Readonly<Record<string, ForecastErrors>>;
  /** By how much small differences grow in a frame. */
  readonly growth: Readonly<Record<string, number>>;
  /** u[t, c, …x] of a trajectory and as the first finding foretells it; undefined where frames are uneven or missing. */
  readonly strip: { readonly reference: NdArray; readonly foretold: NdArray } | undefined;
}

/** Forecasts of trajectories from their first frames. */
export function forecastsOf(
  all: readonly [Finding, ...Finding[]],
  { trajectories, dt }: Part,
  { missing }: Pick<Settings, "missing">,
): Forecasts {
  const [first] = all;
  const whole = trajectories.find(({ data }) => data.every(Number.isFinite));
  const start = startOf(whole ?? trajectories[0]);
  return {
    errors: Object.fromEntries(
      all.map(({ name, model }) => [name, errors(model, trajectories, dt, { missing })]),
    ),
    growth: Object.fromEntries(
      all.map(({ name, model }) => [name, rollout(model, start, 1).growth]),
    ),
    strip:
      whole && typeof dt === "number"
        ? { reference: whole, foretold: movieOf(first, start, whole.shape[0] - 1, dt) }
        : undefined,
  };
}

/** The first frame that was observed, u[1, c, …x]. */
function startOf({ data, shape: [, ...rest] }: NdArray): NdArray {
  const size = sizeOf(rest);
  const t = Math.floor(data.findIndex(Number.isFinite) / size);
  return ndarrayOf(data.slice(t * size, (t + 1) * size), [1, ...rest]);
}

function movieOf({ model }: Finding, start: NdArray, steps: number, interval: number): NdArray {
  const { data, shape } = rollout(model, start, steps, { interval }).u;
  return ndarrayOf(data, shape.slice(1));
}
