/**
 * What is known of coefficients beforehand: values, equalities, sums. Linear equations Σ_i f_i x_i = value are solved
 * for some of the unknowns, which are then put into the least squares: no multiplier, and constraints hold exactly.
 */
import { checkNumber, ValueError } from "../../core/index.js";
import { termKey } from "../equation/equation.js";
import { textOfProduct } from "../equation/textNotation.js";
import type { LibraryTerm } from "./library.js";
import { termOf } from "./library.js";
import type { ColumnScales } from "./problem.js";
import type { Words } from "./parseTerm.js";

/** One coefficient: of a term in the equation of a component. */
export interface CoefficientOf {
  /** Name of the component. */
  readonly of: string;
  readonly term: string | LibraryTerm;
}

/** What coefficients obey. Those that are tied together stay or go together. */
export type CoefficientConstraint =
  /** c = value. */
  | { readonly fixed: CoefficientOf; readonly value: number }
  /** c₁ = c₂ = … */
  | { readonly equal: readonly CoefficientOf[] }
  /** Σ_i f_i c_i = value. */
  | {
      readonly sum: readonly (CoefficientOf & { readonly factor: number })[];
      readonly value: number;
    };

/** An unknown times a factor. */
export interface Weighted {
  readonly unknown: number;
  readonly factor: number;
}

/** Σ f_i x_i = value. */
export interface LinearConstraint {
  readonly entries: readonly Weighted[];
  readonly value: number;
}

/**
 * Linear equations for coefficients; unknown c n + j is that of column j in component c.
 * @throws ValueError for components and terms that are not there, and values that are not finite
 */
export function linearConstraints(
  constraints: readonly CoefficientConstraint[],
  library: readonly LibraryTerm[],
  evolving: number,
  words: Words,
  where: string,
): LinearConstraint[] {
  const unknownOf = ({ of, term }: CoefficientOf, at: string): number => {
    const component = words.names.slice(0, evolving).indexOf(of);
    if (component < 0) {
      throw new ValueError(
        `${at}: "${of}" should be one of ${words.names.slice(0, evolving).join(", ")}, the components that evolve.`,
      );
    }
    const wanted = termOf(term, words.names.length, words, at);
    const column = library.findIndex((candidate) => termKey(candidate) === termKey(wanted));
    if (column < 0) {
      throw new ValueError(
        `${at}: ${textOfProduct(wanted, words)} should be a term of the library; it is not. Add it.`,
      );
    }
    return component * library.length + column;
  };
  return constraints.flatMap((constraint, i): LinearConstraint[] => {
    const at = `${where}[${i}]`;
    if ("fixed" in constraint) {
      const { fixed, value } = constraint;
      checkNumber(value, -Infinity, Infinity, `${at}: value`);
      return [{ entries: [{ unknown: unknownOf(fixed, at), factor: 1 }], value }];
    }
    if ("equal" in constraint) {
      const [first, ...others] = constraint.equal.map((entry) => unknownOf(entry, at));
      return others.map((unknown) => ({
        entries: [
          { unknown: first, factor: 1 },
          { unknown, factor: -1 },
        ],
        value: 0,
      }));
    }
    const { sum, value } = constraint;
    checkNumber(value, -Infinity, Infinity, `${at}: value`);
    const entries = sum.map((entry) => {
      checkNumber(entry.factor, -Infinity, Infinity, `${at}: factor`);
      return { unknown: unknownOf(entry, at), factor: entry.factor };
    });
    return [{ entries, value }];
  });
}

/** Components that constraints tie together, and with them those that stand alone. */
export function tiedComponents(
  constraints: readonly LinearConstraint[],
  columns: number,
  evolving: number,
): number[][] {
  const group = Array.from({ length: evolving }, (_, c) => c);
  for (const { entries } of constraints) {
    const own = entries.map(({ unknown }) => group[Math.floor(unknown / columns)]);
    const least = Math.min(...own);
    group.forEach((g, c) => {
      if (own.includes(g)) group[c] = least;
    });
  }
  return [...new Set(group)].map((g) => group.flatMap((own, c) => (own === g ? [c] : [])));
}

/** The constraints of a few components in their pure numbers; columns that vanish have no coefficient. */
export function scaledConstraints(
  constraints: readonly LinearConstraint[],
  { columns, rates }: ColumnScales,
  components: readonly number[],
): LinearConstraint[] {
  const n = columns.length;
  return constraints.flatMap(({ entries, value }): LinearConstraint[] => {
    const scaled = entries.flatMap(({ unknown, factor }): Weighted[] => {
      const [c, j] = [Math.floor(unknown / n), unknown % n];
      const g = components.indexOf(c);
      if (g < 0 || columns[j] === 0) return [];
      return [{ unknown: g * n + j, factor: (factor * rates[c]) / columns[j] }];
    });
    return scaled.length > 0 ? [{ entries: scaled, value }] : [];
  });
}

/** An equation is nothing but rounding below this part of its largest factor. */
const ROUNDING = 1e-12;

/**
 * The unknowns that remain, each with those that follow from it, and what these are where it is zero.
 * @throws ValueError for constraints that contradict each other
 */
export function eliminate(
  constraints: readonly LinearConstraint[],
  active: readonly number[],
): { readonly free: (readonly Weighted[])[]; readonly offset: readonly Weighted[] } {
  const rows: { factors: Map<number, number>; value: number; pivot: number }[] = [];
  const known = new Set(active);
  for (const { entries, value } of constraints) {
    const row = { factors: new Map<number, number>(), value, pivot: -1 };
    for (const { unknown, factor } of entries) {
      if (known.has(unknown)) row.factors.set(unknown, (row.factors.get(unknown) ?? 0) + factor);
    }
    const size = largest(row.factors);
    if (size === 0) continue;
    for (const other of rows) subtract(row, other, row.factors.get(other.pivot) ?? 0);
    if (largest(row.factors) <= ROUNDING * size) {
      if (Math.abs(row.value) <= ROUNDING * Math.max(Math.abs(value), size)) continue;
      throw new ValueError(
        "pdenet.pdeFind: constraints should not contradict each other; no coefficients obey them all. Leave one out.",
      );
    }
    row.pivot = [...row.factors].reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a))[0];
    const pivot = row.factors.get(row.pivot) ?? 1;
    row.factors.forEach((factor, unknown) => row.factors.set(unknown, factor / pivot));
    row.value /= pivot;
    for (const other of rows) subtract(other, row, other.factors.get(row.pivot) ?? 0);
    rows.push(row);
  }
  const pivots = new Set(rows.map(({ pivot }) => pivot));
  const free = active
    .filter((unknown) => !pivots.has(unknown))
    .map((unknown) => [
      { unknown, factor: 1 },
      ...rows.flatMap(({ factors, pivot }) => {
        const factor = factors.get(unknown) ?? 0;
        return factor === 0 ? [] : [{ unknown: pivot, factor: -factor }];
      }),
    ]);
  return { free, offset: rows.map(({ pivot, value }) => ({ unknown: pivot, factor: value })) };
}

function largest(factors: ReadonlyMap<number, number>): number {
  return [...factors.values()].reduce((most, factor) => Math.max(most, Math.abs(factor)), 0);
}

/** Takes a multiple of another equation away. */
function subtract(
  row: { factors: Map<number, number>; value: number },
  other: {
    readonly factors: ReadonlyMap<number, number>;
    readonly value: number;
    readonly pivot: number;
  },
  multiple: number,
): void {
  if (multiple === 0) return;
  other.factors.forEach((factor, unknown) =>
    row.factors.set(unknown, (row.factors.get(unknown) ?? 0) - multiple * factor),
  );
  row.factors.delete(other.pivot);
  row.value -= multiple * other.value;
}
