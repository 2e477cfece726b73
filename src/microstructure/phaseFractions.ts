/** How much of a sample every phase fills: f[s, h] = #{ x : m[s, x] = h } / N. */
import { checkInteger, ndarrayOf, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { checkPhaseIndices, highestPhase } from "./phaseIndices.js";
import { sampled } from "./picked.js";

/** Options of `phaseFractions`. */
export interface PhaseFractionsOptions {
  /** Number H of phases. Default: one more than the highest index in m. */
  readonly phases?: number;
}

/**
 * The volume fractions of every sample; those of one sample have the sum 1.
 * @param m phase indices m[s, …x]
 * @returns f[s, h]
 * @throws ShapeError for other numbers of axes
 * @throws ValueError for entries that are no phase indices, or not below `phases`
 */
export function phaseFractions(m: ArrayInput, options: PhaseFractionsOptions = {}): NdArray {
  const where = "microstructure.phaseFractions";
  const dense = sampled(m, where);
  checkPhaseIndices(dense, where);
  const { data, shape } = dense;
  const highest = highestPhase(data);
  const { phases = highest + 1 } = options;
  checkInteger(phases, 1, 2 ** 31, `${where}: phases`);
  if (highest >= phases) {
    throw new ValueError(
      `${where}: m should hold phases below ${phases}; it holds ${highest}. Give more phases, or leave the number out.`,
    );
  }
  const [samples] = shape;
  const size = data.length / samples;
  const fractions = new Float64Array(samples * phases);
  for (let i = 0; i < data.length; i++) fractions[Math.floor(i / size) * phases + data[i]]++;
  return ndarrayOf(
    fractions.map((count) => count / size),
    [samples, phases],
  );
}
