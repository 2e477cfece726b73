/**
 * Cells without correlation: every cell has phase h with probability f_h, whatever the others have. Two-point
 * statistics are f_h f_h′ at every distance but 0, so all frequencies have the same power: the samples that
 * determine a localization best.
 */
import { checkBoolean, checkGrid, permutation, sizeOf } from "../core/index.js";
import type { NdArray, Rng, Seed } from "../core/index.js";
import { cumulativeFractions } from "./fractions.js";
import type { PhaseFractions } from "./fractions.js";
import { drawSamples } from "./samples.js";

/** Options of `independentCells`. */
export interface IndependentCellsOptions extends PhaseFractions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
  /**
   * Whether every sample has the volume fractions, to half a cell for the phases up to any one. Default false: they
   * are kept on average, and cells are independent. True puts fixed numbers of cells in random order.
   */
  readonly exactFraction?: boolean;
}

/**
 * Random microstructures whose cells are independent of each other.
 *
 * The number of cells with phase h has the mean N f_h and the variance N f_h (1 − f_h); with `exactFraction` the
 * phases up to l have the N c_l cells nearest to it, c_l = f_0 + … + f_l.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for a shape that is none
 * @throws ValueError for fractions that are none
 */
export function independentCells(
  shape: readonly number[],
  options: IndependentCellsOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.independentCells";
  checkGrid(shape, [1, 2, 3], where);
  const { samples = 1, exactFraction = false } = options;
  checkBoolean(exactFraction, `${where}: exactFraction`);
  const cumulative = cumulativeFractions(options, where);
  const draw = exactFraction ? shuffled : independent;
  return drawSamples(shape, samples, rng, where, (own) => draw(sizeOf(shape), cumulative, own));
}

function independent(size: number, cumulative: readonly number[], rng: Rng): Uint8Array {
  return Uint8Array.from({ length: size }, () => {
    const u = rng.uniform();
    return cumulative.filter((c) => c <= u).length;
  });
}

function shuffled(size: number, cumulative: readonly number[], rng: Rng): Uint8Array {
  const order = permutation(rng, size);
  const firsts = cumulative.map((c) => Math.round(size * c));
  return Uint8Array.from(order, (place) => firsts.filter((first) => first <= place).length);
}
