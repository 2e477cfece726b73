/**
 * Conservative terms written out: ∂^o(Π_j f_j) as the plain products that the rule of Leibniz makes of it, one
 * derivative after the other, ∂_a(f g) = (∂_a f) g + f (∂_a g).
 */
import { checkIsEquation } from "../checkArguments.js";
import { termKey } from "./equation.js";
import type { Equation, Factor, Term } from "./equation.js";

/** A plain product and how often it comes. */
interface Product {
  readonly factors: readonly Factor[];
  readonly times: number;
}

/**
 * The term as plain products; one that is a plain product already stays as it is. Contributions are not known of
 * what is new; an interval is that of the whole term, times how often a product comes.
 */
export function plainTerms(term: Term): Term[] {
  const { derivative, factors, coefficient, interval } = term;
  if (derivative === null) return [term];
  let products: Product[] = [{ factors, times: 1 }];
  derivative.forEach((order, axis) => {
    for (let o = 0; o < order; o++) products = differentiated(products, axis);
  });
  const alone = products.length === 1 && products[0].times === 1;
  return products.map(({ factors: own, times }) => ({
    factors: own,
    derivative: null,
    coefficient: times * coefficient,
    contribution: alone ? term.contribution : NaN,
    interval: interval && [times * interval[0], times * interval[1]],
  }));
}

/**
 * The equation with all conservative terms written out and equal terms added.
 * @throws ValueError for what is no equation
 */
export function plainEquation(equation: Equation): Equation {
  checkIsEquation(equation, "pdenet.plainEquation");
  return { ...equation, terms: equation.terms.map((own) => gathered(own.flatMap(plainTerms))) };
}

/** Equal terms added, in the order in which they first come; a sum has no interval and no contribution. */
export function gathered(terms: readonly Term[]): Term[] {
  const out = new Map<string, Term>();
  for (const term of terms) {
    const key = termKey(term);
    const before = out.get(key);
    out.set(
      key,
      before
        ? {
            ...before,
            coefficient: before.coefficient + term.coefficient,
            contribution: NaN,
            interval: null,
          }
        : term,
    );
  }
  return [...out.values()];
}

function differentiated(products: readonly Product[], axis: number): Product[] {
  const out = new Map<string, Product>();
  for (const { factors, times } of products) {
    factors.forEach((factor, place) => {
      const order = factor.order.map((o, a) => (a === axis ? o + 1 : o));
      const own = factors.map((other, i) => (i === place ? { ...factor, order } : other));
      const key = termKey({ factors: own, derivative: null });
      out.set(key, { factors: own, times: times + (out.get(key)?.times ?? 0) });
    });
  }
  return [...out.values()];
}
