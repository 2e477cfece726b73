/**
 * A model for a larger domain of the same voxel size: kernels decay, so they are continued by zeros,
 * new β[r] = β[r] for −⌊n/2⌋ ≤ r ≤ ⌈n/2⌉ − 1, else 0. Values and sums of the kernels are kept, hence
 * the predicted mean. It is no interpolation: a tail longer than the old domain stays cut.
 */
import { formatShape, ShapeError } from "../core/index.js";
import type { ComplexArray } from "../core/index.js";
import { fftn } from "../fft/index.js";
import { padKernel, spectrumFromKernel } from "../stencil/index.js";
import { isComplexBasis } from "../states/index.js";
import type { Localization } from "../states/index.js";
import { complexKernels, kernels } from "./kernels.js";

/**
 * The model on a larger grid; the old one is untouched.
 * @param model influence coefficients on a grid n
 * @param grid cells along every axis of the new domain, none below the old
 * @returns the model on the new grid; its diagnostics remain those of the fit
 * @throws ShapeError if an axis would become shorter, or the number of axes differs
 */
export function resize(
  model: Localization,
  grid: readonly number[],
  options: {
    /**
     * Split the entry at r = −n/2 of even axes onto both signs, which keeps a symmetric kernel
     * symmetric. Default false: it stays at −n/2.
     */
    readonly splitNyquist?: boolean;
  } = {},
): Localization {
  const axis = model.grid.findIndex((n, a) => !(grid[a] >= n));
  if (grid.length !== model.grid.length || axis >= 0 || !grid.every(Number.isInteger)) {
    throw new ShapeError(
      `mks.resize: the new grid should have ${model.grid.length} axes of at least ` +
        `${formatShape(model.grid)} cells; got ${formatShape(grid)}` +
        `${axis >= 0 ? `, too few on axis ${axis}` : ""}. Kernels can be padded, not cropped.`,
    );
  }
  return {
    ...model,
    grid: [...grid],
    coefficients: paddedSpectrum(model, grid, options),
  };
}

function paddedSpectrum(
  model: Localization,
  grid: readonly number[],
  options: { readonly splitNyquist?: boolean },
): ComplexArray {
  if (!isComplexBasis(model.basis)) {
    return spectrumFromKernel(padKernel(kernels(model), grid, options), grid.length);
  }
  const { re, im, shape } = complexKernels(model);
  const padded = [re, im].map((data) => padKernel({ data, shape }, grid, options));
  return fftn({ re: padded[0].data, im: padded[1].data, shape: padded[0].shape }, grid.length);
}
