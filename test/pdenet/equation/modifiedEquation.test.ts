import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import {
  carriedEquation,
  derivativesUpTo,
  formatEquation,
  modifiedEquation,
} from "../../../src/pdenet/index.js";
import type { Equation, Term } from "../../../src/pdenet/index.js";
import { constraint, momentsFromFilter } from "../../../src/stencil/index.js";
import { factor, term } from "./samples.js";

function onLine(...terms: Term[]): Equation {
  return { names: ["u"], axes: ["x"], terms: [terms], remainder: [NaN] };
}
const [u, u_x, u_xx] = [factor(0, 0), factor(0, 1), factor(0, 2)];

/** m[filter, k] of filters on three points. */
function momentsOf(...filters: number[][]) {
  return ndarrayOf(Float64Array.from(filters.flatMap((q) => [...momentsFromFilter(q).data])), [
    filters.length,
    filters[0].length,
  ]);
}
const SAME = [0, 1, 0];
const CENTRAL = [-0.5, 0, 0.5];
const SECOND = [1, -2, 1];

describe("the equation that filters really solve", () => {
  test("of advection by central differences disperses: −a u_x − a h²/6 u_xxx − a h⁴/120 u_xxxxx", () => {
    const h = 0.5;
    const moments = momentsOf(SAME, CENTRAL, SECOND);
    const { terms } = modifiedEquation(onLine(term(-3, [u_x])), moments, h, { maxOrder: 6 });
    expect(terms[0].map(({ factors: [{ order }] }) => order[0])).toEqual([1, 3, 5]);
    const expected = [-3, (-3 * h ** 2) / 6, (-3 * h ** 4) / 120];
    // A division by each of the factors of 120.
    terms[0].forEach(({ coefficient }, i) => expect(coefficient).toBeCloseTo(expected[i], 15));
  });
  test("of advection by one-sided differences diffuses: a h/2 u_xx for information from behind", () => {
    const moments = momentsOf(SAME, [-1, 1, 0]);
    const modified = modifiedEquation(onLine(term(-3, [u_x])), moments, 0.5, { maxOrder: 2 });
    expect(formatEquation(modified)).toBe("u_t = −3.00 u_x + 0.750 u_xx");
  });
  test("adds to terms that are there, and what is known of them moves along", () => {
    const known = { contribution: 0.5, interval: [0.9, 1.1] as const };
    const own = onLine(term(-4, [u_x]), term(1, [u_xx], known));
    const moments = momentsOf(SAME, [-1, 1, 0], SECOND);
    const { terms } = modifiedEquation(own, moments, 0.5, { maxOrder: 2 });
    expect(terms[0]).toEqual([
      term(2, [u_xx], { contribution: 1, interval: [1.9, 2.1] }),
      term(-4, [u_x]),
    ]);
  });
  test("is met to O(h⁴) by what differences of second order make of a product", () => {
    // u = sin x seen by an averaging filter, times its difference: −u u_x + ν u_xx at x = 0.7.
    const own = onLine(term(-1, [u, u_x]), term(0.3, [u_xx]));
    const average = [0.25, 0.5, 0.25];
    const moments = momentsOf(average, CENTRAL, SECOND);
    const at = 0.7;
    const off = (h: number): number => {
      const seen = (q: readonly number[]): number =>
        q.reduce((sum, weight, j) => sum + weight * Math.sin(at + (j - 1) * h), 0);
      const rate = (-seen(average) * seen(CENTRAL)) / h + (0.3 * seen(SECOND)) / h ** 2;
      const { terms } = modifiedEquation(own, moments, h);
      const derivatives = [0, 1, 2, 3, 4].map((o) => Math.sin(at + (o * Math.PI) / 2));
      const value = terms[0].reduce(
        (sum, { coefficient, factors }) =>
          sum + factors.reduce((product, { order: [o] }) => product * derivatives[o], coefficient),
        0,
      );
      return Math.abs(rate - value);
    };
    // The ratio of errors at h and h/2 comes to 2⁴ as h², here within a few percent.
    expect(off(0.1) / off(0.05)).toBeGreaterThan(15);
    expect(off(0.1) / off(0.05)).toBeLessThan(17);
  });
  test("of filters whose moments are free counts those, along axes of their own spacing", () => {
    const axes = ["x", "y"];
    const orders = derivativesUpTo(1, 2);
    const filters = orders.map((order) => constraint({ order, size: 3 }));
    const data = Float64Array.from(
      filters.flatMap(({ filter }) => [...momentsFromFilter(filter).data]),
    );
    // The filter for ∂_x is the third; its moment [0, 2] is free: + 0.1 h_y²/h_x u_yy.
    data[2 * 9 + 2] = 0.1;
    const own: Equation = {
      names: ["u"],
      axes,
      terms: [[term(2, [factor(0, 1, 0)])]],
      remainder: [NaN],
    };
    const modified = modifiedEquation(own, ndarrayOf(data, [3, 3, 3]), [0.5, 2], { maxOrder: 2 });
    expect(formatEquation(modified)).toBe("u_t = 2.00 u_x + 1.60 u_yy");
  });
  test("of conservative terms has the error of the outer filter, too", () => {
    const own = onLine(term(1, [u, u], { derivative: [1] }));
    const moments = momentsOf([0.25, 0.5, 0.25], [-1, 1, 0]);
    const modified = modifiedEquation(own, moments, 2, { maxOrder: 2 });
    expect(formatEquation(modified)).toBe("u_t = 1.00 (u²)_x + 2.00 (u u_xx)_x − 1.00 (u²)_xx");
  });
  test("of exact filters is the equation itself", () => {
    const own = onLine(term(-4, [u_x]), term(1, [u_xx]));
    const moments = momentsOf(SAME, CENTRAL, SECOND);
    expect(modifiedEquation(own, moments, 0.1, { maxOrder: 2 }).terms).toEqual(own.terms);
  });
  test("refuses moments of other axes and derivatives, and a spacing of zero", () => {
    const own = onLine(term(1, [u_xx]));
    expect(() => modifiedEquation(own, [[[1]]], 1)).toThrow(ShapeError);
    expect(() => modifiedEquation(own, momentsOf(SAME, CENTRAL), 1)).toThrow(/none for \[2\]/);
    const moments = momentsOf(SAME, CENTRAL, SECOND);
    expect(() => modifiedEquation(own, moments, 0)).toThrow(ValueError);
    expect(() => modifiedEquation(own, moments, 1, { maxOrder: -1 })).toThrow(ValueError);
    const plane = { ...own, axes: ["x", "y"] };
    expect(() => modifiedEquation(plane, [[[1]], [[1]]], 1)).toThrow(/one filter for every/);
    expect(() => modifiedEquation(own, [[0, NaN, 0]], 1)).toThrow(ValueError);
  });
});

describe("what a filter that carries u adds to the equation", () => {
  test("is m[k] h^k/Δt ∂^k u, m[0] less one", () => {
    const own = onLine(term(0.3, [u_xx]));
    const carried = carriedEquation(own, [1.01, 0.02, 0.003], 0.5, 0.1);
    expect(formatEquation(carried, { digits: 4 })).toBe(
      "u_t = 0.3075 u_xx + 0.1000 u + 0.1000 u_x",
    );
    const first = carriedEquation(own, [1, 0.02, 0.003], 0.5, 0.1, { maxOrder: 1 });
    expect(formatEquation(first)).toBe("u_t = 0.300 u_xx + 0.100 u_x");
  });
  test("is refused moments of other axes, and Δt of zero", () => {
    const own = onLine(term(0.3, [u_xx]));
    expect(() => carriedEquation(own, [[1]], 1, 1)).toThrow(ShapeError);
    expect(() => carriedEquation(own, [1], 1, 0)).toThrow(ValueError);
    expect(() => carriedEquation(own, [1], -1, 1)).toThrow(ValueError);
    expect(() => carriedEquation(own, [Infinity], 1, 1)).toThrow(ValueError);
  });
});
