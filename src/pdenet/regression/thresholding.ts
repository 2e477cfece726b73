/**
 * Sequentially thresholded least squares: fit all candidates, drop those that contribute less than a threshold, fit
 * the others again, until none is dropped.
 *
 * Brunton, Proctor and Kutz, PNAS 113 (2016) 3932; Rudy, Brunton, Proctor and Kutz, Science Advances 3 (2017) e1602614.
 */
import type { LinearConstraint } from "./constraints.js";
import { solve } from "./problem.js";
import type { Problem } from "./problem.js";

/** How many times terms are dropped at most. */
const ROUNDS = 20;

/** Which terms remained, and their contributions. */
export interface SparseFit {
  readonly active: readonly number[];
  readonly x: Float64Array;
}

/**
 * The terms that each contribute at least `threshold` of the rate.
 * @param usable unknowns to begin with
 * @param ridge of all fits but the last
 */
export function thresholded(
  problem: Problem,
  usable: readonly number[],
  constraints: readonly LinearConstraint[],
  threshold: number,
  ridge: number,
): SparseFit {
  const { given, ties } = tiesOf(constraints);
  let active = usable;
  for (let round = 0; round < ROUNDS; round++) {
    const x = solve(problem, active, constraints, ridge);
    const strong = new Set(active.filter((unknown) => Math.abs(x[unknown]) >= threshold));
    const kept = active.filter(
      (unknown) =>
        strong.has(unknown) ||
        given.has(unknown) ||
        ties.some((tie) => tie.includes(unknown) && tie.some((other) => strong.has(other))),
    );
    const settled = kept.length === active.length;
    active = kept;
    if (settled) break;
  }
  return { active, x: solve(problem, active, constraints, 0) };
}

/** Unknowns whose constraint cannot hold without them, and unknowns that are tied to each other. */
function tiesOf(constraints: readonly LinearConstraint[]): {
  readonly given: ReadonlySet<number>;
  readonly ties: readonly (readonly number[])[];
} {
  const given = new Set<number>();
  let ties: number[][] = [];
  for (const { entries, value } of constraints) {
    const own = entries.map(({ unknown }) => unknown);
    if (value !== 0) own.forEach((unknown) => given.add(unknown));
    const touching = ties.filter((tie) => tie.some((unknown) => own.includes(unknown)));
    ties = [...ties.filter((tie) => !touching.includes(tie)), [...own, ...touching.flat()]];
  }
  return { given, ties };
}
