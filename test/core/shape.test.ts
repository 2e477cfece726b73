import { describe, expect, test } from "vitest";
import { formatShape, sameShape, sizeOf, stridesOf, unravel } from "../../src/core/index.js";

describe("shapes", () => {
  test("the size is the product of the lengths, 1 for a scalar, 0 with an empty axis", () => {
    expect(sizeOf([2, 3, 4])).toBe(24);
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([5, 0, 2])).toBe(0);
  });

  test("the last axis is contiguous", () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
    expect(stridesOf([])).toEqual([]);
  });

  test("unravel inverts the row-major position", () => {
    const shape = [2, 3, 4];
    const strides = stridesOf(shape);
    for (let position = 0; position < sizeOf(shape); position++) {
      const index = unravel(position, shape);
      expect(index.reduce((sum, i, axis) => sum + i * strides[axis], 0)).toBe(position);
      expect(index.every((i, axis) => i >= 0 && i < shape[axis])).toBe(true);
    }
  });

  test("shapes are the same only axis by axis", () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2, 3], [2, 3, 1])).toBe(false);
  });

  test("a shape is printed as a list", () => {
    expect(formatShape([2, 21, 21])).toBe("[2, 21, 21]");
    expect(formatShape([])).toBe("[]");
  });
});
