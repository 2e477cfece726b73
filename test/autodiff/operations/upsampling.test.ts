import { expect, test } from "vitest";
import {
  averagePool,
  onTape,
  toArray,
  upsample,
  type UpsampleOptions,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import { distance, dot } from "./distance.js";

const run = (f: () => Variable): NdArray<Reals> => onTape(() => toArray(f()));
const line = (x: readonly number[], factor: number, options: UpsampleOptions): number[] => [
  ...run(() => upsample(ndarrayOf(Float64Array.from(x), [1, 1, x.length]), factor, options)).data,
];

test("nearest repeats every entry", () => {
  expect(line([1, 2], 3, {})).toEqual([1, 1, 1, 2, 2, 2]);
  const y = run(() => upsample(ndarrayOf(Float64Array.of(1, 2), [1, 1, 1, 2]), [2, 2]));
  expect([...y.data]).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
});

test("the means of what was repeated are the entries", () => {
  const x = normals(createRng(1), [2, 2, 3, 2, 4]);
  const back = run(() => averagePool(upsample(x, [2, 3, 1]), { window: [2, 3, 1] }));
  // Six equal terms.
  expect(distance(back, x)).toBeLessThan(1e-15);
});

test("linear interpolates between centres, around the end or up to the edge", () => {
  const mode = "linear";
  expect(line([0, 4, 8], 2, { mode, padding: "edge" })).toEqual([0, 1, 3, 5, 7, 8]);
  expect(line([0, 4, 8], 2, { mode })).toEqual([2, 1, 3, 5, 7, 6]);
  expect(line([0, 3], 3, { mode, padding: "edge" })).toEqual([0, 0, 1, 2, 3, 3]);
});

test("linear keeps a linear field away from the edge, on every axis", () => {
  const n = 6;
  const at = (i: number): number => i + 0.5;
  const x = Float64Array.from({ length: n * n }, (_, i) => 2 * at(Math.floor(i / n)) - at(i % n));
  const y = run(() => upsample(ndarrayOf(x, [1, 1, n, n]), [2, 3], { mode: "linear" }));
  for (let i = 2; i < 2 * n - 2; i++) {
    for (let j = 3; j < 3 * n - 3; j++) {
      expect(y.data[i * 3 * n + j]).toBeCloseTo((2 * at(i)) / 2 - at(j) / 3, 12);
    }
  }
});

test("the gradient is the adjoint, and sums what meets", () => {
  const rng = createRng(2);
  const x = normals(rng, [1, 2, 3, 4]);
  for (const options of [{}, { mode: "linear" }, { mode: "linear", padding: "edge" }] as const) {
    const f = (u: Variable): Variable => upsample(u, [3, 2], options);
    const g = normals(rng, [1, 2, 9, 8]);
    const { value, product } = vjp(f, x, g);
    expect(dot(product, x)).toBeCloseTo(dot(g, value), 11);
  }
});

test("upsampling refuses other axes, factors and options", () => {
  const x = normals(createRng(3), [1, 1, 4]);
  expect(() => upsample(normals(createRng(3), [4]), 2)).toThrow(ShapeError);
  expect(() => upsample(x, [2, 2])).toThrow("factor should be one number, or one for each of 1");
  expect(() => upsample(x, 1.5)).toThrow(
    "autodiff.upsample: factor should be an integer ≥ 1; got 1.5",
  );
  expect(() => upsample(x, 2, { mode: "cubic" as never })).toThrow(ValueError);
  expect(() => upsample(x, 2, { padding: "zero" as never })).toThrow('one of "periodic", "edge"');
});
