/** Networks that are trained on movies, a fifth of which are held out to choose by. */
import { pdenet } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Problem } from "./problem.js";
import type { Form } from "./regression.js";
import type { NamedSettings } from "./settings.js";

/** A trace of noise, which keeps short waves from growing that clean movies do not show. */
export const NUDGE = 1e-4;

/** A network, and where it begins: "direct", or at the equation of a form of regression. */
export interface Start {
  readonly name: "direct" | Form;
  readonly options: Pick<pdenet.FitOptions, "network" | "start">;
}

/** A network that is trained, or without a schedule only begun. */
export function trained(
  { dt, spacing, fit }: Problem,
  u: NdArray,
  options: pdenet.FitOptions,
): Promise<pdenet.PdeFit> {
  return pdenet.fit(u, dt, { ...fit, spacing, validation: 0.2, noise: NUDGE, ...options });
}

/** A training, from which start and with which settings. */
export interface Best {
  readonly fit: pdenet.PdeFit;
  readonly start: Start;
  readonly settings: NamedSettings;
}

/** The start that foretells best what is held out. */
export async function bestStart(
  problem: Problem,
  u: NdArray,
  starts: readonly Start[],
): Promise<Start> {
  const errors: number[] = [];
  for (const { options } of starts) {
    const { validation } = await trained(problem, u, { ...options, schedule: [] });
    errors.push(validation.start);
  }
  return starts[errors.indexOf(Math.min(...errors))];
}

/** Of the trainings from there with all settings, the one that foretells best what is held out. */
export async function trainedBest(
  problem: Problem,
  u: NdArray,
  starts: readonly Start[],
  settings: readonly NamedSettings[],
): Promise<Best> {
  const start = await bestStart(problem, u, starts);
  const ends: Best[] = [];
  for (const one of settings) {
    const { sparsity, momentSparsity, schedule } = one;
    const options = { ...start.options, sparsity, momentSparsity, schedule };
    ends.push({ fit: await trained(problem, u, options), start, settings: one });
  }
  const [best] = ends.sort((a, b) => a.fit.validation.best - b.fit.validation.best);
  return best;
}
