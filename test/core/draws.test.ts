import { describe, expect, test } from "vitest";
import {
  createRng,
  integers,
  normals,
  permutation,
  uniforms,
  ValueError,
} from "../../src/core/index.js";

describe("arrays of random numbers", () => {
  test("hold the stream's numbers in row-major order", () => {
    const rng = createRng(1);
    const field = uniforms(createRng(1), [2, 3]);
    expect(field.shape).toEqual([2, 3]);
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 3; j++) expect(field.get(i, j)).toBe(rng.uniform());
    }
    const normal = createRng(2);
    expect(normals(createRng(2), [5]).data).toEqual(
      Float64Array.from({ length: 5 }, () => normal.normal()),
    );
    const integer = createRng(3);
    expect(integers(createRng(3), 4, [5]).data).toEqual(
      Int32Array.from({ length: 5 }, () => integer.integer(4)),
    );
  });

  test("in two halves are those of one draw", () => {
    const rng = createRng(4);
    const halves = [...normals(rng, [3]).data, ...normals(rng, [4]).data];
    expect(halves).toEqual([...normals(createRng(4), [7]).data]);
  });

  test("integers refuses an n that an Int32Array cannot hold", () => {
    expect(() => integers(createRng(0), 0, [2])).toThrow(
      new ValueError("core.integers: n should be an integer between 1 and 2147483648; got 0."),
    );
    expect(() => integers(createRng(0), 2 ** 31 + 1, [2])).toThrow(ValueError);
  });
});

describe("permutation", () => {
  test("holds every number once", () => {
    expect(permutation(createRng(5), 50).sort()).toEqual(
      Int32Array.from({ length: 50 }, (_, i) => i),
    );
    expect(permutation(createRng(5), 0)).toHaveLength(0);
  });

  test("gives all orders of three the same share", () => {
    const rng = createRng(6);
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let i = 0; i < draws; i++) {
      const order = permutation(rng, 3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected with a standard deviation of √(6000 · 1/6 · 5/6) = 29, here within 4 of them.
    for (const count of counts.values()) expect(Math.abs(count - draws / 6)).toBeLessThan(116);
  });

  test("refuses a negative length", () => {
    expect(() => permutation(createRng(0), -1)).toThrow("core.permutation: n should be an integer");
  });
});
