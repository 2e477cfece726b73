/**
 * Random fields of few waves, the initial data of PDE-Net,
 *
 *   u(x) = A Σ_{|m_a| ≤ f_a} C_m e^{ik·x},   k_a = 2π m_a / ℓ_a,   C_{−m} = conj C_m,
 *
 * with independent normal C_m of variance ⟨|C_m|²⟩ = 1: what is left of white noise of the deviation A√N on N
 * points when all other waves are taken away. It is a function of x/ℓ, and a finer grid samples the same one.
 *
 * Long, Lu, Ma and Dong, ICML 2018 (A = 100/√N on a grid of N points, f uniform in 4 … 7); Long, Lu and Dong,
 * J. Comput. Phys. 399 (2019) 108925 (f = 4, largest magnitude 2, shifts up to 2).
 */
import {
  checkBoolean,
  checkInteger,
  checkNumber,
  createRng,
  ndarrayOf,
  ValueError,
} from "../../core/index.js";
import type { NdArray, Rng, Seed } from "../../core/index.js";
import { boxOf } from "./box.js";

/** Options of `randomFourier`. */
export interface RandomFourierOptions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
  /** Number of components, each drawn on its own. Default 1. */
  readonly components?: number;
  /**
   * f: the highest wave number along every axis; of two numbers f_a is drawn for each axis of a sample, uniform
   * among the integers from the first to the second. Default 4.
   */
  readonly frequency?: number | readonly [number, number];
  /** A, the standard deviation of one wave's part; or the largest magnitude, if `normalize`. Default 1. */
  readonly amplitude?: number;
  /** Scale every component of every sample so that its largest magnitude on the grid is A. Default false. */
  readonly normalize?: boolean;
  /** Adds to every component of every sample a number uniform in −shift … shift. Default 0. */
  readonly shift?: number;
}

/**
 * Random fields of bounded frequency. Sample s depends on the seed and s alone, and up to `normalize` on no grid.
 * @param shape cells along one to three axes
 * @param rng a seed or a stream
 * @returns u[s, c, …x]
 * @throws ShapeError for a shape that is none
 * @throws ValueError for counts or sizes out of range, and frequencies that the grid cannot hold
 */
export function randomFourier(
  shape: readonly number[],
  options: RandomFourierOptions,
  rng: Seed,
): NdArray {
  const where = "physics.randomFourier";
  const { cells } = boxOf({ shape }, where);
  const { samples = 1, components = 1, amplitude = 1, normalize = false, shift = 0 } = options;
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  checkInteger(components, 1, Infinity, `${where}: components`);
  checkNumber(amplitude, 0, Infinity, `${where}: amplitude`);
  checkNumber(shift, 0, Infinity, `${where}: shift`);
  checkBoolean(normalize, `${where}: normalize`);
  const range = frequencyRange(options.frequency ?? 4, shape, where);
  const streams = createRng(rng);
  const u = new Float64Array(samples * components * cells);
  for (let s = 0; s < samples; s++) {
    const own = streams.split();
    const highest = shape.map(() => range[0] + own.integer(range[1] - range[0] + 1));
    for (let c = 0; c < components; c++) {
      const at = (s * components + c) * cells;
      const field = u.subarray(at, at + cells);
      addWaves(field, shape, highest, own);
      const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const scale = normalize && largest > 0 ? amplitude / largest : amplitude;
      const mean = shift * (2 * own.uniform() - 1);
      for (let x = 0; x < cells; x++) field[x] = scale * field[x] + mean;
    }
  }
  return ndarrayOf(u, [samples, components, ...shape]);
}

function frequencyRange(
  frequency: number | readonly [number, number],
  shape: readonly number[],
  where: string,
): readonly [number, number] {
  const [low, high] = typeof frequency === "number" ? [frequency, frequency] : frequency;
  checkInteger(low, 0, Infinity, `${where}: frequency`);
  checkInteger(high, low, Infinity, `${where}: frequency`);
  const short = shape.findIndex((n) => 2 * high >= n && n > 1);
  if (short < 0) return [low, high];
  throw new ValueError(
    `${where}: frequency should be below half the cells of every axis; got ${high} for the ` +
      `${shape[short]} cells of axis ${short}. Take a finer grid or lower frequencies.`,
  );
}

/**
 * Adds the waves, one factor per axis: Σ_m C_m e^{ik·x} is summed along the axes one after another, so that a
 * field costs Σ_a (waves × cells) and not (all waves) × cells.
 */
function addWaves(
  field: Float64Array,
  shape: readonly number[],
  highest: readonly number[],
  rng: Rng,
): void {
  let { re, im } = coefficientsOf(highest, rng); // C[…m], m_a = −f_a … f_a
  let outer = 1;
  let inner = re.length;
  shape.forEach((n, axis) => {
    const waves = 2 * highest[axis] + 1;
    inner /= waves;
    ({ re, im } = alongAxis(re, im, [outer, waves, inner], n, highest[axis]));
    outer *= n;
  });
  field.set(re);
}

/** C_m in the order of m, C_0 in the middle. */
function coefficientsOf(
  highest: readonly number[],
  rng: Rng,
): { re: Float64Array; im: Float64Array } {
  const size = highest.reduce((product, f) => product * (2 * f + 1), 1);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  const middle = (size - 1) / 2;
  re[middle] = rng.normal();
  for (let m = middle + 1; m < size; m++) {
    re[m] = re[size - 1 - m] = rng.normal() / Math.SQRT2;
    im[m] = rng.normal() / Math.SQRT2;
    im[size - 1 - m] = -im[m];
  }
  return { re, im };
}

/** Replaces the waves of the middle axis of [outer, waves, inner] by the n points along it. */
function alongAxis(
  re: Float64Array,
  im: Float64Array,
  [outer, waves, inner]: readonly [number, number, number],
  n: number,
  highest: number,
): { re: Float64Array; im: Float64Array } {
  const [outRe, outIm] = [new Float64Array(outer * n * inner), new Float64Array(outer * n * inner)];
  for (let w = 0; w < waves; w++) {
    for (let j = 0; j < n; j++) {
      const phase = (2 * Math.PI * (((w - highest) * j) % n)) / n;
      const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
      for (let o = 0; o < outer; o++) {
        const from = (o * waves + w) * inner;
        const to = (o * n + j) * inner;
        for (let i = 0; i < inner; i++) {
          outRe[to + i] += re[from + i] * cos - im[from + i] * sin;
          outIm[to + i] += re[from + i] * sin + im[from + i] * cos;
        }
      }
    }
  }
  return { re: outRe, im: outIm };
}
