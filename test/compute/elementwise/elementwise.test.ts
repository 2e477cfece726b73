/** What every backend has to give for the pointwise loops of training: the definition's bits. */
import { describe, expect, test } from "vitest";
import type { Activation, Backend, Elementwise, Loss } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import type { Reals } from "../../../src/core/index.js";
import { createRng, normals } from "../../../src/core/index.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });

/** Around one lane, one vector, one block of a sum, and one piece that is copied. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 7, 127, 128, 129, 1000, 4099];

type Make = (length: number) => Reals;

/** Where arrays may live, what they may hold, and who works on them. */
const PLACES: readonly (readonly [string, Backend, Make])[] = [
  ["wasm, Float64 in the heap", wasm, (n) => inHeap(Float64Array, n)],
  ["wasm, Float32 in the heap", wasm, (n) => inHeap(Float32Array, n)],
  ["wasm, Float64 elsewhere", wasm, (n) => new Float64Array(n)],
  ["wasm, Float32 elsewhere", wasm, (n) => new Float32Array(n)],
  [
    "wasm without shared memory",
    createWasmBackend({ heap: createHeap(false) }),
    (n) => new Float64Array(n),
  ],
  ["portable, Float64", portable, (n) => new Float64Array(n)],
  ["portable, Float32", portable, (n) => new Float32Array(n)],
];

const ACTIVATIONS: readonly Activation[] = [
  ...(["relu", "leakyRelu", "elu", "softplus", "sigmoid", "tanh", "swish", "gelu"] as const),
];
const LOSSES: readonly Loss[] = ["squared", "absolute", "huber"];

const ADAM = {
  count: 7,
  learningRate: 0.01,
  decayOfMean: 0.9,
  decayOfSquare: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
};

/** Fills the last array, which is also the first where that is allowed, from three others. */
type Loop = (by: Elementwise, x: Reals, y: Reals, z: Reals, out: Reals) => void;

const LOOPS: Record<string, Loop> = {
  scale: (by, x, _y, _z, out) => by.scale(1 / 3, x, out),
  add: (by, x, y, _z, out) => by.add(x, y, out),
  multiply: (by, x, y, _z, out) => by.multiply(x, y, out),
  addScaled: (by, x, y, _z, out) => by.addScaled(1 / 3, x, y, out),
  multiplyAdd: (by, x, y, z, out) => by.multiplyAdd(x, y, z, out),
  ...Object.fromEntries(
    ACTIVATIONS.flatMap((name): [string, Loop][] => [
      [name, (by, x, _y, _z, out) => by.activate(name, x, 0.3, out)],
      [`gradient of ${name}`, (by, x, y, _z, out) => by.activateBackward(name, x, y, 0.3, out)],
    ]),
  ),
  ...Object.fromEntries(
    LOSSES.map((name): [string, Loop] => [
      `gradient of ${name}`,
      (by, x, y, _z, out) => by.lossBackward(name, x, y, 0.7, 1 / 3, out),
    ]),
  ),
};

/** Numbers of every kind: zeros of both signs, infinities, NaN, tiny and huge ones among normal ones. */
const SPECIAL = [0, -0, Infinity, -Infinity, NaN, 1e-310, -1e-310, 1e300, -1e300, 1e-30, -1e-30];

describe.each(PLACES)("%s", (_, backend, make) => {
  describe.each(Object.entries(LOOPS))("%s", (_name, loop) => {
    test("has the bits of the definition for every length", () => {
      for (const length of LENGTHS) {
        const inputs = [1, 2, 3].map((seed) => drawn(seed, length));
        compare(loop, inputs, 0);
      }
    });

    test("has them for special numbers, in every lane", () => {
      const inputs = [0, 3, 5].map((turn) =>
        SPECIAL.map((_value, i) => SPECIAL[(i * (turn + 1)) % SPECIAL.length]),
      );
      compare(loop, inputs, 0);
    });

    test("has them for arrays that do not start at a vector", () => {
      compare(
        loop,
        [1, 2, 3].map((seed) => drawn(seed, 131)),
        1,
      );
    });

    test("may fill its own input", () => {
      for (const length of [5, 4099]) {
        const [x, y, z] = [1, 2, 3].map((seed) => placed(drawn(seed, length), 0));
        const out = placed(drawn(4, length), 0);
        loop(backend, x, y, z, out);
        for (const own of [0, 1, 2]) {
          const arrays = [x, y, z].map((array) => placed([...array], 0));
          loop(backend, arrays[0], arrays[1], arrays[2], arrays[own]);
          expectBits(arrays[own], out);
        }
      }
    });
  });

  test("sums, products, losses and largest sizes have the bits of the definition", () => {
    for (const length of LENGTHS) {
      for (const offset of [0, 1]) {
        const [x, y] = [1, 2].map((seed) => placed(drawn(seed, length), offset));
        const [u, v] = [x, y].map((array) => array.slice());
        expect(backend.sum(x)).toBe(portable.sum(u));
        expect(backend.dot(x, y)).toBe(portable.dot(u, v));
        expect(backend.largest(x)).toBe(portable.largest(u));
        for (const name of LOSSES) {
          expect(backend.loss(name, x, y, 0.7)).toBe(portable.loss(name, u, v, 0.7));
        }
      }
    }
  });

  test.each([
    [1, 1, 1],
    [3, 4, 7],
    [2, 3, 130],
    [5, 2, 300],
    [7, 33, 1],
    [0, 2, 5],
  ])("biases and sums of channels, %i × %i planes of %i cells", (samples, channels, size) => {
    const planes = { samples, channels, size };
    const u = placed(drawn(1, samples * channels * size), 1);
    const bias = placed(drawn(2, channels), 1);
    const [out, expected] = [placed([...u], 1), u.slice()];
    backend.addBias(u, bias, planes, out);
    portable.addBias(u.slice(), bias.slice(), planes, expected);
    expectBits(out, expected);
    backend.addBias(out, bias, planes, out);
    portable.addBias(expected, bias.slice(), planes, expected);
    expectBits(out, expected);
    const [sums, expectedSums] = [bias, bias.slice()];
    backend.sumChannels(u, planes, sums);
    portable.sumChannels(u.slice(), planes, expectedSums);
    expectBits(sums, expectedSums);
  });

  test("steps of Adam and of momentum have the bits of the definition", () => {
    for (const length of LENGTHS) {
      const state = [1, 2, 3].map((seed) => placed(drawn(seed, length), 1));
      const square = placed(drawn(4, length).map(Math.abs), 1);
      const [at, g, m, v] = [...state, square];
      const [p, h, n, w] = [at, g, m, v].map((array) => array.slice());
      backend.fillAdamStep(at, g, m, v, ADAM);
      portable.fillAdamStep(p, h, n, w, ADAM);
      for (const nesterov of [false, true]) {
        const step = { learningRate: 0.1, momentum: 0.9, nesterov };
        backend.fillMomentumStep(at, g, m, step);
        portable.fillMomentumStep(p, h, n, step);
      }
      [at, m, v].forEach((array, i) => expectBits(array, [p, n, w][i]));
    }
  });

  /** Runs a loop here and by the definition, and expects the same bits and nothing beyond the end. */
  function compare(loop: Loop, inputs: readonly (readonly number[])[], offset: number): void {
    const [x, y, z] = inputs.map((input) => placed(input, offset));
    const around = make(x.length + offset + 1).fill(7);
    loop(backend, x, y, z, around.subarray(offset, offset + x.length));
    const expected = x.slice();
    loop(portable, x.slice(), y.slice(), z.slice(), expected);
    expectBits(around.subarray(offset, offset + x.length), expected);
    expect([around.at(-1), offset ? around[0] : 7]).toEqual([7, 7]);
  }

  /** A copy that starts `offset` numbers after the start of an array. */
  function placed(values: readonly number[], offset: number): Reals {
    const array = make(values.length + offset).subarray(offset);
    array.set(values);
    return array;
  }
});

function inHeap<A extends Reals>(
  type: new (memory: ArrayBufferLike, at: number, length: number) => A,
  length: number,
): A {
  const at = heap.allocate(8 * length);
  return new type(heap.memory.buffer, at, length);
}

/** The same numbers, zeros of one sign, NaN where NaN is. */
function expectBits(array: Reals, expected: Reals): void {
  expect(array).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(array[i], expected[i])) {
      expect.fail(`${array[i]} instead of ${expected[i]} at ${i} of ${expected.length}`);
    }
  }
}

const NORMAL = [1, 2, 3, 4].map((seed) => Array.from(normals(createRng(seed), [5000]).data));

/** Normal numbers, every fourth ten times as large. */
function drawn(which: number, length: number): number[] {
  return NORMAL[which - 1].slice(0, length).map((t, i) => (i % 4 ? t : 10 * t));
}
