import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { chooseBackend, use } from "../../src/compute/backend.js";
import type { Backend } from "../../src/compute/index.js";
import { portable } from "../../src/compute/portable.js";
import { createWasmBackend } from "../../src/compute/wasm/backend.js";
import * as binaries from "../../src/compute/wasm/binaries.js";
import { createHeap } from "../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../src/compute/wasm/support.js";
import { planLine } from "../../src/compute/wasm/transform/linePlan.js";
import { createRng, ValueError } from "../../src/core/index.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });

/** Largest difference over the largest expected magnitude. */
function difference(actual: Float64Array, expected: Float64Array): number {
  let largest = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
  }
  return error / Math.max(largest, Number.MIN_VALUE);
}

function randomValues(count: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: count }, () => rng.uniform() - 0.5);
}

/** All four transforms of random fields, one array after another. */
function transforms(backend: Backend, grid: readonly number[], fields: number): Float64Array[] {
  const transform = backend.gridTransform(grid);
  const cells = transform.size * fields;
  const kept = transform.halfSize * fields;
  const re = randomValues(cells, 1);
  const im = randomValues(cells, 2);
  const forward = [re.slice(), im.slice()] as const;
  transform.forward(...forward, fields);
  const inverse = [re.slice(), im.slice()] as const;
  transform.inverse(...inverse, fields);
  const half = [new Float64Array(kept), new Float64Array(kept)] as const;
  transform.forwardReal(re, fields, ...half);
  const real = new Float64Array(cells);
  transform.inverseReal(half[0].slice(), half[1].slice(), fields, real);
  return [...forward, ...inverse, ...half, real];
}

/** Rounding grows like √log N, from 1e-16: both sides stay far below 1e-14. */
function expectAgreement(grid: readonly number[], fields: number): void {
  const expected = transforms(portable, grid, fields);
  transforms(wasm, grid, fields).forEach((array, i) => {
    expect(difference(array, expected[i]), `${grid.join("×")}, array ${i}`).toBeLessThan(1e-14);
  });
}

/** Bit for bit, signs of zeros included. */
function expectSame(actual: readonly Float64Array[], expected: readonly Float64Array[]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  const different = actual.map((array, i) =>
    array.findIndex((value, at) => !Object.is(value, expected[i][at])),
  );
  expect(different).toEqual(actual.map(() => -1));
}

describe("transforms agree with the definition", () => {
  test("on every length up to 130, for one, two and three lines", () => {
    for (let n = 1; n <= 130; n++) {
      for (const fields of [1, 2, 3]) expectAgreement([n], fields);
    }
  });
  test("on lengths that take every kind of pass", () => {
    // 323 = 17 · 19, 4087 = 61 · 67 and 27889 = 167²: passes of large factors before the last one.
    const lengths = [169, 202, 210, 243, 323, 401, 512, 1009, 1439, 2048, 2879, 4087, 27889];
    for (const n of lengths) expectAgreement([n], 2);
    const kinds = new Set(lengths.flatMap((n) => planLine(n).passes.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(["bluestein", "direct", "rader", "writtenOut"]);
  });
  test("in two axes, odd and even, smaller and larger than the cache", () => {
    const grids = [
      ...[
        [1, 5],
        [5, 1],
        [2, 3],
        [3, 127],
        [127, 3],
        [21, 21],
        [21, 32],
        [30, 17],
        [51, 51],
      ],
      ...[
        [101, 101],
        [130, 130],
        [131, 257],
        [256, 256],
        [300, 211],
      ],
    ];
    for (const grid of grids) for (const fields of [1, 2, 3]) expectAgreement(grid, fields);
  });
  test("in three and four axes", () => {
    for (const grid of [
      [3, 1, 3, 1],
      [2, 3, 4, 5],
      [7, 9, 11],
      [31, 31, 31],
      [33, 60, 41],
    ]) {
      expectAgreement(grid, 2);
    }
    expectAgreement([64, 64, 64], 1);
  });
  test("in a memory that is not shared", () => {
    const backend = createWasmBackend({ heap: createHeap(false) });
    for (const grid of [[101], [21, 21], [41, 51, 53]]) {
      const expected = transforms(wasm, grid, 3);
      expectSame(transforms(backend, grid, 3), expected);
    }
  });
});

describe("the same numbers, bit for bit", () => {
  test("in repeated runs", () => {
    expectSame(transforms(wasm, [45, 34], 5), transforms(wasm, [45, 34], 5));
  });
  test("whatever fields are transformed beside a field", () => {
    for (const grid of [[21, 21], [31, 15, 6], [101], [130, 130]]) {
      const { size, halfSize } = wasm.gridTransform(grid);
      const x = randomValues(7 * size, 3);
      const together = [new Float64Array(7 * halfSize), new Float64Array(7 * halfSize)];
      wasm.gridTransform(grid).forwardReal(x, 7, together[0], together[1]);
      for (let field = 0; field < 7; field++) {
        const alone = [new Float64Array(halfSize), new Float64Array(halfSize)];
        const own = x.subarray(field * size, (field + 1) * size);
        wasm.gridTransform(grid).forwardReal(own, 1, alone[0], alone[1]);
        const [from, to] = [field * halfSize, (field + 1) * halfSize];
        expectSame(
          together.map((plane) => plane.slice(from, to)),
          alone,
        );
      }
    }
  });
  test("for arrays inside and outside of its memory", () => {
    for (const grid of [
      [51, 51],
      [64, 64, 33],
    ]) {
      const transform = wasm.gridTransform(grid);
      const x = randomValues(3 * transform.size, 4);
      const outside = [1, 2].map(() => new Float64Array(3 * transform.halfSize));
      transform.forwardReal(x, 3, outside[0], outside[1]);
      const inside = [x.length, outside[0].length, outside[1].length].map((length) =>
        wasm.allocate(length),
      );
      inside[0].set(x);
      transform.forwardReal(inside[0], 3, inside[1], inside[2]);
      expectSame(inside.slice(1), outside);
      inside.forEach((array) => wasm.release(array));
    }
  });
});

describe("a huge field beside a small one", () => {
  test("does not drown it: only lines of one field share a complex line", () => {
    const { size, halfSize } = wasm.gridTransform([9, 9]);
    const x = randomValues(2 * size, 5).map((value, i) => (i < size ? 1e15 * value : value));
    const planes = [new Float64Array(2 * halfSize), new Float64Array(2 * halfSize)];
    wasm.gridTransform([9, 9]).forwardReal(x, 2, planes[0], planes[1]);
    const expected = [new Float64Array(halfSize), new Float64Array(halfSize)];
    portable.gridTransform([9, 9]).forwardReal(x.slice(size), 1, expected[0], expected[1]);
    planes.forEach((plane, i) => {
      expect(difference(plane.slice(halfSize), expected[i])).toBeLessThan(1e-14);
    });
  });
});

describe("pointwise sums are those of the definition, bit for bit", () => {
  const [samples, fields, size] = [5, 3, 1027];
  const pairs = Int32Array.of(0, 0, 0, 2, 1, 2, 2, 2);
  const sums = (): { value: Float64Array; lost: Float64Array } => ({
    value: randomValues(4 * size, 6),
    lost: randomValues(4 * size, 7),
  });
  const spectra = [8, 9].map((seed) => randomValues(samples * fields * size, seed));

  test("Gram sums, inside and outside of its memory", () => {
    const expected = [sums(), sums()];
    portable.addGram(
      spectra[0],
      spectra[1],
      samples,
      fields,
      size,
      pairs,
      expected[0],
      expected[1],
    );
    for (const place of [(array: Float64Array): Float64Array => array, moved]) {
      const [re, im] = spectra.map(place);
      const found = [sums(), sums()];
      wasm.addGram(re, im, samples, fields, size, pairs, found[0], found[1]);
      expect(found).toEqual(expected);
      [re, im].forEach(wasm.release);
    }
  });
  test("sums of products, inside and outside of its memory", () => {
    const planes = [...spectra, ...spectra.map((values) => values.slice().reverse())];
    const expected = [new Float64Array(size), new Float64Array(size)];
    const [a, b, c, d] = planes;
    portable.sumOfProducts(a, b, c, d, fields, size, expected[0], expected[1]);
    for (const place of [(array: Float64Array): Float64Array => array, moved]) {
      const arrays = planes.map(place);
      const out = [0, 1].map(() => place(new Float64Array(size)));
      wasm.sumOfProducts(arrays[0], arrays[1], arrays[2], arrays[3], fields, size, out[0], out[1]);
      expect(out.map((array) => Float64Array.from(array))).toEqual(expected);
      [...arrays, ...out].forEach(wasm.release);
    }
  });

  function moved(values: Float64Array): Float64Array {
    const array = wasm.allocate(values.length);
    array.set(values);
    return array;
  }
});

describe("memory", () => {
  test("does not grow over 10,000 transforms, and everything taken comes back", () => {
    const grids = [[21, 21], [101], [8, 9, 10]];
    const run = (): unknown => grids.map((grid) => transforms(wasm, grid, 2));
    run();
    const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
    const { size, halfSize } = wasm.gridTransform([21, 21]);
    const x = new Float64Array(size);
    const [re, im] = [new Float64Array(halfSize), new Float64Array(halfSize)];
    for (let i = 0; i < 10_000; i++) wasm.gridTransform([21, 21]).forwardReal(x, 1, re, im);
    run();
    expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
  });
  test("of tables stays bounded over many lengths", () => {
    const fresh = createHeap();
    const backend = createWasmBackend({ heap: fresh });
    const owned: number[] = [];
    for (let round = 0; round < 3; round++) {
      for (let n = 200; n < 300; n++) {
        backend.gridTransform([n]).forward(new Float64Array(n), new Float64Array(n), 1);
      }
      owned.push(fresh.owned());
    }
    expect(new Set(owned).size).toBe(1);
  });
  test("that the host refuses is an error naming the bytes", () => {
    const small = createWasmBackend({ heap: createHeap(true, [32]) }); // 2 MiB at most
    const field = new Float64Array(1 << 20);
    expect(() => small.gridTransform([1024, 1024]).forward(field, field.slice(), 1)).toThrow(
      /should give 8388608 more bytes of WebAssembly memory.*refused.*Use smaller batches/,
    );
    expect(() => small.allocate(1 << 20)).toThrow(ValueError);
  });
});

test("all modules together add at most 120 kB to a package, compressed", () => {
  expect(gzipSync(Object.values(binaries).join("\n")).length).toBeLessThanOrEqual(120_000);
});

describe("the choice of a backend", () => {
  const blind = { validate: () => false };
  test("falls back to portable where vectors are missing, or where it is asked for", () => {
    expect(chooseBackend().name).toBe("wasm");
    expect(chooseBackend({}, blind).name).toBe("portable");
    expect(chooseBackend({ backend: "portable" }).name).toBe("portable");
  });
  test("refuses what the host cannot run, and what does not exist", () => {
    expect(() => chooseBackend({ backend: "wasm" }, blind)).toThrow(
      /backend "wasm" needs WebAssembly with vector instructions.*use "portable"/,
    );
    expect(() => use({ backend: "fpga" as "wasm" })).toThrow(/should be one of "portable", "wasm"/);
  });
  test("is relaxed where it is asked for and the host can, else refused with what to do", () => {
    if (hasRelaxedVectors()) expect(use({ relaxed: true })).toMatchObject({ relaxed: true });
    else {
      expect(() => use({ relaxed: true })).toThrow(
        /relaxed needs backend "wasm" on a host with relaxed vector instructions.*Leave the choice out/,
      );
    }
    expect(() => chooseBackend({ backend: "portable", relaxed: true })).toThrow(/by "portable"/);
    expect(() => chooseBackend({ relaxed: "yes" as unknown as boolean })).toThrow(
      /compute\.use: relaxed should be true or false; got "yes"/,
    );
    expect(use()).toMatchObject({ relaxed: false });
  });
  test("is told by what use returns", () => {
    expect(use({ backend: "portable" })).toMatchObject({ backend: "portable", threads: 1 });
    expect(use()).toMatchObject({ backend: "wasm" });
  });
});
