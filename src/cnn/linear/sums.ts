/**
 * What all samples say together. The mean squared error of a linear localization is a quadratic form of its
 * kernel, one block for every frequency,
 *
 *   L = (1/(n C N²)) Σ_k Σ_c [ Σ_s |P_c|² − 2 Re A_c* b_c + A_c* G A_c ],   G = Σ_s M̄ Mᵀ,   b_c = Σ_s M̄ P_c,
 *
 * so that a step costs what the kernel is long, however many samples there are.
 *
 * The mean, k = 0, is N times larger than the rest and would slow every descent down. A filter as large as the
 * grid has it apart: its block is left out here and solved directly. For a window the offset is eliminated
 * instead: about the means of all samples its block is that of the covariances.
 */
import { backend } from "../../compute/index.js";
import { checkpoint } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { leastSquaresBatch } from "../../linalg/index.js";
import { redundancyOf } from "../../states/index.js";
import { chunkOf, multiplicities, spectraOf } from "./samples.js";
import type { Samples } from "./samples.js";

/** How the mean is found: by itself, through the offset, or as part of the kernel. */
export type MeanMode = "apart" | "offset" | "kernel";

/** Sums over samples, half spectra. */
export interface Sums {
  readonly samples: Samples;
  readonly mean: MeanMode;
  /** G[h, g, k], all of it. */
  readonly gRe: Float64Array;
  readonly gIm: Float64Array;
  /** b[h, c, k]. */
  readonly bRe: Float64Array;
  readonly bIm: Float64Array;
  /** Σ_s Σ_c |P_c|², [k]. */
  readonly power: Float64Array;
  /** Σ_s Σ_h Σ_x m_h²: the scale of rounding. */
  readonly statesPower: number;
  /** Means of the states v[s, h] and of the responses p[s, c]. */
  readonly stateMeans: Float64Array;
  readonly responseMeans: Float64Array;
  /** Frequencies that every entry stands for, [k]. */
  readonly multiplicity: Float64Array;
}

/** The sums of all samples. */
export async function sumsOf(samples: Samples, options: RunOptions): Promise<Sums> {
  const { count, cells, half, states, components, network } = samples;
  const fields = states + components;
  const pairs: number[] = [];
  for (let i = 0; i < fields; i++) {
    for (let j = i; j < fields; j++) if (i < states || i === j) pairs.push(i, j);
  }
  const plane = (): Float64Array => new Float64Array((pairs.length / 2) * half);
  const re = { value: plane(), lost: plane() };
  const im = { value: plane(), lost: plane() };
  const stateMeans = new Float64Array(count * states);
  const responseMeans = new Float64Array(count * components);
  const chunk = chunkOf(samples);
  for (let first = 0; first < count; first += chunk) {
    await checkpoint(options, { done: first, total: count, unit: "samples" });
    const spectra = spectraOf(samples, first, Math.min(count, first + chunk));
    backend().addGram(
      spectra.re,
      spectra.im,
      spectra.count,
      fields,
      half,
      Int32Array.from(pairs),
      re,
      im,
    );
    for (let s = 0; s < spectra.count; s++) {
      const at = s * fields * half;
      for (let h = 0; h < states; h++) {
        stateMeans[(first + s) * states + h] = spectra.re[at + h * half] / cells;
      }
      for (let c = 0; c < components; c++) {
        responseMeans[(first + s) * components + c] = spectra.re[at + (states + c) * half] / cells;
      }
    }
  }
  const constant = redundancyOf(network.basis).kind;
  const mean: MeanMode = network.grid ? "apart" : constant === "none" ? "kernel" : "offset";
  const sums = {
    samples,
    mean,
    gRe: new Float64Array(states * states * half),
    gIm: new Float64Array(states * states * half),
    bRe: new Float64Array(states * components * half),
    bIm: new Float64Array(states * components * half),
    power: new Float64Array(half),
    stateMeans,
    responseMeans,
    multiplicity: multiplicities(samples),
  };
  let statesPower = 0;
  for (let pair = 0; 2 * pair < pairs.length; pair++) {
    const [i, j] = [pairs[2 * pair], pairs[2 * pair + 1]];
    for (let k = 0; k < half; k++) {
      const at = pair * half + k;
      const [x, y] = [re.value[at] + re.lost[at], im.value[at] + im.lost[at]];
      if (i >= states) sums.power[k] += x;
      else if (j >= states) {
        sums.bRe[(i * components + j - states) * half + k] = x;
        sums.bIm[(i * components + j - states) * half + k] = y;
      } else {
        if (i === j) statesPower += (x * sums.multiplicity[k]) / cells;
        sums.gRe[(i * states + j) * half + k] = sums.gRe[(j * states + i) * half + k] = x;
        sums.gIm[(i * states + j) * half + k] = i === j ? 0 : y;
        sums.gIm[(j * states + i) * half + k] = i === j ? 0 : -y;
      }
    }
  }
  const complete = { ...sums, statesPower };
  if (mean !== "kernel") replaceMean(complete);
  return complete;
}

/** Leaves the block of k = 0 out, or takes that of the covariances in its place. */
function replaceMean({ samples, mean, gRe, bRe, power, stateMeans, responseMeans }: Sums): void {
  const { count, cells, half, states, components } = samples;
  const v = withoutMean(stateMeans, count);
  const p = withoutMean(responseMeans, count);
  const scale = mean === "apart" ? 0 : cells * cells;
  const product = (a: Float64Array, i: number, b: Float64Array, j: number): number => {
    const [widthA, widthB] = [a.length / count, b.length / count];
    let sum = 0;
    for (let s = 0; s < count; s++) sum += a[s * widthA + i] * b[s * widthB + j];
    return scale * sum;
  };
  power[0] = 0;
  for (let c = 0; c < components; c++) power[0] += product(p, c, p, c);
  for (let h = 0; h < states; h++) {
    for (let g = 0; g < states; g++) gRe[(h * states + g) * half] = product(v, h, v, g);
    for (let c = 0; c < components; c++) bRe[(h * components + c) * half] = product(v, h, p, c);
  }
}

/** Rows a[s, i] less their mean over s. */
function withoutMean(a: Float64Array, count: number): Float64Array {
  const mean = meanOf(a, count);
  return a.map((value, at) => value - mean[at % mean.length]);
}

/** The mean over s of rows a[s, i]. */
export function meanOf(a: Float64Array, count: number): Float64Array {
  const width = a.length / count;
  const mean = new Float64Array(width);
  a.forEach((value, at) => (mean[at % width] += value / count));
  return mean;
}

/** What the mean response is of every state, of least norm, and what that leaves. */
export interface MeanResponse {
  /** A[c, h] at k = 0. */
  readonly coefficients: Float64Array;
  readonly rank: number;
  readonly condition: number;
  /** Σ_s |P_c|² left at k = 0, per cell², summed over samples, of every component. */
  readonly residual: Float64Array;
}

/** The regression of mean responses on volume fractions. */
export function meanResponse({ samples, stateMeans, responseMeans }: Sums): MeanResponse {
  const { count, states, components } = samples;
  const real = (re: Float64Array, width: number) => ({
    re,
    im: new Float64Array(re.length),
    shape: [1, count, width],
  });
  const { x, rank, condition, residualSquares } = leastSquaresBatch(
    real(stateMeans, states),
    real(responseMeans, components),
  );
  const coefficients = new Float64Array(components * states);
  for (let h = 0; h < states; h++) {
    for (let c = 0; c < components; c++) coefficients[c * states + h] = x.re[h * components + c];
  }
  const residual = Float64Array.from(residualSquares.data);
  return { coefficients, rank: rank[0], condition: condition[0], residual };
}
