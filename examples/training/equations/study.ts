/** One equation from the same movies in five ways: regression in both forms, a network, and each of them refined. */
import { createRng, ndarrayOf, pdenet, physics, stencil } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Coefficients, Movies, Problem } from "./problem.js";

/** What a way came to. */
export interface Row {
  readonly problem: string;
  readonly noise: number;
  readonly way: string;
  readonly seconds: number;
  /** The coefficients of the true terms; 0 for those that were not found. */
  readonly found: readonly Coefficients[];
  /** The largest relative error of a true coefficient. */
  readonly error: number;
  /** Terms that are not in the equation, and the largest part of the rate one of them has. */
  readonly spurious: readonly Coefficients[];
  readonly spuriousPart: number;
  /** Median error of forecasts of the test movies at a third, two thirds and the end; how many ran away. */
  readonly forecast: readonly number[];
  readonly lost: number;
  /** Forecasts of what is held out, by the start and by the model; null without training. */
  readonly validation: { readonly start: number; readonly best: number } | null;
}

/** All ways, one after another. */
export async function study(
  problem: Problem,
  { training, test }: Movies,
  noise: number,
  onRow: (row: Row) => void,
): Promise<void> {
  const { dt, spacing, network } = problem;
  const u = noise > 0 ? physics.observe(training, { noise }, createRng(7)).u : training;
  const filters = filtersOf(problem);
  const usual = { spacing, validation: 0.2, sparsity: 1e-3, noise: 1e-4 };

  const judge = async (
    way: string,
    seconds: number,
    found: pdenet.Equation,
    model: pdenet.PdeModel | null,
    validated: Row["validation"],
  ): Promise<void> => {
    const errors = model && pdenet.errors(model, test, dt);
    const frames = errors ? errors.median.length : 0;
    onRow({
      ...{ problem: problem.name, noise, way, seconds, ...compared(found, problem.truth) },
      forecast: errors ? [1, 2, 3].map((n) => errors.median[(n * frames) / 3 - 1]) : [],
      lost: errors ? errors.diverged[frames - 1] : test.shape[0],
      validation: validated,
    });
  };

  const strong = clocked(() =>
    pdenet.pdeFind(u, dt, {
      spacing,
      terms: problem.library,
      space: { by: "filters", filters },
      resamples: 0,
    }),
  );
  const weak = clocked(() =>
    pdenet.pdeFind(u, dt, {
      spacing,
      form: "weak",
      terms: problem.weakLibrary,
      weak: problem.weak,
      resamples: 0,
    }),
  );
  for (const [form, { result, seconds }] of Object.entries({ strong, weak })) {
    const { equation } = result;
    if (equation.terms.every((own) => own.length === 0)) {
      await judge(`PDE-FIND, ${form}`, seconds, equation, null, null);
      continue;
    }
    const own = pdenet.fromEquation(equation, filtersLike(network));
    const shared = { ...usual, network: own, sparsity: 0, momentSparsity: 3e-5 };
    const still = await pdenet.fit(u, dt, { ...shared, schedule: [] });
    await judge(`PDE-FIND, ${form}`, seconds, equation, still.model, null);
    const trained = await clockedAsync(() =>
      pdenet.fit(u, dt, { ...problem.fit, start: "direct", ...shared }),
    );
    const { model, validation: validated } = trained.result;
    const name = `PDE-FIND, ${form}, then PDE-Net`;
    const written = pdenet.equation(model, { trajectories: u });
    await judge(name, seconds + trained.seconds, written, model, validated);
  }

  const trained = await clockedAsync(() =>
    pdenet.fit(u, dt, { ...usual, ...problem.fit, network }),
  );
  const { model } = trained.result;
  const threshold = 0.01;
  const written = pdenet.equation(model, { trajectories: u, threshold });
  await judge("PDE-Net", trained.seconds, written, model, trained.result.validation);
  const refined = await clockedAsync(() => pdenet.refine(model, u, dt, { threshold }));
  const seconds = trained.seconds + refined.seconds;
  await judge("PDE-Net, refined", seconds, refined.result.equation, refined.result.model, null);
}

/** The filters a network begins with, in units of the grid: [o, …l]. */
export function filtersOf({
  network,
  spacing,
  movies: _,
}: Pick<Problem, "network" | "spacing" | "movies">): NdArray {
  void spacing;
  const { maxOrder, accuracy, size } = network;
  const axes = typeof size === "number" ? 1 : size.length;
  const filters = pdenet
    .derivativesUpTo(maxOrder, axes)
    .map((order) => stencil.constraint({ order, accuracy, size }).filter);
  const [{ shape }] = filters;
  const data = Float64Array.from(filters.flatMap((q) => Array.from(q.data)));
  return ndarrayOf(data, [filters.length, ...shape]);
}

function filtersLike({ size, accuracy, stepper, substeps, border }: pdenet.Symbolic) {
  return { size, accuracy, stepper, substeps, border };
}

/** The terms of an equation beside the true ones, conservative terms written out. */
function compared(
  equation: pdenet.Equation,
  truth: readonly Coefficients[],
): Pick<Row, "found" | "error" | "spurious" | "spuriousPart"> {
  const plain = pdenet.plainEquation(equation);
  const all = plain.terms.map((own) =>
    Object.fromEntries(own.map((term) => [productOf(term, plain), term.coefficient])),
  );
  const found = truth.map((own, c) =>
    Object.fromEntries(Object.keys(own).map((key) => [key, all[c][key] ?? 0])),
  );
  const spurious = all.map((own, c) =>
    Object.fromEntries(Object.entries(own).filter(([key]) => !(key in truth[c]))),
  );
  const errors = truth.flatMap((own, c) =>
    Object.entries(own).map(([key, value]) => Math.abs(found[c][key] / value - 1)),
  );
  const parts = plain.terms.flatMap((own, c) =>
    own.filter((term) => !(productOf(term, plain) in truth[c])).map((term) => term.contribution),
  );
  return { found, error: Math.max(...errors), spurious, spuriousPart: Math.max(0, ...parts) };
}

/** A product as text: u*u_x. */
function productOf({ factors }: pdenet.Term, { names, axes }: pdenet.Equation): string {
  const words = factors.map(({ component, order }) => {
    const derivative = order.map((o, axis) => axes[axis].repeat(o)).join("");
    return derivative === "" ? names[component] : `${names[component]}_${derivative}`;
  });
  return words.join("*") || "1";
}

function clocked<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const began = process.cpuUsage();
  const result = work();
  return { result, seconds: secondsSince(began) };
}

async function clockedAsync<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = process.cpuUsage();
  const result = await work();
  return { result, seconds: secondsSince(began) };
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}
