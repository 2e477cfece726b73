/** Spectra of some samples, kept from the first time on where all of them fit. */
import { spectraOf } from "./samples.js";
import type { Spectra } from "./samples.js";
import { meanOf } from "./sums.js";
import type { Sums } from "./sums.js";

/** Entries of spectra that are kept, of real and of imaginary parts: 512 MiB. */
const KEPT = 1 << 25;

/** The spectra of samples by their numbers, about the means of all samples where the offset is eliminated. */
export function batchSpectra(sums: Sums): (batch: Int32Array) => Spectra {
  const { samples, mean, stateMeans, responseMeans } = sums;
  const { count, states, components, half, cells } = samples;
  const length = (states + components) * half;
  const means = [...meanOf(stateMeans, count), ...meanOf(responseMeans, count)];
  const keep = count * length <= KEPT;
  let all: Spectra | undefined;
  const centred = (from: number, to: number): Spectra => {
    const spectra = spectraOf(samples, from, to);
    if (mean !== "offset") return spectra;
    for (let field = 0; field * half < spectra.re.length; field++) {
      spectra.re[field * half] -= cells * means[field % means.length];
    }
    return spectra;
  };
  return (batch) => {
    const re = new Float64Array(batch.length * length);
    const im = new Float64Array(re.length);
    if (keep) all ??= centred(0, count);
    batch.forEach((s, i) => {
      const { re: fromRe, im: fromIm } = all ?? centred(s, s + 1);
      const at = all ? s * length : 0;
      re.set(fromRe.subarray(at, at + length), i * length);
      im.set(fromIm.subarray(at, at + length), i * length);
    });
    return { count: batch.length, re, im };
  };
}
