/**
 * Stockham's transform of a product length n = p₁ p₂ …, one pass per factor and no reordering: with
 * s the product of the factors done and m what remains after p, a pass takes
 *
 *   y[r + s(p k + j)] = e^{−2πi jk/(p m)} Σ_i e^{−2πi ij/p} x[r + s(k + m i)],   r < s, k < m, j < p.
 *
 * Cochran et al., Proceedings of the IEEE 55 (1967) 1664.
 */
import { five, four, three, two } from "./butterflies.js";
import { createDirect } from "./direct.js";
import type { LineTransform } from "./lines.js";
import { unitRoots } from "./roots.js";

/**
 * One pass from x to y, both interleaved.
 * @param twiddle cos and −sin of 2πjk/(pm), for k < m and 1 ≤ j < p
 */
export type Pass = (
  y: Float64Array,
  x: Float64Array,
  m: number,
  s: number,
  twiddle: Float64Array,
) => void;

const WRITTEN_OUT: Readonly<Record<number, Pass>> = { 2: two, 3: three, 4: four, 5: five };

/** The transform of lines whose length is the product of the factors, in the order of the passes. */
export function createMixedRadix(factors: readonly number[]): LineTransform {
  const n = factors.reduce((product, p) => product * p, 1);
  let s = 1;
  const passes = factors.map((p) => {
    const m = n / (s * p);
    const pass = WRITTEN_OUT[p] ?? anyFactor(p);
    const step = { pass, m, s, twiddle: twiddlesOf(p, m) };
    s *= p;
    return step;
  });
  const scratch = [new Float64Array(2 * n), new Float64Array(2 * n)];

  return (out, line) => {
    let from = line;
    for (let i = 0; i < passes.length; i++) {
      const { pass, m, s, twiddle } = passes[i];
      const to = i === passes.length - 1 ? out : scratch[i % 2];
      pass(to, from, m, s, twiddle);
      from = to;
    }
  };
}

/** cos and −sin of 2πjk/(pm) for k < m and 1 ≤ j < p. */
export function twiddlesOf(p: number, m: number): Float64Array {
  const roots = unitRoots(p * m, p * m);
  const twiddle = new Float64Array(2 * (p - 1) * m);
  let at = 0;
  for (let k = 0; k < m; k++) {
    for (let j = 1; j < p; j++) {
      twiddle[at++] = roots[2 * j * k];
      twiddle[at++] = -roots[2 * j * k + 1];
    }
  }
  return twiddle;
}

/** A pass of any factor, through the definition of its transform. */
function anyFactor(p: number): Pass {
  const transform = createDirect(p);
  const column = new Float64Array(2 * p);
  const result = new Float64Array(2 * p);
  return (y, x, m, s, twiddle) => {
    for (let k = 0; k < m; k++) {
      const turn = 2 * (p - 1) * k - 2;
      for (let r = 0; r < s; r++) {
        for (let i = 0, from = 2 * (r + s * k); i < 2 * p; i += 2, from += 2 * s * m) {
          column[i] = x[from];
          column[i + 1] = x[from + 1];
        }
        transform(result, column);
        const to = 2 * (r + s * p * k);
        y[to] = result[0];
        y[to + 1] = result[1];
        for (let j = 1; j < p; j++) {
          const re = result[2 * j];
          const im = result[2 * j + 1];
          const c = twiddle[turn + 2 * j];
          const d = twiddle[turn + 2 * j + 1];
          y[to + 2 * s * j] = re * c - im * d;
          y[to + 2 * s * j + 1] = re * d + im * c;
        }
      }
    }
  };
}
