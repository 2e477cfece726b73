/** One equation from the same movies in several ways: regression in both forms, a network, and each of them refined. */
import { createRng, ndarrayOf, pdenet, physics, stencil } from "kernelfield";
import type { NdArray } from "kernelfield";
import { compared } from "./compared.js";
import type { Comparison } from "./compared.js";
import type { Movies, Problem } from "./problem.js";

/** What a way came to. */
export interface Row extends Comparison {
  readonly problem: string;
  readonly noise: number;
  readonly way: string;
  /** Of one core. */
  readonly seconds: number;
  /** Median error of forecasts of the test movies at a third, two thirds and the end; how many ran away. */
  readonly forecast: readonly number[];
  readonly lost: number;
  /** Forecasts of what is held out, by the start and by the model; null without training. */
  readonly validation: { readonly start: number; readonly best: number } | null;
}

/**
 * How strongly weights and moments are pressed to zero, which must be little beside what is left of the data. A trace
 * of noise in clean movies keeps short waves from growing that they do not show. Short roll-outs from noisy frames
 * learn to smooth them: of noisy movies long ones only.
 */
const CLEAN = { sparsity: 1e-4, momentSparsity: 3e-6, noise: 1e-4 };
const NOISY = { sparsity: 1e-3, momentSparsity: 3e-3, noise: 0, schedule: [9, 18] };

/** A network's terms below this part of the rate are none. */
const THRESHOLD = 0.01;

/** All ways, one after another. */
export async function study(
  problem: Problem,
  { training, test }: Movies,
  noise: number,
  onRow: (row: Row) => void,
): Promise<void> {
  const { dt, spacing, network } = problem;
  const u = noise > 0 ? physics.observe(training, { noise }, createRng(7)).u : training;
  const weights = noise > 0 ? NOISY : CLEAN;
  const { momentSparsity, noise: nudge } = weights;
  const usual = { ...problem.fit, ...weights, spacing, validation: 0.2 };

  const report = (
    way: string,
    seconds: number,
    equation: pdenet.Equation,
    model: pdenet.PdeModel,
    validation: Row["validation"] = null,
  ): void => {
    const { median, diverged } = pdenet.errors(model, test, dt);
    const forecast = [1, 2, 3].map((part) => median[(part * median.length) / 3 - 1]);
    const [lost] = diverged.slice(-1);
    const comparison = compared(equation, problem.truth);
    onRow({
      problem: problem.name,
      noise,
      way,
      seconds,
      ...comparison,
      forecast,
      lost,
      validation,
    });
  };

  /** Regression; its equation on the filters of the network and on longer ones; and trained as a network. */
  const byRegression = async (
    form: "strong" | "weak",
    options: pdenet.PdeFindOptions,
  ): Promise<pdenet.Equation> => {
    const { result, seconds } = await clocked(() =>
      pdenet.pdeFind(u, dt, { ...options, spacing, resamples: 0 }),
    );
    const { equation } = result;
    const way = `PDE-FIND, ${form}`;
    const still = async (name: string, known: pdenet.EquationNetwork): Promise<void> => {
      const { model } = await pdenet.fit(u, dt, { spacing, network: known, schedule: [] });
      report(name, seconds, equation, model);
    };
    const { size, accuracy, stepper, substeps } = network;
    const known = pdenet.fromEquation(equation, { size, accuracy, stepper, substeps });
    await still(way, known);
    if (form === "weak") {
      const frozen = { accuracy: "frozen", stepper, substeps: 2 * substeps } as const;
      const longer = pdenet.fromEquation(equation, { ...frozen, size: lengthened(size) });
      await still(`${way}, longer filters`, longer);
    }
    const trained = await clocked(() => pdenet.fit(u, dt, { ...usual, network: known }));
    const { model, validation } = trained.result;
    const written = pdenet.equation(model, { trajectories: u });
    report(`${way}, then PDE-Net`, seconds + trained.seconds, written, model, validation);
    return equation;
  };

  /** A network that begins by itself, or at an equation, and is refined. */
  const byNetwork = async (way: string, start: "direct" | pdenet.Equation): Promise<void> => {
    const trained = await clocked(() => pdenet.fit(u, dt, { ...usual, network, start }));
    const { model, validation } = trained.result;
    const written = pdenet.equation(model, { trajectories: u, threshold: THRESHOLD });
    report(way, trained.seconds, written, model, validation);
    const refined = await clocked(() =>
      pdenet.refine(model, u, dt, { threshold: THRESHOLD, momentSparsity, noise: nudge }),
    );
    const { equation, model: last } = refined.result;
    report(`${way}, refined`, trained.seconds + refined.seconds, equation, last);
  };

  await byRegression("strong", {
    terms: problem.library,
    space: { by: "filters", filters: filtersOf(network) },
  });
  const { weakLibrary: terms, weak } = problem;
  const equation = await byRegression("weak", { form: "weak", terms, weak });
  await byNetwork("PDE-Net", "direct");
  if (noise > 0) await byNetwork("PDE-Net from the weak form", equation);
}

/** The filters a network begins with, in units of the grid: [o, …l]. */
function filtersOf({ maxOrder, accuracy, size }: pdenet.Symbolic): NdArray {
  const axes = typeof size === "number" ? 1 : size.length;
  const filters = pdenet
    .derivativesUpTo(maxOrder, axes)
    .map((order) => stencil.constraint({ order, accuracy, size }).filter);
  const [{ shape }] = filters;
  const data = Float64Array.from(filters.flatMap((q) => Array.from(q.data)));
  return ndarrayOf(data, [filters.length, ...shape]);
}

function lengthened(size: number | readonly number[]): number | number[] {
  return typeof size === "number" ? size + 2 : size.map((length) => length + 2);
}

/** What work makes, and the seconds of the processor it takes. */
async function clocked<T>(work: () => T | Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(began);
  return { result, seconds: (user + system) / 1e6 };
}
