import { describe, expect, test } from "vitest";
import {
  abs,
  clamp,
  cos,
  exp,
  grad,
  log,
  maximum,
  minimum,
  pow,
  sin,
  sqrt,
  square,
  sum,
  toArray,
  type Variable,
  where,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, uniforms } from "../../../src/core/index.js";

const values = (x: Variable): number[] => [...toArray(x).data];

describe("elementary functions", () => {
  test("closed forms", () => {
    expect(values(exp([0, -Infinity, 800]))).toEqual([1, 0, Infinity]);
    expect(values(log([1, Math.E, Infinity]))).toEqual([0, 1, Infinity]);
    expect(values(sqrt([0, 4, 2]))).toEqual([0, 2, Math.SQRT2]);
    expect(values(square([-3, 0.5]))).toEqual([9, 0.25]);
    expect(values(abs([-3, 0, 2]))).toEqual([3, 0, 2]);
    expect(values(sin([0, Math.PI / 2]))).toEqual([0, 1]);
    expect(values(cos([0, Math.PI]))).toEqual([1, -1]);
    expect(values(pow([-2, 3], 3))).toEqual([-8, 27]);
    expect(values(pow([2, -4], -2))).toEqual([0.25, 0.0625]);
    expect(values(pow([4, 0], 0.5))).toEqual([2, 0]);
    expect(values(pow([0, 5], 0))).toEqual([1, 1]);
  });

  // e^x for x > 0 is a reciprocal: one more rounding than the unit of Math.exp and ours.
  test("e^x and ln x are within four units of Math's, from subnormal to huge", () => {
    const x = uniforms(createRng(3), [1000]).data.map((u) => 1400 * u - 700);
    const powers = values(exp(ndarrayOf(x, [1000])));
    const logs = values(log(ndarrayOf(Float64Array.from(powers), [1000])));
    x.forEach((value, i) => {
      const expected = Math.exp(value);
      expect(Math.abs(powers[i] - expected)).toBeLessThanOrEqual(4 * 2 ** -53 * expected);
      const size = Math.abs(Math.log(powers[i]));
      expect(Math.abs(logs[i] - Math.log(powers[i]))).toBeLessThanOrEqual(4 * 2 ** -53 * size);
    });
    expect(values(log([5e-324]))[0]).toBeCloseTo(-1074 * Math.LN2, 11);
  });

  test("a NaN stays one", () => {
    for (const f of [exp, log, sqrt, square, abs, sin, cos])
      expect(values(f([NaN]))).toEqual([NaN]);
  });

  test("the derivative of |x| at 0 is 0, that of x⁰ is 0 and that of x¹ is 1", () => {
    expect(grad((x: Variable) => abs(x))(0)).toBe(0);
    expect(grad((x: Variable) => pow(x, 0))(0)).toBe(0);
    expect(grad((x: Variable) => pow(x, 1))(0)).toBe(1);
  });

  test("refuse what they are not defined for, naming the first index", () => {
    expect(() =>
      log([
        [1, 2],
        [0, 3],
      ]),
    ).toThrow(
      "autodiff.log: x should be positive; got 0 at index [1, 0]. " +
        "Cut it with autodiff.clamp or add a small number first.",
    );
    expect(() => sqrt([1, -2])).toThrow("autodiff.sqrt: x should be ≥ 0; got -2 at index [1].");
    expect(() => pow([-1], 0.5)).toThrow(
      "autodiff.pow: x should be ≥ 0 for a broken exponent; got -1",
    );
    expect(() => pow([1], NaN)).toThrow(
      "autodiff.pow: exponent should be a finite number; got NaN.",
    );
  });
});

describe("choices", () => {
  test("closed forms, with broadcasting", () => {
    expect(
      values(
        maximum(
          [
            [1, 5],
            [3, 0],
          ],
          [2, 2],
        ),
      ),
    ).toEqual([2, 5, 3, 2]);
    expect(values(minimum([1, 5], 2))).toEqual([1, 2]);
    expect(values(clamp([-2, 0.5, 7], -1, 1))).toEqual([-1, 0.5, 1]);
    expect(values(where([1, 0, 2], [1, 2, 3], -1))).toEqual([1, -1, 3]);
    expect(values(where([[1], [0]], [1, 2], 9))).toEqual([1, 2, 9, 9]);
    const bytes = ndarrayOf(Uint8Array.of(1, 0), [2]);
    expect(where(bytes, ndarrayOf(Float32Array.of(1, 2), [2]), 0).data).toEqual(
      Float32Array.of(1, 0),
    );
  });

  test("a NaN is kept, and one that is not chosen does no harm", () => {
    expect(values(maximum([NaN, 1], [1, NaN]))).toEqual([NaN, NaN]);
    expect(values(minimum([NaN, 1], [1, NaN]))).toEqual([NaN, NaN]);
    expect(values(where([1, 0], [1, NaN], [NaN, 4]))).toEqual([1, 4]);
  });

  test("where two are equal the gradient goes to the first", () => {
    interface Pair {
      a: Variable;
      b: Variable;
    }
    const both = { a: 2, b: 2 };
    expect(grad(({ a, b }: Pair) => maximum(a, b))(both)).toEqual({ a: 1, b: 0 });
    expect(grad(({ a, b }: Pair) => minimum(a, b))(both)).toEqual({ a: 1, b: 0 });
  });

  test("on the bounds of clamp the derivative is 1", () => {
    const x = ndarrayOf(Float64Array.of(-1.5, -1, 0, 1, 1.5), [5]);
    expect([...grad((p: Variable) => sum(clamp(p, -1, 1)))(x).data]).toEqual([0, 1, 1, 1, 0]);
  });

  test("refuse shapes that do not fit, and bounds in the wrong order", () => {
    expect(() => maximum([1, 2], [1, 2, 3])).toThrow("autodiff.maximum: shapes should agree");
    expect(() => where([1, 0, 1], [1, 2], 0)).toThrow("autodiff.where: shapes should agree");
    expect(() => clamp(1, 2, 0)).toThrow(
      "autodiff.clamp: from should be at most to; got 2 and 0. Exchange them.",
    );
  });
});
