/**
 * How long a step of an explicit scheme may be. A mode of rate λ is multiplied by R(hλ) per step,
 * R(z) = 1 + z + … + z^p / p!; modes that do not grow by themselves, Re λ ≤ 0, must not grow in steps either:
 *
 *   |R(hλ)| ≤ 1   (von Neumann).
 *
 * Where the equation is not linear, or its coefficients vary, its derivatives by the fields it reads are
 * frozen at the point where they are largest, weighted by the largest symbol of every field.
 */
import { ValueError } from "../../core/index.js";
import type { Planes } from "./scheme.js";

/** |R|² may exceed 1 by this much, the rounding of symbols. */
const SLACK = 1e-10;

/** Beyond this |z| every R with p ≤ 4 is above 1. */
const FAR = 4;

/**
 * The largest stable step; 0 if none is stable, Infinity if nothing moves.
 * @param stages p
 * @param rates λ of all modes
 */
export function largestStep(stages: number, { re, im }: Planes): number {
  let fastest = 0;
  for (let i = 0; i < re.length; i++) fastest = Math.max(fastest, Math.hypot(re[i], im[i]));
  let limit = Infinity;
  for (let i = 0; i < re.length; i++) {
    const size = Math.hypot(re[i], im[i]);
    if (size === 0 || re[i] > 1e-10 * fastest) continue;
    const most = Math.min(limit, FAR / size);
    if (most === limit && isStable(stages, most * re[i], most * im[i])) continue;
    limit = boundary(stages, re[i], im[i], most);
  }
  return limit * fastest < 0.02 ? 0 : limit;
}

function boundary(stages: number, re: number, im: number, unstable: number): number {
  let [low, high] = [0, unstable];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (isStable(stages, middle * re, middle * im)) low = middle;
    else high = middle;
  }
  return low;
}

function isStable(stages: number, re: number, im: number): boolean {
  let [p, q] = [1, 0];
  for (let j = stages; j >= 1; j--) [p, q] = [1 + (p * re - q * im) / j, (p * im + q * re) / j];
  return p * p + q * q <= 1 + SLACK;
}

/** Derivatives g[output][input] of a pointwise function, at one cell. */
export interface Frozen {
  readonly cell: number;
  readonly g: readonly (readonly number[])[];
}

/**
 * The derivatives of a pointwise function where Σ |g| w is largest, by central differences.
 * @param evaluate fills `outputs` from `inputs`
 * @param weights w[output][input]
 */
export function freeze(
  evaluate: () => void,
  outputs: readonly Float64Array[],
  inputs: readonly Float64Array[],
  weights: readonly (readonly number[])[],
): Frozen {
  const slopes = inputs.map((input) => slopesBy(input, evaluate, outputs)); // [input][output][x]
  let [cell, largest] = [0, -1];
  for (let x = 0; x < inputs[0].length; x++) {
    let bound = 0;
    weights.forEach((row, o) => row.forEach((w, i) => (bound += w * Math.abs(slopes[i][o][x]))));
    if (bound > largest) [cell, largest] = [x, bound];
  }
  return { cell, g: outputs.map((_, o) => slopes.map((slope) => slope[o][cell])) };
}

function slopesBy(
  input: Float64Array,
  evaluate: () => void,
  outputs: readonly Float64Array[],
): Float64Array[] {
  const kept = input.slice();
  const δ = 1e-6 * (1 + kept.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const movedBy = (by: number): Float64Array[] => {
    for (let x = 0; x < input.length; x++) input[x] = kept[x] + by;
    evaluate();
    return outputs.map((output) => output.slice());
  };
  const [above, below] = [movedBy(δ), movedBy(-δ)];
  input.set(kept);
  return above.map((plane, o) => plane.map((value, x) => (value - below[o][x]) / (2 * δ)));
}

/**
 * Refuses a step beyond the limit.
 * @throws ValueError
 */
export function checkStep(timeStep: number, limit: number, scheme: string, where: string): void {
  if (timeStep <= limit * (1 + 1e-9)) return;
  const remedy =
    limit === 0
      ? `no step of "${scheme}" is stable for this equation. Take "rk4", or upwind differences.`
      : `"${scheme}" is stable up to ${limit.toPrecision(4)}. Take a smaller timeStep, or a tolerance.`;
  throw new ValueError(
    `${where}: timeStep should not let modes grow that the equation damps; got ${timeStep}, and ${remedy}`,
  );
}
