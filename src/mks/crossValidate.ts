/**
 * Which basis and which ridge predict unseen samples best: every candidate is fitted on all folds
 * but one and scored on that one. Each fold is summed once per basis; leaving one out is a merge.
 */
import { checkInteger, checkpoint, createRng, permutation, ValueError } from "../core/index.js";
import type { ArrayInput, Dense, NumericData, RunOptions } from "../core/index.js";
import { relativeFluctuationL2, relativeL2 } from "../metrics/index.js";
import type { Basis } from "../states/index.js";
import { addChecked, checkBatch } from "./addBatch.js";
import type { CheckedBatch } from "./addBatch.js";
import { predict } from "./predict.js";
import { solve } from "./solve.js";
import { createSums, merge } from "./sums.js";
import type { Solver, Sums } from "./sums.js";

/** Options of `crossValidate`. */
export interface CrossValidateOptions extends RunOptions {
  /** Ridge weights to try with every basis. Default [0]; 0 to 1e-2 is sensible. */
  readonly ridges?: readonly number[];
  /** Number of folds. Default 5, or the number of samples if that is less. */
  readonly folds?: number;
  /** Seed of the shuffle that deals samples to folds. Default 0. */
  readonly seed?: number;
  /** As in `fit`. */
  readonly solver?: Solver;
}

/** One candidate and its error on samples it was not fitted to. */
export interface Candidate {
  readonly basis: Basis;
  readonly ridge: number;
  /** Relative L2 error ‖p − y‖/‖y‖ of every fold. */
  readonly relativeL2: readonly number[];
  /** Relative error of the fluctuation, ‖p − y‖/‖y − mean‖, of every fold; a constant scores 1. */
  readonly relativeFluctuationL2: readonly number[];
  /** Mean of `relativeFluctuationL2` over the folds: what candidates are ranked by. */
  readonly error: number;
}

/**
 * The candidates, best first.
 * @param m microstructures m[s, …x]
 * @param p responses p[s, …x] or p[s, c, …x]
 * @param bases the bases to try: numbers of states, kinds, neighbourhoods and orders
 * @throws ValueError for fewer than two samples, no basis, or folds beyond the number of samples
 * @throws ShapeError as `fit`
 */
export async function crossValidate(
  m: ArrayInput,
  p: ArrayInput,
  bases: readonly Basis[],
  options: CrossValidateOptions = {},
): Promise<Candidate[]> {
  const { ridges = [0], seed = 0 } = options;
  if (bases.length === 0 || ridges.length === 0) {
    throw new ValueError(
      "mks.crossValidate: there should be at least one basis and one ridge to try; got none. " +
        "Pass for example [2, 3, 4].map((count) => states.primitiveBasis(count)).",
    );
  }
  const candidates: Candidate[] = [];
  for (const basis of bases) {
    const batch = checkBatch(basis, m, p, "mks.crossValidate");
    const folds = dealFolds(batch, options.folds, seed);
    const sums = folds.map((fold) => sumsOf(basis, fold, options.solver));
    const errors = ridges.map(() => ({ l2: [] as number[], fluctuation: [] as number[] }));
    for (const [out, fold] of folds.entries()) {
      const total = bases.length * folds.length;
      const done = (candidates.length * folds.length) / ridges.length + out;
      await checkpoint(options, { done, total, unit: "fits" });
      const rest = sums.filter((_, i) => i !== out).reduce(merge);
      for (const [i, ridge] of ridges.entries()) {
        const model = await solve(rest, {
          ridge,
          ...(options.signal && { signal: options.signal }),
        });
        const predicted = predict(model, fold.m);
        errors[i].l2.push(relativeL2(predicted, fold.p));
        errors[i].fluctuation.push(
          relativeFluctuationL2(fields(predicted, fold), fields(fold.p, fold)),
        );
      }
    }
    ridges.forEach((ridge, i) => {
      const { l2, fluctuation } = errors[i];
      const error = fluctuation.reduce((sum, e) => sum + e, 0) / fluctuation.length;
      candidates.push({ basis, ridge, relativeL2: l2, relativeFluctuationL2: fluctuation, error });
    });
  }
  return candidates.sort((a, b) => a.error - b.error);
}

/** Every component of every sample as a field of its own, so that each loses its own mean. */
function fields(
  { data, shape: [samples] }: Dense<Float64Array>,
  fold: CheckedBatch,
): Dense<Float64Array> {
  return { data, shape: [samples * (fold.components ?? 1), ...fold.grid] };
}

/** The samples dealt to folds after a shuffle, as arrays of their own. */
function dealFolds(batch: CheckedBatch, folds: number | undefined, seed: number): CheckedBatch[] {
  const samples = batch.m.shape[0];
  if (samples < 2) {
    throw new ValueError(
      "mks.crossValidate: there should be at least two samples, one of them to be left out; got 1.",
    );
  }
  const count = folds ?? Math.min(5, samples);
  checkInteger(count, 2, samples, "mks.crossValidate: folds");
  const order = [...permutation(createRng(seed), samples)];
  return Array.from({ length: count }, (_, fold) => {
    const chosen = order.filter((_, i) => i % count === fold);
    return { ...batch, m: takeSamples(batch.m, chosen), p: takeSamples(batch.p, chosen) };
  });
}

function takeSamples<D extends NumericData>(
  { data, shape }: Dense<D>,
  chosen: readonly number[],
): Dense<D> {
  const [samples, ...rest] = shape;
  const length = data.length / samples;
  const out = data.slice(0, chosen.length * length) as D;
  chosen.forEach((sample, i) => {
    out.set(data.subarray(sample * length, (sample + 1) * length), i * length);
  });
  return { data: out, shape: [chosen.length, ...rest] };
}

function sumsOf(basis: Basis, fold: CheckedBatch, solver: Solver | undefined): Sums {
  const sums = createSums(fold.grid, basis, { components: fold.components, solver });
  addChecked(sums, fold);
  return sums;
}
