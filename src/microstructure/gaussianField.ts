/**
 * Gaussian fields of a given covariance on a cell that repeats: white noise u, coloured by the square root of the
 * spectrum (fieldSpectrum.ts),
 *
 *   g = F⁻¹[ √S[k] û[k] ],   ⟨g[x]²⟩ = 1,   ⟨g[x] g[x + r]⟩ = ρ[r].
 *
 * Dietrich and Newsam, SIAM Journal on Scientific Computing 18 (1997) 1088 (circulant embedding).
 */
import { checkInteger, createRng, ndarrayOf, normals, sizeOf } from "../core/index.js";
import type { ArrayInput, NdArray, Rng, Seed } from "../core/index.js";
import { irfftn, rfftn } from "../fft/index.js";
import type { Covariance } from "./covariances.js";
import { spectrumOf } from "./fieldSpectrum.js";
import type { SpectrumOptions } from "./fieldSpectrum.js";

/** Options of `gaussianField`. */
export interface GaussianFieldOptions extends SpectrumOptions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random fields of mean 0, variance 1 and a given covariance.
 *
 * All of it holds on average over samples, exactly: mean and variance of one sample fluctuate, the more the
 * larger ℓ is beside the cell. Sample s depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param covariance ρ as a function of the distance in cells, or its values ρ[…r] on the grid;
 *   `fieldSpectrum` tells what the cell makes of it
 * @param rng a seed or a stream
 * @returns g[s, …x]
 * @throws ShapeError, ValueError as `fieldSpectrum`
 */
export function gaussianField(
  shape: readonly number[],
  covariance: Covariance | ArrayInput,
  options: GaussianFieldOptions,
  rng: Seed,
): NdArray {
  const where = "microstructure.gaussianField";
  const draw = createFieldSource(shape, covariance, options, where);
  const { samples = 1 } = options;
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  const streams = createRng(rng);
  const size = sizeOf(shape);
  const g = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) g.set(draw(streams.split()), s * size);
  return ndarrayOf(g, [samples, ...shape]);
}

/** One field after another from their streams, with √S computed once. */
export function createFieldSource(
  shape: readonly number[],
  covariance: Covariance | ArrayInput,
  options: SpectrumOptions,
  where: string,
): (own: Rng) => Float64Array {
  const { spectrum } = spectrumOf(shape, covariance, options, where);
  const amplitude = spectrum.data.map(Math.sqrt);
  return (own) => {
    const u = rfftn(normals(own, shape), shape.length);
    for (let k = 0; k < amplitude.length; k++) {
      u.re[k] *= amplitude[k];
      u.im[k] *= amplitude[k];
    }
    return irfftn(u, shape).data;
  };
}
