/**
 * The equation that filters on a grid really solve. A filter for ∂^o of moments m_o sees
 *
 *   D_o u = ∂^o u + Σ_{k ≠ o} m_o[k] Π_a h_a^{k_a − o_a} ∂^k u,
 *
 * so a product of what filters see is, to first order in these errors, the product of the derivatives and for every
 * factor one more product with its error in its place. Where a step carries D₀ ⋆ u on instead of u,
 *
 *   (D₀ ⋆ u − u)/Δt = Σ_k (m₀[k] − δ_{k0}) Π_a h_a^{k_a} / Δt ∂^k u
 *
 * is a part of ∂u/∂t as well: the coefficients alone are not the equation.
 *
 * Warming and Hyett, J. Comput. Phys. 14 (1974) 159; Long, Lu, Ma and Dong, ICML 2018.
 */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  formatShape,
  ndarrayOf,
  perAxis,
  ShapeError,
  sizeOf,
  toFloat64,
  unravel,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { filterFromMoments } from "../../stencil/index.js";
import { checkIsEquation } from "../checkArguments.js";
import { degreeOf, derivativesUpTo, unitOf } from "../derivatives.js";
import { byContribution, termKey } from "./equation.js";
import type { Equation, Factor, Term } from "./equation.js";
import { gathered } from "./productRule.js";

/** How far the series goes. */
export interface ModifiedOptions {
  /** Derivatives of a higher order are left out. Default two above the highest that filters are for. */
  readonly maxOrder?: number | undefined;
}

/** Moments below this part of the sum of their magnitudes are rounding. */
const ROUNDING = 1e-13;

/** What a filter adds to its derivative: ∂^k u with a factor. */
type Errors = readonly { readonly order: readonly number[]; readonly factor: number }[];

/**
 * The equation of an equation's terms as filters see them, to first order in the errors of the filters.
 * @param moments m[filter, …k], the filters in the order of `derivativesUpTo`; those of filters that lean to either
 *   side by the sign of something have no modified equation
 * @param spacing h, one for all axes or one each
 * @throws ShapeError for moments of another number of axes, or of filters for other derivatives
 * @throws ValueError for what is no equation, entries that are not finite, a spacing ≤ 0, or a maxOrder below 0
 */
export function modifiedEquation(
  equation: Equation,
  moments: ArrayInput,
  spacing: number | readonly number[],
  options: ModifiedOptions = {},
): Equation {
  const where = "pdenet.modifiedEquation";
  checkIsEquation(equation, where);
  const axes = equation.axes.length;
  const h = checkedSpacing(spacing, axes, where);
  const { data, shape } = toFloat64(moments, `${where}: moments`);
  const [filters, ...size] = shape;
  const highest = size.length === axes ? orderOf(filters, axes) : null;
  if (highest === null) {
    throw new ShapeError(
      `${where}: moments should be m[filter, …k] of ${axes} axes, one filter for every derivative up to an order; ` +
        `got ${formatShape(shape)}.`,
    );
  }
  checkFinite({ data, shape }, `${where}: moments`);
  const { maxOrder = highest + 2 } = options;
  checkInteger(maxOrder, 0, Infinity, `${where}: maxOrder`);
  const errors = new Map(
    derivativesUpTo(highest, axes).map((order, f) => {
      const own = data.slice(f * sizeOf(size), (f + 1) * sizeOf(size));
      return [order.join(), errorsOf(own, size, order, h, maxOrder)];
    }),
  );
  const errorsFor = (order: readonly number[]): Errors => {
    const known = errors.get(order.join());
    if (known) return known;
    throw new ShapeError(
      `${where}: moments should have a filter for every derivative of the equation; there is none for ` +
        `${formatShape(order)}. Pass the moments of the network that the equation was read from.`,
    );
  };
  return {
    ...equation,
    terms: equation.terms.map((own) =>
      joined(
        own,
        own.flatMap((term) => changes(term, errorsFor)),
      ),
    ),
  };
}

/**
 * The equation of steps u ↦ D₀ ⋆ u + Δt F: what the filter D₀ does to u, over Δt, beside F.
 * @param moments m[…k] of D₀
 * @param spacing h, one for all axes or one each
 * @param dt Δt of one step
 * @throws ShapeError for moments of another number of axes
 * @throws ValueError for what is no equation, entries that are not finite, a spacing or Δt ≤ 0, or a maxOrder below 0
 */
export function carriedEquation(
  equation: Equation,
  moments: ArrayInput,
  spacing: number | readonly number[],
  dt: number,
  options: ModifiedOptions = {},
): Equation {
  const where = "pdenet.carriedEquation";
  checkIsEquation(equation, where);
  const axes = equation.axes.length;
  const h = checkedSpacing(spacing, axes, where);
  checkNumber(dt, Number.MIN_VALUE, Number.MAX_VALUE, `${where}: dt`);
  const { data, shape } = toFloat64(moments, `${where}: moments`);
  if (shape.length !== axes || data.length === 0) {
    throw new ShapeError(
      `${where}: moments should be m[…k] of ${axes} axes; got ${formatShape(shape)}.`,
    );
  }
  checkFinite({ data, shape }, `${where}: moments`);
  const { maxOrder = 2 } = options;
  checkInteger(maxOrder, 0, Infinity, `${where}: maxOrder`);
  const none = new Array<number>(axes).fill(0);
  const errors = errorsOf(data, shape, none, h, maxOrder);
  return {
    ...equation,
    terms: equation.terms.map((own, component) =>
      joined(
        own,
        errors.map(({ order, factor }) => plain([{ component, order }], null, factor / dt)),
      ),
    ),
  };
}

/** Everything a filter sees beside its derivative, up to an order. */
function errorsOf(
  moments: Float64Array,
  size: readonly number[],
  order: readonly number[],
  spacing: readonly number[],
  maxOrder: number,
): Errors {
  const { data: filter } = filterFromMoments(ndarrayOf(moments, size));
  return derivativesUpTo(maxOrder, size.length).flatMap((k) => {
    const own = k.every((entry, axis) => entry === order[axis]) ? 1 : 0;
    const error = momentOf(filter, moments, size, k) - own;
    if (error === 0) return [];
    return [{ order: k, factor: (error * unitOf(k, spacing)) / unitOf(order, spacing) }];
  });
}

/** m[k]: as given, and for powers that the filter has no entry for from its points. */
function momentOf(
  filter: Float64Array,
  moments: Float64Array,
  size: readonly number[],
  k: readonly number[],
): number {
  if (k.every((entry, axis) => entry < size[axis])) {
    return moments[k.reduce((at, entry, axis) => at * size[axis] + entry, 0)];
  }
  let [sum, magnitude] = [0, 0];
  filter.forEach((q, i) => {
    const value = unravel(i, size).reduce((product, j, axis) => {
      const r = j - ((size[axis] - 1) >> 1);
      let power = product;
      for (let p = 1; p <= k[axis]; p++) power *= r / p;
      return power;
    }, q);
    sum += value;
    magnitude += Math.abs(value);
  });
  return Math.abs(sum) > ROUNDING * magnitude ? sum : 0;
}

/** What the errors of filters add to a term, one factor at a time. */
function changes(term: Term, errorsFor: (order: readonly number[]) => Errors): Term[] {
  const { factors, derivative, coefficient } = term;
  const inner = factors.flatMap(({ component, order }, place) =>
    errorsFor(order).map(({ order: k, factor }) => {
      const own = factors.map((other, j) => (j === place ? { component, order: k } : other));
      return plain(own, derivative, coefficient * factor);
    }),
  );
  if (derivative === null) return inner;
  const outer = errorsFor(derivative).map(({ order: k, factor }) =>
    plain(factors, degreeOf(k) === 0 ? null : k, coefficient * factor),
  );
  return [...inner, ...outer];
}

function plain(
  factors: readonly Factor[],
  derivative: readonly number[] | null,
  coefficient: number,
): Term {
  return { factors, derivative, coefficient, contribution: NaN, interval: null };
}

/** Terms with others added: what is known of a term moves with its coefficient. */
function joined(terms: readonly Term[], added: readonly Term[]): Term[] {
  const more = new Map(gathered(added).map((term) => [termKey(term), term]));
  const moved = terms.map((term): Term => {
    const key = termKey(term);
    const by = more.get(key)?.coefficient ?? 0;
    more.delete(key);
    const coefficient = term.coefficient + by;
    return {
      ...term,
      coefficient,
      contribution: term.contribution * Math.abs(coefficient / term.coefficient),
      interval: term.interval && [term.interval[0] + by, term.interval[1] + by],
    };
  });
  return byContribution([...moved, ...more.values()]);
}

/** R of so many derivatives; null if they are not all up to an order. */
function orderOf(filters: number, axes: number): number | null {
  for (let order = 0; ; order++) {
    const count = derivativesUpTo(order, axes).length;
    if (count >= filters) return count === filters ? order : null;
  }
}

function checkedSpacing(
  spacing: number | readonly number[],
  axes: number,
  where: string,
): readonly number[] {
  const h = perAxis(spacing, axes, `${where}: spacing`);
  h.forEach((one, axis) =>
    checkNumber(one, Number.MIN_VALUE, Number.MAX_VALUE, `${where}: spacing[${axis}]`),
  );
  return h;
}
