/** Poisson numbers: how many events of a steady rain fall until a time, when the waits between are −ln u. */
import { logarithm } from "../../core/index.js";
import type { Rng } from "../../core/index.js";

/** A number with the distribution e^{−λ} λⁿ / n!. */
export function poisson(mean: number, rng: Rng): number {
  let count = -1;
  for (let time = 0; time <= mean; count++) time -= logarithm(1 - rng.uniform());
  return count;
}
