/** What a model predicts, beside what is known: fields, error, parity and scores. */
import {
  checkInteger,
  checkRank,
  checkShape,
  sizeOf,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import { metrics } from "../metrics/index.js";
import type { Metrics } from "../metrics/index.js";
import { predict } from "../mks/index.js";
import type { Basis, Localization } from "../states/index.js";
import { fields } from "./fields.js";
import type { Panel } from "./fields.js";
import { formatNumber } from "./numbers.js";
import { parity } from "./parity.js";
import type { Figure, Section, Table } from "./report.js";
import { determination, scoreTable } from "./scoreTable.js";

/** Data that a model was not fitted to, and what is to be shown of them. */
export interface PredictionData {
  /** Microstructures m[s, …x] that were not fitted. */
  readonly microstructure?: ArrayInput | undefined;
  /** Their known responses p[s, …x], or p[s, c, …x]. */
  readonly truth?: ArrayInput | undefined;
  /** The responses the model predicts. Default `mks.predict` of the microstructures. */
  readonly prediction?: ArrayInput | undefined;
  /** Scores of the prediction. Default those of all samples and the component shown. */
  readonly scores?: Metrics | undefined;
  /** The component whose fields and scores are shown. Default 0. */
  readonly component?: number | undefined;
  /** The sample whose fields are shown. Default 0. */
  readonly sample?: number | undefined;
  /** Names of the phases 0, 1, … */
  readonly phases?: readonly string[] | undefined;
  /** What the response is called, with its unit: "strain ε_xx". Default "response". */
  readonly response?: string | undefined;
}

/** The section about the predictions for given microstructures; none without them. */
export function predictionSection(
  model: Localization,
  options: PredictionData,
): Section | undefined {
  const where = "plot.localizationReport";
  const { microstructure, sample = 0, component = 0, phases, response = "response" } = options;
  if (microstructure === undefined) {
    if (options.truth === undefined && options.prediction === undefined) return undefined;
    throw new ValueError(
      `${where}: truth and prediction belong to microstructures; got none. Pass microstructure too.`,
    );
  }
  const m = toFloat64(microstructure, `${where}: microstructure`);
  checkRank(m, [model.grid.length + 1], "[sample, …x]", `${where}: microstructure`);
  const [samples] = m.shape;
  const [components] = model.coefficients.shape;
  checkInteger(sample, 0, samples - 1, `${where}: sample`);
  checkInteger(component, 0, components - 1, `${where}: component`);
  const expected = model.scalar ? m.shape : [samples, components, ...m.shape.slice(1)];
  const componentOf = (array: ArrayInput, name: string): Dense<Float64Array> => {
    const dense = toFloat64(array, `${where}: ${name}`);
    checkShape(dense, expected, "It belongs to the microstructures.", `${where}: ${name}`);
    return model.scalar ? dense : pickComponent(dense, component);
  };
  const p = componentOf(options.prediction ?? predict(model, m), "prediction");
  const y = options.truth === undefined ? undefined : componentOf(options.truth, "truth");
  const which = model.scalar ? response : `${response}, component ${component}`;
  const panels = panelsOf({ m, p, y, sample, basis: model.basis, phases, response: which });
  const scored = y && scoresOf(p, y, options.scores);
  const figures: Figure[] = [
    {
      svg: fields(panels),
      caption: captionOf(sample, samples, y !== undefined, model.grid.length),
    },
  ];
  if (y) {
    figures.push({
      svg: parity(y, p, { quantity: which, note: scored?.note }),
      caption: `Predicted against known values of all ${formatNumber(p.data.length)} cells.`,
    });
  }
  return {
    heading: "Prediction",
    text: scored?.table
      ? "At low contrast every prediction of the right mean scores well. The second row is therefore the mean of " +
        "every sample, taken as a prediction."
      : undefined,
    warnings: scored?.warnings,
    table: scored?.table,
    figures,
  };
}

function captionOf(sample: number, samples: number, known: boolean, axes: number): string {
  return [
    "Microstructure",
    ...(known ? ["known and predicted response", "and their difference"] : ["predicted response"]),
    ...(axes === 3 ? ["in the middle plane"] : []),
    ...(samples > 1 ? [`sample ${sample} of 0 … ${samples - 1}`] : []),
  ]
    .join(", ")
    .concat(".");
}

interface Shown {
  readonly m: Dense<Float64Array>;
  readonly p: Dense<Float64Array>;
  readonly y: Dense<Float64Array> | undefined;
  readonly sample: number;
  readonly basis: Basis;
  readonly phases: readonly string[] | undefined;
  readonly response: string;
}

function panelsOf({ m, p, y, sample, basis, phases, response }: Shown): Panel[] {
  const cell = basis.kind === "neighbours" ? basis.cell : basis;
  const structure: Panel = {
    title: "microstructure",
    field: pickSample(m, sample),
    ...(cell.kind === "phase" ? { colours: "phases", phases: namesFor(cell.count, phases) } : {}),
  };
  const predicted = pickSample(p, sample);
  if (!y) return [structure, { title: "predicted", field: predicted, group: response }];
  const known = pickSample(y, sample);
  const error = predicted.data.map((value, i) => value - known.data[i]);
  return [
    structure,
    { title: "known", field: known, group: response },
    { title: "predicted", field: predicted, group: response },
    {
      title: "error",
      field: { data: error, shape: known.shape },
      colours: "diverging",
      unit: "predicted − known",
    },
  ];
}

function namesFor(count: number, phases: readonly string[] | undefined): string[] {
  return Array.from({ length: count }, (_, phase) => phases?.[phase] ?? `phase ${phase}`);
}

function pickSample({ data, shape }: Dense<Float64Array>, sample: number): Dense<Float64Array> {
  const [, ...space] = shape;
  const size = sizeOf(space);
  return { data: data.slice(sample * size, (sample + 1) * size), shape: space };
}

/** u[s, …x] of one component of u[s, c, …x]. */
function pickComponent(
  { data, shape }: Dense<Float64Array>,
  component: number,
): Dense<Float64Array> {
  const [samples, components, ...space] = shape;
  const size = sizeOf(space);
  const out = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const from = (s * components + component) * size;
    out.set(data.subarray(from, from + size), s * size);
  }
  return { data: out, shape: [samples, ...space] };
}

/** The scores, or the sentence that says why there are none. */
function scoresOf(
  p: Dense<Float64Array>,
  y: Dense<Float64Array>,
  given: Metrics | undefined,
): { table?: Table; note?: string; warnings?: string[] } {
  try {
    const scores = given ?? metrics(p, y);
    return { table: scoreTable(scores), note: `R² = ${determination(scores.r2)}` };
  } catch (error) {
    if (error instanceof ValueError) return { warnings: [error.message] };
    throw error;
  }
}
