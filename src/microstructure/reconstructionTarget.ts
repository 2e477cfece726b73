/** What a reconstruction is asked for: statistics f*_ab[r] of some pairs, cells per phase, distances that count. */
import {
  checkFinite,
  checkGrid,
  checkInteger,
  checkNumber,
  checkRank,
  formatShape,
  ShapeError,
  sizeOf,
  toFloat64,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import type { StatePair } from "../statistics/index.js";
import { cellsUpTo } from "./rankCut.js";
import { cumulativeOf } from "./fractions.js";

/** Which statistics a target holds, and which of them count. */
export interface TargetOptions {
  /**
   * The phases of every f*_ab. Default (0, 0), (0, 1), …, one for every entry of the target, as those of
   * `statistics.twoPoint`.
   */
  readonly pairs?: readonly StatePair[];
  /** Number H of phases. Default the largest one named in `pairs`, at least two. */
  readonly phases?: number;
  /**
   * Volume fractions of phases 0, 1, …, H − 1. Default those of the target: f*_aa[0], the sums of f*_ab over r,
   * and what is left of 1.
   */
  readonly volumeFraction?: readonly number[];
  /**
   * The largest distance that counts, |r| in cells to the nearest image. Default all. A quarter of the cell is
   * sensible for statistics that are themselves averages; time grows with the number of distances.
   */
  readonly cutoff?: number;
}

/** One f*_ab. */
export interface TargetPair {
  readonly a: number;
  readonly b: number;
  /** f*_ab[…r], flat. */
  readonly f: Float64Array;
}

/** A target that was checked. */
export interface ReconstructionTarget {
  readonly grid: readonly number[];
  readonly phases: number;
  readonly pairs: readonly TargetPair[];
  /** How many cells have a phase up to l, l = 0 … H − 2. */
  readonly cellsUpTo: readonly number[];
  /** Whether a distance counts, […r], flat. */
  readonly counts: Uint8Array;
}

/** How far rounding may carry statistics beyond their bounds. */
const SLACK = 1e-9;

/**
 * The target of a reconstruction.
 * @throws ShapeError, ValueError as `reconstruct`
 */
export function reconstructionTarget(
  target: ArrayInput,
  options: TargetOptions,
  where: string,
): ReconstructionTarget {
  const statistics = toFloat64(target, `${where}: target`);
  checkRank(statistics, [2, 3, 4], "[pair, …r]", `${where}: target`);
  checkFinite(statistics, `${where}: target`);
  const [count, ...grid] = statistics.shape;
  checkGrid(grid, [1, 2, 3], where);
  const size = sizeOf(grid);
  const named = options.pairs ?? Array.from({ length: count }, (_, b) => [0, b] as const);
  if (named.length !== count || count === 0) {
    throw new ShapeError(
      `${where}: target has ${count} statistics for ${named.length} pairs; name the phases of every one, ` +
        `[[1, 1]] for the autocorrelation of phase 1.`,
    );
  }
  const phases = options.phases ?? Math.max(2, ...named.map(([a, b]) => 1 + Math.max(a, b)));
  checkInteger(phases, 2, 256, `${where}: phases`);
  const pairs = named.map(([a, b], i) => {
    checkInteger(a, 0, phases - 1, `${where}: pairs[${i}][0]`);
    checkInteger(b, 0, phases - 1, `${where}: pairs[${i}][1]`);
    const f = statistics.data.slice(i * size, (i + 1) * size);
    checkStatistics({ a, b, f }, grid, where);
    return { a, b, f };
  });
  const fractions = options.volumeFraction ?? fractionsOf(pairs, phases, where);
  if (fractions.length !== phases) {
    throw new ShapeError(
      `${where}: volumeFraction should have one number for each of the ${phases} phases; ` +
        `got ${formatShape(fractions)}.`,
    );
  }
  return {
    grid,
    phases,
    pairs,
    cellsUpTo: cellsUpTo(cumulativeOf(fractions, where), size),
    counts: within(grid, options.cutoff, where),
  };
}

/** Probabilities, and f_aa[r] = f_aa[−r]. */
function checkStatistics({ a, b, f }: TargetPair, grid: readonly number[], where: string): void {
  const opposite = oppositeOf(grid);
  for (let r = 0; r < f.length; r++) {
    if (!(f[r] >= -SLACK && f[r] <= 1 + SLACK)) {
      throw new ValueError(
        `${where}: target should hold probabilities, 0 … 1; got ${f[r]} for pair [${a}, ${b}] at r = ` +
          `${formatShape(unravel(r, grid))}. statistics.twoPoint of discretized phases returns them.`,
      );
    }
    if (a === b && Math.abs(f[r] - f[opposite(r)]) > SLACK) {
      throw new ValueError(
        `${where}: target of pair [${a}, ${a}] should be the same at r and −r; at r = ` +
          `${formatShape(unravel(r, grid))} it differs. Put r = 0 at index 0.`,
      );
    }
  }
}

/** v_a = f_aa[0], v_b = Σ_r f_ab[r] / (N v_a), and what is left for a single other phase. */
function fractionsOf(pairs: readonly TargetPair[], phases: number, where: string): number[] {
  const known = new Map<number, number>();
  for (const { a, b, f } of pairs) if (a === b) known.set(a, f[0]);
  for (const { a, b, f } of pairs) {
    const mean = f.reduce((sum, value) => sum + value, 0) / f.length;
    const [va, vb] = [known.get(a), known.get(b)];
    if (vb === undefined && va !== undefined && va > 0) known.set(b, mean / va);
    if (va === undefined && vb !== undefined && vb > 0) known.set(a, mean / vb);
  }
  const all = Array.from({ length: phases }, (_, h) => h);
  const [missing, ...others] = all.filter((h) => !known.has(h));
  const sum = [...known.values()].reduce((total, v) => total + v, 0);
  if (missing !== undefined && others.length === 0) known.set(missing, Math.max(0, 1 - sum));
  const fractions = all.map((h) => known.get(h) ?? NaN);
  const total = fractions.reduce((left, v) => left + v, 0);
  if (Math.abs(total - 1) <= 1e-6) return fractions.map((v) => Math.min(1, v / total));
  throw new ValueError(
    `${where}: target should tell the volume fractions of ${phases} phases, with the sum 1; it tells ` +
      `${formatShape(fractions.map((v) => Number(v.toPrecision(4))))}. Pass volumeFraction.`,
  );
}

function within(grid: readonly number[], cutoff: number | undefined, where: string): Uint8Array {
  const size = sizeOf(grid);
  if (cutoff === undefined) return new Uint8Array(size).fill(1);
  checkNumber(cutoff, 1, Infinity, `${where}: cutoff`);
  return Uint8Array.from({ length: size }, (_, r) => {
    const square = unravel(r, grid).reduce(
      (sum, i, axis) => sum + Math.min(i, grid[axis] - i) ** 2,
      0,
    );
    return Number(square <= cutoff * cutoff);
  });
}

/** The flat position of −r. */
export function oppositeOf(grid: readonly number[]): (r: number) => number {
  return (r) =>
    unravel(r, grid).reduce((at, i, axis) => at * grid[axis] + ((grid[axis] - i) % grid[axis]), 0);
}
