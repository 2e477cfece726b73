/** What a network is made of, layer by layer: output shapes, values in memory, parameters. */
import { formatShape, sizeOf } from "../core/index.js";
import type { ParameterPlan, ParameterTree } from "./layers/layer.js";
import { type Layer, ruleOf } from "./layers/rules.js";
import { isPlan } from "./model.js";

/** A layer in a summary. */
export interface SummaryRow {
  /** Its place in the network: `2.body.0`. */
  readonly path: string;
  /** Its name in the literature: `CONV3-64`. */
  readonly title: string;
  /** Shape of its output for one sample. */
  readonly outputShape: readonly number[];
  /** Values of that output: 4 or 8 bytes each. */
  readonly values: number;
  readonly parameters: number;
  /** Parameters but for biases and offsets. */
  readonly withoutBiases: number;
}

/** A network layer by layer; the first row is its input. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly values: number;
  readonly parameters: number;
  readonly withoutBiases: number;
}

/**
 * The layers of a network for inputs of one shape, without computing anything.
 * @param inputShape of one sample, without the sample axis: [3, 224, 224]
 * @throws ShapeError if a layer cannot take what it gets, naming the layer by its path
 */
export function summary(network: Layer, inputShape: readonly number[]): Summary {
  const input = {
    ...{ path: "", title: "INPUT", outputShape: inputShape, values: sizeOf(inputShape) },
    ...{ parameters: 0, withoutBiases: 0 },
  };
  const rows = [input, ...rowsOf(network, inputShape, "")];
  const total = (of: (row: SummaryRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return {
    rows,
    values: total(({ values }) => values),
    parameters: total(({ parameters }) => parameters),
    withoutBiases: total(({ withoutBiases }) => withoutBiases),
  };
}

/** The summary as a table. */
export function formatSummary({ rows, values, parameters, withoutBiases }: Summary): string {
  const count = (n: number): string => n.toLocaleString("en-US");
  const cells = [
    ["layer", "", "output", "values", "parameters", "without biases"],
    ...rows.map((row) => [
      row.path,
      row.title,
      formatShape(row.outputShape),
      ...[row.values, row.parameters, row.withoutBiases].map(count),
    ]),
    ["total", "", "", ...[values, parameters, withoutBiases].map(count)],
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => (i < 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The layers of a network in order; those made of layers are taken apart. */
function rowsOf(layer: Layer, shape: readonly number[], path: string): SummaryRow[] {
  const below = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (layer.kind === "sequential") {
    let input = shape;
    return layer.layers.flatMap((part, i) => {
      const rows = rowsOf(part, input, below(`${i}`));
      input = ruleOf(part).outputShape(part, input, below(`${i}`));
      return rows;
    });
  }
  const rule = ruleOf(layer) as ReturnType<typeof ruleOf<Layer>>;
  const outputShape = rule.outputShape(layer, shape, path);
  const inner = "body" in layer ? rowsOf(layer.body, shape, below("body")) : [];
  const plans = "body" in layer ? [] : plansOf(rule.parameters?.(layer) ?? {});
  const size = (chosen: readonly ParameterPlan[]): number =>
    chosen.reduce((sum, plan) => sum + sizeOf(plan.shape), 0);
  const own = {
    ...{ path, title: rule.title(layer), outputShape, values: sizeOf(outputShape) },
    parameters: size(plans),
    withoutBiases: size(plans.filter(({ bias }) => bias !== true)),
  };
  return [...inner, own];
}

function plansOf(tree: ParameterTree<ParameterPlan>): ParameterPlan[] {
  return Object.values(tree).flatMap((plan) => (isPlan(plan) ? [plan] : plansOf(plan)));
}
