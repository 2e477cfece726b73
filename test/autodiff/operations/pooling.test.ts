import { describe, expect, test } from "vitest";
import {
  averagePool,
  convolve,
  maxPool,
  onTape,
  toArray,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import { distance } from "./distance.js";

const run = (f: () => Variable): NdArray<Reals> => onTape(() => toArray(f()));

describe("the largest entries", () => {
  const x = fields([1, 1, 2, 4], 1, 5, 2, 0, 3, 4, 8, 7);
  test("of windows that tile a grid", () => {
    const y = run(() => maxPool(x, { window: 2 }));
    expect([...y.data]).toEqual([5, 8]);
    expect(y.shape).toEqual([1, 1, 1, 2]);
  });
  test("of windows that overlap, and of those that fit alone", () => {
    expect([...run(() => maxPool(x, { window: [1, 3], stride: 1 })).data]).toEqual([5, 5, 8, 8]);
    expect([...run(() => maxPool(x, { window: [2, 3] })).data]).toEqual([8]);
  });
  test("around every cell of a periodic grid", () => {
    const line = fields([1, 1, 5], 9, 1, 2, 3, 0);
    const pool = (options: object): number[] => [
      ...run(() => maxPool(line, { window: 3, padding: "periodic", ...options })).data,
    ];
    expect(pool({ stride: 1 })).toEqual([9, 9, 3, 3, 9]);
    expect(pool({ stride: 2 })).toEqual([9, 3, 9]);
    expect(pool({ window: 7, stride: 5 })).toEqual([9]);
  });
  test("send their gradient to the cell they come from, the first of equals", () => {
    const gradientOf = (entries: NdArray): number[] => {
      const f = (u: Variable): Variable => maxPool(u, { window: 2, stride: 1 });
      return [...vjp(f, entries, fields([1, 1, 2], 10, 1)).product.data];
    };
    expect(gradientOf(fields([1, 1, 3], 2, 2, 1))).toEqual([10, 1, 0]);
    expect(gradientOf(fields([1, 1, 3], 1, 2, 1))).toEqual([0, 11, 0]);
  });
  test("are NaN where a window holds one", () => {
    const y = run(() => maxPool(fields([1, 1, 6], 1, NaN, NaN, 2, 3, 4), { window: 2 }));
    expect([...y.data]).toEqual([NaN, NaN, 4]);
  });
});

describe("means", () => {
  test("of windows that tile a grid keep the mean of the whole", () => {
    const x = normals(createRng(1), [1, 1, 4, 6, 2]);
    const pooled = run(() => averagePool(x, { window: [2, 3, 2] }));
    const mean = (u: NdArray<Reals>): number => [...u.data].reduce((a, b) => a + b) / u.data.length;
    expect(pooled.shape).toEqual([1, 1, 2, 2, 1]);
    expect(mean(pooled)).toBeCloseTo(mean(x), 14);
  });
  test("are convolutions of every channel with a constant filter", () => {
    const x = normals(createRng(2), [2, 3, 7, 8]);
    const q = ndarrayOf(new Float64Array(3 * 6).fill(1 / 6), [3, 1, 3, 2]);
    for (const padding of ["valid", "periodic"] as const) {
      for (const stride of [1, 2]) {
        const pooled = run(() => averagePool(x, { window: [3, 2], stride, padding }));
        const filtered = run(() => convolve(x, q, { groups: 3, stride, padding }));
        // Six terms, in another order.
        expect(distance(pooled, filtered)).toBeLessThan(2e-15);
      }
    }
  });
  test("send equal parts of their gradient to all cells", () => {
    const f = (u: Variable): Variable => averagePool(u, { window: 2, stride: 1 });
    const { product } = vjp(f, fields([1, 1, 3], 1, 2, 3), fields([1, 1, 2], 10, 1));
    expect([...product.data]).toEqual([5, 5.5, 0.5]);
  });
});

test("pooling refuses other axes, windows that fit nowhere, and options out of range", () => {
  const x = normals(createRng(3), [1, 1, 4]);
  for (const [name, pool] of Object.entries({ maxPool, averagePool })) {
    expect(() => pool(normals(createRng(3), [4, 4]), { window: 2 })).toThrow(ShapeError);
    expect(() => pool(x, { window: 5 })).toThrow(
      `autodiff.${name}: a window of [5] cells does not fit on the grid [4].`,
    );
    expect(() => pool(x, { window: [2, 2] })).toThrow("one for each of 1 space axes; got [2, 2]");
    expect(() => pool(x, { window: 0 })).toThrow(ValueError);
    expect(() => pool(x, { window: 2, stride: 0.5 })).toThrow(
      `autodiff.${name}: stride should be an integer ≥ 1; got 0.5`,
    );
    expect(() => pool(x, { window: 2, padding: "zero" as never })).toThrow(
      'one of "valid", "periodic"; got "zero"',
    );
  }
});

function fields(shape: readonly number[], ...entries: number[]): NdArray {
  return ndarrayOf(Float64Array.from(entries), shape);
}
