/**
 * Errors in the mean square, relative to the truth or to what fluctuates in it:
 *
 *   relative L2               ‖p − y‖₂/‖y‖₂ over the whole set, the mean included
 *   relative fluctuation L2   ‖p − y‖₂/‖y − mean_x y‖₂ of every sample, then their mean
 *   R²                        1 − Σ(p − y)²/Σ(y − ȳ)² over the whole set
 *
 * The second is the honest one: a constant prediction scores 1 at any contrast.
 */
import { ValueError } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { meanOf, pairOf, RELATIVE_ZERO } from "./pair.js";
import type { Pair } from "./pair.js";
import { square, sumOf } from "./sum.js";

/**
 * ‖p − y‖₂/‖y‖₂ over the whole set, for predictions p[s, …x] of y[s, …x].
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities, or a truth that is 0 everywhere
 */
export function relativeL2(p: ArrayInput, y: ArrayInput): number {
  return relativeL2OfPair(pairOf(p, y, "metrics.relativeL2"), "metrics.relativeL2");
}

/**
 * The mean over samples of ‖p − y‖₂/‖y − mean_x y‖₂, for predictions p[s, …x] of y[s, …x].
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities, or a sample that is constant
 */
export function relativeFluctuationL2(p: ArrayInput, y: ArrayInput): number {
  const where = "metrics.relativeFluctuationL2";
  return fluctuationL2OfPair(pairOf(p, y, where), where);
}

/**
 * The coefficient of determination R² over the whole set, for predictions p[s, …x] of y[s, …x]:
 * 1 for a perfect prediction, 0 for the mean of the set.
 * @throws ShapeError if the shapes differ
 * @throws ValueError for NaN or infinities, or a truth that is constant
 */
export function r2(p: ArrayInput, y: ArrayInput): number {
  return r2OfPair(pairOf(p, y, "metrics.r2"), "metrics.r2");
}

/** Relative L2 of checked data. */
export function relativeL2OfPair({ p, y }: Pair, where: string): number {
  const truth = normAbout(0, y, 0, y.length);
  if (truth === 0) {
    throw new ValueError(
      `${where}: the truth is 0 everywhere, so no error is relative to it. ` +
        `Use metrics.maxError or metrics.meanAbsoluteError.`,
    );
  }
  return distance(p, y, 0, p.length) / truth;
}

/** Relative fluctuation L2 of checked data. */
export function fluctuationL2OfPair({ p, y, samples, cells }: Pair, where: string): number {
  const perSample = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    const start = s * cells;
    perSample[s] =
      distance(p, y, start, cells) /
      fluctuation(y, start, cells, `${where}: sample ${s} of the truth`);
  }
  return meanOf(perSample, 0, samples);
}

/** R² of checked data. */
export function r2OfPair({ p, y }: Pair, where: string): number {
  const spread = fluctuation(y, 0, y.length, `${where}: the truth`);
  return 1 - square(distance(p, y, 0, p.length) / spread);
}

/** ‖y − mean‖₂ of a stretch of the data; refused if it is rounding only. */
function fluctuation(y: Float64Array, start: number, count: number, what: string): number {
  const mean = meanOf(y, start, count);
  const spread = normAbout(mean, y, start, count);
  if (spread <= RELATIVE_ZERO * normAbout(0, y, start, count)) {
    throw new ValueError(
      `${what} is constant up to rounding (${y[start]}), so there is no fluctuation to compare with. ` +
        `Leave it out, or use metrics.relativeL2.`,
    );
  }
  return spread;
}

/** ‖a − b‖₂ over a stretch of the data. */
function distance(a: Float64Array, b: Float64Array, start: number, count: number): number {
  return Math.sqrt(sumOf(count, (i) => square(a[start + i] - b[start + i])));
}

/** ‖a − shift‖₂ over a stretch of the data. */
function normAbout(shift: number, a: Float64Array, start: number, count: number): number {
  return Math.sqrt(sumOf(count, (i) => square(a[start + i] - shift)));
}
