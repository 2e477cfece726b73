/** The composites of the main job: what is fitted, what is predicted, and what it should reach. */
import { metrics, mks, states } from "kernelfield";
import type { Basis, Localization, NdArray } from "kernelfield";
import { io } from "kernelfield/node";

/** One data set. */
export interface Study {
  /** Its folder in data/ and its name in the summary. */
  readonly name: string;
  readonly title: string;
  readonly basis: Basis;
  readonly phases: readonly string[];
  /** The mean absolute strain error (MASE) it should reach, in percent of the mean strain. */
  readonly expected: number;
}

/** A data set with its model and how well that predicts. */
export interface Result extends Study {
  readonly model: Localization;
  readonly microstructure: NdArray;
  readonly truth: NdArray;
  readonly prediction: NdArray;
  readonly scores: metrics.Metrics;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** The response on a larger domain, beside what PyMKS predicted there. */
export interface Larger {
  readonly grid: readonly number[];
  readonly microstructure: NdArray;
  readonly prediction: NdArray;
  readonly recorded: NdArray;
  /** Largest difference of both predictions, relative to the largest entry. */
  readonly difference: number;
}

/** The data sets in data/. */
export const STUDIES: readonly Study[] = [
  {
    name: "elastic2d",
    title: "2-D, two phases, contrast 1.2, 21 × 21",
    basis: states.phaseBasis(2),
    phases: ["E = 100", "E = 120"],
    expected: 0.16,
  },
  {
    name: "elastic2d3phase",
    title: "2-D, three phases, E = 80, 100, 120, 21 × 21",
    basis: states.phaseBasis(3),
    phases: ["E = 80", "E = 100", "E = 120"],
    expected: 0.55,
  },
  {
    name: "elastic3d",
    title: "3-D, two phases, contrast 1.5, 9 × 9 × 9",
    basis: states.phaseBasis(2),
    phases: ["E = 80", "E = 120"],
    expected: 0.46,
  },
];

/** Fits on the delta microstructures, predicts the random ones. */
export async function run(study: Study): Promise<Result> {
  const { m, p } = await readCalibration(study.name);
  const microstructure = await read(`${study.name}/test_microstructure`);
  const truth = await read(`${study.name}/test_strain`);
  const started = performance.now();
  const model = await mks.fit(m, p, study.basis);
  const fitted = performance.now();
  const prediction = mks.predict(model, microstructure);
  const predicted = performance.now();
  return {
    ...study,
    model,
    microstructure,
    truth,
    prediction,
    scores: metrics.metrics(prediction, truth),
    fitSeconds: (fitted - started) / 1000,
    predictSeconds: (predicted - fitted) / 1000,
  };
}

/** A larger domain of the same voxels; for this size there is a recorded prediction, no solution. */
export async function predictLarger({ model }: Result): Promise<Larger> {
  const microstructure = await read("elastic2d/resized/microstructure");
  const recorded = await read("elastic2d/resized/predicted_strain");
  const grid = microstructure.shape.slice(1);
  const prediction = mks.predict(mks.resize(model, grid), microstructure);
  const largest = Math.max(...recorded.data.map(Math.abs));
  const difference = metrics.maxError(prediction, recorded) / largest;
  return { grid, microstructure, prediction, recorded, difference };
}

/** The microstructures and strains that a study is fitted to. */
export async function readCalibration(name: string): Promise<{ m: NdArray; p: NdArray }> {
  const m = await read(`${name}/calibration_microstructure`);
  const p = await read(`${name}/calibration_strain`);
  return { m, p };
}

async function read(path: string): Promise<NdArray> {
  return (await io.openArray(new URL(`../../../data/${path}.npy`, import.meta.url))) as NdArray;
}
