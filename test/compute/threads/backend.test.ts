/** Threads change how long it takes, never a bit. */
import { afterAll, describe, expect, test } from "vitest";
import { info, use } from "../../../src/compute/index.js";
import type { Backend, CompensatedSum } from "../../../src/compute/index.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import type { Precision, Reals } from "../../../src/core/index.js";

const alone = createWasmBackend();
const shared = [2, 3].map((threads) => createWasmBackend({ threads }));

afterAll(() => {
  for (const backend of shared) backend.close();
  use();
});

/** Cut by whole fields, by slabs, by columns; odd and even; fewer pieces than threads, and many. */
const WORKS = [
  ...[
    [1, [5]],
    [1, [4096]],
    [700, [21, 21]],
    [40, [51, 51]],
    [3, [101, 101]],
    [1, [300, 211]],
  ],
  ...[
    [5, [31, 31, 31]],
    [2, [41, 51, 53]],
    [1, [64, 64, 64]],
    [3, [40, 63, 66]],
    [2, [9, 8, 40, 41]],
  ],
] as [number, number[]][];

describe.each(WORKS)("%i fields of %j", (fields, grid) => {
  test.each(["float64", "float32"] as const)("have the same transforms in %s", (precision) => {
    const expected = transforms(alone, grid, fields, precision, true);
    for (const backend of shared) {
      for (const inside of [true, false]) {
        expectSame(transforms(backend, grid, fields, precision, inside), expected);
      }
    }
  });
});

test("sums over samples and over states are the same", () => {
  const [samples, fields, size] = [5, 3, 30_011];
  const pairs = Int32Array.of(0, 0, 0, 1, 0, 2, 1, 1, 1, 2, 2, 2);
  const sumsOf = (backend: Backend): Reals[] => {
    const take = (length: number, seed: number): Float64Array => {
      const array = backend.allocate(length);
      array.set(seed < 0 ? new Float64Array(length) : normals(createRng(seed), [length]).data);
      return array;
    };
    const [re, im] = [take(samples * fields * size, 1), take(samples * fields * size, 2)];
    const sum = (): CompensatedSum => ({ value: take(6 * size, -1), lost: take(6 * size, -1) });
    const [sumRe, sumIm] = [sum(), sum()];
    for (let round = 0; round < 2; round++) {
      backend.addGram(re, im, samples, fields, size, pairs, sumRe, sumIm);
    }
    const [a, b, out, outIm] = [3, 4, -1, -1].map((seed) => take(fields * size, seed));
    backend.sumOfProducts(a, b, re, im, fields, size, out, outIm);
    const results = [sumRe.value, sumRe.lost, sumIm.value, sumIm.lost, out, outIm];
    const copies = results.map((array) => array.slice());
    [re, im, a, b, ...results].forEach((array) => backend.release(array));
    return copies;
  };
  const expected = sumsOf(alone);
  for (const backend of shared) expectSame(sumsOf(backend), expected);
});

test("work and what is done meanwhile both end, results and errors included", () => {
  const grid = [12, 35];
  for (const backend of [alone, ...shared]) {
    const outside = new Float64Array(60 * 12 * 18);
    let meanwhile = 0;
    backend.overlap(
      () =>
        backend
          .gridTransform(grid)
          .forwardReal(new Float64Array(60 * 420).fill(2), 60, outside, outside.slice()),
      () => meanwhile++,
    );
    expect([outside[0], outside[59 * 12 * 18], meanwhile]).toEqual([840, 840, 1]);
    const x = backend.allocate(60 * 420).fill(1);
    const [re, im] = [backend.allocate(60 * 12 * 18), backend.allocate(60 * 12 * 18)];
    const stopped = (): never => {
      throw new ValueError("stopped");
    };
    const transform = (): void => backend.gridTransform(grid).forwardReal(x, 60, re, im);
    expect(() => backend.overlap(transform, stopped)).toThrow("stopped");
    expect(re[0]).toBe(420);
    expect(re[59 * 12 * 18]).toBe(420);
    expect(() => backend.overlap(stopped, transform)).toThrow("stopped");
    backend.overlap(transform, () => undefined);
    expect(re[59 * 12 * 18]).toBe(420);
    [x, re, im].forEach((array) => backend.release(array));
  }
});

describe("the number of threads", () => {
  test("is asked for and told", () => {
    expect(use({ threads: 2 })).toMatchObject({ backend: "wasm", threads: 2 });
    expect(info().threads).toBe(2);
    expect(use({ threads: 1 }).threads).toBe(1);
    expect(use({ backend: "portable", threads: 4 }).threads).toBe(1);
  });

  test("is as many as the host runs at the same time where nobody asks", () => {
    expect(use().threads).toBeGreaterThanOrEqual(1);
  });

  test("is refused where it is none", () => {
    for (const threads of [0, -1, 1.5, NaN]) {
      expect(() => use({ threads })).toThrow(
        `compute.use: threads should be an integer ≥ 1; got ${threads}.`,
      );
    }
  });
});

const drawn = new Map<string, Float64Array>();

/** The same normals every time. */
function numbers(length: number, seed: number): Float64Array {
  const key = `${length}, ${seed}`;
  const values = drawn.get(key) ?? normals(createRng(seed), [length]).data;
  drawn.set(key, values);
  return values;
}

/** All four transforms of random fields. */
function transforms(
  backend: Backend,
  grid: readonly number[],
  fields: number,
  precision: Precision,
  inside: boolean,
): Reals[] {
  const { size, halfSize, forward, inverse, forwardReal, inverseReal } =
    backend.gridTransform(grid);
  const lent: Reals[] = [];
  const take = (length: number, seed: number): Reals => {
    const Outside = precision === "float64" ? Float64Array : Float32Array;
    const array = inside ? backend.allocate(length, precision) : new Outside(length);
    if (inside) lent.push(array);
    array.fill(0);
    if (seed > 0) array.set(numbers(length, seed));
    return array;
  };
  const [re, im] = [take(fields * size, 1), take(fields * size, 2)];
  forward(re, im, fields);
  const [back, backIm] = [take(fields * size, 3), take(fields * size, 4)];
  inverse(back, backIm, fields);
  const x = take(fields * size, 5);
  const [half, halfIm] = [take(fields * halfSize, 0), take(fields * halfSize, 0)];
  forwardReal(x, fields, half, halfIm);
  const spectrum = [half.slice(), halfIm.slice()];
  const y = take(fields * size, 0);
  inverseReal(half, halfIm, fields, y);
  const results = [re, im, back, backIm, ...spectrum, y].map((array) => array.slice());
  for (const array of lent) backend.release(array);
  return results;
}

/** Bit for bit, signs of zeros included. */
function expectSame(actual: readonly Reals[], expected: readonly Reals[]): void {
  actual.forEach((array, i) => {
    const at = array.findIndex((value, k) => !Object.is(value, expected[i][k]));
    expect([i, at, array.length]).toEqual([i, -1, expected[i].length]);
  });
}
