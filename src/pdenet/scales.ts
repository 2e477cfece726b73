/**
 * The units that data suggest: rms of every channel as the first filters see it, and of ∂u/∂t as the movies have it
 * over as many frames as training will roll out, or as near to that as frames were observed. They are factors alone,
 * so that data in other units are the same to a network: multiplied by a power of two, to the last bit.
 */
import { Variable } from "../autodiff/index.js";
import { sizeOf, ValueError } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { channelsOf } from "./filters.js";
import type { FilterBank } from "./filters.js";
import type { Scales } from "./model.js";
import { observedFrames } from "./trajectories.js";
import type { Movies } from "./trajectories.js";

/** Frames that channels are measured on at most. */
const FRAMES = 64;

/**
 * A channel below this part of what its filter could make of the field is rounding, as along an axis on which nothing
 * depends. Its unit is then what the filter could make: rounding in units of itself would be as large as all else.
 */
const NOTHING = 1e-13;

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
  const reach = reachOf(kernels, filters);
  const sizes = sizesOf(frames);
  return {
    channels: Array.from(sums, (sum, i) => {
      const scale = Math.sqrt(sum / count);
      const most = reach[i % filters] * sizes[Math.floor(i / filters)];
      return scale > NOTHING * most ? scale : most > 0 ? most : 1;
    }),
    rates: rates.map((rate) => (rate > 0 ? rate : largest)),
  };
}

/** Σ_j |q[j]| of every filter: what it makes of a field of magnitude one at most. */
function reachOf({ data, size, shape }: Variable, filters: number): number[] {
  const entries = size / shape[0];
  return Array.from({ length: filters }, (_, o) => {
    let sum = 0;
    for (let j = o * entries; j < (o + 1) * entries; j++) sum += Math.abs(data[j]);
    return sum;
  });
}

/** rms of every component. */
function sizesOf({ data, shape: [frames, components, ...grid] }: NdArray): number[] {
  const points = sizeOf(grid);
  const sums = new Float64Array(components);
  for (let i = 0; i < data.length; i++) {
    sums[Math.floor(i / points) % components] += data[i] ** 2;
  }
  return Array.from(sums, (sum) => Math.sqrt(sum / (frames * points)));
}

/** rms of (u_{t+n} − u_t) / (t_{t+n} − t_t) over the frames that were observed. */
function ratesOf({ movies, components, grid, frameSize }: Movies, steps: number): number[] {
  const points = sizeOf(grid);
  const sums = new Float64Array(components);
  let count = 0;
  for (const { frames, times, present } of movies) {
    const n = distanceWithin(present, steps);
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

/** The longest distance up to `steps` at which two frames were observed; two were at some distance. */
function distanceWithin(present: readonly boolean[], steps: number): number {
  const isSeen = (n: number): boolean => present.some((is, t) => is && present[t + n]);
  const longest = Math.min(steps, present.length - 1);
  for (let n = longest; n > 0; n--) if (isSeen(n)) return n;
  let n = longest + 1;
  while (!isSeen(n)) n++;
  return n;
}
