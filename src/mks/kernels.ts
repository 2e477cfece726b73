/** Influence coefficients seen in space. */
import { sizeOf, ValueError } from "../core/index.js";
import type { ComplexArray, NdArray } from "../core/index.js";
import { fftshift, ifftn } from "../fft/index.js";
import { kernelFromSpectrum } from "../stencil/index.js";
import { isComplexBasis } from "../states/index.js";
import type { Localization } from "../states/index.js";

/**
 * The influence coefficients in space, β[c, h, …r]: the response at distance r to local state h.
 * @param model coefficients of a real basis
 * @returns β[c, h, …r] on the model's grid, r = 0 at index 0, or at ⌊n/2⌋ with `centred`
 * @throws ValueError for a complex basis, whose kernels are complex
 */
export function kernels(
  model: Localization,
  options: {
    /** Move r = 0 to the middle, for looking. Default false. */
    readonly centred?: boolean;
  } = {},
): NdArray {
  if (isComplexBasis(model.basis)) {
    throw new ValueError(
      "mks.kernels: the Fourier basis has complex kernels. Call mks.complexKernels.",
    );
  }
  const space = kernelFromSpectrum(model.coefficients, model.grid);
  return options.centred ? fftshift(space, model.grid.length) : space;
}

/**
 * The influence coefficients in space of a model in any basis, β[c, h, …r], r = 0 at index 0.
 * @param model coefficients of any basis
 */
export function complexKernels(model: Localization): ComplexArray {
  if (isComplexBasis(model.basis)) return ifftn(model.coefficients, model.grid.length);
  const { data, shape } = kernels(model);
  return { re: data, im: new Float64Array(sizeOf(shape)), shape: [...shape] };
}
