/** Rows as tables. */
import type { Row } from "./study.js";

/** What ways came to, a line of each; what several data seeds gave stands side by side: a / b. */
export function tableOfWays(runs: readonly (readonly Row[])[]): string {
  const [ways] = runs;
  const lines = ways.map((_, i) => {
    const cells = runs.map((rows) => cellsOf(rows[i]));
    const [{ noise, way }] = runs.map((rows) => rows[i]);
    return [percent(noise), way, ...cells[0].map((_cell, c) => aside(cells.map((row) => row[c])))];
  });
  const head = [
    "noise",
    "way",
    "from",
    "worst coefficient",
    "false terms",
    "forecast",
    "held out",
    "s",
  ];
  return markdown([head, ...lines]);
}

/** The true coefficients, and those that every way of a run found. */
export function tableOfCoefficients(
  truth: readonly Readonly<Record<string, number>>[],
  rows: readonly Row[],
): string {
  const lines = truth.flatMap((own, c) =>
    Object.entries(own).map(([key, value]) => [
      key,
      number(value),
      ...rows.map(({ found }) => (found[c][key] === 0 ? "—" : number(found[c][key]))),
    ]),
  );
  return markdown([
    ["", "true", ...rows.map(({ noise, way }) => `${percent(noise)}: ${way}`)],
    ...lines,
  ]);
}

/** Errors as percent; of held-out forecasts as many digits as tell them apart. */
function cellsOf({ error, found, spuriousTerms, spuriousPart, ...row }: Row): string[] {
  const missing = found.some((own) => Object.values(own).includes(0));
  const size = spuriousTerms > 0 && spuriousPart ? `, ${percent(spuriousPart)}` : "";
  const { start, best } = row.validation ?? { start: NaN, best: NaN };
  const digits = best > 0.98 * start ? 4 : 3;
  return [
    row.chosen ?? "",
    missing ? "missing" : percent(error),
    `${spuriousTerms}${size}`,
    row.lost > 0 ? `${row.lost} lost` : percent(row.forecast[2]),
    row.validation ? `${percent(start, digits)} → ${percent(best, digits)}` : "",
    row.seconds.toFixed(1),
  ];
}

function aside(cells: readonly string[]): string {
  return cells.every((cell) => cell === cells[0]) ? cells[0] : cells.join(" / ");
}

function markdown([head, ...lines]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...lines.map(line)].join("\n");
}

const number = (value: number): string => String(Number(value.toPrecision(4))).replace("-", "−");

const percent = (value: number, digits = 2): string =>
  `${Number((100 * value).toPrecision(digits))} %`;
