/**
 * The library at the points of a frame. Every term is a product of fields: derivatives of components, and derivatives of
 * whole products. A product is made of a shorter one and one more field, so what terms share is multiplied once.
 */
import { unitOf } from "../derivatives.js";
import type { Factor } from "../equation/equation.js";
import type { Border } from "../network.js";
import type { LibraryTerm } from "./library.js";
import type { Observed } from "./observed.js";
import { differentiation } from "./spaceRule.js";
import type { SpaceRule } from "./spaceRule.js";

/** A library that can be evaluated. */
export interface Channels {
  /** The fields of one frame. */
  readonly fieldsOf: (frame: Float64Array) => readonly Float64Array[];
  /** Adds a · term to out[term, row] for the points from … to − 1. */
  readonly addTerms: (
    out: Float64Array,
    a: number,
    fields: readonly Float64Array[],
    from: number,
    to: number,
  ) => void;
}

/** @throws as `differentiation` */
export function channelsOf(
  { components, grid, spacing, points }: Observed,
  library: readonly LibraryTerm[],
  space: SpaceRule,
  border: Border,
  where: string,
): Channels {
  const place = { grid, spacing, border };
  const { simple, terms } = fieldsIn(library);
  const own = Array.from({ length: components }, (_, component) => {
    const at = simple.flatMap((factor, i) => (factor.component === component ? [i] : []));
    const orders = at.map((i) => simple[i].order);
    const differentiate = at.length > 0 ? differentiation(space, orders, place, where) : () => [];
    return { component, at, orders, differentiate };
  });
  const wholes = library.flatMap(({ derivative }, i) =>
    derivative
      ? [
          {
            ...{ term: i, order: derivative },
            differentiate: differentiation(space, [derivative], place, where),
          },
        ]
      : [],
  );
  const factors = terms.map((list, i) => {
    const at = wholes.findIndex(({ term }) => term === i);
    return at < 0 ? list : [simple.length + at];
  });
  return {
    fieldsOf(frame) {
      const fields: Float64Array[] = [];
      for (const { component, at, orders, differentiate } of own) {
        const u = frame.subarray(component * points, (component + 1) * points);
        differentiate(u).forEach((field, i) => {
          fields[at[i]] = withoutRounding(field, u, orders[i], spacing);
        });
      }
      for (const { term, order, differentiate } of wholes) {
        const product = new Float64Array(points).fill(1);
        for (const i of terms[term]) {
          for (let x = 0; x < points; x++) product[x] *= fields[i][x];
        }
        const [field] = differentiate(product);
        fields.push(withoutRounding(field, product, order, spacing));
      }
      return fields;
    },
    addTerms: sumOfProducts(factors),
  };
}

/** Different factors of all terms, and which of them every term is made of. */
function fieldsIn(library: readonly LibraryTerm[]): {
  readonly simple: Factor[];
  readonly terms: (readonly number[])[];
} {
  const known = new Map<string, number>();
  const simple: Factor[] = [];
  const terms = library.map(({ factors }) =>
    factors.map((factor) => {
      const key = `${factor.component}:${factor.order.join()}`;
      const at = known.get(key) ?? simple.push(factor) - 1;
      known.set(key, at);
      return at;
    }),
  );
  return { simple, terms };
}

/** A derivative below this part of |u| Π (4/h_a)^{o_a}, which no rule exceeds, is rounding. */
const ROUNDING = 1e-14;

/** The derivative, or zeros where it is nothing but rounding: scaled to unit size, that would be a candidate. */
function withoutRounding(
  field: Float64Array,
  u: Float64Array,
  order: readonly number[],
  spacing: readonly number[],
): Float64Array {
  let largest = 0;
  for (let x = 0; x < u.length; x++) largest = Math.max(largest, Math.abs(u[x]));
  const unit = unitOf(
    order,
    spacing.map((h) => h / 4),
  );
  const bound = (ROUNDING * largest) / unit;
  for (let x = 0; x < u.length; x++) if (Math.abs(field[x]) > bound) return field;
  return new Float64Array(field.length);
}

/** One product: a shorter one times a field. */
interface Product {
  readonly shorter: number;
  readonly field: number;
}

function sumOfProducts(factors: readonly (readonly number[])[]): Channels["addTerms"] {
  const known = new Map<string, number>();
  const products: Product[] = [];
  const productOf = (list: readonly number[]): number => {
    if (list.length === 0) return -1;
    const key = list.join();
    const shorter = known.get(key) ?? productOf(list.slice(0, -1));
    const at = known.get(key) ?? products.push({ shorter, field: list[list.length - 1] }) - 1;
    known.set(key, at);
    return at;
  };
  const terms = factors.map(productOf);
  let values = new Float64Array(0);
  return (out, a, fields, from, to) => {
    const length = to - from;
    if (values.length < products.length * length) {
      values = new Float64Array(products.length * length);
    }
    products.forEach(({ shorter, field }, i) => {
      const factor = fields[field];
      const [at, before] = [i * length, shorter * length];
      if (shorter < 0) for (let x = 0; x < length; x++) values[at + x] = factor[from + x];
      else for (let x = 0; x < length; x++) values[at + x] = values[before + x] * factor[from + x];
    });
    terms.forEach((product, j) => {
      const [to0, at] = [j * length, product * length];
      if (product < 0) for (let x = 0; x < length; x++) out[to0 + x] += a;
      else for (let x = 0; x < length; x++) out[to0 + x] += a * values[at + x];
    });
  };
}
