/** A comparison as a table of text. */
import type { Comparison } from "./compare.js";
import type { ComparisonRow } from "./rows.js";

/** A column: its heading, and what a row says under it. */
interface Column {
  readonly heading: string;
  readonly of: (row: ComparisonRow) => string;
}

/**
 * The table of a comparison, for a terminal: names to the left, cost, then errors; a dash where nothing is known.
 * Costs are those of one cell.
 */
export function formatComparison({ rows, componentName, samples, grid }: Comparison): string {
  const columns: readonly Column[] = [
    { heading: "", of: ({ name }) => name },
    { heading: "parameters", of: ({ parameters }) => parameters.toLocaleString("en-US") },
    { heading: "training", of: ({ trainingTime }) => secondsText(trainingTime) },
    { heading: "per cell", of: ({ predictionTime }) => secondsText(predictionTime) },
    { heading: "operations", of: ({ operations }) => countText(operations) },
    { heading: `MASE ${componentName} %`, of: ({ scores }) => digits(scores.mase.mean) },
    { heading: "largest", of: ({ scores }) => digits(scores.mase.max) },
    { heading: "std", of: ({ scores }) => digits(scores.mase.std) },
    { heading: "L2 %", of: ({ scores }) => digits(100 * scores.relativeL2) },
    { heading: "fluct. L2 %", of: ({ scores }) => digits(100 * scores.relativeFluctuationL2) },
    { heading: "strain %", of: ({ scores }) => digits(scores.strain.mean) },
    { heading: "eff. stress %", of: ({ scores }) => digits(scores.effectiveStress) },
  ];
  const cells = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map(({ of }) => of(row))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join("  ")
      .trimEnd();
  const [head, ...body] = cells.map(line);
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  const { training, validation, test } = samples;
  const sets =
    `${grid.join(" × ")} voxels; cells: ${training} for training, ` +
    `${validation > 0 ? `${validation} for validation, ` : ""}${test} for the test.`;
  return [head, rule, ...body, "", sets].join("\n");
}

/** Three digits. */
function digits(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(1);
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/** Seconds in a unit that suits them. */
function secondsText(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds >= 1) return `${digits(seconds)} s`;
  if (seconds >= 1e-3) return `${digits(1e3 * seconds)} ms`;
  return `${digits(1e6 * seconds)} µs`;
}

/** A count in thousands, millions or billions. */
function countText(count: number | null): string {
  if (count === null) return "–";
  if (count >= 1e9) return `${digits(count / 1e9)} G`;
  if (count >= 1e6) return `${digits(count / 1e6)} M`;
  if (count >= 1e3) return `${digits(count / 1e3)} k`;
  return String(count);
}
