/**
 * Two phases from the full autocorrelation of one: it fixes the amplitudes of the Fourier transform,
 * |m̂[k]|² = N f̂*[k], and the indicator m has values 0 and 1 with a given number of ones. With the projections P_A
 * onto such indicators (the highest values become 1) and P_B onto fields with these amplitudes, a field u moves by
 *
 *   u ← u + β (P_B(2 P_A(u) − u) − P_A(u)),
 *
 * which rests only where both agree. P_A(u) is then the phase, moved and maybe inverted: neither shows in f.
 *
 * Fullwood, Niezgoda, Kalidindi, Acta Materialia 56 (2008) 942 (microstructures by phase retrieval). Elser, Journal of
 * the Optical Society of America A 20 (2003) 40; Elser, Lan, Bendory, SIAM Journal on Imaging Sciences 11 (2018) 2429
 * (this iteration).
 */
import { checkpoint, ndarrayOf, normals } from "../core/index.js";
import type { Rng, RunOptions } from "../core/index.js";
import { halfShape, irfftn, rfftn } from "../fft/index.js";
import { cutByRank } from "./rankCut.js";

/** What is asked for. */
export interface RetrievalPlan {
  readonly grid: readonly number[];
  /** f*[…r] of the phase, flat. */
  readonly autocorrelation: Float64Array;
  /** How many cells the phase has. */
  readonly cells: number;
  /** How many steps may be taken. */
  readonly steps: number;
  /** The RMS of f − f*, over all distances, at which to stop. */
  readonly tolerance: number;
}

/** β: smaller is slower and gets out of fewer traps. */
const STEP = 0.5;

/** Steps between two checkpoints. */
const STRIDE = 20;

/**
 * The indicator of the phase that came closest to the autocorrelation.
 * @param onRecord called at every checkpoint with the best indicator so far, its RMS, and the steps
 */
export async function retrievePhase(
  { grid, autocorrelation, cells, steps, tolerance }: RetrievalPlan,
  rng: Rng,
  options: RunOptions,
  onRecord: (best: Uint8Array, rms: number, steps: number) => void,
): Promise<Uint8Array> {
  const size = autocorrelation.length;
  const axes = grid.length;
  const target = rfftn(ndarrayOf(autocorrelation, grid), axes).re; // f̂*
  const amplitude = target.map((power) => Math.sqrt(Math.max(0, power) * size));
  const indicator = new Uint8Array(size);
  let best = new Uint8Array(size);
  let least = Infinity;
  let u: Float64Array = normals(rng, grid).data;
  const uHat = rfftn(ndarrayOf(u, grid), axes);
  for (let step = 0; step < steps && least > tolerance; step++) {
    cutByRank(indicator, 0, u, [size - cells]);
    const aHat = rfftn(ndarrayOf(Float64Array.from(indicator), grid), axes);
    const rms = distance(aHat, target, grid);
    if (rms < least) {
      best = indicator.slice();
      least = rms;
    }
    if (step % STRIDE === 0) {
      onRecord(best, least, step);
      await checkpoint(options, { done: step, total: steps, unit: "projections" });
    }
    for (let k = 0; k < amplitude.length; k++) {
      const re = 2 * aHat.re[k] - uHat.re[k];
      const im = 2 * aHat.im[k] - uHat.im[k];
      const length = Math.sqrt(re * re + im * im);
      const stretch = length > 0 ? amplitude[k] / length : 0;
      uHat.re[k] += STEP * (re * stretch - aHat.re[k]);
      uHat.im[k] += STEP * (im * stretch - aHat.im[k]);
    }
    u = irfftn(uHat, grid).data;
  }
  return best;
}

/** √(mean (f − f*)²) by Parseval's theorem, from â and f̂*. */
function distance(
  { re, im }: { re: Float64Array; im: Float64Array },
  target: Float64Array,
  grid: readonly number[],
): number {
  const size = grid.reduce((product, n) => product * n, 1);
  const row = halfShape(grid)[grid.length - 1];
  const last = grid[grid.length - 1];
  let sum = 0;
  for (let k = 0; k < target.length; k++) {
    const column = k % row;
    const single = column === 0 || 2 * column === last;
    const off = (re[k] * re[k] + im[k] * im[k]) / size - target[k];
    sum += (single ? 1 : 2) * off * off;
  }
  return Math.sqrt(sum) / size;
}
