/**
 * A fitted localization: p̂[k] = Σ_h β̂[h, k] m̂[h, k], the response as a sum of periodic
 * convolutions of local states with influence coefficients. Plain data: it can be saved, compared
 * and posted to a worker.
 */
import type { ComplexArray, NdArray } from "../core/index.js";
import type { Basis } from "./basis.js";
import { isComplexBasis } from "./redundancy.js";

/** How well determined a fit was. */
export interface Diagnostics {
  /** Samples that were fitted. */
  readonly samples: number;
  /** The grid they were on; a resized model keeps the diagnostics of its fit. */
  readonly grid: readonly number[];
  /** Independent states found at every frequency of that grid, […k]. */
  readonly rank: NdArray<Int32Array>;
  /** Largest over smallest kept singular value of the regression at every frequency of that grid, […k]. */
  readonly condition: NdArray;
  /** Mean squared error on the training samples, per component, in squared units of the response. */
  readonly trainingError: readonly number[];
  /** What a careful reader should know about this fit, in sentences. */
  readonly warnings: readonly string[];
}

/** Influence coefficients with all that is needed to use them. */
export interface Localization {
  readonly kind: "localization";
  readonly version: 1;
  readonly basis: Basis;
  /** Cells along every axis, […x]. */
  readonly grid: readonly number[];
  /** Whether the response had no component axis; then c = 1. */
  readonly scalar: boolean;
  /** β̂[c, h, …k]: the half spectrum for real bases, the full one for complex bases. */
  readonly coefficients: ComplexArray;
  /** Which of the equivalent forms the coefficients have. */
  readonly gauge: "minimumNorm" | "dropLast";
  readonly diagnostics: Diagnostics;
}

/** Shape of the spectra of a model: half for real bases, full for complex ones. */
export function spectrumShape(basis: Basis, grid: readonly number[]): number[] {
  const last = grid.length - 1;
  return grid.map((n, axis) => (axis === last && !isComplexBasis(basis) ? (n >> 1) + 1 : n));
}
