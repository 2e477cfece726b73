import { describe, expect, test } from "vitest";
import { symnetRow } from "../../../src/compute/index.js";
import { createRng, ValueError } from "../../../src/core/index.js";
import { polynomialOf } from "../../../src/pdenet/equation/polynomial.js";
import type { Monomial, Polynomial } from "../../../src/pdenet/equation/polynomial.js";
import { embedPolynomial } from "../../../src/pdenet/symbolic/embed.js";
import { expandSymnet } from "../../../src/pdenet/symbolic/expand.js";

/** c Π channels, as [c, …channels]. */
function sum(...monomials: number[][]): Polynomial {
  return polynomialOf(
    monomials.map(([coefficient, ...channels]): Monomial => ({ channels, coefficient })),
  );
}

/** How many products it takes, once its expansion in full was seen to be the polynomial again. */
function neededFor(p: Polynomial, inputs: number, products: number): number {
  const { weights, needed } = embedPolynomial(p, inputs, products);
  expect(weights).not.toBeNull();
  const back = expandSymnet(weights ?? new Float64Array(), inputs, products, 40);
  const largest = Math.max(...[...p.values()].map(({ coefficient }) => Math.abs(coefficient)));
  for (const key of new Set([...p.keys(), ...back.keys()])) {
    const error = (back.get(key)?.coefficient ?? 0) - (p.get(key)?.coefficient ?? 0);
    // One product and one ratio are rounded.
    expect(Math.abs(error)).toBeLessThanOrEqual(4 * 2 ** -52 * largest);
  }
  return needed;
}

const [u, u_y, u_x, , , , v, v_y, v_x] = Array.from({ length: 12 }, (_, i) => i);

describe("a polynomial as a SymNet", () => {
  test("without products is its last row", () => {
    expect(neededFor(sum([5], [2, 0], [-1, 2]), 3, 0)).toBe(0);
  });
  test("comes back from the expansion, whatever it is, up to degree four", () => {
    for (let seed = 0; seed < 40; seed++) {
      const rng = createRng(seed);
      const p = polynomialOf(
        Array.from({ length: 1 + rng.integer(8) }, () => ({
          channels: Array.from({ length: rng.integer(5) }, () => rng.integer(4)),
          coefficient: rng.normal(),
        })),
      );
      const { needed } = embedPolynomial(p, 4, 0);
      expect(neededFor(p, 4, needed)).toBe(needed);
    }
  });
  test("takes common factors out, of either side", () => {
    expect(neededFor(sum([2, u, u_x], [3, u, u_y]), 12, 1)).toBe(1);
    expect(neededFor(sum([2, u, u_x], [3, v, u_x]), 12, 1)).toBe(1);
    // (u + 2 v)(u_x − 3 v_x): four monomials.
    expect(neededFor(sum([1, u, u_x], [2, v, u_x], [-3, u, v_x], [-6, v, v_x]), 12, 1)).toBe(1);
  });
  test("needs two products for the convection of Burgers' equation, whatever is linear", () => {
    const burgers = sum([-1, u, u_x], [-1, v, u_y], [0.05, 3], [0.05, 5], [0.01], [0.02, v_y]);
    expect(neededFor(burgers, 12, 2)).toBe(2);
  });
  test("needs four for convection and the reaction (1 − u² − v²) u + (u² + v²) v", () => {
    const cdr = sum(
      ...[
        [-1, u, u_x],
        [-1, v, u_y],
        [0.1, 3],
        [0.1, 5],
        [1, u],
      ],
      ...[
        [-1, u, u, u],
        [-1, u, v, v],
        [1, u, u, v],
        [1, v, v, v],
      ],
    );
    expect(neededFor(cdr, 12, 4)).toBe(4);
  });
  test("uses products again: powers by squares", () => {
    expect(neededFor(sum([3, 0, 0, 0, 0]), 1, 2)).toBe(2);
    expect(neededFor(sum([3, 0, 0, 0, 0, 0, 0, 0, 0]), 1, 3)).toBe(3);
    // p₀ = u v is in both.
    expect(neededFor(sum([1, 0, 1], [2, 0, 1, 2]), 3, 2)).toBe(2);
  });
  test("says how many products it would need where there are too few", () => {
    const p = sum([1, 0, 0], [1, 1, 1], [1, 2, 2]);
    expect(embedPolynomial(p, 3, 2)).toEqual({ weights: null, needed: 3 });
  });
  test("fills products that are not needed with random rows that have no say", () => {
    const p = sum([1, 0, 1]);
    const [a, b, again] = [1, 2, 1].map((seed) => embedPolynomial(p, 2, 3, { seed }).weights);
    expect(a).toEqual(again);
    expect(a).not.toEqual(b);
    const used = symnetRow(2, 1);
    const last = symnetRow(2, 3);
    expect(a?.subarray(used, last).every((weight) => weight !== 0)).toBe(true);
    expect([...(a?.subarray(last) ?? [])]).toEqual([0, 0, 1, 0, 0, 0]);
    // Sixteen normal numbers of standard deviation 0.01 are below 0.05.
    const small = embedPolynomial(p, 2, 3, { scale: 0.01 }).weights;
    expect(Math.max(...(small?.subarray(used, last) ?? [1]).map(Math.abs))).toBeLessThan(0.05);
  });
  test("is refused channels that the net does not have, and lengths below zero", () => {
    const p = sum([1, 0, v_x]);
    expect(() => embedPolynomial(p, 8, 3)).toThrow(/channel 8/);
    expect(() => embedPolynomial(p, 0, 3)).toThrow(ValueError);
    expect(() => embedPolynomial(p, 12, -1)).toThrow(ValueError);
    expect(() => embedPolynomial(p, 12, 1, { scale: -1 })).toThrow(ValueError);
  });
});
