/** What a network for an evolution equation is, in lines for a person and in numbers for a program. */
import { sizeOf } from "../core/index.js";
import { derivativesUpTo, equation, formatEquation } from "../pdenet/index.js";
import type { PdeModel, Term } from "../pdenet/index.js";

/** Terms below this part of the rate are not written. */
const LEAST = 0.01;

/** The facts of a network, fit for JSON. */
export interface PdeFacts {
  readonly network: string;
  readonly components: readonly string[];
  readonly axes: readonly string[];
  readonly spacing: readonly number[];
  readonly interval: number;
  readonly substeps: number;
  readonly parameters: number;
  /** A line for every component; none where coefficients depend on place. */
  readonly equation: readonly string[];
}

/** The facts of a network. */
export function pdeFacts(model: PdeModel): PdeFacts {
  const { network, names, axes, spacing, interval, parameters } = model;
  return {
    ...{ network: network.kind, components: names, axes, spacing, interval },
    substeps: network.substeps,
    parameters: Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    equation: equationOf(model),
  };
}

/** The facts as lines. */
export function pdeLines(model: PdeModel): string[] {
  const {
    components,
    axes,
    spacing,
    interval,
    parameters,
    substeps,
    network,
    equation: lines,
  } = pdeFacts(model);
  const rows = [
    ["Network", network],
    ["Components", components.join(", ")],
    [
      "Axes",
      axes.map((axis, a) => `${axis}, spacing ${Number(spacing[a].toPrecision(4))}`).join("; "),
    ],
    [
      "Interval",
      `${Number(interval.toPrecision(4))}, in ${substeps} ${substeps === 1 ? "step" : "steps"}`,
    ],
    ["Parameters", String(parameters)],
    ...lines.map((line) => ["Equation", line]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(12)}${value}`);
}

/** The equation by the magnitudes that the network has seen; none where coefficients depend on place. */
function equationOf(model: PdeModel): string[] {
  const { network } = model;
  if (network.kind === "linear" && (network.coefficients.kind !== "constant" || network.source)) {
    return [];
  }
  const whole = equation(model);
  const weigh = weightOf(model);
  const terms = whole.terms.map((own, c) => own.filter((term) => weigh(term, c) >= LEAST));
  return formatEquation({ ...whole, terms }).split("\n");
}

/** |c| Π s / τ of a term of a component: its contribution, for factors that have nothing to do with each other. */
function weightOf({ network, axes, scales }: PdeModel): (term: Term, component: number) => number {
  const orders = derivativesUpTo(network.maxOrder, axes.length).map((order) => order.join());
  return ({ factors, derivative, coefficient }, c) =>
    factors.reduce(
      (weight, { component, order }, j) =>
        weight *
        scales.channels[
          component * orders.length +
            orders.indexOf((derivative && j === 0 ? derivative : order).join())
        ],
      Math.abs(coefficient) / scales.rates[c],
    );
}
