/** An equation beside the true one, conservative terms written out: (u²)_x is 2 u u_x. */
import { pdenet } from "kernelfield";
import type { Coefficients } from "./problem.js";

/** How an equation differs from the true one. */
export interface Comparison {
  /** The coefficients of the true terms of every component; 0 for those that were not found. */
  readonly found: readonly Coefficients[];
  /** The largest relative error of a true coefficient. */
  readonly error: number;
  /** What is not in the equation. */
  readonly spurious: readonly Coefficients[];
  /** How many terms that is, conservative ones counted as they stand, and of them the largest part of the rate. */
  readonly spuriousTerms: number;
  readonly spuriousPart: number | null;
}

export function compared(equation: pdenet.Equation, truth: readonly Coefficients[]): Comparison {
  const written = pdenet.plainEquation(equation);
  const all = written.terms.map((own) =>
    Object.fromEntries(own.map((term) => [productOf(term, equation), term.coefficient])),
  );
  const found = truth.map((own, c) =>
    Object.fromEntries(Object.keys(own).map((key) => [key, all[c][key] ?? 0])),
  );
  const spurious = all.map((own, c) =>
    Object.fromEntries(Object.entries(own).filter(([key]) => !(key in truth[c]))),
  );
  const errors = truth.flatMap((own, c) =>
    Object.entries(own).map(([key, value]) => Math.abs(found[c][key] / value - 1)),
  );
  const strangers = equation.terms.flatMap((own, c) =>
    own.filter((term) => {
      const { terms } = pdenet.plainEquation({ ...equation, terms: [[term]] });
      return terms[0].some((part) => !(productOf(part, equation) in truth[c]));
    }),
  );
  const parts = strangers.map(({ contribution }) => contribution);
  return {
    ...{ found, error: Math.max(...errors), spurious, spuriousTerms: strangers.length },
    spuriousPart: parts.some(Number.isNaN) ? null : Math.max(0, ...parts),
  };
}

/** A product as text: u*u_x. */
function productOf({ factors }: pdenet.Term, { names, axes }: pdenet.Equation): string {
  const words = factors.map(({ component, order }) => {
    const derivative = order.map((o, axis) => axes[axis].repeat(o)).join("");
    return derivative === "" ? names[component] : `${names[component]}_${derivative}`;
  });
  return words.join("*") || "1";
}
