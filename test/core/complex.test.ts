import { describe, expect, test } from "vitest";
import {
  checkComplex,
  complexZeros,
  isComplexArray,
  ShapeError,
  ValueError,
} from "../../src/core/index.js";

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

  test("zeros come in the precision that is asked for", () => {
    const { re, im } = complexZeros([3], "float32");
    expect([re, im]).toEqual([new Float32Array(3), new Float32Array(3)]);
  });

  test("planes of two kinds are refused, before a kernel reads one as the other", () => {
    const mixed = { re: new Float64Array(1), im: new Float32Array(1), shape: [1] };
    expect(() => checkComplex(mixed, "fft.fftn: u")).toThrow(
      new ValueError(
        "fft.fftn: u should hold two Float64Arrays or two Float32Arrays; got Float64Array and " +
          "Float32Array. Convert both planes to one precision.",
      ),
    );
    const lists = { re: [0], im: [0], shape: [1] } as unknown as typeof mixed;
    expect(() => checkComplex(lists, "u")).toThrow("got Array and Array.");
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
