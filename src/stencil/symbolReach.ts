/**
 * Up to which waves a series of moments is the symbol: the largest angle θ along any axis, in the directions of the
 * axes and of the diagonals, below which
 *
 *   max |Q(θ) − Σ_k m[k] (iθ)^k| ≤ 0.05 max |Q(θ)|,
 *
 * with the maxima over those directions, in some of which an operator may vanish.
 */
import type { Dense } from "../core/index.js";
import { symbolOf } from "./symbol.js";

/** How far operator and terms are from the symbol at an angle, relative to its largest size there. */
export interface SeriesError {
  /** θ in radians per cell. */
  readonly angle: number;
  readonly operator: number;
  readonly terms: number;
}

interface Term {
  readonly order: readonly number[];
  readonly moment: number;
}

const WITHIN = 0.05;
const STEPS = 128;
const CHECKED = [16, 8, 4, 2, 1].map((part) => Math.PI / part);

/** Operator and terms beside the symbol of the filter. */
export function compareWithSymbol(
  filter: Dense<Float64Array>,
  operator: readonly Term[],
  terms: readonly Term[],
): {
  readonly reach: { readonly operator: number; readonly terms: number };
  readonly checks: readonly SeriesError[];
} {
  const directions = directionsOf(filter.shape.length);
  const error = (series: readonly Term[], θ: number): number => {
    let [off, size] = [0, 0];
    for (const direction of directions) {
      const angles = direction.map((entry) => entry * θ);
      const [re, im] = symbolOf(filter, angles);
      const [a, b] = seriesAt(series, angles);
      off = Math.max(off, Math.hypot(re - a, im - b));
      size = Math.max(size, Math.hypot(re, im));
    }
    return off === 0 ? 0 : off / size;
  };
  const reachOf = (series: readonly Term[]): number =>
    reachWhere((θ) => error(series, θ) <= WITHIN);
  return {
    reach: { operator: reachOf(operator), terms: reachOf(terms) },
    checks: CHECKED.map((angle) => ({
      angle,
      operator: error(operator, angle),
      terms: error(terms, angle),
    })),
  };
}

/** The largest θ ≤ π below which something holds, to 1e-6 of its step. */
function reachWhere(holds: (θ: number) => boolean): number {
  const step = Math.PI / STEPS;
  let steps = 0;
  while (steps < STEPS && holds((steps + 1) * step)) steps++;
  if (steps === STEPS) return Math.PI;
  let [from, to] = [steps * step, (steps + 1) * step];
  for (let halving = 0; halving < 20; halving++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return from;
}

/** Σ_k m[k] Π_a (iθ_a)^{k_a} = [re, im]. */
function seriesAt(series: readonly Term[], angles: readonly number[]): [number, number] {
  const sum: [number, number] = [0, 0];
  for (const { order, moment } of series) {
    const degree = order.reduce((total, k) => total + k, 0);
    const size = order.reduce((product, k, axis) => product * angles[axis] ** k, moment);
    // iⁿ = 1, i, −1, −i.
    sum[degree % 2] += degree % 4 < 2 ? size : -size;
  }
  return sum;
}

/** The axes and the diagonals between them, one of each pair of opposite ones. */
function directionsOf(axes: number): number[][] {
  let all: number[][] = [[]];
  for (let axis = 0; axis < axes; axis++) {
    all = all.flatMap((head) => [-1, 0, 1].map((entry) => [...head, entry]));
  }
  return all.filter((direction) => (direction.find((entry) => entry !== 0) ?? -1) > 0);
}
