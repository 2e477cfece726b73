/** Two-point statistics of phases. */
import { ndarrayOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { discretize, phaseBasis } from "../../src/states/index.js";
import { twoPoint } from "../../src/statistics/index.js";
import type { StatePair } from "../../src/statistics/index.js";

/** f[s, pair, …r] of phases m[s, …x]. */
export function statisticsOf(
  m: NdArray<Uint8Array>,
  phases: number,
  pairs: readonly StatePair[],
): NdArray {
  return twoPoint(discretize(m, phaseBasis(phases)), { pairs });
}

/** The same for a single sample, as a target f[pair, …r]. */
export function targetOf(
  m: NdArray<Uint8Array>,
  phases = 2,
  pairs: readonly StatePair[] = [[1, 1]],
): NdArray {
  const { data, shape } = statisticsOf(m, phases, pairs);
  return ndarrayOf(data, shape.slice(1));
}

/** Means over samples of values[s, …] and their standard errors. */
export function ensemble(values: NdArray): { mean: Float64Array; error: Float64Array } {
  const [samples, ...rest] = values.shape;
  const size = rest.reduce((product, n) => product * n, 1);
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  values.data.forEach((value, i) => (mean[i % size] += value / samples));
  values.data.forEach((value, i) => (square[i % size] += (value - mean[i % size]) ** 2));
  return { mean, error: square.map((sum) => Math.sqrt(sum / (samples - 1) / samples)) };
}
