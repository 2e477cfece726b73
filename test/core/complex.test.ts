import { describe, expect, test } from "vitest";
import { checkComplex, complexZeros, isComplexArray, ShapeError } from "../../src/core/index.js";

describe("complex arrays", () => {
  test("zeros fill their shape with two planes of their own", () => {
    const z = complexZeros([2, 3]);
    expect(z.re).toEqual(new Float64Array(6));
    expect(z.im).toEqual(new Float64Array(6));
    expect(z.re).not.toBe(z.im);
    expect(z.shape).toEqual([2, 3]);
    expect(() => checkComplex(z, "z")).not.toThrow();
  });

  test("the shape is copied, so that changing the caller's list does nothing", () => {
    const shape = [2];
    const z = complexZeros(shape);
    shape[0] = 5;
    expect(z.shape).toEqual([2]);
  });

  test("only two Float64 planes with a shape are a complex array", () => {
    expect(isComplexArray(complexZeros([1]))).toBe(true);
    expect(isComplexArray({ re: [1], im: [0], shape: [1] })).toBe(false);
    expect(isComplexArray({ re: new Float64Array(1), im: new Float64Array(1) })).toBe(false);
    expect(isComplexArray(null)).toBe(false);
    expect(isComplexArray(undefined)).toBe(false);
  });

  test("planes that do not fill the shape are refused", () => {
    const broken = { re: new Float64Array(4), im: new Float64Array(3), shape: [2, 2] };
    expect(() => checkComplex(broken, "fft.ifftn: spectrum")).toThrow(
      new ShapeError(
        "fft.ifftn: spectrum has shape [2, 2], which needs 4 real and imaginary parts; " +
          "got 4 and 3. Check the shape.",
      ),
    );
  });
});
