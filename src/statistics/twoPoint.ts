/**
 * Two-point statistics of local states on a cell that repeats: how likely a cell has state a while the one at
 * distance r from it has state b,
 *
 *   f_ab[r] = (1/N) Σ_x m_a[x] m_b[x + r],   f̂_ab[k] = conj(m̂_a[k]) m̂_b[k] / N.
 *
 * So f_ba[r] = f_ab[−r], f_aa[0] is the volume fraction of a phase, and Σ_r f_ab[r] = N v_a v_b.
 *
 * Niezgoda, Fullwood, Kalidindi, Acta Materialia 56 (2008) 5285.
 */
import {
  checkFinite,
  checkInteger,
  checkRank,
  complexZeros,
  ndarrayOf,
  sizeOf,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, ComplexArray, NdArray } from "../core/index.js";
import { halfShape, irfftn, rfftn } from "../fft/index.js";

/** The states a and b of f_ab: a at the beginning of the distance r, b at its end. */
export type StatePair = readonly [number, number];

/** Options of `twoPoint`. */
export interface TwoPointOptions {
  /**
   * Which correlations. Default (0, 0), (0, 1), …, (0, H − 1), which determine the others wherever m̂₀ ≠ 0;
   * "all" has the autocorrelations first, then every a < b.
   */
  readonly pairs?: readonly StatePair[] | "all";
}

/**
 * The periodic two-point statistics of local states, r = 0 at index 0.
 * @param m local states m[s, h, …x], as `states.discretize` returns them
 * @returns f[s, pair, …r], r on the grid of x; the entry n/2 of an even axis stands for both ±n/2
 * @throws ShapeError without sample, state and one to three space axes
 * @throws ValueError for values that are not finite, or states that m has not
 */
export function twoPoint(m: ArrayInput, options: TwoPointOptions = {}): NdArray {
  const where = "statistics.twoPoint";
  const states = toFloat64(m, `${where}: m`);
  checkRank(states, [3, 4, 5], "[sample, state, …x]", `${where}: m`);
  checkFinite(states, `${where}: m`);
  const [samples, count, ...grid] = states.shape;
  const pairs = pairsOf(options.pairs, count, where);
  const size = sizeOf(grid);
  const f = new Float64Array(samples * pairs.length * size);
  for (let s = 0; s < samples; s++) {
    const own = states.data.subarray(s * count * size, (s + 1) * count * size);
    const spectra = rfftn(ndarrayOf(own, [count, ...grid]), grid.length); // m̂[h, …k]
    const products = productsOf(spectra, pairs, grid); // f̂[pair, …k]
    f.set(irfftn(products, grid).data, s * pairs.length * size);
  }
  return ndarrayOf(f, [samples, pairs.length, ...grid]);
}

/** conj(m̂_a) m̂_b / N for every pair. */
function productsOf(
  { re, im }: ComplexArray,
  pairs: readonly StatePair[],
  grid: readonly number[],
): ComplexArray {
  const half = halfShape(grid);
  const out = complexZeros([pairs.length, ...half]);
  const [waves, size] = [sizeOf(half), sizeOf(grid)];
  pairs.forEach(([a, b], pair) => {
    for (let k = 0; k < waves; k++) {
      const [i, j, to] = [a * waves + k, b * waves + k, pair * waves + k];
      out.re[to] = (re[i] * re[j] + im[i] * im[j]) / size;
      out.im[to] = (re[i] * im[j] - im[i] * re[j]) / size;
    }
  });
  return out;
}

function pairsOf(
  pairs: TwoPointOptions["pairs"],
  count: number,
  where: string,
): readonly StatePair[] {
  const all = Array.from({ length: count }, (_, h) => h);
  if (pairs === undefined) return all.map((b) => [0, b] as const);
  if (pairs === "all") {
    const crosses = all.flatMap((a) => all.slice(a + 1).map((b) => [a, b] as const));
    return [...all.map((a) => [a, a] as const), ...crosses];
  }
  if (!Array.isArray(pairs) || pairs.length === 0) {
    throw new ValueError(
      `${where}: pairs should be "all" or list at least one pair of states; ` +
        `got ${JSON.stringify(pairs)}. [[1, 1]] is the autocorrelation of state 1.`,
    );
  }
  (pairs as readonly StatePair[]).forEach((pair, i) => {
    for (const end of [0, 1])
      checkInteger(pair[end], 0, count - 1, `${where}: pairs[${i}][${end}]`);
  });
  return pairs as readonly StatePair[];
}
