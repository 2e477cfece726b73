/** Rows as tables. */
import type { Coefficients } from "./problem.js";
import type { Row } from "./study.js";

const HEAD = [
  ...["noise", "way", "from", "worst coefficient", "false terms"],
  ...["20 frames", "60 frames", "held out", "s"],
];

/** What ways came to, a line of each; what several data seeds gave stands side by side: a / b. */
export function tableOfWays(runs: readonly (readonly Row[])[]): string {
  const [ways] = runs;
  const lines = ways.map((_, i) => {
    const cells = runs.map((rows) => cellsOf(rows[i]));
    const [{ noise, way }] = runs.map((rows) => rows[i]);
    return [percent(noise), way, ...cells[0].map((_cell, c) => aside(cells.map((row) => row[c])))];
  });
  return markdown([HEAD, ...lines]);
}

/** The true coefficients, and those of every way of a run that found others than the one before it. */
export function tableOfCoefficients(truth: readonly Coefficients[], rows: readonly Row[]): string {
  const ways = rows.filter(
    ({ found }, i) => i === 0 || JSON.stringify(found) !== JSON.stringify(rows[i - 1].found),
  );
  const lines = truth.flatMap((own, c) =>
    Object.entries(own).map(([key, value]) => [
      `${truth.length > 1 ? `${"uvw"[c]}_t: ` : ""}${key.replaceAll("*", " ")}`,
      number(value),
      ...ways.map(({ found }) => (found[c][key] === 0 ? "—" : number(found[c][key]))),
    ]),
  );
  const head = ways.map(({ noise, way }) => `${percent(noise)}: ${way}`);
  return markdown([["", "true", ...head], ...lines]);
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
    percent(row.forecast[0]),
    row.lost > 0 ? `${row.lost} lost` : percent(row.forecast[2]),
    row.validation ? `${percent(start, digits).slice(0, -2)} → ${percent(best, digits)}` : "",
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
