import { describe, expect, test } from "vitest";
import { createRng, ShapeError, ValueError } from "../../../src/core/index.js";
import { equationOf, formatEquation, polynomialOf } from "../../../src/pdenet/index.js";

const LINE = { names: ["u"], axes: ["x"], maxOrder: 2 };
/** −u u_x + 0.1 u_xx + 2. */
const p = polynomialOf([
  { channels: [0, 1], coefficient: -1 },
  { channels: [2], coefficient: 0.1 },
  { channels: [], coefficient: 2 },
]);

/** Channels whose squares are known: rows of a Hadamard matrix, scaled. */
const channels = Float64Array.of(...[1, 1, 1, 1], ...[3, -3, 3, -3], ...[5, 5, -5, -5]);
const shape = [1, 3, 4];
const rates = Float64Array.from(
  { length: 4 },
  (_, i) => -channels[i] * channels[4 + i] + 0.1 * channels[8 + i] + 2,
);

describe("the equation of polynomials of channels", () => {
  test("has a term for every monomial, channels being derivatives in their order, component by component", () => {
    const plane = { names: ["u", "v"], axes: ["x", "y"], maxOrder: 2 };
    const all = Array.from({ length: 12 }, (_, i) => ({ channels: [i], coefficient: 12 - i }));
    const { terms } = equationOf([polynomialOf(all)], plane);
    expect(terms[0].map(({ factors: [{ component, order }] }) => [component, ...order])).toEqual(
      [0, 1].flatMap((c) => [
        [c, 0, 0],
        ...[
          [c, 0, 1],
          [c, 1, 0],
        ],
        ...[
          [c, 0, 2],
          [c, 1, 1],
          [c, 2, 0],
        ],
      ]),
    );
  });
  test("says what a term contributes: |c| rms(product) / rms(u_t), the largest first", () => {
    const { terms, remainder } = equationOf([p], LINE, { channels, shape, rates });
    // The three products are orthogonal: rms 3, 0.5 and 2, so rms(F)² = 9 + 0.25 + 4.
    const rms = Math.sqrt(13.25);
    expect(terms[0].map(({ coefficient }) => coefficient)).toEqual([-1, 2, 0.1]);
    terms[0].forEach(({ contribution }, i) =>
      // A handful of rounded operations.
      expect(contribution).toBeCloseTo([3, 2, 0.5][i] / rms, 14),
    );
    expect(remainder[0]).toBeLessThan(1e-15);
  });
  test("weighs against the rates observed where they are given", () => {
    const data = { channels, shape, rates, observed: [6] };
    const [[first]] = equationOf([p], LINE, data).terms;
    expect(first.contribution).toBe(0.5);
  });
  test("tells what its terms leave of F: rms(F − terms)/rms(F)", () => {
    const part = polynomialOf([{ channels: [0, 1], coefficient: -1 }]);
    const { remainder } = equationOf([part], LINE, { channels, shape, rates });
    expect(remainder[0]).toBeCloseTo(Math.sqrt(4.25 / 13.25), 14);
  });
  test("of dimensionless polynomials has the coefficients τ c/Π s", () => {
    const scales = { channels: [2, 4, 8], rates: [16] };
    const { terms } = equationOf([p], { ...LINE, scales });
    const byDegree = [2 * 16, (0.1 * 16) / 8, (-1 * 16) / (2 * 4)];
    expect(terms[0].map(({ coefficient }) => coefficient)).toEqual(byDegree);
    expect(terms[0].every(({ contribution }) => Number.isNaN(contribution))).toBe(true);
  });
  test("has the same contributions in whatever units channels and rates are", () => {
    const rng = createRng(4);
    const drawn = (n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
    const shape = [3, 3, 5];
    const [x, F] = [drawn(45), drawn(15)];
    const plain = equationOf([p], LINE, { channels: x, shape, rates: F });
    const units = [0.5, 8, 4];
    const scales = { channels: units, rates: [2] };
    const other = equationOf(
      [p],
      { ...LINE, scales },
      {
        channels: x.map((value, i) => value * units[Math.floor(i / 5) % 3]),
        shape,
        rates: F.map((value) => 2 * value),
      },
    );
    // Powers of two: the same bits.
    expect(other.terms[0].map(({ contribution }) => contribution)).toEqual(
      plain.terms[0].map(({ contribution }) => contribution),
    );
    expect(other.remainder).toEqual(plain.remainder);
  });
  test("may have factors that do not evolve: forcing inputs behind the components", () => {
    const forced = polynomialOf([{ channels: [3], coefficient: 1 }]);
    const equation = equationOf([forced], { ...LINE, names: ["u", "f"] });
    expect(formatEquation(equation)).toBe("u_t = 1.00 f");
  });
  test("knows no contribution where nothing moves", () => {
    const data = { channels, shape, rates: new Float64Array(4) };
    const { terms, remainder } = equationOf([p], LINE, data);
    expect(terms[0][0].contribution).toBeNaN();
    expect(remainder[0]).toBeNaN();
  });
  test("refuses channels without a name and data of other channels", () => {
    const unknown = polynomialOf([{ channels: [3], coefficient: 1 }]);
    expect(() => equationOf([unknown], LINE)).toThrow(/channel 3/);
    expect(() => equationOf([p, p], LINE)).toThrow(ValueError);
    const data = { channels, shape, rates };
    expect(() => equationOf([p], LINE, { ...data, shape: [1, 4, 3] })).toThrow(ShapeError);
    expect(() => equationOf([p], LINE, { ...data, rates: new Float64Array(3) })).toThrow(
      ShapeError,
    );
    const broken = { ...data, channels: channels.map((x, i) => (i === 5 ? NaN : x)) };
    expect(() => equationOf([p], LINE, broken)).toThrow(/index \[0, 1, 1\]/);
  });
});
