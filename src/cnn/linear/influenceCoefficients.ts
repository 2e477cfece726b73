/**
 * From the weights of a linear network to influence coefficients and back. The map is a permutation of the
 * filter, β_h(r) = w_h(j₀ − r), and a Fourier transform; an offset b is a mean,
 *
 *   A_h(0) ← A_h(0) + b   where states sum to one,   A_{h₀}(0) ← A_{h₀}(0) + b/m_{h₀}   where m_{h₀} is constant.
 */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { ComplexArray } from "../../core/index.js";
import { directionsOf, redundancyOf, spectrumShape, stateCount } from "../../states/index.js";
import type { Basis, Diagnostics, Localization } from "../../states/index.js";
import {
  filterFromKernel,
  kernelFromSpectrum,
  spectrumFromKernel,
  toGauge,
} from "../../stencil/index.js";
import type { Gauge } from "../../stencil/index.js";
import type { LinearModel } from "../model.js";
import { composedFilter, composedKernel } from "./composedKernel.js";
import { modelOf } from "./layers.js";
import { checkReal, linearLocalization } from "./linearLocalization.js";

/** Options of `influenceCoefficients`. */
export interface InfluenceCoefficientsOptions {
  /** The form of the coefficients where states sum to one. Default the network's. */
  readonly gauge?: Gauge | undefined;
  /** How well determined they are, as `cnn.fitLinear` says it of its samples. Default: that it is unknown. */
  readonly diagnostics?: Diagnostics | undefined;
}

/**
 * The influence coefficients of a linear model: what `mks.predict`, `plot.kernels` and `io.saveModel` take. They
 * predict what the network does.
 * @param grid lengths of the space axes. Default the model's own, or the smallest that holds its filter
 * @throws ShapeError for a grid that the model does not fit on; ValueError for an unknown gauge
 */
export function influenceCoefficients(
  model: LinearModel,
  grid?: readonly number[],
  options: InfluenceCoefficientsOptions = {},
): Localization {
  const { basis, components, gauge: own } = model.network;
  const { gauge = own } = options;
  const kernel = composedKernel(model, grid);
  const [, , ...cells] = kernel.shape;
  const folded = withMean(
    spectrumFromKernel(kernel, cells.length),
    composedFilter(model).bias.data,
    basis,
  );
  const gauged = toGauge(folded, gauge);
  return {
    kind: "localization",
    version: 1,
    basis,
    grid: cells,
    scalar: components === null,
    coefficients: redundancyOf(basis).kind === "partition" ? gauged : folded,
    gauge,
    diagnostics: options.diagnostics ?? unknownDiagnostics(basis, cells, kernel.shape[0]),
  };
}

/**
 * The linear network with one filter as large as the grid that computes what influence coefficients do.
 * @throws ValueError for coefficients of a complex basis
 */
export function fromInfluenceCoefficients(localization: Localization): LinearModel {
  const { basis, grid, scalar, coefficients, gauge } = localization;
  checkReal(basis, "cnn.fromInfluenceCoefficients");
  const [components] = coefficients.shape;
  const network = linearLocalization({
    states: basis,
    shape: grid,
    gauge,
    ...(!scalar && { components }),
  });
  const filter = filterFromKernel(kernelFromSpectrum(coefficients, grid), grid);
  return modelOf(network, [
    { filter, bias: ndarrayOf(new Float64Array(components), [components]) },
  ]);
}

/** The coefficients with an offset folded into k = 0, and nothing but a mean in a state that is constant. */
function withMean({ re, im, shape }: ComplexArray, bias: Float64Array, basis: Basis): ComplexArray {
  const { kind, state, value } = redundancyOf(basis);
  const [components, states, ...spectrum] = shape;
  const size = sizeOf(spectrum);
  const out = { re: re.slice(), im: im.slice(), shape: [...shape] };
  for (let c = 0; c < components; c++) {
    for (let h = 0; h < states; h++) {
      const at = (c * states + h) * size;
      if (kind === "partition") out.re[at] += bias[c];
      if (kind !== "constant" || h !== state) continue;
      out.re.fill(0, at + 1, at + size);
      out.im.fill(0, at + 1, at + size);
      out.re[at] += bias[c] / value;
    }
  }
  return out;
}

/** Diagnostics of coefficients that nobody has the samples of. */
function unknownDiagnostics(
  basis: Basis,
  grid: readonly number[],
  components: number,
): Diagnostics {
  const spectrum = spectrumShape(basis, grid);
  const rank = new Int32Array(sizeOf(spectrum)).fill(directionsOf(basis).count);
  rank[0] = stateCount(basis);
  return {
    samples: 1,
    grid: [...grid],
    rank: ndarrayOf(rank, spectrum),
    condition: ndarrayOf(new Float64Array(rank.length).fill(NaN), spectrum),
    trainingError: new Array<number>(components).fill(NaN),
    warnings: [
      "These coefficients were read from a network: how well its samples determined them is not known here. " +
        "Pass the diagnostics of cnn.fitLinear to keep them.",
    ],
  };
}
