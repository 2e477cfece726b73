/**
 * The candidates of a sparse regression: which products of fields and derivatives a right-hand side may hold.
 *
 *   products       u^α ∂^o u_c,  |α| ≤ degree, |o| ≤ maxOrder     the library of PDE-FIND
 *   polynomial     Π ∂^{o_j} u_{c_j}, at most `degree` factors     what a symbolic network can be
 *   conservative   ∂^o(u^α),  |α| ≤ degree, |o| ≤ maxOrder         what has a weak form
 *
 * or any list of terms. Simple candidates come first: fewer factors, then lower derivatives.
 *
 * Rudy, Brunton, Proctor and Kutz, Science Advances 3 (2017) e1602614.
 */
import { checkInteger, checkOneOf, formatShape, ShapeError, ValueError } from "../../core/index.js";
import { degreeOf, derivativesUpTo } from "../derivatives.js";
import { sortedFactors, termKey } from "../equation/equation.js";
import type { Factor, Term } from "../equation/equation.js";
import { textOfProduct } from "../equation/textNotation.js";
import { parseTerm } from "./parseTerm.js";
import type { Words } from "./parseTerm.js";

/** A candidate: a product of factors, or a derivative of the whole product. No factors are the constant 1. */
export type LibraryTerm = Pick<Term, "factors" | "derivative">;

/** All terms of a kind. */
export interface LibraryOptions {
  /**
   * "products" (default): monomials of the fields times one derivative at most. "polynomial": all products of fields
   * and derivatives. "conservative": derivatives of monomials, the default of the weak form.
   */
  readonly kind?: "products" | "polynomial" | "conservative" | undefined;
  /** The largest number of factors, a derivative in front of a monomial not counted. Default 2; 3 for cubic terms. */
  readonly degree?: number | undefined;
  /** R: derivatives up to this order. Default 2. */
  readonly maxOrder?: number | undefined;
}

/** Terms by kind, or one by one: as text, "u*u_x", "v^2", "(u^2)_x", "1", or as data. */
export type Library = LibraryOptions | readonly (string | LibraryTerm)[];

/**
 * The candidates.
 * @param fields how many fields there are, forcing inputs among them
 * @throws ShapeError for derivatives with another number of orders than axes
 * @throws ValueError for what is no list and no kind, terms that cannot be read, that are given twice, or none at all
 */
export function libraryOf(
  library: Library,
  fields: number,
  words: Words,
  where: string,
): LibraryTerm[] {
  if (isList(library)) return listed(library, fields, words, where);
  if (typeof library !== "object" || library === null) {
    throw new ValueError(
      `${where} should be { kind, degree, maxOrder }, or a list of terms; got ${JSON.stringify(library)}. Write ` +
        `{ kind: "polynomial" } or ["u_xx"].`,
    );
  }
  const { kind = "products", degree = 2, maxOrder = 2 } = library;
  checkOneOf(kind, ["products", "polynomial", "conservative"], `${where}: kind`);
  checkInteger(degree, 1, Infinity, `${where}: degree`);
  checkInteger(maxOrder, 0, Infinity, `${where}: maxOrder`);
  const orders = derivativesUpTo(maxOrder, words.axes.length);
  const channels = Array.from({ length: fields }, (_, component) =>
    orders.map((order) => ({ component, order })),
  ).flat();
  const values = channels.filter(({ order }) => degreeOf(order) === 0);
  const slopes = channels.filter(({ order }) => degreeOf(order) > 0);
  if (kind === "polynomial") return simpleFirst(monomials(channels, degree).map(plain));
  const ofValues = monomials(values, degree);
  const terms =
    kind === "products"
      ? ofValues.flatMap((factors) => [
          plain(factors),
          ...slopes.map((slope) => plain([...factors, slope])),
        ])
      : ofValues.flatMap((factors) =>
          (factors.length === 0 ? orders.slice(0, 1) : orders).map((derivative) =>
            canonical({ factors, derivative }),
          ),
        );
  return simpleFirst(terms);
}

function isList(library: Library): library is readonly (string | LibraryTerm)[] {
  return Array.isArray(library);
}

function listed(
  library: readonly (string | LibraryTerm)[],
  fields: number,
  words: Words,
  where: string,
): LibraryTerm[] {
  if (library.length === 0) {
    throw new ValueError(
      `${where} should hold at least one term; got none. Give "u_xx" or a kind.`,
    );
  }
  const terms = library.map((entry, i) => termOf(entry, fields, words, `${where}[${i}]`));
  const keys = terms.map(termKey);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  if (twice >= 0) {
    throw new ValueError(
      `${where} should hold every term once; got ${textOfProduct(terms[twice], words)} at ` +
        `${keys.indexOf(keys[twice])} and ${twice}. Leave one out.`,
    );
  }
  return terms;
}

/**
 * One term, in the form in which equal terms are equal.
 * @throws as `libraryOf`
 */
export function termOf(
  entry: string | LibraryTerm,
  fields: number,
  words: Words,
  where: string,
): LibraryTerm {
  const term = typeof entry === "string" ? parseTerm(entry, words, where) : entry;
  const orders = [...term.factors.map(({ order }) => order), term.derivative ?? []];
  for (const [i, order] of orders.entries()) {
    if (i === term.factors.length && term.derivative === null) continue;
    if (order.length !== words.axes.length) {
      throw new ShapeError(
        `${where}: every derivative should have one order per axis, ${words.axes.length}; got ` +
          `${formatShape(order)}. ${formatShape(words.axes.map(() => 0))} is the field itself.`,
      );
    }
    order.forEach((o) => checkInteger(o, 0, Infinity, `${where}: an order of a derivative`));
  }
  for (const { component } of term.factors) {
    checkInteger(component, 0, fields - 1, `${where}: component of a factor`);
  }
  return canonical(term);
}

/** Factors in order, and the derivative of a single one or of none taken inside. */
function canonical({ factors, derivative }: LibraryTerm): LibraryTerm {
  if (derivative === null || degreeOf(derivative) === 0) return plain(factors);
  if (factors.length !== 1) return { factors: sorted(factors), derivative: [...derivative] };
  const [{ component, order }] = factors;
  return plain([{ component, order: order.map((o, axis) => o + derivative[axis]) }]);
}

function plain(factors: readonly Factor[]): LibraryTerm {
  return { factors: sorted(factors), derivative: null };
}

function sorted(factors: readonly Factor[]): Factor[] {
  return sortedFactors(factors).map(({ component, order }) => ({ component, order: [...order] }));
}

/** All products of up to `degree` of the channels. */
function monomials(channels: readonly Factor[], degree: number): Factor[][] {
  let last: { readonly factors: Factor[]; readonly from: number }[] = [{ factors: [], from: 0 }];
  const all = [...last];
  for (let d = 1; d <= degree; d++) {
    last = last.flatMap(({ factors, from }) =>
      channels
        .slice(from)
        .map((channel, i) => ({ factors: [...factors, channel], from: from + i })),
    );
    all.push(...last);
  }
  return all.map(({ factors }) => factors);
}

function simpleFirst(terms: readonly LibraryTerm[]): LibraryTerm[] {
  return [...terms].sort(
    (a, b) => a.factors.length - b.factors.length || highestDegree(a) - highestDegree(b),
  );
}

function highestDegree({ factors, derivative }: LibraryTerm): number {
  return factors.reduce((sum, { order }) => sum + degreeOf(order), degreeOf(derivative ?? []));
}
