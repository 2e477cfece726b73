/** What a model is, in lines for a person and in numbers for a program. */
import type { Basis, Localization } from "../states/index.js";
import { stateCount } from "../states/index.js";
import { describeModel } from "../plot/index.js";

/** The facts of a model, fit for JSON. */
export interface ModelFacts {
  readonly basis: string;
  readonly states: number;
  readonly grid: readonly number[];
  readonly components: number;
  readonly gauge: string;
  readonly samples: number;
  readonly fittedOn: readonly number[];
  /** Root of the mean squared training error, per component, in units of the response. */
  readonly trainingRms: readonly number[];
  readonly lowestRank: number;
  readonly highestCondition: number;
  readonly warnings: readonly string[];
}

/** The facts of a model. */
export function modelFacts({
  basis,
  grid,
  coefficients,
  gauge,
  diagnostics,
}: Localization): ModelFacts {
  const { samples, rank, condition, trainingError, warnings } = diagnostics;
  return {
    basis: nameOf(basis),
    states: stateCount(basis),
    grid,
    components: coefficients.shape[0],
    gauge,
    samples,
    fittedOn: diagnostics.grid,
    trainingRms: trainingError.map(Math.sqrt),
    lowestRank: rank.data.reduce((least, value) => Math.min(least, value), Infinity),
    highestCondition: condition.data.reduce((most, value) => Math.max(most, value), 1),
    warnings,
  };
}

/** The facts as lines, in the words of the report. */
export function modelLines(model: Localization): string {
  const rows = describeModel(model).table?.rows ?? [];
  const width = Math.max(...rows.map(([property]) => String(property).length));
  return rows.map(([property, value]) => `${String(property).padEnd(width)}  ${value}`).join("\n");
}

function nameOf(basis: Basis): string {
  return basis.kind === "neighbours" ? `${basis.cell.kind}, order ${basis.order}` : basis.kind;
}
