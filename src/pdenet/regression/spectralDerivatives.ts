/**
 * Derivatives of periodic fields by their Fourier series, ∂^o ↔ Π_a (ik_a)^{o_a}, and of noisy ones without the waves
 * that hold no more than noise. The wave that changes sign from point to point has no odd derivative.
 *
 * With p of N waves kept and the mean square R of the others, generalised cross-validation keeps those for which
 * R/(1 − p/N)² is smallest. Golub, Heath and Wahba, Technometrics 21 (1979) 215.
 */
import { ndarrayOf, sizeOf, unravel } from "../../core/index.js";
import { fftfreq, halfShape, irfftn, rfftfreq, rfftn } from "../../fft/index.js";
import type { Place } from "./spaceRule.js";

/** Chooses waves: 1 for those that stay, by the half spectrum of a field. */
export type Choice = (re: Float64Array, im: Float64Array) => Uint8Array;

/** The derivatives of one field after another. */
export function spectralDerivatives(
  orders: readonly (readonly number[])[],
  { grid, spacing }: Place,
): (u: Float64Array, choice?: Choice) => Float64Array[] {
  const axes = grid.length;
  const half = halfShape(grid);
  const size = sizeOf(half);
  const symbols = orders.map((order) => symbolOf(order, grid, spacing));
  return (u, choice) => {
    const { re, im } = rfftn(ndarrayOf(u, grid), axes);
    const kept = choice?.(re, im);
    const outRe = new Float64Array(orders.length * size);
    const outIm = new Float64Array(orders.length * size);
    symbols.forEach(({ values, turn }, i) => {
      for (let k = 0; k < size; k++) {
        const factor = kept?.[k] === 0 ? 0 : values[k];
        // Times i^turn.
        const [a, b] = turn % 2 === 0 ? [re[k], im[k]] : [-im[k], re[k]];
        const sign = turn >= 2 ? -factor : factor;
        outRe[i * size + k] = sign * a;
        outIm[i * size + k] = sign * b;
      }
    });
    const derived = irfftn({ re: outRe, im: outIm, shape: [orders.length, ...half] }, grid).data;
    const points = u.length;
    return orders.map((_, i) => derived.slice(i * points, (i + 1) * points));
  };
}

/** Π k_a^{o_a} of the half spectrum, and the power of i before it. */
function symbolOf(
  order: readonly number[],
  grid: readonly number[],
  spacing: readonly number[],
): { readonly values: Float64Array; readonly turn: number } {
  const half = halfShape(grid);
  const waves = waveNumbers(grid).map((ks, axis) =>
    ks.map((k) => {
      const alternating = 2 * Math.abs(k) === grid[axis];
      if (alternating && order[axis] % 2 === 1) return 0;
      return ((2 * Math.PI * k) / (grid[axis] * spacing[axis])) ** order[axis];
    }),
  );
  const values = Float64Array.from({ length: sizeOf(half) }, (_, i) =>
    unravel(i, half).reduce((product, k, axis) => product * waves[axis][k], 1),
  );
  return { values, turn: order.reduce((sum, o) => sum + o, 0) % 4 };
}

/** Whole wave numbers of the half spectrum along every axis. */
function waveNumbers(grid: readonly number[]): number[][] {
  return grid.map((n, axis) => {
    const frequencies = axis === grid.length - 1 ? rfftfreq(n) : fftfreq(n);
    return Array.from(frequencies.data, (f) => Math.round(f * n));
  });
}

/** Keeps waves up to a part of the highest along every axis, given or found by cross-validation. */
export function lowPass(cut: number | "auto", grid: readonly number[]): Choice {
  const half = halfShape(grid);
  const waves = waveNumbers(grid);
  const shells = Math.max(1, Math.floor(Math.max(...grid) / 2));
  // The shell of a wave: the largest part of the highest along any axis, in equal steps.
  const shell = Int32Array.from({ length: sizeOf(half) }, (_, i) =>
    Math.max(
      ...unravel(i, half).map((k, axis) =>
        Math.ceil((shells * Math.abs(waves[axis][k])) / Math.max(1, Math.floor(grid[axis] / 2))),
      ),
    ),
  );
  const n = grid[grid.length - 1];
  const last = half[half.length - 1];
  // Waves that stand for their mirror image too.
  const count = Float64Array.from(shell, (_, i) => {
    const k = i % last;
    return k === 0 || 2 * k === n ? 1 : 2;
  });
  return (re, im) => {
    const limit = cut === "auto" ? bestShell(re, im, shell, count, shells) : cut * shells;
    return Uint8Array.from(shell, (own) => (own <= limit ? 1 : 0));
  };
}

/** The last shell to keep. */
function bestShell(
  re: Float64Array,
  im: Float64Array,
  shell: Int32Array,
  count: Float64Array,
  shells: number,
): number {
  const power = new Float64Array(shells + 1);
  const number = new Float64Array(shells + 1);
  shell.forEach((own, i) => {
    power[own] += count[i] * (re[i] * re[i] + im[i] * im[i]);
    number[own] += count[i];
  });
  const all = number.reduce((sum, value) => sum + value, 0);
  let [best, lowest] = [shells, Infinity];
  let [left, kept] = [0, all];
  for (let limit = shells - 1; limit >= 0; limit--) {
    left += power[limit + 1];
    kept -= number[limit + 1];
    const score = left / (1 - kept / all) ** 2;
    if (score < lowest) [best, lowest] = [limit, score];
  }
  return best;
}
