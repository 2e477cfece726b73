import { describe, expect, test } from "vitest";
import type { Backend, ProductShape } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createArray, PRECISIONS } from "../../../src/core/index.js";
import type { Precision, Reals } from "../../../src/core/index.js";
import {
  factorsOf,
  LENGTHS,
  type Lengths,
  product,
  shapeOf,
  SHAPES,
  transposed,
  TRANSPOSES,
} from "./matrices.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const THREADED = { ...createWasmBackend({ threads: 3 }), name: "wasm on three threads" };
const BACKENDS: readonly Backend[] = [portable, wasm, ...RELAXED, THREADED];

/** Errors relative to Σ|a||b|: forty-five roundings of f64 and eight of f32, where sums wander. */
const ALLOWED = { float64: 1e-14, float32: 1e-6 };

/** Holds a product against sums in double precision, entry by entry. */
function expectDefinition(by: Backend, shape: ProductShape, precision: Precision): void {
  const [a, b] = factorsOf(shape, precision);
  const found = product(by, a, b, shape);
  const [exact, size] = [
    [a, b],
    [a.map(Math.abs), b.map(Math.abs)],
  ].map(([x, y]) => product(portable, Float64Array.from(x), Float64Array.from(y), shape));
  const bad = found.findIndex((value, i) => {
    return !(Math.abs(value - exact[i]) <= ALLOWED[precision] * size[i]);
  });
  if (bad < 0) return;
  expect.fail(`${JSON.stringify(shape)} ${precision} [${bad}]: ${found[bad]}, not ${exact[bad]}`);
}

describe.each(BACKENDS)("products of the $name backend", (backend) => {
  test("of whole numbers are exact: Σ_k (i + k)(j − k) = n i j + (j − i) Σk − Σk²", () => {
    for (const lengths of SHAPES) {
      const [rows, n, columns] = lengths;
      const small = (rows + n) * (columns + n) * n < 2 ** 24;
      for (const precision of small ? PRECISIONS : (["float64"] as const)) {
        for (const stored of TRANSPOSES) {
          const a: Reals = createArray(rows * n, precision);
          const b: Reals = createArray(n * columns, precision);
          a.forEach((_, at) => (a[at] = Math.floor(at / n) + (at % n)));
          b.forEach((_, at) => (b[at] = (at % columns) - Math.floor(at / columns)));
          const expected: Reals = createArray(rows * columns, precision);
          const [first, second] = [(n * (n - 1)) / 2, ((n - 1) * n * (2 * n - 1)) / 6];
          expected.forEach((_, at) => {
            const [i, j] = [Math.floor(at / columns), at % columns];
            expected[at] = n * i * j + (j - i) * first - second;
          });
          const x = stored.transposeA ? transposed(a, rows, n) : a;
          const y = stored.transposeB ? transposed(b, n, columns) : b;
          expectSame(product(backend, x, y, shapeOf(lengths, stored)), expected);
        }
      }
    }
  });

  test("with the unit matrix give the other factor, bit for bit", () => {
    for (const precision of PRECISIONS) {
      for (const n of LENGTHS) {
        const [a] = factorsOf(shapeOf([5, n, n]), precision);
        const unit: Reals = createArray(n * n, precision);
        for (let i = 0; i < n; i++) unit[i * n + i] = 1;
        expectSame(product(backend, a, unit, shapeOf([5, n, n])), a);
        const left = product(backend, unit, a, shapeOf([n, n, 5], { transposeB: true }));
        expectSame(transposed(left, n, 5), a);
      }
    }
  });

  test.each(PRECISIONS)(
    "are those of the definition, however %s matrices are stored",
    (precision) => {
      for (const lengths of SHAPES) {
        for (const stored of TRANSPOSES)
          expectDefinition(backend, shapeOf(lengths, stored), precision);
      }
    },
  );

  test.each(PRECISIONS)(
    "of a batch in %s, with either factor shared, are those of one",
    (precision) => {
      const shapes: readonly Lengths[] = [
        [5, 7, 9],
        [9, 300, 3],
        [1, 17, 8],
        [17, 8, 1],
        [4, 1, 6],
        [260, 3, 10],
      ];
      for (const lengths of shapes) {
        for (const stored of TRANSPOSES) {
          for (const shared of [
            {},
            { sharedA: true },
            { sharedB: true },
            { sharedA: true, sharedB: true },
          ]) {
            expectDefinition(
              backend,
              shapeOf(lengths, { batch: 3, ...stored, ...shared }),
              precision,
            );
          }
        }
      }
    },
  );

  test("turn over with their factors, bit for bit: (A B)ᵀ = Bᵀ Aᵀ", () => {
    for (const precision of PRECISIONS) {
      for (const lengths of SHAPES) {
        for (const stored of TRANSPOSES) {
          const shape = shapeOf(lengths, stored);
          const [rows, inner, columns] = lengths;
          const [a, b] = factorsOf(shape, precision);
          const { transposeA, transposeB } = shape;
          const turned = { transposeA: !transposeB, transposeB: !transposeA };
          const other = product(backend, b, a, shapeOf([columns, inner, rows], turned));
          expectSame(transposed(other, columns, rows), product(backend, a, b, shape));
        }
      }
    }
  });

  test("have adjoints that are products: ⟨G, A B⟩ = ⟨G Bᵀ, A⟩ = ⟨Aᵀ G, B⟩", () => {
    const [rows, inner, columns] = [31, 70, 23];
    const shape = shapeOf([rows, inner, columns], { batch: 2 });
    const [a, b] = factorsOf(shape, "float64");
    const [g] = factorsOf(shapeOf([rows, columns, 1], { batch: 2 }), "float64");
    const toA = shapeOf([rows, columns, inner], { batch: 2, transposeB: true });
    const toB = shapeOf([inner, rows, columns], { batch: 2, transposeA: true });
    const whole = dot(g, product(backend, a, b, shape));
    // 2 · 31 · 70 · 23 terms of size 1/8, each to some 1e-16, wandering: below 1e-12 of a sum near 100.
    expect(Math.abs(dot(product(backend, g, b, toA), a) - whole)).toBeLessThan(1e-12);
    expect(Math.abs(dot(product(backend, a, g, toB), b) - whole)).toBeLessThan(1e-12);
  });

  test("of nothing are zero, and nothing is filled where there is nothing", () => {
    const none = new Float64Array(0);
    expect(product(backend, none, none, shapeOf([2, 0, 3]))).toEqual(new Float64Array(6));
    expect(product(backend, none, none, shapeOf([2, 3, 0], { batch: 0 }))).toEqual(none);
  });

  test.each([
    ["matrices", [4, 2 ** 16, 8]],
    ["a product along the lines of a matrix", [1, 2 ** 16, 1]],
    ["a product across the lines of a matrix", [1, 2 ** 16, 5]],
  ] as const)("sum in blocks, so that f32 keeps its digits, in %s", (_, lengths) => {
    const [rows, inner, columns] = lengths;
    const tenth = Math.fround(0.1);
    const a = new Float32Array(rows * inner).fill(tenth);
    const b = new Float32Array(inner * columns).fill(1);
    // 256 roundings in a block and of 256 blocks, 2⁻²⁴ each; one plain sum errs by 6e-4.
    const bound = 512 * 2 ** -24;
    for (const value of product(backend, a, b, shapeOf(lengths))) {
      expect(Math.abs(value / (inner * tenth) - 1)).toBeLessThan(bound);
    }
  });
});

describe("products have the same bits", () => {
  const shapes = [shapeOf([9, 300, 13], { batch: 2, sharedB: true }), shapeOf([33, 50, 1])];

  test("for arrays inside and outside of the memory, and where memory is not shared", () => {
    const apart = createWasmBackend({ heap: createHeap(false) });
    for (const precision of PRECISIONS) {
      for (const shape of shapes) {
        const [a, b] = factorsOf(shape, precision);
        const expected = product(wasm, a, b, shape);
        const [x, y, out] = [a, b, expected].map((array) => wasm.allocate(array.length, precision));
        x.set(a);
        y.set(b);
        wasm.multiplyMatrices<Reals>(x, y, shape, out);
        expect(out.slice()).toEqual(expected);
        [x, y, out].forEach(wasm.release);
        expect(product(apart, a, b, shape)).toEqual(expected);
        expect(product(THREADED, a, b, shape)).toEqual(expected);
      }
    }
  });

  test("and take no memory for good", () => {
    const shape = shapeOf([40, 500, 30]);
    const [a, b] = factorsOf(shape, "float64");
    product(wasm, a, b, shape);
    const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
    for (let call = 0; call < 100; call++) product(wasm, a, b, shape);
    expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
  });
});

/** Bit for bit, signs of zeros included. */
function expectSame(found: Reals, expected: Reals): void {
  expect(found.length).toBe(expected.length);
  expect(found.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
}

function dot(x: Reals, y: Reals): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
