/**
 * The mean squared error as a function of the weights of all layers in one vector, and a change of variables that
 * makes one filter as large as the grid equally curved in all frequencies: θ = θ₀ + S^{−1/2} z with the power
 * S(k) = (2/(n C N)) Σ_h G_hh(k), so that a step along the gradient in z divides that in θ by S.
 */
import { backend } from "../../compute/index.js";
import type { LayerSpectra } from "./layerSpectra.js";
import type { SpectralLoss } from "./spectralLoss.js";
import type { Sums } from "./sums.js";
import type { Samples } from "./samples.js";

/** Fills the gradient and returns the loss. */
export type WeightLoss = (weights: Float64Array, gradient: Float64Array) => number;

/** The loss of weights by the loss of the spectrum that they make. */
export function lossOfWeights(
  spectra: LayerSpectra,
  loss: SpectralLoss,
  { states, components, half, cells }: Samples,
  samples: number,
): WeightLoss {
  const gRe = new Float64Array(components * states * half);
  const gIm = new Float64Array(components * states * half);
  const scale = 2 / (samples * components * cells);
  return (weights, gradient) => {
    const { re, im } = spectra.forward(weights);
    const value = loss(re, im, gRe, gIm);
    spectra.backward(gRe, gIm, gradient);
    for (let i = 0; i < gradient.length; i++) gradient[i] *= scale;
    return value;
  };
}

/** S(k), the trace of the curvature in one filter at every frequency. */
export function powerOf({ samples, gRe }: Sums): Float64Array {
  const { count, components, cells, half, states } = samples;
  const power = new Float64Array(half);
  for (let h = 0; h < states; h++) {
    for (let k = 0; k < half; k++) {
      power[k] += (2 / (count * components * cells)) * gRe[h * (states + 1) * half + k];
    }
  }
  return power;
}

/** Frequencies with less than this part of the largest power hold nothing but rounding. */
const NOTHING = 1e-14;

/** Fills planes in the arrangement of the weights of one full filter with S^{−1/2} times them. */
export type Whitening = (values: Float64Array) => void;

/** S^{−1/2} on the grid. The filter is turned, but S is even, so the arrangement does not matter. */
export function whiteningOf(sums: Sums): Whitening {
  const power = powerOf(sums);
  const largest = power.reduce((a, b) => Math.max(a, b), 0);
  const root = power.map((value) => (value > NOTHING * largest ? 1 / Math.sqrt(value) : 0));
  const { grid, half, components, states } = sums.samples;
  const fields = components * states;
  const re = new Float64Array(fields * half);
  const im = new Float64Array(fields * half);
  return (values) => {
    const transform = backend().gridTransform(grid);
    transform.forwardReal(values, fields, re, im);
    for (let f = 0; f < fields; f++) {
      for (let k = 0; k < half; k++) {
        re[f * half + k] *= root[k];
        im[f * half + k] *= root[k];
      }
    }
    transform.inverseReal(re, im, fields, values);
  };
}
