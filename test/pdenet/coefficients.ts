/** Coefficients of equations by their terms. */
import type { Equation, Term } from "../../src/pdenet/index.js";

/** The coefficient of a product of derivatives in a component's equation; zero if there is none. */
export function coefficientOf(
  { terms }: Equation,
  factors: readonly { readonly component?: number; readonly order: readonly number[] }[],
  component = 0,
): number {
  const key = (all: readonly { component?: number; order: readonly number[] }[]): string =>
    all
      .map((one) => `${one.component ?? 0}:${one.order.join()}`)
      .sort()
      .join(" ");
  const found = terms[component].find((term: Term) => key(term.factors) === key(factors));
  return found?.coefficient ?? 0;
}
