/**
 * Layers that multiply the spectra of fields by learnt matrices, one for every kept frequency of one grid:
 *
 *   y = F⁻¹ R F x,   R[o, i, k] of the frequencies |k_a| ≤ M_a.
 *
 * Real and imaginary parts of R begin as normal numbers of variance 1/(2 inputs), so that |R|² sums to 1 over the inputs
 * and signals keep their size whatever the width. The paper's code draws both parts uniformly from [0, 1) / (inputs · outputs),
 * which makes them fainter, the wider a layer is.
 *
 * Li, Kovachki, Azizzadenesheli, Liu, Bhattacharya, Stuart and Anandkumar, "Fourier neural operator" (ICLR 2021).
 */
import { keptFrequencies, spectralConvolution as spectral } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkGrid, checkInteger, sameShape, sizeOf } from "../../core/index.js";
import { type LayerRule, unfit } from "./layer.js";

/** A spectral convolution layer. */
export interface SpectralConvolution {
  readonly kind: "spectralConvolution";
  readonly inputs: number;
  readonly outputs: number;
  /** Cells along every axis: weights belong to the frequencies of this grid. */
  readonly grid: readonly number[];
  /** Largest kept frequency of every axis. */
  readonly modes: readonly number[];
}

/** What a spectral convolution layer is made of. */
export interface SpectralConvolutionOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Cells along one to three axes. */
  readonly grid: readonly number[];
  /**
   * Largest kept frequency: of each axis, at most its ⌊n/2⌋; or one number for all axes, of which shorter ones keep
   * what they have. Default: all frequencies.
   */
  readonly modes?: number | readonly number[];
}

/**
 * A spectral convolution layer, x[s, i, …x] → y[s, o, …x] on its grid.
 * @throws ShapeError, ValueError for options out of range
 */
export function spectralConvolution(options: SpectralConvolutionOptions): SpectralConvolution {
  const where = "nn.spectralConvolution";
  const { inputs, outputs, grid } = options;
  checkInteger(inputs, 1, Infinity, `${where}: inputs`);
  checkInteger(outputs, 1, Infinity, `${where}: outputs`);
  checkGrid(grid, [1, 2, 3], `${where}: grid`);
  const { modes = grid.map((n) => n >> 1) } = options;
  if (typeof modes === "number") {
    checkInteger(modes, 0, Math.max(...grid) >> 1, `${where}: modes`);
  }
  const list = typeof modes === "number" ? grid.map((n) => Math.min(modes, n >> 1)) : [...modes];
  keptFrequencies(grid, list, where);
  return { kind: "spectralConvolution", inputs, outputs, grid: [...grid], modes: list };
}

export const spectralConvolutionRule: LayerRule<SpectralConvolution> = {
  title: ({ modes, outputs }) => `SPECTRAL${Math.max(...modes)}-${outputs}`,
  parameters({ inputs, outputs, grid, modes }) {
    const kept = keptFrequencies(grid, modes, "nn.spectralConvolution");
    // He's variance is that over all entries but the first axis; this gain leaves 1/(2 inputs) of it.
    const gain = Math.sqrt((outputs * sizeOf(kept)) / 2);
    return {
      weight: { shape: [2, outputs, inputs, ...kept], initialiser: { kind: "heNormal", gain } },
    };
  },
  outputShape({ inputs, outputs, grid }, shape, path) {
    if (sameShape(shape, [inputs, ...grid])) return [outputs, ...grid];
    throw unfit(path, "spectral convolution", `[${[inputs, ...grid].join(", ")}]`, shape);
  },
  forward: ({ modes }, parameters, _state, x) => spectral(x, parameters.weight as Variable, modes),
};
