/**
 * The loops of normalization over one line: entries from `first` to before `end`, whose moments are number
 * `start` for all of them (step 0), or one after another from there on (step 1). They are functions of their
 * own because as closures of a walk they are compiled too late or never, and box every number they touch.
 */
import type { Reals } from "../../core/index.js";

/** Where a line lies, and where its moments do. */
export interface Line {
  readonly first: number;
  readonly end: number;
  readonly start: number;
  readonly step: number;
}

/** Adds x to its sums. */
export function addEntries(sums: Float64Array, x: Reals, { first, end, start, step }: Line): void {
  if (step === 1) {
    for (let i = first, k = start; i < end; i++, k++) sums[k] += x[i];
    return;
  }
  let total = 0;
  for (let i = first; i < end; i++) total += x[i];
  sums[start] += total;
}

/** Adds (x − center)² to its sums. */
export function addSquares(
  sums: Float64Array,
  x: Reals,
  center: Float64Array,
  { first, end, start, step }: Line,
): void {
  if (step === 1) {
    for (let i = first, k = start; i < end; i++, k++) {
      sums[k] += (x[i] - center[k]) * (x[i] - center[k]);
    }
    return;
  }
  const middle = center[start];
  let total = 0;
  for (let i = first; i < end; i++) total += (x[i] - middle) * (x[i] - middle);
  sums[start] += total;
}

/** Adds g ∘ y to its sums. */
export function addProducts(
  sums: Float64Array,
  g: Reals,
  y: Reals,
  { first, end, start, step }: Line,
): void {
  if (step === 1) {
    for (let i = first, k = start; i < end; i++, k++) sums[k] += g[i] * y[i];
    return;
  }
  let total = 0;
  for (let i = first; i < end; i++) total += g[i] * y[i];
  sums[start] += total;
}

/** Fills out with (x − center) inverse. */
export function fillNormalized(
  out: Reals,
  x: Reals,
  center: Float64Array,
  inverse: Float64Array,
  { first, end, start, step }: Line,
): void {
  for (let i = first, k = start; i < end; i++, k += step) out[i] = (x[i] - center[k]) * inverse[k];
}

/** Fills out with (g − plain − y weighted) inverse. */
export function fillGradient(
  out: Reals,
  g: Reals,
  y: Reals,
  plain: Float64Array,
  weighted: Float64Array,
  inverse: Float64Array,
  { first, end, start, step }: Line,
): void {
  for (let i = first, k = start; i < end; i++, k += step) {
    out[i] = (g[i] - plain[k] - y[i] * weighted[k]) * inverse[k];
  }
}
