/** How well the samples of a fit determine a kernel, and how well a model fits them. */
import { checkpoint, ndarrayOf } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { directionsOf, spectrumShape } from "../../states/index.js";
import type { Diagnostics } from "../../states/index.js";
import type { NewtonStep } from "./newton.js";
import { chunkOf, multiplicities, spectraOf } from "./samples.js";
import type { Samples } from "./samples.js";
import type { MeanResponse } from "./sums.js";

/** The diagnostics of a fit, in the form that localizations carry. */
export function fitDiagnostics(
  { network, grid, count, states }: Samples,
  { rank, condition }: NewtonStep,
  mean: MeanResponse,
  trainingError: readonly number[],
): Diagnostics {
  const spectrum = spectrumShape(network.basis, grid);
  const { count: directions } = directionsOf(network.basis);
  const all = rank.slice();
  const conditions = condition.slice();
  all[0] = mean.rank;
  conditions[0] = mean.condition;
  const deficient = all.subarray(1).filter((found) => found < directions).length;
  const warnings: string[] = [];
  if (mean.rank < states) {
    warnings.push(
      `The mean response is determined in ${mean.rank} of ${states} directions: the volume fractions of the ` +
        `${count} samples do not vary independently. Means of other fractions are extrapolated.`,
    );
  }
  if (deficient > 0) {
    warnings.push(
      `At ${deficient} of ${all.length} frequencies the samples determine fewer than ${directions} directions; ` +
        `there the kernel depends on where the training began. Add samples or reduce the states.`,
    );
  }
  return {
    samples: count,
    grid: [...grid],
    rank: ndarrayOf(all, spectrum),
    condition: ndarrayOf(conditions, spectrum),
    trainingError,
    warnings,
  };
}

/** The mean squared error of every component, of the spectrum A[c, h, k] of a kernel and an offset b[c]. */
export async function trainingErrorOf(
  samples: Samples,
  { re, im }: { readonly re: Float64Array; readonly im: Float64Array },
  bias: Float64Array,
  options: RunOptions,
): Promise<number[]> {
  const { count, cells, half, states, components } = samples;
  const weights = multiplicities(samples);
  const fields = states + components;
  const sums = new Float64Array(components);
  const chunk = chunkOf(samples);
  const rRe = new Float64Array(half);
  const rIm = new Float64Array(half);
  for (let first = 0; first < count; first += chunk) {
    await checkpoint(options, { done: first, total: count, unit: "samples" });
    const spectra = spectraOf(samples, first, Math.min(count, first + chunk));
    for (let s = 0; s < spectra.count; s++) {
      for (let c = 0; c < components; c++) {
        const p = (s * fields + states + c) * half;
        rRe.set(spectra.re.subarray(p, p + half));
        rIm.set(spectra.im.subarray(p, p + half));
        rRe[0] -= bias[c] * cells;
        for (let h = 0; h < states; h++) {
          const [a, m] = [(c * states + h) * half, (s * fields + h) * half];
          for (let k = 0; k < half; k++) {
            rRe[k] -= re[a + k] * spectra.re[m + k] - im[a + k] * spectra.im[m + k];
            rIm[k] -= re[a + k] * spectra.im[m + k] + im[a + k] * spectra.re[m + k];
          }
        }
        for (let k = 0; k < half; k++) sums[c] += weights[k] * (rRe[k] ** 2 + rIm[k] ** 2);
      }
    }
  }
  return Array.from(sums, (sum) => sum / (count * cells * cells));
}
