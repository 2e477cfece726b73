/**
 * The units that data suggest: rms of every channel as the first filters see it, and of ∂u/∂t as the movies have it
 * over as many frames as training will roll out. They are factors alone, so that data in other units are the same to a
 * network: multiplied by a power of two, to the last bit.
 */
import { Variable } from "../autodiff/index.js";
import { sizeOf, ValueError } from "../core/index.js";
import { channelsOf } from "./filters.js";
import type { FilterBank } from "./filters.js";
import type { Scales } from "./model.js";
import { observedFrames } from "./trajectories.js";
import type { Movies } from "./trajectories.js";

/** Frames that channels are measured on at most. */
const FRAMES = 64;

/**
 * The scales of movies.
 * @param kernels q[filter, 1, …j] of the first filters
 * @param steps frames from one end of a difference in time to the other
 * @throws ValueError if nothing changes in time
 */
export function scalesOf(
  movies: Movies,
  bank: FilterBank,
  kernels: Variable,
  steps: number,
  where: string,
): Scales {
  const { components, grid } = movies;
  const rates = ratesOf(movies, steps);
  const largest = Math.max(...rates);
  if (!(largest > 0)) {
    throw new ValueError(
      `${where}: there is nothing to learn: no component of the trajectories changes in time. ` +
        `Give frames that are further apart, or of another field.`,
    );
  }
  const frames = observedFrames(movies);
  const every = Math.ceil(frames.shape[0] / FRAMES);
  const size = components * sizeOf(grid);
  const filters = bank.orders.length;
  const sums = new Float64Array(components * filters);
  let count = 0;
  for (let t = 0; t < frames.shape[0]; t += every) {
    const u = new Variable(frames.data.subarray(t * size, (t + 1) * size), [
      1,
      components,
      ...grid,
    ]);
    const { data, shape } = channelsOf(u, kernels, bank.border);
    const points = sizeOf(shape.slice(2));
    const all = shape[1] / components;
    count += points;
    for (let i = 0; i < sums.length; i++) {
      const at = (Math.floor(i / filters) * all + (i % filters)) * points;
      for (let x = at; x < at + points; x++) sums[i] += data[x] ** 2;
    }
  }
  const channels = Array.from(sums, (sum) => Math.sqrt(sum / count));
  return {
    channels: channels.map((scale) => (scale > 0 ? scale : 1)),
    rates: rates.map((rate) => (rate > 0 ? rate : largest)),
  };
}

/** rms of (u_{t+n} − u_t) / (t_{t+n} − t_t) over the frames that were observed. */
function ratesOf({ movies, components, grid, frameSize }: Movies, steps: number): number[] {
  const points = sizeOf(grid);
  const sums = new Float64Array(components);
  let count = 0;
  for (const { frames, times, present } of movies) {
    const n = Math.min(steps, present.length - 1);
    for (let t = 0; t + n < present.length; t++) {
      if (!present[t] || !present[t + n]) continue;
      const interval = times[t + n] - times[t];
      count += points;
      for (let i = 0; i < frameSize; i++) {
        const change = frames[(t + n) * frameSize + i] - frames[t * frameSize + i];
        sums[Math.floor(i / points)] += (change / interval) ** 2;
      }
    }
  }
  return Array.from(sums, (sum) => Math.sqrt(sum / Math.max(1, count)));
}
