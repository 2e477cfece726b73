/** What a call leaves in its folder. */
import { join } from "node:path";
import { saveFile, savePdeModel } from "../../io/index.js";
import { formatEquation, moments } from "../../pdenet/index.js";
import type { Equation } from "../../pdenet/index.js";
import { discoveryReport } from "../../plot/index.js";
import type { CoefficientMap, DiscoveryReportOptions } from "../../plot/index.js";
import type { Forecasts } from "./forecasts.js";
import type { Finding, Findings } from "./learn.js";
import { TITLES } from "./lines.js";

/** What else the files say. */
export interface ResultFacts extends DiscoveryReportOptions {
  readonly threshold: number;
  /** Time from frame to frame, the mean where it is uneven. */
  readonly interval: number;
  readonly unseen: boolean;
}

/** The files, in the order in which they are named. */
export const FILES = [
  ...["report.html", "equation.txt", "equation.tex", "equation.json"],
  ...["errors.json", "model.npz"],
];

/**
 * Writes the report, the equations, the errors and the model.
 * @throws ValueError if the system refuses
 */
export async function saveResults(
  folder: string,
  { all, stages }: Findings,
  forecasts: Forecasts,
  facts: ResultFacts,
): Promise<void> {
  const { threshold, interval, unseen } = facts;
  const [{ model }] = all;
  const write = (name: string, text: string): Promise<void> => saveFile(join(folder, name), text);
  const written = (as: "text" | "latex", comment: string): string =>
    all
      .map(({ name, equation }) => {
        const text = formatEquation(equation, { as, threshold });
        return `${all.length > 1 ? `${comment}${TITLES[name]}\n` : ""}${text}\n`;
      })
      .join("\n");
  await savePdeModel(join(folder, "model.npz"), model);
  await write("equation.txt", written("text", "# "));
  await write("equation.tex", written("latex", "% "));
  const equations: Record<string, Equation> = Object.fromEntries(
    all.map(({ name, equation }) => [name, equation]),
  );
  await write("equation.json", json({ equations, stages }));
  const { errors, growth } = forecasts;
  await write("errors.json", json({ interval, unseen, errors, growth }));
  await write("report.html", pageOf(all, forecasts, facts));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function pageOf(
  [first, ...others]: Findings["all"],
  { errors, strip }: Forecasts,
  { interval, title, threshold, info }: ResultFacts,
): string {
  const drawn = Object.entries(errors).filter(([, { median }]) => median.some(isShown));
  return discoveryReport(
    {
      equation: first.equation,
      others: byTitle(others.map(({ name, equation }) => [name, equation])),
      filters: moments(first.model).filters,
      coefficients: mapsOf(first),
      errors: byTitle(drawn),
      forecast: strip,
      interval,
    },
    { title, threshold, info },
  );
}

/** Whether a logarithmic axis can show it. */
function isShown(error: number): boolean {
  return Number.isFinite(error) && error > 0;
}

function byTitle<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(
    entries.map(([name, value]) => [TITLES[name as Finding["name"]], value]),
  );
}

/** The coefficients that depend on place, by what they stand before. */
function mapsOf({ fields, equation }: Finding): CoefficientMap[] {
  if (!fields) return [];
  return fields.orders.map((order, o) => ({
    name: nameOf(order, equation),
    learnt: fields.fields.pick(o),
  }));
}

/** u_xx. */
function nameOf(order: readonly number[], { names: [name], axes }: Equation): string {
  const index = order.map((times, axis) => axes[axis].repeat(times)).join("");
  return index === "" ? name : `${name}_${index}`;
}
