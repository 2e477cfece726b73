/** Streams of samples that are made in parts: sample s has the child s of its seed, in whichever part it is. */
import { checkInteger } from "./check.js";
import { createRng, rngFromState } from "./random.js";
import type { Rng, Seed } from "./random.js";

/**
 * A stream whose next child is the one that `seed` has after `count` others: what draws n samples from it
 * draws samples count … count + n − 1 of the seed. A stream that is given stays as it is.
 * @throws ValueError for a seed that is none, or a count that is no integer ≥ 0
 */
export function skipSplits(seed: Seed, count: number): Rng {
  checkInteger(count, 0, Number.MAX_SAFE_INTEGER, "core.skipSplits: count");
  const state = createRng(seed).state();
  return rngFromState({ ...state, splits: state.splits + count });
}
