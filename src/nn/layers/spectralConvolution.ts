/**
 * Layers that multiply the spectra of fields by learnt matrices, one for every kept frequency of one grid.
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
  /** Largest kept frequency, of all axes or of each, at most ⌊n/2⌋. Default: all frequencies. */
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
  const list = typeof modes === "number" ? grid.map((n) => Math.min(modes, n >> 1)) : [...modes];
  keptFrequencies(grid, list, where);
  return { kind: "spectralConvolution", inputs, outputs, grid: [...grid], modes: list };
}

export const spectralConvolutionRule: LayerRule<SpectralConvolution> = {
  title: ({ modes, outputs }) => `SPECTRAL${Math.max(...modes)}-${outputs}`,
  parameters({ inputs, outputs, grid, modes }) {
    const kept = keptFrequencies(grid, modes, "nn.spectralConvolution");
    // He's variance over all entries, times a gain that leaves 1/(2 inputs) for each part: signals keep their size.
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
