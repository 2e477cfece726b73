/**
 * The mean squared error as a function of the spectrum A[c, h, k] of the kernel, and its derivative
 *
 *   g[c, h, k] = Σ_s conj(M_h) (Σ_j A_cj M_j − P_c),   dL = (2/(n C N²)) Re Σ_k conj(dA) g,
 *
 * from the sums of all samples, or from the spectra of a few.
 */
import { multiplicities } from "./samples.js";
import type { Samples, Spectra } from "./samples.js";
import type { Sums } from "./sums.js";

/** Fills g of the kernel's spectrum, planes [c, h, k], and returns the loss. */
export type SpectralLoss = (
  aRe: Float64Array,
  aIm: Float64Array,
  gRe: Float64Array,
  gIm: Float64Array,
) => number;

/** The loss over all samples, but for what the mean has apart. */
export function lossOfSums(sums: Sums): SpectralLoss {
  const { samples, gRe: GRe, gIm: GIm, bRe, bIm, power, multiplicity } = sums;
  const { count, cells, half, states, components } = samples;
  const scale = 1 / (count * components * cells * cells);
  let constant = 0;
  for (let k = 0; k < half; k++) constant += multiplicity[k] * power[k];
  return (aRe, aIm, gRe, gIm) => {
    let sum = constant;
    for (let c = 0; c < components; c++) {
      for (let h = 0; h < states; h++) {
        const own = (c * states + h) * half;
        const right = (h * components + c) * half;
        for (let k = 0; k < half; k++) {
          gRe[own + k] = -bRe[right + k];
          gIm[own + k] = -bIm[right + k];
        }
        for (let j = 0; j < states; j++) {
          const a = (c * states + j) * half;
          const G = (h * states + j) * half;
          for (let k = 0; k < half; k++) {
            gRe[own + k] += GRe[G + k] * aRe[a + k] - GIm[G + k] * aIm[a + k];
            gIm[own + k] += GRe[G + k] * aIm[a + k] + GIm[G + k] * aRe[a + k];
          }
        }
        // −2 Re A*b + A*GA = Re A*(g − b).
        for (let k = 0; k < half; k++) {
          sum +=
            multiplicity[k] *
            (aRe[own + k] * (gRe[own + k] - bRe[right + k]) +
              aIm[own + k] * (gIm[own + k] - bIm[right + k]));
        }
      }
    }
    return scale * sum;
  };
}

/** The loss over some samples whose means were taken away; k = 0 is left out where `apart`. */
export function lossOfSpectra(samples: Samples, spectra: Spectra, apart: boolean): SpectralLoss {
  const { cells, half, states, components } = samples;
  const weights = multiplicities(samples);
  if (apart) weights[0] = 0;
  const fields = states + components;
  const scale = 1 / (spectra.count * components * cells * cells);
  const rRe = new Float64Array(half);
  const rIm = new Float64Array(half);
  const { re, im } = spectra;
  return (aRe, aIm, gRe, gIm) => {
    gRe.fill(0);
    gIm.fill(0);
    let sum = 0;
    for (let s = 0; s < spectra.count; s++) {
      for (let c = 0; c < components; c++) {
        const p = (s * fields + states + c) * half;
        for (let k = 0; k < half; k++) {
          rRe[k] = -re[p + k];
          rIm[k] = -im[p + k];
        }
        for (let j = 0; j < states; j++) {
          const m = (s * fields + j) * half;
          const a = (c * states + j) * half;
          for (let k = 0; k < half; k++) {
            rRe[k] += aRe[a + k] * re[m + k] - aIm[a + k] * im[m + k];
            rIm[k] += aRe[a + k] * im[m + k] + aIm[a + k] * re[m + k];
          }
        }
        if (apart) rRe[0] = rIm[0] = 0;
        for (let k = 0; k < half; k++) sum += weights[k] * (rRe[k] * rRe[k] + rIm[k] * rIm[k]);
        for (let h = 0; h < states; h++) {
          const m = (s * fields + h) * half;
          const own = (c * states + h) * half;
          for (let k = 0; k < half; k++) {
            gRe[own + k] += re[m + k] * rRe[k] + im[m + k] * rIm[k];
            gIm[own + k] += re[m + k] * rIm[k] - im[m + k] * rRe[k];
          }
        }
      }
    }
    return scale * sum;
  };
}
