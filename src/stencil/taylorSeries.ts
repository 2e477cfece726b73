/**
 * A filter as a series of derivatives, (q ⋆ u)[x] = Σ_k m[k] Π_a h_a^{k_a} ∂^k u(x): the operator of lowest degree, its
 * leading error, and what else there is up to a degree. On waves of θ radians per cell a term has the size |m[k]| θ^{|k|};
 * terms are ranked where θ is one over the mean reach R of the filter, whatever that is in cells.
 */
import { unravel } from "../core/index.js";
import type { Dense } from "../core/index.js";
import { momentsBelow } from "./moments.js";

/** One term of the series. */
export interface KernelTerm {
  /** k: orders of the derivative along the axes. */
  readonly order: readonly number[];
  /** |k|. */
  readonly degree: number;
  /** m[k], in cells. */
  readonly moment: number;
  /** m[k] Π_a h_a^{k_a}, in the unit of the spacing to the power |k|; m[k] without spacing. */
  readonly coefficient: number;
}

/** The terms of a filter by what they are to its operator. */
export interface KernelSeries {
  /** The terms of lowest degree, strongest first; none for a kernel of zeros. */
  readonly operator: readonly KernelTerm[];
  /** p: degree of the leading error less that of the operator; Infinity if there is none. */
  readonly accuracy: number;
  /** The terms of the next degree, strongest first. */
  readonly error: readonly KernelTerm[];
  /** All terms that are not zero, up to a degree, the strongest at waves of θ = 1/radius first. */
  readonly terms: readonly KernelTerm[];
  /** How far the kernel reaches in the mean: (Σ |q[r]| |r|² / Σ |q[r]|)^{1/2}, in cells. */
  readonly radius: number;
}

/** The terms up to a degree, or as many more as show the leading error. */
export function seriesOf(
  filter: Dense<Float64Array>,
  degree: number,
  tolerance: number,
  spacing: readonly number[] | undefined,
): KernelSeries {
  const radius = radiusOf(filter);
  // A filter is given by its moments below its length; the next along an axis has the same parity or follows.
  const last = filter.shape.reduce((sum, length) => sum + length - 1, 2);
  if (filter.data.every((value) => value === 0)) {
    return { operator: [], accuracy: Infinity, error: [], terms: [], radius };
  }
  for (let highest = Math.max(degree, 1); ; highest = Math.min(last, 2 * highest)) {
    const all = termsUpTo(highest, filter, tolerance, spacing);
    sortByStrength(all, radius);
    const degrees = [...new Set(all.map((term) => term.degree))].sort((a, b) => a - b);
    if (degrees.length < 2 && highest < last) continue;
    const [first = 0, next = Infinity] = degrees;
    const seen = Math.max(degree, next === Infinity ? first : next);
    return {
      operator: all.filter((term) => term.degree === first),
      accuracy: next - first,
      error: all.filter((term) => term.degree === next),
      terms: all.filter((term) => term.degree <= seen),
      radius,
    };
  }
}

/** The terms that are not zero, of degree up to the highest. */
function termsUpTo(
  highest: number,
  filter: Dense<Float64Array>,
  tolerance: number,
  spacing: readonly number[] | undefined,
): KernelTerm[] {
  const { moments, sizes, shape } = momentsBelow(filter, highest + 1);
  const terms: KernelTerm[] = [];
  moments.forEach((moment, i) => {
    const order = unravel(i, shape);
    const degree = order.reduce((sum, k) => sum + k, 0);
    if (degree > highest || Math.abs(moment) <= tolerance * sizes[i]) return;
    const scale = order.reduce((product, k, axis) => product * (spacing?.[axis] ?? 1) ** k, 1);
    terms.push({ order, degree, moment, coefficient: moment * scale });
  });
  return terms;
}

/** By |m[k]| R^{−|k|}; where that is equal but for rounding, by degree, then ∂/∂x before ∂/∂y. */
function sortByStrength(terms: KernelTerm[], radius: number): void {
  const strengths = new Map(
    terms.map((term) => [term, Number(strengthOf(term, radius).toPrecision(8))]),
  );
  const strength = (term: KernelTerm): number => strengths.get(term) ?? 0;
  terms.sort(
    (a, b) => strength(b) - strength(a) || a.degree - b.degree || compareOrders(b.order, a.order),
  );
}

function compareOrders(a: readonly number[], b: readonly number[]): number {
  const axis = a.findIndex((k, i) => k !== b[i]);
  return axis < 0 ? 0 : a[axis] - b[axis];
}

function radiusOf({ data, shape }: Dense<Float64Array>): number {
  let [sum, size] = [0, 0];
  data.forEach((value, i) => {
    if (value === 0) return;
    const r = unravel(i, shape).map((j, axis) => j - ((shape[axis] - 1) >> 1));
    size += Math.abs(value);
    sum += Math.abs(value) * r.reduce((total, entry) => total + entry * entry, 0);
  });
  return size === 0 ? 0 : Math.sqrt(sum / size);
}

/** |m[k]| R^{−|k|}: the size of a term at θ = 1/R. */
export function strengthOf({ moment, degree }: KernelTerm, radius: number): number {
  return Math.abs(moment) * radius ** -degree;
}
