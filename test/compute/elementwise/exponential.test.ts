import { describe, expect, test } from "vitest";
import {
  exponential,
  exponentialMinusOne,
  hyperbolicTangent,
  logarithmOfOnePlus,
} from "../../../src/compute/elementwise/exponential.js";
import { createRng, uniforms } from "../../../src/core/index.js";
import { exactExp, ONE, quotient, toUnits, unitsOff } from "./exactExponential.js";

/** Numbers of every size, and those around which the integer part of x/ln 2 changes. */
const NEGATIVE = [
  ...uniforms(createRng(1), [200]).data.map((t) => -40 * t),
  ...uniforms(createRng(2), [200]).data.map((t) => -(2 ** (70 * t - 60))),
  ...Array.from({ length: 40 }, (_, k) => -(k + 0.5) * Math.LN2),
].filter((x) => x > -745);

/** The largest error over all arguments, in units in the last place. */
function worst(
  xs: readonly number[],
  f: (x: number) => number,
  exact: (x: bigint, value: number) => bigint,
): number {
  return Math.max(
    ...xs.map((x) => {
      const value = f(x);
      return Math.abs(unitsOff(value, exact(toUnits(x), value)));
    }),
  );
}

describe("against fixed point of 1300 bits, in units in the last place", () => {
  test("e^x is within one, also where it is subnormal", () => {
    const subnormal = [-708.5, -710, -730.25, -744.4, -745.1];
    expect(worst([...NEGATIVE, ...subnormal], exponential, exactExp)).toBeLessThan(1);
    expect(exponential(-744)).toBe(2 * Number.MIN_VALUE); // e^−744 = 1.56 · 2⁻¹⁰⁷⁴
  });

  test("e^x − 1 is within one", () => {
    const exact = (x: bigint): bigint => exactExp(x) - ONE;
    expect(worst(NEGATIVE, exponentialMinusOne, exact)).toBeLessThan(1);
  });

  test("tanh is within 2.1", () => {
    const exact = (x: bigint): bigint => {
      const e = exactExp(2n * x);
      return quotient(e - ONE, ONE + e);
    };
    expect(worst(NEGATIVE, hyperbolicTangent, exact)).toBeLessThan(2.1);
  });

  test("ln(1 + u) is within one", () => {
    const us = NEGATIVE.map((x) => -x).filter((u) => u <= 1);
    us.push(0.5, 0.5 + 2 ** -53, 0.5 - 2 ** -54, 1, ...uniforms(createRng(3), [200]).data);
    // With δ = (1 + u) e^−y − 1 the logarithm is y + δ − δ²/2 + …, and δ² is out of sight.
    const exact = (u: bigint, y: number): bigint =>
      toUnits(y) + (((ONE + u) * exactExp(toUnits(-y))) / ONE - ONE);
    expect(worst(us, logarithmOfOnePlus, exact)).toBeLessThan(1);
  });
});

describe("at the ends", () => {
  test("of the exponential", () => {
    expect([0, -0, -746, -1e300, -Infinity, NaN].map(exponential)).toEqual([1, 1, 0, 0, 0, NaN]);
  });

  test("of the exponential less one, which keeps what is too small to change", () => {
    expect([0, -1e-300, -5e-324, -41, -Infinity, NaN].map(exponentialMinusOne)).toEqual([
      ...[0, -1e-300, -5e-324, -1, -1, NaN],
    ]);
  });

  test("of the logarithm", () => {
    expect([0, 5e-324, 1e-20, 1, NaN].map(logarithmOfOnePlus)).toEqual([
      ...[0, 5e-324, 1e-20, Math.LN2, NaN],
    ]);
  });

  test("of the hyperbolic tangent, odd in every bit", () => {
    expect([0, -0, 5e-324, -1e-300, 20, -Infinity, Infinity, NaN].map(hyperbolicTangent)).toEqual([
      ...[0, -0, 5e-324, -1e-300, 1, -1, 1, NaN],
    ]);
    for (const x of NEGATIVE) expect(hyperbolicTangent(-x)).toBe(-hyperbolicTangent(x));
  });
});

test("e^x never falls, over the places where its pieces meet", () => {
  for (let k = 1; k < 1000; k++) {
    const x = -(k + 0.5) * Math.LN2;
    const around = [-2, -1, 0, 1, 2].map((step) => exponential(x * (1 - step * 2 ** -52)));
    expect(around).toEqual(around.toSorted((a, b) => a - b));
  }
});
