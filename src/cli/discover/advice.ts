/** What a call may say next, where sparse regression foretells much better than what was learnt from the network on. */
import type { Forecasts } from "./forecasts.js";
import type { Findings } from "./learn.js";
import { TITLES } from "./lines.js";
import type { Settings } from "./settings.js";
import { numberText } from "./table.js";

/** Errors of the last frame, one over the other, from which on the other is much better. */
const MUCH = 2;

/** Errors below this are small enough for either. */
const SMALL = 0.01;

/** A sentence, or none. */
export function adviceOn(
  { all }: Findings,
  { errors }: Forecasts,
  { start, network }: Settings,
): string[] {
  const [{ name }] = all;
  if (!("regression" in errors) || name === "regression") return [];
  const [own, other] = [name, "regression"].map((one) => errors[one].median.at(-1) ?? NaN);
  if (!(own > SMALL && own > MUCH * other)) return [];
  const found =
    `Sparse regression foretells the last frame with an error of ${numberText(other)}, ` +
    `${name === "network" ? "the network" : `the ${TITLES[name]} equation`} ` +
    `${own === Infinity ? "loses it" : `with ${numberText(own)}`}. `;
  return network.kind === "linear" || start === "regression"
    ? [`${found}Go by its equation.`]
    : [`${found}Say --start regression to train the network from its equation.`];
}
