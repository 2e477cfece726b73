/** The report of one fitted model: what it is, what its kernels look like, and how well it predicts. */
import type { Basis, Localization } from "../states/index.js";
import { describeModel } from "./describeModel.js";
import { kernels } from "./kernels.js";
import { predictionSection } from "./predictionSection.js";
import type { PredictionData } from "./predictionSection.js";
import { report } from "./report.js";
import type { Figure, Section } from "./report.js";
import { stateNames } from "./stateNames.js";

/** Options of `localizationReport`. */
export interface LocalizationReportOptions extends PredictionData {
  /** Default "Localization model". */
  readonly title?: string | undefined;
  /** What made the results: versions, `compute.info()`, a date. */
  readonly info?: Readonly<Record<string, string | number>> | undefined;
}

/** Kernels beyond these are left out of the report, which says so. */
const MOST_KERNELS = 12;

/**
 * The report of a model as a self-contained HTML page: basis, grid, rank and conditioning, warnings,
 * the kernels of every local state and, where data are given, fields, errors, parity and scores
 * beside those of the mean alone.
 * @throws ShapeError, ValueError for data that do not fit the model or each other
 */
export function localizationReport(
  model: Localization,
  options: LocalizationReportOptions = {},
): string {
  const { title = "Localization model", info } = options;
  const prediction = predictionSection(model, options);
  return report({
    title,
    info,
    sections: [
      describeModel(model),
      kernelSection(model, options),
      ...(prediction ? [prediction] : []),
    ],
  });
}

function kernelSection(model: Localization, options: LocalizationReportOptions): Section {
  const [components, count] = model.coefficients.shape;
  const names = namesOf(model.basis, options.phases);
  const states = Array.from({ length: Math.min(count, MOST_KERNELS) }, (_, h) => h);
  const slice = model.grid.length === 3 ? " The plane r_z = 0 is shown." : "";
  const complex =
    model.basis.kind === "fourier" ? " Kernels are complex: this is their real part." : "";
  const figures = Array.from({ length: components }, (_, component): Figure => {
    const which = model.scalar ? "" : ` of component ${component}`;
    return {
      svg: kernels(model, { component, names, states }),
      caption:
        `What a cell of each local state adds to the response${which} at distance r, in cells. Each kernel ` +
        `contains the mean response of its state, spread evenly over all cells.${slice}${complex}`,
    };
  });
  const left = count - states.length;
  return {
    heading: "Influence coefficients",
    text:
      `The response is a sum of convolutions, p[x] = Σ_h Σ_r β_h[r] m_h[x − r]. ` +
      gaugeText(model) +
      (left > 0 ? ` The first ${states.length} of ${count} states are shown.` : ""),
    figures,
  };
}

function gaugeText({ basis, gauge }: Localization): string {
  if (basis.kind !== "phase" && basis.kind !== "primitive") return "";
  if (basis.states.length !== basis.count) return "";
  return gauge === "minimumNorm"
    ? "Local states sum to one, so only differences of kernels matter; they are shown in the gauge " +
        "of least norm, in which they add up to a constant."
    : "Local states sum to one, so only differences of kernels matter; they are shown relative to " +
        "that of the last state, which is constant.";
}

/** Phases have the names the reader gave; other states those of their basis. */
function namesOf(basis: Basis, phases: readonly string[] | undefined): string[] {
  const names = stateNames(basis);
  if (basis.kind !== "phase" || !phases) return names;
  return basis.states.map((h, i) => phases[h] ?? names[i]);
}
