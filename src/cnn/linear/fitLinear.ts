/**
 * Fitting linear localizations by least squares, exactly or step by step. The two ways have the same minimum, up
 * to the gauge; how fast the second comes there is decided by the power of the local states at every frequency.
 */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { createModel } from "../../nn/index.js";
import type { Convolution } from "../../nn/index.js";
import type { Diagnostics } from "../../states/index.js";
import { filterFromKernel, kernelFromSpectrum } from "../../stencil/index.js";
import type { LinearModel } from "../model.js";
import type { LinearLocalization } from "../network.js";
import { byLbfgs, bySteps } from "./descent.js";
import type { Descent, LinearRecord, LinearStop } from "./descent.js";
import { fitDiagnostics, trainingErrorOf } from "./fitDiagnostics.js";
import { optimizerOf, settingsOf } from "./fitOptions.js";
import type { FitLinearOptions, FitSettings } from "./fitOptions.js";
import { convolutionsOf, layersOf, modelOf } from "./layers.js";
import { layerSpectra } from "./layerSpectra.js";
import type { LayerSpectra } from "./layerSpectra.js";
import { newtonStep } from "./newton.js";
import type { NewtonStep } from "./newton.js";
import { lossOfWeights, powerOf, whiteningOf } from "./objective.js";
import type { WeightLoss } from "./objective.js";
import { batchSpectra } from "./batchSpectra.js";
import { samplesOf } from "./samples.js";
import { lossOfSpectra, lossOfSums } from "./spectralLoss.js";
import { meanOf, meanResponse, sumsOf } from "./sums.js";
import type { MeanResponse, Sums } from "./sums.js";
import { solveTruncated } from "./truncated.js";

/** What a fit of a linear localization made. */
export interface LinearFit {
  readonly model: LinearModel;
  /** Every iteration; one record for "newton". */
  readonly history: readonly LinearRecord[];
  /** Of the loss and its gradient. */
  readonly evaluations: number;
  readonly stop: LinearStop;
  /** Mean squared error over the samples and components, of the model. */
  readonly loss: number;
  /** Rank and condition of the samples at every frequency, and the error of every component. */
  readonly diagnostics: Diagnostics;
}

/**
 * The linear localization of least squared error over samples.
 *
 *   const network = linearLocalization({ states: 2, shape: [21, 21] });
 *   const { model } = await fitLinear(network, microstructures, strains);
 *   mks.predict(influenceCoefficients(model), others);
 * @param start a network, or a model to go on from
 * @param m microstructures m[s, …x]
 * @param p responses p[s, …x], or p[s, c, …x] for a network with components
 * @throws ShapeError for grids, components or samples that do not fit
 * @throws ValueError for options out of range, values that are not finite or outside the basis, and samples that
 *   do not determine a window that should be solved for
 * @throws ConvergenceError if a step leaves the finite numbers
 */
export async function fitLinear(
  start: LinearLocalization | LinearModel,
  m: ArrayInput,
  p: ArrayInput,
  options: FitLinearOptions = {},
): Promise<LinearFit> {
  const where = "cnn.fitLinear";
  const network = start.kind === "linear" ? start : start.network;
  const samples = samplesOf(network, m, p, where);
  const settings = settingsOf(network, samples.count, options);
  const layers = convolutionsOf(network, where);
  const sums = await sumsOf(samples, options);
  const mean = meanResponse(sums);
  const step = newtonStep(sums);
  const first = start.kind === "linear" ? freshModel(start, settings) : start;
  const weights = joined(layersOf(first, where).map(({ filter }) => filter));
  const spectra = layerSpectra(layers, samples.grid);
  const descent =
    settings.solver === "newton"
      ? exact(sums, step, layers[0])
      : await descend(sums, mean, weights, spectra, settings, options);
  const last =
    sums.mean === "apart" ? withMean(descent.weights, mean, samples.cells) : descent.weights;
  const kernel = spectra.forward(last);
  const bias = offsetOf(sums, kernel.re);
  const trainingError = await trainingErrorOf(samples, kernel, bias, options);
  const loss = trainingError.reduce((a, b) => a + b, 0) / trainingError.length;
  const history =
    settings.solver === "newton" ? [{ iteration: 1, evaluations: 1, loss }] : descent.history;
  return {
    model: modelOf(network, separated(last, layers, bias)),
    history,
    evaluations: descent.evaluations,
    stop: descent.stop,
    loss,
    diagnostics: fitDiagnostics(samples, step, mean, trainingError),
  };
}

function freshModel(network: LinearLocalization, { seed }: FitSettings): LinearModel {
  const { parameters, state } = createModel(network.layers, { seed });
  return { kind: "localizationNetwork", version: 1, network, parameters, state, problem: null };
}

/** The minimum of one filter. */
function exact(sums: Sums, step: NewtonStep, { window }: Convolution): Descent {
  const { samples, mean } = sums;
  const { components, states, grid } = samples;
  const done = { history: [], evaluations: 1, stop: "exact" } as const;
  if (mean !== "apart") return { weights: solveTruncated(sums, window), ...done };
  const shape = [components, states, ...halfShape(grid)];
  const spectrum = { re: step.re, im: step.im, shape };
  return { weights: filterFromKernel(kernelFromSpectrum(spectrum, grid), grid).data, ...done };
}

/** A descent from some weights. */
async function descend(
  sums: Sums,
  mean: MeanResponse,
  start: Float64Array,
  spectra: LayerSpectra,
  settings: FitSettings,
  options: FitLinearOptions,
): Promise<Descent> {
  const { samples } = sums;
  const { count, components, network } = samples;
  const apart = sums.mean === "apart";
  // What is left of the means does not change on the way.
  const rest = apart ? mean.residual.reduce((a, b) => a + b, 0) / (count * components) : 0;
  const whiten = settings.spectral ? whiteningOf(sums) : undefined;
  const inVariables = (loss: WeightLoss): WeightLoss => {
    if (!whiten) return (weights, gradient) => loss(weights, gradient) + rest;
    return (z, gradient) => {
      const value = loss(weightsAt(z), gradient);
      whiten(gradient);
      return value + rest;
    };
  };
  const weightsAt = (z: Float64Array): Float64Array => {
    if (!whiten) return z;
    const step = z.slice();
    whiten(step);
    return step.map((value, i) => start[i] + value);
  };
  const all = inVariables(lossOfWeights(spectra, lossOfSums(sums), samples, count));
  const single = network.layers.layers.length === 1;
  const curvature = whiten ? 1 : single ? powerOf(sums).reduce((a, b) => Math.max(a, b), 0) : 0;
  const from = whiten ? new Float64Array(start.length) : start;
  const spectraOfBatch = batchSpectra(sums);
  const ofBatch = (batch: Int32Array): WeightLoss => {
    const part = lossOfSpectra(samples, spectraOfBatch(batch), apart);
    return lossOfWeights(spectra, part, samples, batch.length);
  };
  const { signal, onProgress } = options;
  const run = { signal, onProgress };
  const { solver, memory, tolerance, maxIterations, maxEvaluations, batchSize, seed } = settings;
  const found =
    solver === "lbfgs"
      ? await byLbfgs(all, from, {
          ...{ ...run, memory, tolerance, maxIterations, maxEvaluations, curvature },
        })
      : await bySteps((batch) => (batch ? inVariables(ofBatch(batch)) : all), from, {
          ...{ ...run, maxIterations, samples: count, batchSize, seed },
          ...optimizerOf(settings, options, curvature),
        });
  return { ...found, weights: weightsAt(found.weights) };
}

/** The weights of one full filter with the sums A_h(0) of their own. */
function withMean(
  weights: Float64Array,
  { coefficients }: MeanResponse,
  cells: number,
): Float64Array {
  const out = weights.slice();
  coefficients.forEach((value, plane) => {
    const own = out.subarray(plane * cells, (plane + 1) * cells);
    const shift = (value - own.reduce((a, b) => a + b, 0)) / cells;
    for (let r = 0; r < cells; r++) own[r] += shift;
  });
  return out;
}

/** b_c = ⟨p_c⟩ − Σ_h A_h(0) ⟨m_h⟩, the best offset, where there is one to choose. */
function offsetOf(
  { samples, mean, stateMeans, responseMeans }: Sums,
  re: Float64Array,
): Float64Array {
  const { components, states, half, count } = samples;
  if (mean !== "offset") return new Float64Array(components);
  const v = meanOf(stateMeans, count);
  return meanOf(responseMeans, count).map((value, c) =>
    v.reduce((rest, fraction, h) => rest - re[(c * states + h) * half] * fraction, value),
  );
}

function joined(filters: readonly NdArray[]): Float64Array {
  const out = new Float64Array(filters.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of filters) {
    out.set(data, at);
    at += data.length;
  }
  return out;
}

/** The layers of a vector of weights, with the offset in the last of them. */
function separated(
  weights: Float64Array,
  layers: readonly Convolution[],
  bias: Float64Array,
): { filter: NdArray; bias: NdArray }[] {
  let at = 0;
  return layers.map(({ outputs, inputs, window }, i) => {
    const shape = [outputs, inputs, ...window];
    const filter = ndarrayOf(weights.slice(at, at + sizeOf(shape)), shape);
    at += sizeOf(shape);
    const own = i === layers.length - 1 ? bias.slice() : new Float64Array(outputs);
    return { filter, bias: ndarrayOf(own, [outputs]) };
  });
}
