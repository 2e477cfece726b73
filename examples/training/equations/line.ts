/** A row as a line of a table. */
import type { Row } from "./study.js";

export const HEAD = [
  "| noise | way | coefficients | false terms | forecast | held out | s |",
  "|---|---|---|---|---|---|---|",
].join("\n");

const percent = (value: number, digits = 2): string =>
  `${Number((100 * value).toPrecision(digits))} %`;

/** Errors as percent; of held-out forecasts as many digits as tell them apart. */
export function lineOf(row: Row): string {
  const { noise, way, error, found, spuriousTerms, spuriousPart, lost, validation } = row;
  const missing = found.some((own) => Object.values(own).includes(0));
  const size = spuriousTerms > 0 && spuriousPart ? `, ${percent(spuriousPart)}` : "";
  const { start, best } = validation ?? { start: NaN, best: NaN };
  const digits = best > 0.98 * start ? 5 : 3;
  const cells = [
    ...[percent(noise), way, missing ? "terms missing" : percent(error), `${spuriousTerms}${size}`],
    lost > 0 ? `${lost} lost` : percent(row.forecast[2]),
    validation ? `${percent(start, digits)} → ${percent(best, digits)}` : "",
    row.seconds.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}
