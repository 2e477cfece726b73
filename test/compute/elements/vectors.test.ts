/** What conjugate gradients need beside the elements: symbols, and sums sample by sample. */
import { afterAll, describe, expect, test } from "vitest";
import type { Backend, HermitianSymbol } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng, normals } from "../../../src/core/index.js";

const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const THREADED = { ...createWasmBackend({ threads: 3 }), name: "wasm on three threads" };
const BACKENDS: readonly Backend[] = [portable, createWasmBackend(), ...RELAXED, THREADED];

afterAll(() => {
  THREADED.close();
});

/** Frequencies: fewer than eight, a multiple of eight and others, more than a task takes. */
const SIZES = [1, 7, 8, 33, 8200];

describe.each(BACKENDS)("vectors of the $name backend", (backend) => {
  test("times a diagonal symbol are multiples, field by field", () => {
    const symbol = { re: Float64Array.of(2, 2, 0, 0, -3, -3) }; // diag(2, −3) at two frequencies
    const [re, im] = applied(backend, symbol, 1, 2, 2, [1, 2, 3, 4], [5, 6, 7, 8]);
    expect([[...re], [...im]]).toEqual([
      [2, 4, -9, -12],
      [10, 12, -21, -24],
    ]);
  });

  test("times (0 i; −i 0) change places and turn: (a, b) ↦ (i b, −i a)", () => {
    const symbol = { re: new Float64Array(3), im: Float64Array.of(0, 1, 0) };
    const [re, im] = applied(backend, symbol, 1, 2, 1, [1, 2], [3, 4]);
    expect([[...re], [...im]]).toEqual([
      [-4, 3],
      [2, -1],
    ]);
  });

  test("times real and complex symbols have the bits of the definition", () => {
    for (const fields of [1, 2, 3, 5, 8]) {
      for (const size of fields < 5 ? SIZES : SIZES.slice(0, 4)) {
        const pairs = (fields * (fields + 1)) / 2;
        const [re, im] = [1, 2].map((seed) => numbers(seed, 2 * fields * size));
        const [sRe, sIm] = [3, 4].map((seed) => numbers(seed, pairs * size));
        for (const symbol of [{ re: sRe }, { re: sRe, im: sIm }]) {
          const expected = applied(portable, symbol, 2, fields, size, re, im);
          for (const inside of [false, true]) {
            const found = applied(backend, symbol, 2, fields, size, re, im, inside);
            found.forEach((plane, i) => {
              expectSame(plane, expected[i]);
            });
          }
        }
      }
    }
  });

  test("have the inner products of every sample, with the bits of dot", () => {
    for (const size of [1, 3, 128, 1000, 8193]) {
      for (const samples of [1, 2, 5]) {
        const [x, y] = [5, 6].map((seed) => numbers(seed, samples * size));
        const expected = Float64Array.from({ length: samples }, (_, s) =>
          portable.dot(x.slice(s * size, (s + 1) * size), y.slice(s * size, (s + 1) * size)),
        );
        for (const inside of [false, true]) {
          const out = within(backend, [x, y, new Float64Array(samples)], inside, ([a, b, c]) => {
            backend.dotEach(a, b, samples, c);
          })[2];
          expectSame(out, expected);
        }
      }
    }
  });

  test("are added with a factor for every sample, into a third or into one of them", () => {
    for (const size of [1, 3, 1000, 8193]) {
      const samples = 3;
      const [x, y] = [7, 8].map((seed) => numbers(seed, samples * size));
      const a = Float64Array.of(2, -0.5, 0);
      const expected = x.map((value, i) => a[Math.floor(i / size)] * value + y[i]);
      for (const inside of [false, true]) {
        for (const target of [0, 1, 2]) {
          const arrays = within(backend, [x, y, x.map(() => NaN)], inside, (own) => {
            backend.addScaledEach(a, own[0], own[1], samples, own[target]);
          });
          expectSame(arrays[target], expected);
        }
      }
    }
  });
});

/** The planes re and im of a product. */
function applied(
  backend: Backend,
  symbol: HermitianSymbol,
  samples: number,
  fields: number,
  size: number,
  re: ArrayLike<number>,
  im: ArrayLike<number>,
  inside = true,
): Float64Array[] {
  const arrays = [re, im, symbol.re, symbol.im ?? symbol.re].map((plane) =>
    Float64Array.from(plane),
  );
  return within(backend, arrays, inside, ([toRe, toIm, sRe, sIm]) => {
    const own = symbol.im ? { re: sRe, im: sIm } : { re: sRe };
    backend.applySymbol(own, samples, fields, size, toRe, toIm);
  }).slice(0, 2);
}

/** Works on copies of arrays, in the memory of the backend or outside of it, and returns them. */
function within(
  backend: Backend,
  arrays: readonly Float64Array[],
  inside: boolean,
  work: (own: Float64Array[]) => void,
): Float64Array[] {
  const own = arrays.map((array) => {
    const copy = inside ? backend.allocate(array.length) : new Float64Array(array.length);
    copy.set(array);
    return copy;
  });
  work(own);
  const results = own.map((array) => array.slice());
  if (inside) own.forEach(backend.release);
  return results;
}

function numbers(seed: number, count: number): Float64Array {
  return normals(createRng(seed), [count]).data;
}

/** Bit for bit. */
function expectSame(found: Float64Array, expected: Float64Array): void {
  expect(found.length).toBe(expected.length);
  expect(found.findIndex((value, i) => value !== expected[i])).toBe(-1);
}
