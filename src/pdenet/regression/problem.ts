/**
 * Least squares for the coefficients of one component, or of several that constraints tie together, in pure numbers:
 * with the rms r_j of a column and ρ_c of a rate, x_cj = c_cj r_j/ρ_c minimises
 *
 *   Σ_c (1 − 2 b_c·x_c + x_cᵀ G x_c),   G_jk = ⟨θ_j θ_k⟩/(r_j r_k),   b_cj = ⟨θ_j y_c⟩/(r_j ρ_c),
 *
 * and |x_cj| is the part of the rate that a term contributes.
 */
import { ndarrayOf } from "../../core/index.js";
import { solvePositive } from "../../linalg/index.js";
import { eliminate } from "./constraints.js";
import type { LinearConstraint } from "./constraints.js";
import type { UnitSums } from "./sums.js";

/** rms of columns and rates. */
export interface ColumnScales {
  readonly columns: Float64Array;
  readonly rates: Float64Array;
}

/** Sums of products of a few components, in pure numbers; unknown g n + j is column j in component g. */
export interface Problem {
  readonly columns: number;
  readonly components: number;
  /** G[j, k]. */
  readonly gram: Float64Array;
  /** b[g n + j]. */
  readonly right: Float64Array;
  /** ⟨y²⟩/ρ²[g]. */
  readonly squares: Float64Array;
}

/** rms of columns and rates in sums. */
export function scalesOfSums({ rows, sums }: UnitSums, columns: number): ColumnScales {
  const width = Math.round(Math.sqrt(sums.length));
  const rms = Float64Array.from({ length: width }, (_, i) => Math.sqrt(sums[i * width + i] / rows));
  return { columns: rms.slice(0, columns), rates: rms.slice(columns) };
}

/** The problem of some components; columns that vanish stay zero. */
export function problemOf(
  { rows, sums }: UnitSums,
  scales: ColumnScales,
  components: readonly number[],
): Problem {
  const columns = scales.columns.length;
  const width = columns + scales.rates.length;
  const inverse = scales.columns.map((rms) => (rms > 0 ? 1 / rms : 0));
  const gram = new Float64Array(columns * columns);
  const right = new Float64Array(components.length * columns);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < columns; k++) {
      gram[j * columns + k] = (sums[j * width + k] / rows) * inverse[j] * inverse[k];
    }
    components.forEach((c, g) => {
      right[g * columns + j] =
        (sums[j * width + columns + c] / rows) * (inverse[j] / scales.rates[c]);
    });
  }
  const squares = Float64Array.from(components, (c) => {
    const at = columns + c;
    return sums[at * width + at] / rows / scales.rates[c] ** 2;
  });
  return { columns, components: components.length, gram, right, squares };
}

/**
 * x of the active unknowns, which obeys the constraints; zeros elsewhere, and where an unknown follows from others.
 * @param ridge is added to the diagonal of G
 */
export function solve(
  { columns, gram, right }: Problem,
  active: readonly number[],
  constraints: readonly LinearConstraint[],
  ridge: number,
): Float64Array {
  const x = new Float64Array(right.length);
  const { offset, free } = eliminate(constraints, active);
  offset.forEach(({ unknown, factor }) => (x[unknown] = factor));
  const between = (a: number, b: number): number => {
    if (Math.floor(a / columns) !== Math.floor(b / columns)) return 0;
    return gram[(a % columns) * columns + (b % columns)] + (a === b ? ridge : 0);
  };
  let kept = free;
  while (kept.length > 0) {
    const n = kept.length;
    const A = new Float64Array(n * n);
    const b = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (const p of kept[i])
          for (const q of kept[j]) sum += p.factor * q.factor * between(p.unknown, q.unknown);
        A[i * n + j] = sum;
      }
      for (const p of kept[i]) {
        let rest = right[p.unknown];
        for (const q of offset) rest -= between(p.unknown, q.unknown) * q.factor;
        b[i] += p.factor * rest;
      }
    }
    const solution = solvePositive(ndarrayOf(A, [n, n]), ndarrayOf(b, [n, 1]));
    if (solution.dependent >= 0) {
      kept = kept.filter((_, i) => i !== solution.dependent);
      continue;
    }
    kept.forEach((entries, i) => {
      for (const { unknown, factor } of entries) x[unknown] += factor * solution.x.data[i];
    });
    break;
  }
  return x;
}

/** The part of ⟨y²⟩ of every component that x leaves, as a fraction of ρ². */
export function leftOver(
  { columns, components, gram, right, squares }: Problem,
  x: Float64Array,
): Float64Array {
  const out = new Float64Array(components);
  for (let g = 0; g < components; g++) {
    const at = g * columns;
    let sum = squares[g];
    for (let j = 0; j < columns; j++) {
      if (x[at + j] === 0) continue;
      sum -= 2 * x[at + j] * right[at + j];
      for (let k = 0; k < columns; k++) sum += x[at + j] * gram[j * columns + k] * x[at + k];
    }
    out[g] = Math.max(0, sum);
  }
  return out;
}
