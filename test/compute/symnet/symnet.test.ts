import { afterAll, describe, expect, test } from "vitest";
import { symnetRow, symnetSize } from "../../../src/compute/index.js";
import type { Backend } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng } from "../../../src/core/index.js";
import { computed, drawn, SHAPES, type Found } from "./nets.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const THREADED = { ...createWasmBackend({ threads: 3 }), name: "wasm on three threads" };
const BACKENDS: readonly Backend[] = [portable, wasm, ...RELAXED, THREADED];

afterAll(() => {
  for (const backend of [...RELAXED, THREADED]) backend.close();
});

const one = { samples: 1, points: 1, nets: 1 };

describe.each(BACKENDS)("SymNets of the $name backend", (backend) => {
  test("are linear without products: F = w · x + b", () => {
    const shape = { ...one, inputs: 3, products: 0, points: 2 };
    const weights = Float64Array.of(2, -3, 5, 7);
    const given = { ...drawn(shape), weights, x: Float64Array.of(1, 10, 2, 20, 3, 30) };
    const { values, dx } = computed(backend, { ...given, g: Float64Array.of(1, 2) }, shape);
    expect([...values]).toEqual([2 - 6 + 15 + 7, 20 - 60 + 150 + 7]);
    expect([...dx]).toEqual([2, 4, -3, -6, 5, 10]);
  });

  test("double their degree with every product: K squares make x to the power 2^K", () => {
    for (let products = 1; products <= 5; products++) {
      const shape = { ...one, inputs: 1, products };
      const weights = squares(products);
      const { values, dx } = computed(
        backend,
        { weights, x: Float64Array.of(2), g: Float64Array.of(1) },
        shape,
      );
      // Powers of two: nothing is rounded.
      expect([values[0], dx[0]]).toEqual([
        2 ** (2 ** products),
        2 ** (products + 2 ** products - 1),
      ]);
    }
  });

  test("of whole numbers are exact, gradients included, whatever the order of the sums", () => {
    for (const shape of SHAPES.filter(({ inputs, products }) => inputs <= 6 && products <= 3)) {
      const rng = createRng(shape.points);
      const digit = (): number => rng.integer(3) - 1;
      const { x, weights, g } = drawn(shape);
      const given = { x: x.map(digit), weights: weights.map(digit), g: g.map(digit) };
      expectSame(computed(backend, given, shape), computed(portable, given, shape));
    }
  });

  test("are those of the definition", () => {
    for (const shape of SHAPES) {
      const given = drawn(shape);
      const found = computed(backend, given, shape);
      const exact = computed(portable, given, shape);
      // Sums of some thousand products of either sign wander by a hundred roundings.
      for (const name of names) expect(difference(found[name], exact[name])).toBeLessThan(1e-13);
      if (backend.relaxed) continue;
      // Where points are not summed, the order is that of the definition.
      expectSame({ ...found, dWeights: exact.dWeights }, exact);
    }
  });

  test("have the gradients that central differences see", () => {
    const shape = { samples: 3, inputs: 4, points: 11, nets: 2, products: 3 };
    const given = drawn(shape);
    const total = (x: Float64Array, weights: Float64Array): number =>
      dot(given.g, computed(backend, { ...given, x, weights }, shape).values);
    const { dx, dWeights } = computed(backend, given, shape);
    const h = 1e-5;
    for (let seed = 2; seed < 5; seed++) {
      const along = drawn(shape, seed);
      const moved = (name: "x" | "weights", step: number): Float64Array =>
        given[name].map((value, i) => value + step * along[name][i]);
      const slopeOf = (f: (step: number) => number): number => (f(h) - f(-h)) / (2 * h);
      const toX = slopeOf((step) => total(moved("x", step), given.weights));
      const toWeights = slopeOf((step) => total(given.x, moved("weights", step)));
      // h² of the third derivative, and roundings of totals near 100 over h: both about 1e-9 of the slope.
      expect(Math.abs(dot(dx, along.x) / toX - 1)).toBeLessThan(1e-7);
      expect(Math.abs(dot(dWeights, along.weights) / toWeights - 1)).toBeLessThan(1e-7);
    }
  });

  test("of a point are the same alone and among others, bit for bit", () => {
    const shape = { samples: 2, inputs: 5, points: 13, nets: 2, products: 4 };
    const given = drawn(shape);
    const { values, dx } = computed(backend, given, shape);
    for (let point = 0; point < 13; point++) {
      const its = (field: Float64Array): Float64Array => field.filter((_, at) => at % 13 === point);
      const alone = computed(
        backend,
        { ...given, x: its(given.x), g: its(given.g) },
        { ...shape, points: 1 },
      );
      expect(alone.values).toEqual(its(values));
      expect(alone.dx).toEqual(its(dx));
    }
  });

  test("have the same bits with factors that the way forward kept", () => {
    for (const shape of SHAPES) {
      const given = drawn(shape);
      expectSame(computed(backend, given, shape, true), computed(backend, given, shape));
    }
  });

  test("of no samples and of no points fill nothing but a gradient of zeros", () => {
    for (const none of [{ samples: 0 }, { points: 0 }]) {
      const shape = { ...one, inputs: 2, products: 1, ...none };
      const { values, dWeights } = computed(backend, drawn(shape), shape);
      expect(values.length).toBe(0);
      expect([...dWeights]).toEqual(Array.from({ length: symnetSize(2, 1) }, () => 0));
    }
  });
});

describe("SymNets have the same bits", () => {
  test("for arrays inside and outside of the memory, where it is not shared, and on threads", () => {
    const apart = createWasmBackend({ heap: createHeap(false) });
    for (const shape of SHAPES) {
      const given = drawn(shape);
      const expected = computed(wasm, given, shape);
      expectSame(computed(apart, given, shape), expected);
      expectSame(computed(THREADED, given, shape), expected);
      const [x, weights, g] = [given.x, given.weights, given.g].map((array) => {
        const inside = wasm.allocate(array.length);
        inside.set(array);
        return inside;
      });
      const { values, dx, dWeights } = expected;
      const to = [values, dx, dWeights].map(({ length }) => wasm.allocate(length));
      wasm.symnet(x, weights, shape, to[0]);
      wasm.symnetBackward(x, weights, g, shape, to[1], to[2]);
      const [v, d, w] = to.map((array) => array.slice());
      expectSame({ values: v, dx: d, dWeights: w }, expected);
      [x, weights, g, ...to].forEach(wasm.release);
    }
  });

  test("and take no memory for good", () => {
    const shape = { samples: 4, inputs: 6, points: 300, nets: 2, products: 3 };
    const given = drawn(shape);
    computed(wasm, given, shape);
    const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
    for (let call = 0; call < 100; call++) computed(wasm, given, shape);
    expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
  });
});

test("a net has K(2C + K + 1) + C + K + 1 weights, and W_k begins behind those before", () => {
  expect(symnetSize(12, 5)).toBe(168);
  expect(symnetSize(12, 3)).toBe(100);
  for (const { inputs, products } of SHAPES) {
    let row = 0;
    for (let k = 0; k <= products; k++) {
      expect(symnetRow(inputs, k)).toBe(row);
      row += 2 * (inputs + k) + 2;
    }
    expect(symnetSize(inputs, products)).toBe(symnetRow(inputs, products) + inputs + products + 1);
  }
});

const names = ["values", "dx", "dWeights"] as const;

/** p_k = p_{k−1}², p₀ = x², F = p_{K−1}. */
function squares(products: number): Float64Array {
  const weights = new Float64Array(symnetSize(1, products));
  for (let k = 0; k < products; k++) {
    const row = symnetRow(1, k);
    weights[row + k] = 1;
    weights[row + 1 + k + k] = 1;
  }
  weights[symnetRow(1, products) + products] = 1;
  return weights;
}

/** Bit for bit, but for the sign of zeros. */
function expectSame(found: Found, expected: Found): void {
  for (const name of names) {
    expect(found[name].length).toBe(expected[name].length);
    expect([name, found[name].findIndex((value, i) => value !== expected[name][i])]).toEqual([
      name,
      -1,
    ]);
  }
}

/** The largest difference over the largest entry. */
function difference(found: Float64Array, exact: Float64Array): number {
  let [gap, size] = [0, Number.MIN_VALUE];
  exact.forEach((value, i) => {
    gap = Math.max(gap, Math.abs(found[i] - value));
    size = Math.max(size, Math.abs(value));
  });
  return found.some(Number.isNaN) ? NaN : gap / size;
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}
