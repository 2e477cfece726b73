/** The pictures of the main job. */
import { plot } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Larger, Result } from "./studies.js";

/** A picture with its caption and a name for its file. */
export interface Picture extends plot.Figure {
  /** Name of its PNG. */
  readonly file: string;
}

/** Fields, kernels and parity of one data set. */
export function picturesOf({
  name,
  phases,
  microstructure,
  truth,
  prediction,
  model,
  scores,
}: Result): Picture[] {
  const [m, known, predicted] = [microstructure, truth, prediction].map((array) => array.pick(0));
  const error = mapDifference(predicted, known);
  return [
    {
      file: `${name}-fields.png`,
      svg: plot.fields([
        { title: "Microstructure", field: m, colours: "phases", phases },
        { title: "Finite elements", field: known, group: "strain ε_xx" },
        { title: "Predicted", field: predicted, group: "strain ε_xx" },
        { title: "Error", field: error, colours: "diverging", unit: "predicted − finite elements" },
      ]),
      caption:
        "A microstructure the model has not seen, its strain by finite elements, the predicted " +
        "strain, and the error.",
    },
    {
      file: `${name}-kernels.png`,
      svg: plot.kernels(model, { names: phases, fluctuation: true }),
      caption: "Influence coefficients of every phase, r = 0 in the middle, each without its mean.",
    },
    {
      file: `${name}-parity.png`,
      svg: plot.parity(truth, prediction, {
        quantity: "strain ε_xx",
        note: `MAE ${scores.mase.mean.toFixed(3)} %`,
      }),
      caption:
        "Predicted against finite-element strain of all cells of all unseen microstructures.",
    },
  ];
}

/** The larger domain: what the resized kernels predict, beside the recorded prediction. */
export function pictureOfLarger(
  { microstructure, recorded, prediction }: Larger,
  phases: readonly string[],
): Picture {
  const [m, known, predicted] = [microstructure, recorded, prediction].map((array) =>
    array.pick(0),
  );
  return {
    file: "elastic2d-resized.png",
    svg: plot.fields([
      { title: "Microstructure", field: m, colours: "phases", phases },
      { title: "PyMKS, recorded", field: known, group: "strain ε_xx" },
      { title: "Predicted", field: predicted, group: "strain ε_xx" },
    ]),
    caption: "The kernels of 21 × 21 cells, resized to a larger domain of the same cells.",
  };
}

function mapDifference(a: NdArray, b: NdArray): { data: number[]; shape: readonly number[] } {
  const [p, y] = [a, b].map(({ data, offset }) => data.subarray(offset));
  const size = a.shape.reduce((product, n) => product * n, 1);
  return { data: Array.from({ length: size }, (_, i) => p[i] - y[i]), shape: a.shape };
}
