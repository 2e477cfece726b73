/**
 * Calibration of influence coefficients: least squares of p̂[k] = Σ_h β̂[h, k] m̂[h, k] over samples,
 * one frequency at a time.
 *
 * Landi, Niezgoda and Kalidindi, Acta Materialia 58 (2010) 2716.
 */
import { checkpoint, ValueError } from "../core/index.js";
import type { ArrayInput, RunOptions } from "../core/index.js";
import type { Basis, Localization } from "../states/index.js";
import { checkBatch, checkBelongs, createAdder } from "./addBatch.js";
import type { CheckedBatch, SampleAdder } from "./addBatch.js";
import { residentSums } from "./resident.js";
import { solve } from "./solve.js";
import type { SolveOptions } from "./solve.js";
import type { Solver, Sums } from "./sums.js";

/** Options of `fit` and `fitBatches`. */
export interface FitOptions extends RunOptions, SolveOptions {
  /** "gram" (default) is fast; "qr" never squares the condition number. */
  readonly solver?: Solver;
}

/** A batch of microstructures m[s, …x] and responses p[s, …x] or p[s, c, …x]. */
export interface Batch {
  readonly m: ArrayInput;
  readonly p: ArrayInput;
}

/** Samples between two checkpoints hold about this many cells. */
const CELLS_PER_STEP = 1 << 21;

/**
 * The influence coefficients that map microstructures to responses.
 * @param m microstructures m[s, …x]
 * @param p responses p[s, …x], or p[s, c, …x] with components
 * @param basis the local states
 * @returns a model on the grid of m; fewer samples than states give the solution of least norm, and
 *   `diagnostics` say so
 * @throws ShapeError if grids or sample counts differ
 * @throws ValueError for an empty set, values that are not finite or outside the basis, or options
 *   out of range
 */
export async function fit(
  m: ArrayInput,
  p: ArrayInput,
  basis: Basis,
  options: FitOptions = {},
): Promise<Localization> {
  const batch = checkBatch(basis, m, p, "mks.fit");
  const { sums, add, release } = openFit(batch, basis, options);
  const total = batch.m.shape[0];
  const step = Math.max(1, Math.floor((CELLS_PER_STEP * total) / batch.m.data.length));
  try {
    for (let done = 0; done < total; done += step) {
      await checkpoint(options, { done, total, unit: "samples" });
      add(batch.m, batch.p, done, Math.min(done + step, total));
    }
    return await solve(sums, options);
  } finally {
    release();
  }
}

/**
 * The influence coefficients fitted to a stream of batches: the data need not fit into memory.
 * @param batches the samples, in pieces of any size, all on one grid
 * @param basis the local states
 * @returns the same model as `fit` on all samples at once, up to rounding
 * @throws ShapeError, ValueError as `fit`; ValueError for a stream without batches
 */
export async function fitBatches(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  basis: Basis,
  options: FitOptions = {},
): Promise<Localization> {
  let open: OpenFit | undefined;
  try {
    for await (const { m, p } of batches) {
      const batch = checkBatch(basis, m, p, "mks.fitBatches");
      open ??= openFit(batch, basis, options);
      checkBelongs(open.sums, batch, "mks.fitBatches");
      open.add(batch.m, batch.p, 0, batch.m.shape[0]);
      await checkpoint(options, { done: open.sums.samples, unit: "samples" });
    }
    if (open) return await solve(open.sums, options);
    throw new ValueError(
      "mks.fitBatches: the stream should hold at least one batch { m, p }; it ended at once. " +
        "A generator can be iterated only once: make a new one for every fit.",
    );
  } finally {
    open?.release();
  }
}

/** A fit that goes on: its sums, and what adds samples to them. */
interface OpenFit extends SampleAdder {
  readonly sums: Sums;
}

function openFit(
  { grid, components }: CheckedBatch,
  basis: Basis,
  { solver }: FitOptions,
): OpenFit {
  const { sums, release } = residentSums(grid, basis, { components, solver });
  try {
    const adder = createAdder(sums);
    return {
      sums,
      add: adder.add,
      release() {
        adder.release();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
