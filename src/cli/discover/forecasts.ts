/** How well what was found foretells trajectories. */
import { ndarrayOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { errors, rollout } from "../../pdenet/index.js";
import type { ForecastErrors } from "../../pdenet/index.js";
import type { Finding } from "./learn.js";
import type { Settings } from "./settings.js";
import type { Part } from "./split.js";
import { startsOf } from "./start.js";

/** Forecasts by all findings. */
export interface Forecasts {
  /** By the names of the findings. */
  readonly errors: Readonly<Record<string, ForecastErrors>>;
  /** By how much small differences grow in a frame. */
  readonly growth: Readonly<Record<string, number>>;
  /** u[t, c, …x] of a trajectory and as the first finding foretells it; undefined where frames are uneven or missing. */
  readonly strip: { readonly reference: NdArray; readonly foretold: NdArray } | undefined;
}

/** Trajectories about whose first frames growth is estimated. */
const TRAJECTORIES = 8;

/** Forecasts of trajectories from their first frames. */
export function forecastsOf(
  all: readonly [Finding, ...Finding[]],
  { trajectories, dt }: Part,
  { missing }: Pick<Settings, "missing">,
): Forecasts {
  const [first] = all;
  const whole = trajectories.find(({ data }) => data.every(Number.isFinite));
  const starts = startsOf(trajectories.slice(0, TRAJECTORIES));
  return {
    errors: Object.fromEntries(
      all.map(({ name, model }) => [name, errors(model, trajectories, dt, { missing })]),
    ),
    growth: Object.fromEntries(
      all.map(({ name, model }) => [name, rollout(model, starts, 1).growth]),
    ),
    strip:
      whole && typeof dt === "number"
        ? { reference: whole, foretold: movieOf(first, whole, dt) }
        : undefined,
  };
}

/** The frames of u[t, c, …x] as they are foretold from the first. */
function movieOf({ model }: Finding, movie: NdArray, interval: number): NdArray {
  const { data, shape } = rollout(model, startsOf([movie]), movie.shape[0] - 1, { interval }).u;
  return ndarrayOf(data, shape.slice(1));
}
