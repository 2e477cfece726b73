/**
 * Polynomials as chains of products. A polynomial is an affine row and its monomials of degree ≥ 2; of these, some
 * are taken as a product a · b, where a and b are polynomials of lower degree that become affine rows in the same way,
 * until none is left. A product that is there already is used again wherever a multiple of it is found.
 */
import { keyOf, multiplied, polynomialOf } from "../equation/polynomial.js";
import type { Monomial, Polynomial } from "../equation/polynomial.js";
import { SPLITS } from "./splits.js";
import type { ChooseSplit } from "./splits.js";

/** An affine row: its constant, and its weights by input and by earlier product. */
export interface Row {
  readonly bias: number;
  readonly inputs: ReadonlyMap<number, number>;
  readonly products: ReadonlyMap<number, number>;
}

/** Products p_k = a_k b_k, each of rows of inputs and earlier products, and the row that is the polynomial. */
export interface Factorization {
  readonly products: readonly { readonly a: Row; readonly b: Row }[];
  readonly row: Row;
}

/** A product that is there, and the polynomial it is; all its monomials are of degree ≥ 2. */
interface Product {
  readonly a: Row;
  readonly b: Row;
  readonly value: Polynomial;
}

/** Ratios of coefficients that are equal but for their rounding. */
const ROUNDING = 8 * 2 ** -52;

/** The shortest of the chains that the ways to split lead to, begun with every channel in turn. */
export function factorized(p: Polynomial): Factorization {
  const channels = new Set(nonlinear(p).flatMap(({ channels: own }) => own));
  const firsts = [null, ...[...channels].sort((a, b) => a - b)];
  let best: Factorization | null = null;
  for (const choose of SPLITS) {
    for (const first of firsts) {
      const found = chainOf(p, choose, first);
      if (!best || found.products.length < best.products.length) best = found;
    }
  }
  return best ?? chainOf(p, SPLITS[0], null);
}

/** The chain of one way to split; where `first` is given, it is the first factor taken out. */
function chainOf(p: Polynomial, choose: ChooseSplit, first: number | null): Factorization {
  const products: Product[] = [];
  let forced = first;

  const affine = (polynomial: Polynomial): Row => {
    const weights = new Map<number, number>();
    let rest = nonlinear(polynomial);
    while (rest.length > 0) {
      const used = reused(rest, products);
      if (used) {
        weights.set(used.product, used.ratio);
        rest = withoutMonomials(rest, products[used.product].value);
        continue;
      }
      const split = choose(rest, forced);
      forced = null;
      const value = multiplied(split.a, split.b);
      rest = withoutMonomials(rest, value);
      const [a, b] = [affine(split.a), affine(split.b)];
      weights.set(products.length, 1);
      products.push({ a, b, value });
    }
    return {
      bias: polynomial.get(keyOf([]))?.coefficient ?? 0,
      inputs: new Map(
        [...polynomial.values()]
          .filter(({ channels }) => channels.length === 1)
          .map(({ channels: [channel], coefficient }) => [channel, coefficient]),
      ),
      products: weights,
    };
  };

  const row = affine(p);
  return { products, row };
}

/** The longest product of which the monomials hold a multiple. */
function reused(
  rest: readonly Monomial[],
  products: readonly Product[],
): { readonly product: number; readonly ratio: number } | null {
  const known = polynomialOf(rest);
  let best: { product: number; ratio: number; size: number } | null = null;
  products.forEach(({ value }, product) => {
    const ratios = [...value].map(
      ([key, { coefficient }]) => (known.get(key)?.coefficient ?? 0) / coefficient,
    );
    const [ratio] = ratios;
    const same = ratios.every((other) => Math.abs(other - ratio) <= ROUNDING * Math.abs(ratio));
    if (ratio === 0 || !same || (best && best.size >= ratios.length)) return;
    best = { product, ratio, size: ratios.length };
  });
  return best;
}

function nonlinear(p: Polynomial): Monomial[] {
  return [...p.values()].filter(({ channels }) => channels.length > 1);
}

function withoutMonomials(rest: readonly Monomial[], value: Polynomial): Monomial[] {
  return rest.filter(({ channels }) => !value.has(keyOf(channels)));
}
