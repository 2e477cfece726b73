/**
 * One equation from the same movies in several ways: regression in both forms, its equation trained, and a network,
 * which is then refined. Where there is a choice, forecasts of what is held out make it.
 */
import { createRng, pdenet, physics } from "kernelfield";
import { compared } from "./compared.js";
import type { Comparison } from "./compared.js";
import type { Movies, Problem } from "./problem.js";
import { regression } from "./regression.js";
import { SETTINGS } from "./settings.js";
import { NUDGE, trained, trainedBest } from "./training.js";
import type { Best, Start } from "./training.js";

/** What a way came to. */
export interface Row extends Comparison {
  readonly problem: string;
  readonly seed: number;
  readonly noise: number;
  readonly way: string;
  /** Where training began and with which settings, as forecasts of what is held out chose. */
  readonly chosen: string | null;
  /** Of one core. */
  readonly seconds: number;
  /** Median error of forecasts of the test movies at a third, two thirds and the end; how many ran away. */
  readonly forecast: readonly number[];
  readonly lost: number;
  /** Forecasts of what is held out, by the start and by the model; null without training. */
  readonly validation: { readonly start: number; readonly best: number } | null;
}

/** A network's terms below this part of the rate are none. */
const THRESHOLD = 0.01;

/** All ways, one after another, from movies of a data seed with as much noise on every frame. */
export async function study(
  problem: Problem,
  seed: number,
  noises: readonly number[],
): Promise<Row[]> {
  const movies = await problem.movies(seed);
  const rows: Row[] = [];
  for (const noise of noises) rows.push(...(await ways(problem, movies, noise, seed)));
  return rows;
}

async function ways(
  problem: Problem,
  { training, test }: Movies,
  noise: number,
  seed: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  const { name, truth, dt, network } = problem;
  const { size, accuracy, stepper, substeps } = network;
  const u = physics.observe(training, { noise }, createRng(100 * seed + 7)).u;

  const report = (
    row: Pick<Row, "way" | "chosen" | "seconds" | "validation">,
    equation: pdenet.Equation,
    model: pdenet.PdeModel,
  ): void => {
    const { median, diverged } = pdenet.errors(model, test, dt);
    const forecast = [1, 2, 3].map((part) => median[(part * median.length) / 3 - 1]);
    const [lost] = diverged.slice(-1);
    const found = { ...compared(equation, truth), forecast, lost };
    rows.push({ problem: name, seed, noise, ...row, ...found });
  };
  const regressed = async (
    way: string,
    { result, seconds }: Clocked<pdenet.Equation>,
    filters: Parameters<typeof pdenet.fromEquation>[1],
  ): Promise<Start["options"]> => {
    const options = { network: pdenet.fromEquation(result, filters) };
    const { model } = await trained(problem, u, { ...options, schedule: [] });
    report({ way, chosen: null, seconds, validation: null }, result, model);
    return options;
  };
  const learnt = async (
    way: string,
    starts: readonly Start[],
    threshold: number,
  ): Promise<Best & { readonly seconds: number }> => {
    const { result, seconds } = await clocked(() => trainedBest(problem, u, starts, SETTINGS));
    const { fit, start, settings } = result;
    const { model, validation } = fit;
    const equation = pdenet.equation(model, { trajectories: u, threshold });
    const chosen = `${start.name}, ${settings.name}`;
    report({ way, chosen, seconds, validation }, equation, model);
    return { ...result, seconds };
  };

  const strong = await clocked(() => regression(problem, u, "strong"));
  const weak = await clocked(() => regression(problem, u, "weak"));
  const same = { size, accuracy, stepper, substeps };
  const frozen = { accuracy: "frozen", substeps: 2 * substeps } as const;
  const byStrong = await regressed("regression, strong", strong, same);
  const byWeak = await regressed("regression, weak", weak, same);
  await regressed("the same, longer filters", weak, { ...same, ...frozen, size: longer(size) });
  const known: readonly Start[] = [
    { name: "strong", options: byStrong },
    { name: "weak", options: byWeak },
  ];
  await learnt("better of both, trained", known, 0);
  const starts: readonly Start[] = [
    { name: "direct", options: { network, start: "direct" } },
    { name: "weak", options: { network, start: weak.result } },
  ];
  const { fit, settings, seconds } = await learnt("network", starts, THRESHOLD);
  const { momentSparsity, schedule } = settings;
  const [steps] = schedule.slice(-1);
  const like = { ...problem.fit, momentSparsity, steps, noise: NUDGE };
  const refined = await clocked(() =>
    pdenet.refine(fit.model, u, dt, { threshold: THRESHOLD, ...like }),
  );
  const { equation, model } = refined.result;
  const all = seconds + refined.seconds;
  report(
    { way: "the same, refined", chosen: null, seconds: all, validation: null },
    equation,
    model,
  );
  return rows;
}

function longer(size: number | readonly number[]): number | number[] {
  return typeof size === "number" ? size + 2 : size.map((length) => length + 2);
}

interface Clocked<T> {
  readonly result: T;
  readonly seconds: number;
}

/** What work makes, and the seconds of the processor it takes. */
async function clocked<T>(work: () => T | Promise<T>): Promise<Clocked<T>> {
  const began = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(began);
  return { result, seconds: (user + system) / 1e6 };
}
