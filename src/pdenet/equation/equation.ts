/**
 * An evolution equation whose right-hand side is a polynomial of fields and their derivatives,
 *
 *   ∂u_c/∂t = Σ_i c_i Π_j ∂^{o_ij} u_{c_ij},
 *
 * as plain data in physical units. What a network has learnt and what sparse regression has found are both given so.
 */
import { degreeOf } from "../derivatives.js";

/** One factor of a term: a derivative of a field. */
export interface Factor {
  /** Which field: a component of u, or behind these a forcing input. */
  readonly component: number;
  /** Orders of the derivative along the axes; zeros for the field itself. */
  readonly order: readonly number[];
}

/** One term of the right-hand side. */
export interface Term {
  /** A product of factors; none for a constant. */
  readonly factors: readonly Factor[];
  /**
   * Orders of a derivative of the whole product: ∂^o(Π factors), as conservative terms have it. Null for a plain
   * product.
   */
  readonly derivative: readonly number[] | null;
  /** In physical units. */
  readonly coefficient: number;
  /** |c| rms(product) / rms(∂u/∂t) over the data; NaN where no data are known. */
  readonly contribution: number;
  /** The interval of 95 % for the coefficient; null where none was estimated. */
  readonly interval: readonly [number, number] | null;
}

/** An evolution equation. */
export interface Equation {
  /** Names of the components u_c that evolve, and behind them those of forcing inputs. */
  readonly names: readonly string[];
  /** Names of the axes. */
  readonly axes: readonly string[];
  /** The right-hand side of every component that evolves, the largest contribution first. */
  readonly terms: readonly (readonly Term[])[];
  /** rms(right-hand side − terms) / rms(right-hand side) of every component: what the terms leave out; NaN where unknown. */
  readonly remainder: readonly number[];
}

/** The factors as they are written: lower derivatives first, then by component, then by orders, the first axis first. */
export function sortedFactors(factors: readonly Factor[]): Factor[] {
  return [...factors].sort(
    (a, b) =>
      degreeOf(a.order) - degreeOf(b.order) ||
      a.component - b.component ||
      compare(b.order, a.order),
  );
}

/** What is the same text for terms that differ in their coefficients only. */
export function termKey({ factors, derivative }: Pick<Term, "factors" | "derivative">): string {
  const product = sortedFactors(factors)
    .map(({ component, order }) => `${component}:${order.join()}`)
    .join(" ");
  return derivative === null ? product : `${product} | ${derivative.join()}`;
}

/** The largest contribution first; what has none behind, as it stood. */
export function byContribution(terms: readonly Term[]): Term[] {
  const rankOf = ({ contribution }: Term): number =>
    Number.isNaN(contribution) ? -1 : contribution;
  return [...terms].sort((a, b) => rankOf(b) - rankOf(a));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((entry, axis) => entry !== b[axis]);
  return first < 0 ? 0 : a[first] - b[first];
}
