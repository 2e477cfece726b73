/**
 * Composites of parallel or scattered fibres: discs in 2-D, where the fibres stand upright on the plane, and
 * straight cylinders in 3-D. A cell x belongs to a fibre if its distance to the nearest image of an axis is at
 * most R. Axes are closed lines (crossSection.ts), so every fibre continues where it enters again.
 */
import { checkInteger, createRng, ndarrayOf, sizeOf } from "../core/index.js";
import type { NdArray, Seed } from "../core/index.js";
import { drawFibres } from "./drawFibres.js";
import { fibrePlan } from "./fibrePlan.js";
import type { FibreOptions } from "./fibrePlan.js";
import { placed } from "./placeFibres.js";

/** Options of `fibres`. */
export interface FibresOptions extends FibreOptions {
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random microstructures of fibres, phase 1, in a matrix, phase 0.
 *
 * Fibres aligned with an axis of the cell are constant along it, exactly. One covers a = πR² L / N of the cell
 * on average, with L the length of its axis (1 in 2-D); c separate ones cover c a, and c that may overlap
 * 1 − (1 − a)ᶜ. Sample s depends on the seed and s alone.
 * @param shape the lengths of two or three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for another number of axes, or of components of a direction
 * @throws ValueError for lengths and counts out of range, options of 3-D in 2-D, or separate fibres that
 *   would meet their own images
 * @throws ConvergenceError if no room is found for a separate fibre, with the fraction reached
 */
export function fibres(
  shape: readonly number[],
  options: FibresOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.fibres";
  const plan = fibrePlan(shape, options, where);
  const { samples = 1 } = options;
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  const streams = createRng(rng);
  const size = sizeOf(shape);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) {
    m.set(drawFibres(shape, placed(plan, streams.split(), where)).data, s * size);
  }
  return ndarrayOf(m, [samples, ...shape]);
}
