/**
 * What an experiment sees of a trajectory: some of the times, some of the points, and noise,
 *
 *   û[s, t, c, …x] = u[s, e t, c, …(o_s + d x)] + level · σ_{s,c} · N(0, 1),
 *
 * with σ_{s,c} the standard deviation over the points seen of the first clean frame. The protocol of the data
 * of PDE-Net: Long, Lu, Ma and Dong, ICML 2018. There is no filter before points are left out, as there is none
 * before a camera's pixels: waves that the coarse grid does not have look like others.
 */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  createRng,
  formatShape,
  ndarrayOf,
  perAxis,
  ShapeError,
  sizeOf,
  stridesOf,
  toFloat64,
  unravel,
} from "../../core/index.js";
import type { ArrayInput, NdArray, Rng, Seed } from "../../core/index.js";

/** Options of `observe`. */
export interface ObserveOptions {
  /** Noise as a fraction of the standard deviation of the first frame. Default 0; 0.001 to 0.05 is usual. */
  readonly noise?: number;
  /** e: every how many frames are kept, from the first on. Default 1. */
  readonly every?: number;
  /** d: every how many points along the axes are kept, one number or one per axis. Default 1. */
  readonly stride?: number | readonly number[];
  /**
   * o: where the first point is. "origin" (default), or "random": drawn for every sample and axis among the d
   * places there are, so that samples together see all of them.
   */
  readonly offset?: "origin" | "random";
}

/** What is seen. */
export interface Observation {
  /** û[s, t, c, …x]. */
  readonly u: NdArray;
  /** o[s, axis] in cells of the fine grid: where on it the origin of every sample is. */
  readonly offsets: NdArray<Int32Array>;
  /** σ[s, c] · level: the standard deviation of the noise. */
  readonly noise: NdArray;
}

/**
 * A trajectory as it is observed. Sample s depends on the seed and s alone.
 * @param u trajectory u[s, t, c, …x]
 * @param rng a seed or a stream
 * @throws ShapeError for another number of axes, or strides that do not divide the grid
 * @throws ValueError for NaN and infinities, and options out of range
 */
export function observe(u: ArrayInput, options: ObserveOptions, rng: Seed): Observation {
  const where = "physics.observe";
  const trajectory = toFloat64(u, `${where}: u`);
  checkRank(trajectory, [4, 5, 6], "[sample, time, component, …x]", `${where}: u`);
  checkFinite(trajectory, `${where}: u`);
  const [samples, times, components, ...fine] = trajectory.shape;
  const { noise: level = 0, every = 1, offset = "origin" } = options;
  checkNumber(level, 0, Infinity, `${where}: noise`);
  checkInteger(every, 1, Infinity, `${where}: every`);
  checkOneOf(offset, ["origin", "random"], `${where}: offset`);
  const stride = stridesOn(fine, options.stride ?? 1, `${where}: stride`);
  const coarse = fine.map((n, axis) => n / stride[axis]);
  const frames = Math.ceil(times / every);
  const shape = [samples, frames, components, ...coarse];
  const cells = sizeOf(coarse);
  const out = new Float64Array(sizeOf(shape));
  const offsets = new Int32Array(samples * fine.length);
  const noise = new Float64Array(samples * components);
  const streams = createRng(rng);
  for (let s = 0; s < samples; s++) {
    const own = streams.split();
    const origin = stride.map((d) => (offset === "random" ? own.integer(d) : 0));
    offsets.set(origin, s * fine.length);
    const sample = out.subarray(s * frames * components * cells);
    const places = placesOf(fine, coarse, stride, origin);
    for (let f = 0; f < frames; f++) {
      for (let c = 0; c < components; c++) {
        const from = ((s * times + f * every) * components + c) * sizeOf(fine);
        const to = (f * components + c) * cells;
        places.forEach((place, x) => (sample[to + x] = trajectory.data[from + place]));
      }
    }
    for (let c = 0; c < components; c++) {
      noise[s * components + c] = level * deviation(sample, c * cells, cells);
    }
    const deviations = noise.subarray(s * components, (s + 1) * components);
    if (level > 0) addNoise(sample, frames, cells, deviations, own);
  }
  return {
    u: ndarrayOf(out, shape),
    offsets: ndarrayOf(offsets, [samples, fine.length]),
    noise: ndarrayOf(noise, [samples, components]),
  };
}

function stridesOn(
  fine: readonly number[],
  given: number | readonly number[],
  where: string,
): readonly number[] {
  const stride = perAxis(given, fine.length, where);
  stride.forEach((d, axis) => {
    checkInteger(d, 1, fine[axis], `${where}[${axis}]`);
    if (fine[axis] % d === 0) return;
    throw new ShapeError(
      `${where} should divide the grid ${formatShape(fine)}, so that the coarse one is periodic too; ` +
        `got ${d} along axis ${axis}. Solve on a multiple of the grid you want.`,
    );
  });
  return stride;
}

/** Where the points that are seen lie on the fine grid. */
function placesOf(
  fine: readonly number[],
  coarse: readonly number[],
  stride: readonly number[],
  origin: readonly number[],
): Int32Array {
  const steps = stridesOf(fine);
  return Int32Array.from({ length: sizeOf(coarse) }, (_, cell) =>
    unravel(cell, coarse).reduce(
      (sum, x, axis) => sum + (origin[axis] + stride[axis] * x) * steps[axis],
      0,
    ),
  );
}

function deviation(u: Float64Array, from: number, cells: number): number {
  const part = u.subarray(from, from + cells);
  const mean = part.reduce((sum, value) => sum + value, 0) / cells;
  return Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cells);
}

/** Adds noise of the deviation of every component to all frames. */
function addNoise(
  sample: Float64Array,
  frames: number,
  cells: number,
  deviations: Float64Array,
  rng: Rng,
): void {
  for (let plane = 0; plane < frames * deviations.length; plane++) {
    const σ = deviations[plane % deviations.length];
    for (let x = plane * cells; x < (plane + 1) * cells; x++) sample[x] += σ * rng.normal();
  }
}
