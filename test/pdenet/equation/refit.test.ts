import { describe, expect, test } from "vitest";
import { createRng, ShapeError, ValueError } from "../../../src/core/index.js";
import type { Rng } from "../../../src/core/index.js";
import { refit } from "../../../src/pdenet/index.js";
import type { Equation, Term } from "../../../src/pdenet/index.js";
import { studentQuantile } from "../../../src/pdenet/equation/studentQuantile.js";
import { factor, term } from "./samples.js";

const [u, u_x, u_xx] = [factor(0, 0), factor(0, 1), factor(0, 2)];
function onLine(...terms: Term[]): Equation {
  return { names: ["u"], axes: ["x"], terms: [terms], remainder: [NaN] };
}

const [SAMPLES, POINTS] = [6, 40];
/** Channels u, u_x, u_xx of unequal sizes, as if they were derivatives. */
function channelsOf(rng: Rng): Float64Array {
  const sizes = [1, 30, 2000];
  return Float64Array.from(
    { length: SAMPLES * 3 * POINTS },
    (_, i) => sizes[Math.floor(i / POINTS) % 3] * rng.normal(),
  );
}
const shape = [SAMPLES, 3, POINTS];

/** F of the channels at every point. */
function ratesOf(
  channels: Float64Array,
  F: (u: number, u_x: number, u_xx: number, s: number) => number,
): Float64Array {
  return Float64Array.from({ length: SAMPLES * POINTS }, (_, i) => {
    const [s, x] = [Math.floor(i / POINTS), i % POINTS];
    const at = (c: number): number => channels[(s * 3 + c) * POINTS + x];
    return F(at(0), at(1), at(2), s);
  });
}

describe("an equation fitted anew", () => {
  const channels = channelsOf(createRng(11));
  const shrunk = onLine(term(-0.9, [u, u_x]), term(0.04, [u_xx]), term(0.1, []));
  const F = (u: number, u_x: number, u_xx: number): number => -u * u_x + 0.05 * u_xx + 3;

  test("finds the coefficients that made the rates, and leaves nothing", () => {
    const rates = ratesOf(channels, F);
    const { terms, remainder } = refit(shrunk, { channels, shape, rates }, { maxOrder: 2 });
    const found = new Map(terms[0].map((own) => [own.factors.length, own]));
    // Least squares of well-conditioned columns in Float64.
    expect(found.get(2)?.coefficient).toBeCloseTo(-1, 12);
    expect(found.get(1)?.coefficient).toBeCloseTo(0.05, 13);
    expect(found.get(0)?.coefficient).toBeCloseTo(3, 11);
    expect(remainder[0]).toBeLessThan(1e-13);
    const contributions = terms[0].map(({ contribution }) => contribution);
    expect(contributions).toEqual([...contributions].sort((a, b) => b - a));
  });
  test("leaves residuals that are orthogonal to all terms", () => {
    const rng = createRng(12);
    const rates = ratesOf(channels, (...x) => F(x[0], x[1], x[2]) + 5 * rng.normal());
    const { terms } = refit(shrunk, { channels, shape, rates }, { maxOrder: 2 });
    const c = new Map(terms[0].map(({ factors, coefficient }) => [factors.length, coefficient]));
    const rest = ratesOf(
      channels,
      (u, u_x, u_xx) => (c.get(2) ?? 0) * u * u_x + (c.get(1) ?? 0) * u_xx + (c.get(0) ?? 0),
    ).map((value, i) => rates[i] - value);
    const products: readonly ((u: number, u_x: number, u_xx: number) => number)[] = [
      (u, u_x) => u * u_x,
      (_u, _x, u_xx) => u_xx,
      () => 1,
    ];
    for (const product of products) {
      const φ = ratesOf(channels, product);
      const [dot, lengths] = [
        φ.reduce((sum, value, i) => sum + value * rest[i], 0),
        Math.hypot(...φ) * Math.hypot(...rest),
      ];
      // Rounding of 240 products.
      expect(Math.abs(dot) / lengths).toBeLessThan(1e-13);
    }
  });
  test("has intervals that hold the truth in about 95 of 100 cases, with errors alike within a trajectory", () => {
    const rng = createRng(13);
    let inside = 0;
    const cases = 400;
    const own = onLine(term(1, [u, u_x]), term(1, []));
    for (let i = 0; i < cases; i++) {
      const shared = Array.from({ length: SAMPLES }, () => rng.normal());
      const rates = ratesOf(channels, (u, u_x, _, s) => u * u_x + 2 + shared[s] + rng.normal());
      const { terms } = refit(own, { channels, shape, rates }, { maxOrder: 2 });
      const { interval } = terms[0].find(({ factors }) => factors.length === 0) ?? {};
      if (interval && interval[0] < 2 && interval[1] > 2) inside++;
    }
    // Binomial with 400 draws: a standard deviation of 1.1 %, of which four are allowed.
    expect(Math.abs(inside / cases - 0.95)).toBeLessThan(0.044);
  });
  test("has no intervals from one trajectory alone", () => {
    const rates = ratesOf(channels, F);
    const groups = new Array<number>(SAMPLES).fill(7);
    const { terms } = refit(shrunk, { channels, shape, rates }, { maxOrder: 2, groups });
    expect(terms[0].every(({ interval }) => interval === null)).toBe(true);
  });
  test("writes conservative terms out: the coefficient of (u²)_x is half that of u u_x", () => {
    const rates = ratesOf(channels, F);
    const flux = onLine(term(1, [u, u], { derivative: [1] }), term(1, [u_xx]), term(1, []));
    const { terms } = refit(flux, { channels, shape, rates }, { maxOrder: 2 });
    const found = terms[0].find(({ derivative }) => derivative !== null);
    expect(found?.coefficient).toBeCloseTo(-0.5, 12);
  });
  test("of no terms stays so, and leaves everything", () => {
    const rates = ratesOf(channels, F);
    const nothing = refit(onLine(), { channels, shape, rates }, { maxOrder: 2 });
    expect(nothing).toMatchObject({ terms: [[]], remainder: [1] });
  });
  test("refuses terms that depend on one another, unknown channels and data of other shapes", () => {
    const rates = ratesOf(channels, F);
    const data = { channels, shape, rates };
    const twice = onLine(term(1, [u, u], { derivative: [1] }), term(1, [u, u_x]));
    expect(() => refit(twice, data, { maxOrder: 2 })).toThrow(/independent/);
    expect(() => refit(onLine(term(1, [factor(0, 3)])), data, { maxOrder: 2 })).toThrow(/u_xxx/);
    expect(() => refit(shrunk, data, { maxOrder: 3 })).toThrow(ShapeError);
    expect(() => refit(shrunk, data, { maxOrder: 2, groups: [0] })).toThrow(ShapeError);
    expect(() => refit(shrunk, data, { maxOrder: -1 })).toThrow(ValueError);
  });
});

test("Student's t has the quantiles of another program", () => {
  // SciPy 1.17.1; the table has four decimals, the series an error of 1.4·10⁻⁵ at most.
  for (const [freedom, t] of [
    [1, 12.706204736],
    [2, 4.302652729749],
    [8, 2.306004135204],
    [9, 2.262157162798],
    [20, 2.085963447266],
    [120, 1.979930405082],
  ]) {
    expect(Math.abs(studentQuantile(freedom) - t)).toBeLessThan(6e-5);
  }
});
