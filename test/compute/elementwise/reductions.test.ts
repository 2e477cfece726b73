import { describe, expect, test } from "vitest";
import type { Backend } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createRng, normals, permutation } from "../../../src/core/index.js";
import { ONE, toUnits } from "./exactExponential.js";

const wasm = createWasmBackend();
const BACKENDS: readonly Backend[] = [portable, wasm];

/** Numbers over twelve decades, each with its opposite slightly off: nearly everything cancels. */
function cancelling(length: number): Float64Array {
  const x = normals(createRng(length), [length]).data;
  for (let i = 0; i < length; i++) x[i] *= 10 ** ((7 * i) % 12);
  for (let i = 0; 2 * i + 1 < length; i++) x[2 * i + 1] = -x[2 * i] * (1 + 1e-12);
  const order = permutation(createRng(1), length);
  return Float64Array.from(order, (from) => x[from]);
}

/** A copy where the backend works in place. */
function placed(backend: Backend, x: Float64Array): Float64Array {
  const array = backend.allocate(x.length);
  array.set(x);
  return array;
}

/** Σ terms without rounding, less a number: the error of that number. */
function errorOf(sum: number, terms: readonly bigint[]): number {
  return Number((terms.reduce((a, b) => a + b, 0n) - toUnits(sum)) / (ONE >> 200n)) * 2 ** -200;
}

describe.each(BACKENDS)("sums of the $name backend", (backend) => {
  test.each([1, 2, 3, 127, 128, 129, 1000, 4099, 20000])(
    "of %i cancelling numbers err by a logarithm of roundings",
    (length) => {
      const x = cancelling(length);
      const y = cancelling(length + 1).subarray(1);
      const depth = 34 + Math.max(0, Math.ceil(Math.log2(length / 128)));
      const bound = (terms: Float64Array): number =>
        depth * 2 ** -53 * terms.reduce((sum, term) => sum + Math.abs(term), 0);
      const [a, b] = [placed(backend, x), placed(backend, y)];
      const exact = Array.from(x, toUnits);
      expect(Math.abs(errorOf(backend.sum(a), exact))).toBeLessThanOrEqual(bound(x));
      const products = exact.map((term, i) => (term * toUnits(y[i])) / ONE);
      const sizes = x.map((term, i) => term * y[i]);
      expect(Math.abs(errorOf(backend.dot(a, b), products))).toBeLessThanOrEqual(bound(sizes));
      backend.release(a);
      backend.release(b);
    },
  );

  test("of whole numbers are exact, and of nothing are zero", () => {
    const x = placed(
      backend,
      Float64Array.from({ length: 4099 }, (_, i) => i),
    );
    expect(backend.sum(x)).toBe((4098 * 4099) / 2);
    expect(backend.dot(x, x)).toBe((4098 * 4099 * 8197) / 6);
    expect(backend.sum(x.subarray(0, 0))).toBe(0);
    expect(backend.dot(x.subarray(7, 7), x.subarray(0, 0))).toBe(0);
  });

  test("of Float32 numbers are taken in Float64", () => {
    expect(backend.sum(Float32Array.of(1, 2 ** -30, 2 ** -31))).toBe(1 + 2 ** -30 + 2 ** -31);
    const x = Float32Array.of(1 + 2 ** -20);
    expect(backend.dot(x, x)).toBe(1 + 2 ** -19 + 2 ** -40);
  });

  test("over channels add every sample and cell once", () => {
    const [samples, channels, size] = [5, 3, 131];
    const u = Float64Array.from({ length: samples * channels * size }, (_, i) => (i * 37) % 101);
    const expected = new Float64Array(channels);
    u.forEach((value, i) => (expected[Math.floor(i / size) % channels] += value));
    const [a, out] = [placed(backend, u), backend.allocate(channels)];
    backend.sumChannels(a, { samples, channels, size }, out);
    expect(out).toEqual(expected); // whole numbers: no rounding in any order
    backend.sumChannels(a.subarray(0, 0), { samples: 0, channels, size }, out);
    expect(out).toEqual(new Float64Array(channels));
  });

  test("leave the largest size as it is, wherever it stands", () => {
    for (let at = 0; at < 9; at++) {
      const x = placed(backend, new Float64Array(9).fill(1));
      x[at] = -3;
      expect(backend.largest(x)).toBe(3);
      x[at] = NaN;
      expect(backend.largest(x)).toBe(NaN);
      x[at] = -Infinity;
      expect(backend.largest(x)).toBe(Infinity);
      expect(backend.largest(x.subarray(9))).toBe(0);
    }
  });
});

test("a plain loop errs beyond the bound of the tree", () => {
  const count = 2 ** 17;
  const x = new Float64Array(count).fill(0.1);
  const exact = [BigInt(count) * toUnits(0.1)];
  const bound = (34 + 10) * 2 ** -53 * 0.1 * count;
  expect(
    Math.abs(
      errorOf(
        x.reduce((a, b) => a + b, 0),
        exact,
      ),
    ),
  ).toBeGreaterThan(bound);
  expect(Math.abs(errorOf(portable.sum(x), exact))).toBeLessThanOrEqual(bound);
});
