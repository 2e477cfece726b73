/** What was found, in lines for a terminal. */
import { formatCoefficients, formatEquation } from "../../pdenet/index.js";
import type { Equation, StageRecord } from "../../pdenet/index.js";
import type { Forecasts } from "./forecasts.js";
import type { Finding, Findings } from "./learn.js";
import { numberText, tableLines } from "./table.js";

/** What the equations are called. */
export const TITLES: Readonly<Record<Finding["name"], string>> = {
  refined: "refined",
  network: "network",
  regression: "sparse regression",
};

/** Frames of the table of errors. */
const FRAMES = 6;

/** A step by which differences grow less than this holds them. */
const HELD = 1.001;

/** The equations, one below the other if there are several, and side by side. */
export function equationLines({ all }: Findings, threshold: number): string[] {
  const written = all.flatMap(({ name, equation, fields }) => [
    `${TITLES[name]}${fields ? ", with the means of coefficients that depend on place" : ""}:`,
    ...indented(formatEquation(equation, { threshold })),
    "",
  ]);
  if (all.length === 1) return written;
  const side = all.map(({ name, equation }) => [TITLES[name], withoutSmall(equation, threshold)]);
  const table = formatCoefficients(Object.fromEntries(side) as Record<string, Equation>);
  return [...written, "coefficients:", ...indented(table), ""];
}

/** The stages of the training. */
export function stageLines(stages: readonly StageRecord[]): string[] {
  if (stages.length === 0) return [];
  const head = ["steps", "windows", "iterations", "ended by", "loss", "validation"];
  const rows = stages.map(({ steps, windows, iterations, stop, loss, validation }) => [
    steps === 0 ? "warm-up" : String(steps),
    ...[windows, iterations].map(String),
    stop,
    ...[loss, validation].map(numberText),
  ]);
  return ["training:", ...tableLines([head, ...rows]).map(indent), ""];
}

/** Errors of forecasts against time, and whether small differences grow. */
export function forecastLines(
  { errors, growth }: Forecasts,
  { count, unseen, interval }: ForecastFacts,
): string[] {
  const names = Object.keys(errors) as Finding["name"][];
  const [{ steps }] = names.map((name) => errors[name]);
  const last = steps.length - 1;
  const shown = [
    ...new Set(
      Array.from({ length: FRAMES }, (_, i) => Math.round(((i + 1) * last) / FRAMES)).filter(
        (i) => i >= 0,
      ),
    ),
  ];
  const head = ["time", ...names.flatMap((name) => [TITLES[name], "75 %", "lost"])];
  const rows = shown.map((i) => [
    numberText(steps[i] * interval),
    ...names.flatMap((name) => [
      numberText(errors[name].median[i]),
      numberText(errors[name].upper[i]),
      String(errors[name].diverged[i]),
    ]),
  ]);
  const which = unseen ? "not learnt from" : "learnt from, as there are too few to keep some";
  return [
    `errors of forecasts of ${count} ${count === 1 ? "trajectory" : "trajectories"} ${which}; median, upper quartile:`,
    ...tableLines([head, ...rows]).map(indent),
    "",
    ...names.map((name) =>
      stabilityLine(TITLES[name], growth[name], errors[name].diverged.at(-1) ?? 0),
    ),
    "",
  ];
}

/** What the table of errors is of. */
export interface ForecastFacts {
  readonly count: number;
  readonly unseen: boolean;
  /** The mean time from frame to frame. */
  readonly interval: number;
}

function stabilityLine(name: string, growth: number, lost: number): string {
  const grown = `${name}: small differences change by a factor of ${numberText(growth)} in a frame at most; `;
  if (lost > 0) return `${grown}forecasts run away. Take more --substeps, or a wider --size.`;
  if (growth <= HELD) return `${grown}forecasts are stable.`;
  return `${grown}if those of the fields themselves do not, take more --substeps.`;
}

function withoutSmall(equation: Equation, threshold: number): Equation {
  const terms = equation.terms.map((own) =>
    own.filter(({ contribution }) => !(contribution < threshold)),
  );
  return { ...equation, terms };
}

function indented(text: string): string[] {
  return text.split("\n").map(indent);
}

function indent(line: string): string {
  return line === "" ? line : `  ${line}`;
}
