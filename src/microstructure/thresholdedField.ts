/**
 * Microstructures of given two-point statistics: Gaussian fields (gaussianField.ts), cut at levels
 * (fieldLevels.ts). `twoPointOfThreshold` tells their statistics exactly, and `covarianceFor` the covariance
 * that gives the statistics of two phases.
 *
 * Quiblier, Journal of Colloid and Interface Science 98 (1984) 84; Teubner, Europhysics Letters 14 (1991) 403;
 * double cuts: Berk, Physical Review Letters 58 (1987) 2718.
 */
import { checkBoolean, checkInteger, createRng, ndarrayOf, sizeOf } from "../core/index.js";
import type { ArrayInput, NdArray, Seed } from "../core/index.js";
import type { Covariance } from "./covariances.js";
import { fieldLevels } from "./fieldLevels.js";
import type { FieldCut } from "./fieldLevels.js";
import type { SpectrumOptions } from "./fieldSpectrum.js";
import { createFieldSource } from "./gaussianField.js";
import { cut } from "./levels.js";
import { cellsUpTo, cutByRank } from "./rankCut.js";

/** Options of `thresholdedField`. */
export interface ThresholdedFieldOptions extends FieldCut, SpectrumOptions {
  /** ρ as a function of the distance in cells, or its values ρ[…r] on the grid, r = 0 at index 0. */
  readonly covariance: Covariance | ArrayInput;
  /**
   * Whether every sample has the volume fractions to the cell, by levels of its own. Default false: fractions
   * hold on average, and two-point statistics exactly on average. Of exact fractions they hold for large cells.
   */
  readonly exactFraction?: boolean;
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random microstructures whose two-point statistics are those of `twoPointOfThreshold`. Sample s depends on the
 * seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError, ValueError as `gaussianField`, and for fractions that are none
 */
export function thresholdedField(
  shape: readonly number[],
  options: ThresholdedFieldOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.thresholdedField";
  const { covariance, exactFraction = false, samples = 1 } = options;
  checkBoolean(exactFraction, `${where}: exactFraction`);
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  const { cumulative, levels, doubleCut } = fieldLevels(options, where);
  const draw = createFieldSource(shape, covariance, options, where);
  const streams = createRng(rng);
  const size = sizeOf(shape);
  const lowest = cellsUpTo(cumulative, size);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const g = draw(streams.split());
    const v = doubleCut ? g.map((value) => -Math.abs(value)) : g;
    if (exactFraction) cutByRank(m, s * size, v, lowest);
    else cut(m, s * size, v, levels);
  }
  return ndarrayOf(m, [samples, ...shape]);
}
