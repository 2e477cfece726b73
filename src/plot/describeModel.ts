/** What a fitted model is, and how well its data determined it, in words and numbers. */
import { sameShape } from "../core/index.js";
import { redundancyOf, stateCount } from "../states/index.js";
import type { Localization } from "../states/index.js";
import { formatGrid, formatNumber } from "./numbers.js";
import type { Section } from "./report.js";
import { describeBasis } from "./stateNames.js";

/**
 * The section of a report that describes a model, a table of properties and values, and repeats the
 * warnings of its fit.
 */
export function describeModel(model: Localization): Section {
  const { basis, grid, scalar, coefficients, gauge, diagnostics } = model;
  const [components] = coefficients.shape;
  const resized = sameShape(grid, diagnostics.grid)
    ? ""
    : `, resized from ${formatGrid(diagnostics.grid)}, on which it was fitted`;
  return {
    heading: "Model",
    table: {
      columns: ["Property", "Value"],
      rows: [
        ["Local states", describeBasis(basis)],
        ["Grid", `${formatGrid(grid)} cells${resized}`],
        ["Response", scalar ? "scalar" : `${components} components`],
        ["Samples fitted", formatNumber(diagnostics.samples)],
        ["Gauge", gauge === "minimumNorm" ? "least norm over all states" : "last state dropped"],
        ["Training error (RMS)", trainingText(diagnostics.trainingError)],
        ["Rank of the mean, k = 0", `${diagnostics.rank.data[0]} of ${stateCount(basis)}`],
        ["Rank elsewhere", rankText(model)],
        ["Condition number of the mean", formatNumber(diagnostics.condition.data[0], 3)],
        ["Condition number elsewhere", conditionText(model)],
      ],
    },
    warnings: diagnostics.warnings,
  };
}

function trainingText(trainingError: readonly number[]): string {
  return trainingError.map((error) => formatNumber(Math.sqrt(error), 3)).join(", ");
}

/** Ranks at k ≠ 0, against the directions that are free there. */
function rankText({ basis, diagnostics }: Localization): string {
  const ranks = diagnostics.rank.data.subarray(1);
  if (ranks.length === 0) return "none: the grid has one cell";
  const free = redundancyOf(basis).free.length;
  const lowest = ranks.reduce((a, b) => Math.min(a, b));
  const full = ranks.filter((rank) => rank >= free).length;
  return full === ranks.length
    ? `${free} of ${free} at all ${ranks.length} frequencies`
    : `${free} of ${free} at ${full} of ${ranks.length} frequencies, ${lowest} at the least`;
}

function conditionText({ diagnostics }: Localization): string {
  const conditions = diagnostics.condition.data.slice(1).sort();
  if (conditions.length === 0) return "none: the grid has one cell";
  const median = conditions[Math.floor(conditions.length / 2)];
  const largest = conditions[conditions.length - 1];
  return `${formatNumber(median, 3)} in the median, ${formatNumber(largest, 3)} at most`;
}
