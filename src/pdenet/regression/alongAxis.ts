/** Correlation of a field with a few weights along one axis: Σ_j w_j u[x + (j − c) e_a], c = (l − 1) ⫽ 2. */
import { sizeOf } from "../../core/index.js";
import type { Border } from "../network.js";

/** Where every weight of every position reads; −1 beyond a border of zeros. */
export type Places = Int32Array;

/**
 * Places of l weights about each position on an axis of n points.
 * @param positions default all points
 */
export function placesAlong(
  n: number,
  length: number,
  border: Border,
  positions: readonly number[] = Array.from({ length: n }, (_, x) => x),
): Places {
  const centre = (length - 1) >> 1;
  const places = new Int32Array(positions.length * length);
  positions.forEach((x, i) => {
    for (let j = 0; j < length; j++) places[i * length + j] = placeOf(x + j - centre, n, border);
  });
  return places;
}

/** The point of an axis that stands for x; −1 beyond a border of zeros. */
export function placeOf(x: number, n: number, border: Border): number {
  if (x >= 0 && x < n) return x;
  if (border === "zero") return -1;
  if (border === "periodic") return ((x % n) + n) % n;
  const period = Math.max(1, 2 * (n - 1));
  const folded = ((x % period) + period) % period;
  return Math.min(folded, period - folded);
}

/** The correlation along an axis; the axis is as long as there are positions afterwards. */
export function correlateAlong(
  u: Float64Array,
  grid: readonly number[],
  axis: number,
  weights: readonly number[],
  places: Places,
): Float64Array {
  const length = weights.length;
  const n = grid[axis];
  const inner = sizeOf(grid.slice(axis + 1));
  const outer = sizeOf(grid.slice(0, axis));
  const count = places.length / length;
  const out = new Float64Array(outer * count * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const to = (o * count + i) * inner;
      for (let j = 0; j < length; j++) {
        const place = places[i * length + j];
        const weight = weights[j];
        if (place < 0 || weight === 0) continue;
        const from = (o * n + place) * inner;
        for (let x = 0; x < inner; x++) out[to + x] += weight * u[from + x];
      }
    }
  }
  return out;
}
