import { afterAll, describe, expect, test } from "vitest";
import { symnetFactors, symnetSize } from "../../../src/compute/index.js";
import type { Backend, UpwindShape } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng, normals } from "../../../src/core/index.js";

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

/** Single points, odd and even counts, one to three axes, first derivatives in any places, no products. */
const SHAPES: readonly UpwindShape[] = [
  { samples: 1, points: 1, components: 1, filters: 2, firsts: [1], products: 1 },
  { samples: 2, points: 7, components: 3, filters: 3, firsts: [2], products: 2 },
  { samples: 3, points: 33, components: 1, filters: 4, firsts: [2, 1], products: 0 },
  { samples: 2, points: 8, components: 2, filters: 6, firsts: [1, 2], products: 3 },
  { samples: 1, points: 1050, components: 2, filters: 6, firsts: [1, 2], products: 5 },
  { samples: 40, points: 40, components: 3, filters: 5, firsts: [3, 0, 2], products: 4 },
];

const names = ["slopes", "values", "dx", "dWeights"] as const;
type Found = Readonly<Record<(typeof names)[number], Float64Array>>;

describe.each(BACKENDS)("SymNets that look upwind of the $name backend", (backend) => {
  test("see the channel where its slope is positive, elsewhere its mirror", () => {
    // F = u_x² has the slope 2 u_x: u_x itself where it is positive, else the mirror's.
    const shape = { samples: 1, points: 5, components: 1, filters: 2, firsts: [1], products: 1 };
    const weights = Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1, 0);
    const [u, first, mirror] = [
      [9, 9, 9, 9, 9],
      [3, -3, 0, 2, -1],
      [10, 20, 30, 40, 50],
    ];
    const x = Float64Array.of(...u, ...first, ...mirror);
    const g = Float64Array.of(1, 1, 1, 2, 0.5);
    const { slopes, values, dx } = computed(backend, { x, weights, g }, shape);
    expect([...slopes]).toEqual([6, -6, 0, 4, -2]);
    expect([...values]).toEqual([9, 400, 900, 4, 2500]);
    expect([...dx].slice(5)).toEqual([6, 0, 0, 8, 0, 0, 40, 60, 0, 50]);
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

  test("are SymNets of the channels that were chosen", () => {
    for (const shape of SHAPES) {
      const given = drawn(shape);
      const { slopes, values, dx, dWeights } = computed(backend, given, shape);
      const { samples, points, components, filters, firsts, products } = shape;
      const plain = { samples, points, nets: components, inputs: components * filters, products };
      const seen = chosen(shape, slopes);
      const x = Float64Array.from(seen, (at) => given.x[at]);
      const F = new Float64Array(values.length);
      backend.symnet(x, given.weights, plain, F);
      const [toX, toWeights] = [new Float64Array(x.length), new Float64Array(dWeights.length)];
      backend.symnetBackward(x, given.weights, given.g, plain, toX, toWeights);
      const spread = new Float64Array(dx.length);
      seen.forEach((at, i) => (spread[at] = toX[i]));
      expect(firsts.every((first) => first < filters)).toBe(true);
      // The same sums in another order: some roundings of thirty terms.
      expect(difference(values, F)).toBeLessThan(1e-13);
      expect(difference(dx, spread)).toBeLessThan(1e-13);
      expect(difference(dWeights, toWeights)).toBeLessThan(1e-13);
    }
  });

  test("have the same bits with factors that the way forward kept", () => {
    for (const shape of SHAPES) {
      const given = drawn(shape);
      expectSame(computed(backend, given, shape, true), computed(backend, given, shape));
    }
  });

  test("have slopes to channels that are no mirrors, of the component's own net", () => {
    for (const shape of SHAPES) {
      const given = drawn(shape);
      const { samples, points, components, filters, firsts, products } = shape;
      const inputs = components * filters;
      const plain = { samples, points, nets: components, inputs, products };
      const { slopes } = computed(backend, given, shape);
      const stays = new Float64Array(slopes.length).fill(1);
      const x = Float64Array.from(chosen(shape, stays), (at) => given.x[at]);
      for (let c = 0; c < components; c++) {
        const g = given.g.map((_, at) => (Math.floor(at / points) % components === c ? 1 : 0));
        const [dx, dw] = [new Float64Array(x.length), new Float64Array(given.weights.length)];
        backend.symnetBackward(x, given.weights, g, plain, dx, dw);
        for (let s = 0; s < samples; s++) {
          firsts.forEach((first, axis) => {
            const found = (s * components + c) * firsts.length + axis;
            const at = (s * inputs + c * filters + first) * points;
            const its = slopes.slice(found * points, (found + 1) * points);
            expect(difference(its, dx.slice(at, at + points))).toBeLessThan(1e-13);
          });
        }
      }
    }
  });
});

describe("SymNets that look upwind have the same bits", () => {
  test("for arrays inside and outside of the memory, where it is not shared, and on threads", () => {
    const apart = createWasmBackend({ heap: createHeap(false) });
    for (const shape of SHAPES) {
      const given = drawn(shape);
      const expected = computed(wasm, given, shape);
      expectSame(computed(apart, given, shape), expected);
      expectSame(computed(THREADED, given, shape), expected);
      const inside = (array: Float64Array): Float64Array => {
        const own = wasm.allocate(array.length);
        own.set(array);
        return own;
      };
      const [x, weights, g] = [given.x, given.weights, given.g].map(inside);
      const [slopes, values, dx, dWeights] = names.map((name) =>
        wasm.allocate(expected[name].length),
      );
      wasm.upwindSymnet(x, weights, shape, slopes, values);
      wasm.upwindSymnetBackward(x, slopes, weights, g, shape, dx, dWeights);
      expectSame({ slopes, values, dx, dWeights }, expected);
      [x, weights, g, slopes, values, dx, dWeights].forEach(wasm.release);
    }
  });

  test("and take no memory for good", () => {
    const [, , , shape] = SHAPES;
    const given = drawn(shape);
    computed(wasm, given, shape);
    const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
    for (let call = 0; call < 100; call++) computed(wasm, given, shape);
    expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
  });
});

interface Given {
  readonly x: Float64Array;
  readonly weights: Float64Array;
  readonly g: Float64Array;
}

/** Normal numbers; weights have variance 1/(C + K), so that sums neither vanish nor grow. */
function drawn({ samples, points, components, filters, firsts, products }: UpwindShape): Given {
  const draw = (length: number, seed: number): Float64Array =>
    Float64Array.from(normals(createRng(seed), [length]).data);
  const inputs = components * filters;
  const spread = 1 / Math.sqrt(inputs + products);
  return {
    x: draw(samples * components * (filters + firsts.length) * points, 1),
    weights: draw(components * symnetSize(inputs, products), 2).map((value) => spread * value),
    g: draw(samples * components * points, 3),
  };
}

/** Runs both into arrays of NaN; the way back may find factors that the way forward kept. */
function computed(by: Backend, { x, weights, g }: Given, shape: UpwindShape, keeps = false): Found {
  const { samples, points, components, firsts } = shape;
  const blank = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const slopes = blank(samples * components * firsts.length * points);
  const values = blank(g.length);
  const [dx, dWeights] = [blank(x.length), blank(weights.length)];
  const factors = keeps ? blank(symnetFactors({ ...shape, nets: components })) : undefined;
  by.upwindSymnet(x, weights, shape, slopes, values, factors);
  by.upwindSymnetBackward(x, slopes, weights, g, shape, dx, dWeights, factors);
  expect(values.length).toBe(samples * components * points);
  return { slopes, values, dx, dWeights };
}

/** Where in x every input of the nets is, [s, input, point], by slopes. */
function chosen(shape: UpwindShape, slopes: Float64Array): number[] {
  const { samples, points, components, filters, firsts } = shape;
  const places: number[] = [];
  for (let plane = 0; plane < samples * components; plane++) {
    for (let o = 0; o < filters; o++) {
      const axis = firsts.indexOf(o);
      for (let point = 0; point < points; point++) {
        const slope = slopes[(plane * firsts.length + axis) * points + point];
        const channel = axis < 0 || slope > 0 ? o : filters + axis;
        places.push((plane * (filters + firsts.length) + channel) * points + point);
      }
    }
  }
  return places;
}

/** Bit for bit, but for the sign of zeros. */
function expectSame(found: Found, expected: Found): void {
  for (const name of names) {
    expect(found[name].length).toBe(expected[name].length);
    const gap = found[name].findIndex((value, i) => value !== expected[name][i]);
    expect([name, gap]).toEqual([name, -1]);
  }
}

/** The largest difference over the largest entry. */
function difference(found: Float64Array, exact: Float64Array): number {
  let [gap, size] = [0, Number.MIN_VALUE];
  found.forEach((value, i) => {
    gap = Math.max(gap, Math.abs(value - exact[i]));
    size = Math.max(size, Math.abs(exact[i]));
  });
  return found.some(Number.isNaN) ? NaN : gap / size;
}
