/** Trajectories to learn from, and those by which forecasts are judged. */
import type { NdArray } from "../../core/index.js";
import type { TimeSteps } from "../../pdenet/index.js";
import { UsageError } from "../command.js";
import type { Words } from "../command.js";
import type { Movies } from "./movies.js";

/** Some of the movies. */
export interface Part {
  readonly trajectories: readonly NdArray[];
  readonly dt: TimeSteps;
}

/** Movies in two parts. */
export interface Split {
  readonly training: Part;
  readonly test: Part;
  /** Whether the test has trajectories of its own; else they are those that were learnt from. */
  readonly unseen: boolean;
}

/** Trajectories from which on a fifth is kept for the test. */
const ENOUGH = 5;

/**
 * The last trajectories for the test, the others to learn from.
 * @throws UsageError for a count that leaves none to learn from
 */
export function splitOf({ trajectories, dt }: Movies, words: Words): Split {
  const count = trajectories.length;
  const test = words.number("test") ?? (count >= ENOUGH ? Math.round(count / 5) : 0);
  if (!(Number.isInteger(test) && test >= 0 && test < count)) {
    throw new UsageError(
      `kernelfield discover: --test should be a whole number from 0 on that leaves trajectories to learn from; of ` +
        `${count} it takes ${test}.`,
    );
  }
  const part = (first: number, end: number): Part => ({
    trajectories: trajectories.slice(first, end),
    dt: isPerTrajectory(dt) ? dt.slice(first, end) : dt,
  });
  const training = part(0, count - test);
  return { training, test: test > 0 ? part(count - test, count) : training, unseen: test > 0 };
}

function isPerTrajectory(dt: TimeSteps): dt is readonly (readonly number[])[] {
  return Array.isArray(dt) && Array.isArray(dt[0]);
}
