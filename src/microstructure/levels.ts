/** Levels that cut a continuous field into phases, and the cut. */
import type { Rng } from "../core/index.js";

/**
 * The values below which the fractions c of a field lie: the order statistics at index (N − 1) c,
 * rounded to nearest, ties to even. Below c = 0 lies nothing.
 */
export function quantileLevels(v: Float64Array, cumulative: readonly number[]): number[] {
  const sorted = v.slice().sort();
  return cumulative.map((c) => (c === 0 ? -Infinity : sorted[nearest((v.length - 1) * c)]));
}

/** The values up to which N c cells of a field lie, to the nearest whole number where no two are equal. */
export function countLevels(v: Float64Array, cumulative: readonly number[]): number[] {
  const sorted = v.slice().sort();
  return cumulative.map((c) => {
    const count = Math.round(v.length * c);
    return count === 0 ? -Infinity : sorted[count - 1];
  });
}

/** The H − 1 values that cut the range of a field into H equal parts. */
export function rangeLevels(v: Float64Array, phases: number): number[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of v) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Array.from({ length: phases - 1 }, (_, l) => low + ((l + 1) / phases) * (high - low));
}

/** Cumulative fractions, each moved by up to ± `variance`, back in [0, 1] and in order. */
export function varied(cumulative: readonly number[], variance: number, rng: Rng): number[] {
  return cumulative
    .map((c) => Math.min(1, Math.max(0, c + variance * (2 * rng.uniform() - 1))))
    .sort((a, b) => a - b);
}

/** Fills m from position `at` with the number of levels strictly below v: the phase of every cell. */
export function cut(m: Uint8Array, at: number, v: Float64Array, levels: readonly number[]): void {
  for (const level of levels) {
    for (let x = 0; x < v.length; x++) m[at + x] += Number(level < v[x]);
  }
}

function nearest(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}
