/**
 * Otsu's levels: of all ways to cut grey values into H classes the one with the least variance within them,
 *
 *   min Σ_h Σ_{v ∈ h} (v − μ_h)²,  μ_h the mean of class h,
 *
 * which is also the one with the greatest variance between them, and the best k-means in one dimension. The best cut is found, not a local
 * one, by dynamic programming over a histogram: D_h(j) = min_i D_{h−1}(i) + cost(i, j) is the least for h classes of the first j bins, and its
 * i never decreases with j, so that bisection over j takes O(H n log n) steps.
 *
 * Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979) 62. Grønlund et al., arXiv:1701.07204 (2017).
 */
import { checkFinite, checkInteger, toFloat64, ValueError } from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { histogram } from "./histogram.js";
import type { Histogram } from "./histogram.js";

/**
 * The H − 1 levels that cut the values of an image into H classes with the least variance within them. A level lies half way between the
 * classes on its sides. Integers that span less than 65536 are told apart one by one; of other numbers, that many equal steps of
 * their range are.
 * @param values a grey image, or any array; its shape does not matter
 * @param phases number H of classes, 2 … 256. Default 2.
 * @throws ValueError for fewer different values than classes, or values that are not finite
 */
export function otsuLevels(values: ArrayInput, phases = 2): number[] {
  const where = "microstructure.otsuLevels";
  const dense = toFloat64(values, `${where}: values`);
  checkFinite(dense, `${where}: values`);
  return levelsOf(dense.data, phases, where);
}

/** What `otsuLevels` does, for callers that complain in their own name. */
export function levelsOf(values: Float64Array, phases: number, where: string): number[] {
  checkInteger(phases, 2, 256, `${where}: phases`);
  const bins = histogram(values);
  const { lowest, highest } = bins;
  if (lowest.length < phases) {
    throw new ValueError(
      `${where}: an image for ${phases} phases should hold as many different values; it holds ${lowest.length}. ` +
        `Ask for fewer phases, or look whether this is the image that was meant.`,
    );
  }
  return bestCuts(bins, phases).map((bin) => {
    const [below, above] = [highest[bin - 1], lowest[bin]];
    const middle = below + (above - below) / 2;
    return middle < above ? middle : below;
  });
}

/** The first bin of every class but the lowest. */
function bestCuts({ sums, squares, weights }: Histogram, phases: number): number[] {
  const n = weights.length;
  const before = [weights, sums, squares].map(cumulated);
  const [W, S, Q] = before;
  const cost = (i: number, j: number): number => {
    const sum = S[j] - S[i];
    return Q[j] - Q[i] - (sum * sum) / (W[j] - W[i]);
  };
  let best = Float64Array.from({ length: n + 1 }, (_, j) => (j === 0 ? Infinity : cost(0, j)));
  const from: Int32Array[] = [];
  for (let h = 2; h <= phases; h++) {
    const last = best;
    const next = new Float64Array(n + 1).fill(Infinity);
    const start = new Int32Array(n + 1);
    // D_h(j) for j in [first, end], knowing that its i lies in [low, high].
    const solve = (first: number, end: number, low: number, high: number): void => {
      if (first > end) return;
      const j = (first + end) >> 1;
      for (let i = Math.max(low, h - 1); i <= Math.min(high, j - 1); i++) {
        const value = last[i] + cost(i, j);
        if (value < next[j]) {
          next[j] = value;
          start[j] = i;
        }
      }
      solve(first, j - 1, low, start[j]);
      solve(j + 1, end, start[j], high);
    };
    solve(h, n, h - 1, n - 1);
    from.push(start);
    best = next;
  }
  const cuts: number[] = [];
  for (let end = n; from.length > 0;) {
    end = from.pop()?.[end] ?? 0;
    cuts.unshift(end);
  }
  return cuts;
}

/** The sums of the first j entries, j = 0 … n. */
function cumulated(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let j = 0; j < values.length; j++) sums[j + 1] = sums[j] + values[j];
  return sums;
}
