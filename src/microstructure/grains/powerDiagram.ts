/**
 * Which seed owns a cell: the one of least power distance, in a cell that repeats,
 *
 *   d_i(x)² = Σ_a ((x_a − s_ia) / c_a)² − w_i,
 *
 * over all images of s_i. Without weights w that is Voronoi's diagram, with them Laguerre's; the aspect c makes
 * grains longer.
 *
 * The difference of two of these distances is linear in x, so over a box of cells it is least at a corner. A seed
 * that lies behind another one at all corners owns nothing in the box. Boxes are halved, and seeds dropped, until one
 * is left or the box is small.
 *
 * Aurenhammer, SIAM Journal on Computing 16 (1987) 78 (power diagrams).
 */
import { sizeOf, stridesOf } from "../../core/index.js";
import { threefold } from "../threefold.js";

/** Seeds with their images in the neighbouring cells, one entry each, in the order of the seeds. */
interface Images {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly weight: Float64Array;
  readonly seed: Int32Array;
}

/** Boxes of fewer cells are filled by comparing the distances of every cell. */
const SMALL = 32;

/** Against rounding: a seed that loses by less than this share of the cell's square is kept for a closer look. */
const SLACK = 1e-9;

/**
 * The number of the nearest seed for every cell; among equals the first one.
 * @param seeds s[grain, axis], flat
 * @param weights w[grain], in squares of cells
 * @param aspect c[axis]
 */
export function nearestSeeds(
  shape: readonly number[],
  seeds: Float64Array,
  weights: Float64Array,
  aspect: readonly number[],
): Int32Array {
  const grid = threefold(shape, 1);
  const [sx, sy, sz] = threefold(aspect, 1).map((c) => 1 / (c * c));
  const [strideX, strideY] = stridesOf(grid);
  const slack = SLACK * (sx * grid[0] ** 2 + sy * grid[1] ** 2 + sz * grid[2] ** 2);
  const { x, y, z, weight, seed } = imagesOf(shape, seeds, weights);
  const labels = new Int32Array(sizeOf(shape));

  const nearest = (near: Int32Array, cx: number, cy: number, cz: number): number => {
    let owner = near[0];
    let least = Infinity;
    for (let n = 0; n < near.length; n++) {
      const i = near[n];
      const dx = cx - x[i];
      const dy = cy - y[i];
      const dz = cz - z[i];
      const distance = sx * dx * dx + sy * dy * dy + sz * dz * dz - weight[i];
      if (distance >= least) continue;
      owner = i;
      least = distance;
    }
    return owner;
  };

  /** The images that are not behind the owner of the middle in the whole box from `low` to `high`. */
  const contenders = (
    near: Int32Array,
    low: readonly number[],
    high: readonly number[],
  ): Int32Array => {
    const [cx, cy, cz] = low.map((from, axis) => (from + high[axis]) / 2);
    const [hx, hy, hz] = low.map((from, axis) => high[axis] - from);
    const o = nearest(near, cx, cy, cz);
    const kept = new Int32Array(near.length);
    let count = 0;
    for (let n = 0; n < near.length; n++) {
      const i = near[n];
      const ax = sx * (x[o] - x[i]);
      const ay = sy * (y[o] - y[i]);
      const az = sz * (z[o] - z[i]);
      const middle =
        ax * (2 * cx - x[o] - x[i]) + ay * (2 * cy - y[o] - y[i]) + az * (2 * cz - z[o] - z[i]);
      const change = Math.abs(ax) * hx + Math.abs(ay) * hy + Math.abs(az) * hz;
      if (middle - change + weight[o] - weight[i] <= slack) kept[count++] = i;
    }
    return kept.slice(0, count);
  };

  const fill = (all: Int32Array, low: readonly number[], high: readonly number[]): void => {
    const near = contenders(all, low, high);
    const lengths = low.map((from, axis) => high[axis] - from + 1);
    const longest = Math.max(...lengths);
    if (sizeOf(lengths) > SMALL && near.some((i) => seed[i] !== seed[near[0]])) {
      const axis = lengths.indexOf(longest);
      const half = low[axis] + Math.floor(longest / 2);
      const at = (list: readonly number[], value: number): number[] =>
        list.map((old, a) => (a === axis ? value : old));
      fill(near, low, at(high, half - 1));
      fill(near, at(low, half), high);
      return;
    }
    for (let i = low[0]; i <= high[0]; i++) {
      for (let j = low[1]; j <= high[1]; j++) {
        const row = i * strideX + j * strideY;
        for (let k = low[2]; k <= high[2]; k++) labels[row + k] = seed[nearest(near, i, j, k)];
      }
    }
  };

  fill(
    Int32Array.from(seed, (_, i) => i),
    [0, 0, 0],
    grid.map((n) => n - 1),
  );
  return labels;
}

/** Every seed, moved into the cell, and its images in the neighbouring ones. */
function imagesOf(shape: readonly number[], seeds: Float64Array, weights: Float64Array): Images {
  const axes = shape.length;
  const grid = threefold(shape, 1);
  const [xs, ys, zs] = grid.map((_, axis) => (axis < 3 - axes ? [0] : [-1, 0, 1]));
  const shifts = xs.flatMap((i) => ys.flatMap((j) => zs.map((k) => [i, j, k])));
  const count = weights.length * shifts.length;
  const [x, y, z] = grid.map(() => new Float64Array(count));
  const [weight, seed] = [new Float64Array(count), new Int32Array(count)];
  for (let s = 0; s < weights.length; s++) {
    const place = shape.map((n, axis) => ((seeds[s * axes + axis] % n) + n) % n);
    const inside = threefold(place, 0);
    shifts.forEach((shift, i) => {
      const at = s * shifts.length + i;
      [x[at], y[at], z[at]] = shift.map((turns, axis) => inside[axis] + turns * grid[axis]);
      [weight[at], seed[at]] = [weights[s], s];
    });
  }
  return { x, y, z, weight, seed };
}
