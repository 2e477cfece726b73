/** What a model is, in lines for a person and in numbers for a program. */
import type { Basis, Localization } from "../states/index.js";
import { stateCount } from "../states/index.js";

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
  readonly trainingError: readonly number[];
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
    trainingError: trainingError.map(Math.sqrt),
    lowestRank: rank.data.reduce((least, value) => Math.min(least, value), Infinity),
    highestCondition: condition.data.reduce((most, value) => Math.max(most, value), 1),
    warnings,
  };
}

/** The facts as lines. */
export function describeModel(model: Localization): string {
  const facts = modelFacts(model);
  const original = facts.grid.join() === facts.fittedOn.join();
  const lines = [
    `${facts.states} local states (${facts.basis}) on a grid of ${facts.grid.join(" × ")} cells` +
      (original ? "" : `, resized from ${facts.fittedOn.join(" × ")}`),
    `${facts.components} component${facts.components === 1 ? "" : "s"} of the response, gauge ${facts.gauge}`,
    `${facts.samples} training samples, root mean squared error ${facts.trainingError.map((e) => e.toPrecision(3)).join(", ")}`,
    `rank at least ${facts.lowestRank}, condition number at most ${facts.highestCondition.toPrecision(3)}`,
  ];
  return lines.join("\n");
}

function nameOf(basis: Basis): string {
  if (basis.kind !== "neighbours") return basis.kind;
  return `${basis.cell.kind}, products of up to ${basis.order} neighbours`;
}
