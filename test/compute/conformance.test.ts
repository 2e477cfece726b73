/** What every backend has to give: the definition, to the same bars. */
import { describe, expect, test } from "vitest";
import type { Backend, CompensatedSum } from "../../src/compute/index.js";
import { portable } from "../../src/compute/portable.js";
import { createWasmBackend } from "../../src/compute/wasm/backend.js";
import { hasRelaxedVectors } from "../../src/compute/wasm/support.js";
import { createRng, normals, sizeOf, unravel } from "../../src/core/index.js";
import type { ComplexArray, Reals, Rng } from "../../src/core/index.js";
import { dftn } from "./transform/dft.js";

const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];

const THREADED = { ...createWasmBackend({ threads: 3 }), name: "wasm on three threads" };

const BACKENDS: readonly Backend[] = [portable, createWasmBackend(), ...RELAXED, THREADED];

test.skipIf(RELAXED.length > 0)("this engine has no relaxed vector instructions to test", () => {
  expect(() =>
    createWasmBackend({ relaxed: true })
      .gridTransform([2])
      .forward(new Float64Array(2), new Float64Array(2), 1),
  ).toThrow(WebAssembly.CompileError);
});

/**
 * Largest error relative to the largest entry: ninety roundings of f64, where the portable backend
 * needs a tenth, and sixteen of f32.
 */
const ALLOWED = { float64: 1e-14, float32: 1e-6 };

const LINES = [
  ...Array.from({ length: 130 }, (_, i) => i + 1),
  ...[169, 202, 210, 243, 256, 257, 401, 500, 512, 1000, 1009, 1024, 2048],
].map((n) => [n]);

const PLANES = [[130, 130], [1, 130], [129, 1], [128, 127], ...mixed(26, 2, 130, createRng(1))];

const BOXES = [[64, 64, 64], [63, 1, 2], [1, 1, 31], ...mixed(12, 3, 64, createRng(2))];

describe.each(BACKENDS)("the $name backend transforms as the definition does", (backend) => {
  test("lines of every length up to 130, and longer ones", () => {
    for (const grid of LINES) expectDefinition(backend, grid, 3);
  });

  test("planes of mixed lengths up to 130²", () => {
    for (const grid of PLANES) expectDefinition(backend, grid, 2);
  });

  test("boxes of mixed lengths up to 64³", () => {
    for (const grid of BOXES) expectDefinition(backend, grid, sizeOf(grid) > 1e5 ? 1 : 2);
  });

  test("fields of very different size, each to its own digits", () => {
    const grid = [6, 7];
    const { size, halfSize, forwardReal, inverseReal } = backend.gridTransform(grid);
    const rng = createRng(3);
    const phase = normals(rng, [size]).data;
    const pascals = normals(rng, [size]).data.map((value) => 1e12 * value);
    const [re, im] = [new Float64Array(3 * halfSize), new Float64Array(3 * halfSize)];
    forwardReal(Float64Array.of(...pascals, ...phase, ...pascals), 3, re, im);
    const back = new Float64Array(3 * size);
    inverseReal(re, im, 3, back);
    expect(error(back.subarray(size, 2 * size), phase)).toBeLessThan(ALLOWED.float64);
  });
});

describe.each(BACKENDS)("the $name backend sums as the definition does", (backend) => {
  const [samples, fields, size] = [7, 3, 1100]; // more frequencies than are worked on at once
  const pairs = Int32Array.of(0, 0, 0, 1, 2, 1, 2, 2);
  const re = normals(createRng(4), [samples, fields, size]).data;
  const im = normals(createRng(5), [samples, fields, size]).data;

  test("products of spectra over samples, for every pair of fields", () => {
    const [sumRe, sumIm] = [sums(4 * size), sums(4 * size)];
    backend.addGram(re, im, samples, fields, size, pairs, sumRe, sumIm);
    backend.addGram(re, im, samples, fields, size, pairs, sumRe, sumIm);
    for (let pair = 0; pair < 4; pair++) {
      const [i, j] = [pairs[2 * pair], pairs[2 * pair + 1]];
      for (let k = 0; k < size; k++) {
        let [expectedRe, expectedIm] = [0, 0];
        for (let s = 0; s < samples; s++) {
          const [a, b] = [(s * fields + i) * size + k, (s * fields + j) * size + k];
          expectedRe += 2 * (re[a] * re[b] + im[a] * im[b]);
          expectedIm += 2 * (re[a] * im[b] - im[a] * re[b]);
        }
        const at = pair * size + k;
        // Fourteen terms of size 1 to 10, each rounded twice.
        if (Math.abs(sumRe.value[at] - expectedRe) > 1e-13) expect.fail(`pair ${pair}, k ${k}`);
        if (Math.abs(sumIm.value[at] - expectedIm) > 1e-13) expect.fail(`pair ${pair}, k ${k}`);
      }
    }
  });

  test("the products of a field with itself are real, exactly", () => {
    const [sumRe, sumIm] = [sums(size), sums(size)];
    backend.addGram(re, im, samples, fields, size, Int32Array.of(1, 1), sumRe, sumIm);
    expect(sumIm).toEqual(sums(size));
    expect(Math.min(...sumRe.value)).toBeGreaterThan(0);
  });

  test("samples one by one, in any order, within one unit in the last place", () => {
    const inOrder = gramOf(backend, [0, 1, 2, 3, 4, 5, 6], 1);
    const reversed = gramOf(backend, [6, 5, 4, 3, 2, 1, 0], 1);
    const shuffled = gramOf(backend, [3, 0, 6, 2, 5, 1, 4], 1);
    for (const other of [reversed, shuffled]) {
      other.forEach((value, k) => {
        if (Math.abs(value - inOrder[k]) > 2 ** -52 * Math.abs(inOrder[k])) expect.fail(`k ${k}`);
      });
    }
  });

  test("samples in groups, within the rounding inside a group", () => {
    const order = [0, 1, 2, 3, 4, 5];
    const alone = gramOf(backend, order, 1);
    for (const group of [2, 3, 6]) {
      // Inside a group sums are plain: a rounding for every sample, of sums of the size compared with.
      expect(error(gramOf(backend, order, group), alone)).toBeLessThan(group * 2 ** -52);
    }
  });

  test("what cancels, without losing what stays", () => {
    const [sumRe, sumIm] = [sums(1), sums(1)];
    for (const [a, b] of [
      [1e8, 1e8],
      [1, 0.5],
      [1e8, -1e8],
      [0.25, 1],
    ]) {
      const w = Float64Array.of(a, b);
      backend.addGram(w, Float64Array.of(0, 0), 1, 2, 1, Int32Array.of(0, 1), sumRe, sumIm);
    }
    expect(sumRe.value[0] + sumRe.lost[0]).toBe(0.75);
  });

  test("into arrays of its own or others, bit for bit as the definition", () => {
    const expected = [sums(4 * size), sums(4 * size)];
    const [outside, inside] = [sums, own].map((make) => [make(4 * size), make(4 * size)]);
    const spectra = [re, im].map((plane) => filled(backend.allocate(plane.length), plane));
    for (let call = 0; call < 3; call++) {
      portable.addGram(re, im, samples, fields, size, pairs, expected[0], expected[1]);
      for (const [sumRe, sumIm] of [outside, inside]) {
        backend.addGram(spectra[0], spectra[1], samples, fields, size, pairs, sumRe, sumIm);
      }
    }
    expect(outside).toEqual(expected);
    expect(inside.map(({ value, lost }) => [value.slice(), lost.slice()])).toEqual(
      expected.map(({ value, lost }) => [value, lost]),
    );
    inside.forEach(({ value, lost }) => [value, lost].forEach(backend.release));
    spectra.forEach(backend.release);
  });

  test("coefficients times states", () => {
    for (let count = 1; count <= fields; count++) {
      const a = { re: re.subarray(0, count * size), im: im.subarray(0, count * size) };
      const m = { re: im.subarray(size, (count + 1) * size), im: re.subarray(0, count * size) };
      const [outRe, outIm] = [new Float64Array(size).fill(NaN), new Float64Array(size).fill(NaN)];
      backend.sumOfProducts(a.re, a.im, m.re, m.im, count, size, outRe, outIm);
      for (let k = 0; k < size; k++) {
        let [expectedRe, expectedIm] = [0, 0];
        for (let at = k; at < count * size; at += size) {
          expectedRe += a.re[at] * m.re[at] - a.im[at] * m.im[at];
          expectedIm += a.re[at] * m.im[at] + a.im[at] * m.re[at];
        }
        if (!(Math.abs(outRe[k] - expectedRe) <= 1e-14)) expect.fail(`${count} fields, k ${k}`);
        if (!(Math.abs(outIm[k] - expectedIm) <= 1e-14)) expect.fail(`${count} fields, k ${k}`);
      }
    }
  });

  function own(count: number): CompensatedSum {
    const zeros = (): Float64Array => filled(backend.allocate(count), new Float64Array(count));
    return { value: zeros(), lost: zeros() };
  }

  test("coefficients times states, over the first state", () => {
    const expected = [new Float64Array(size), new Float64Array(size)];
    const m = [re.slice(0, fields * size), im.slice(0, fields * size)];
    const a = [im.subarray(0, fields * size), re.subarray(0, fields * size)];
    backend.sumOfProducts(a[0], a[1], m[0], m[1], fields, size, expected[0], expected[1]);
    backend.sumOfProducts(a[0], a[1], m[0], m[1], fields, size, m[0], m[1]);
    expect(m.map((plane) => plane.slice(0, size))).toEqual(expected);
  });

  function gramOf(by: Backend, order: readonly number[], group: number): Float64Array {
    const [sumRe, sumIm] = [sums(4 * size), sums(4 * size)];
    const block = fields * size;
    for (let first = 0; first < order.length; first += group) {
      const chosen = order.slice(first, first + group);
      const [partRe, partIm] = [re, im].map((plane) =>
        Float64Array.from({ length: group * block }, (_, i) => {
          return plane[chosen[Math.floor(i / block)] * block + (i % block)];
        }),
      );
      by.addGram(partRe, partIm, group, fields, size, pairs, sumRe, sumIm);
    }
    const complete = ({ value, lost }: CompensatedSum): Float64Array =>
      value.map((v, i) => v + lost[i]);
    return Float64Array.of(...complete(sumRe), ...complete(sumIm));
  }
});

/** Holds forward and inverse transforms of complex and of real fields against the definition. */
function expectDefinition(backend: Backend, grid: readonly number[], fields: number): void {
  const { size, halfSize, forward, inverse, forwardReal, inverseReal } =
    backend.gridTransform(grid);
  const rng = createRng(sizeOf(grid));
  const shape = [fields, ...grid];
  const values = (): Float64Array => normals(rng, shape).data.map(Math.fround);
  const field = { re: values(), im: values(), shape };
  const truth = dftn(field, grid.length);
  // The real and imaginary parts of one complex field are two real fields.
  const half = halfSpectra(truth, grid, fields);
  const reals = Float64Array.from({ length: 2 * fields * size }, (_, i) =>
    i < fields * size ? field.re[i] : field.im[i - fields * size],
  );
  for (const precision of ["float64", "float32"] as const) {
    const name = `${grid.join("×")}, ${fields} fields in ${precision}`;
    const fill = (from: Float64Array): Reals =>
      precision === "float32" ? Float32Array.from(from) : from.slice();
    const unset = (length: number): Reals => fill(new Float64Array(length).fill(NaN));
    const close = (
      planes: readonly Reals[],
      expected: readonly Float64Array[],
      way: string,
    ): void => expectClose(planes, expected, ALLOWED[precision], `${way} ${name}`);

    const [re, im] = [fill(field.re), fill(field.im)];
    forward(re, im, fields);
    close([re, im], [truth.re, truth.im], "forward");
    re.set(truth.re);
    im.set(truth.im);
    inverse(re, im, fields);
    close([re, im], [field.re, field.im], "inverse");

    const halfRe = unset(2 * fields * halfSize);
    const halfIm = unset(2 * fields * halfSize);
    forwardReal(fill(reals), 2 * fields, halfRe, halfIm);
    close([halfRe, halfIm], [half.re, half.im], "forwardReal");
    const back = unset(reals.length);
    inverseReal(fill(half.re), fill(half.im), 2 * fields, back);
    close([back], [reals], "inverseReal");
  }
}

/** Half spectra of Re u, then of Im u: (U(k) + conj U(−k)) / 2 and (U(k) − conj U(−k)) / 2i. */
function halfSpectra(
  { re, im }: ComplexArray,
  grid: readonly number[],
  fields: number,
): { re: Float64Array; im: Float64Array } {
  const size = sizeOf(grid);
  const last = grid[grid.length - 1];
  const own = Array.from({ length: size }, (_, i) => i).filter((i) => i % last <= last >> 1);
  const mirror = own.map((i) =>
    unravel(i, grid).reduce((at, k, axis) => at * grid[axis] + ((grid[axis] - k) % grid[axis]), 0),
  );
  const half = own.length;
  const out = {
    re: new Float64Array(2 * fields * half),
    im: new Float64Array(2 * fields * half),
  };
  for (let f = 0; f < fields; f++) {
    for (let k = 0; k < half; k++) {
      const [a, b] = [f * size + own[k], f * size + mirror[k]];
      const [first, second] = [f * half + k, (fields + f) * half + k];
      out.re[first] = (re[a] + re[b]) / 2;
      out.im[first] = (im[a] - im[b]) / 2;
      out.re[second] = (im[a] + im[b]) / 2;
      out.im[second] = (re[b] - re[a]) / 2;
    }
  }
  return out;
}

function expectClose(
  actual: readonly Reals[],
  expected: readonly Float64Array[],
  allowed: number,
  name: string,
): void {
  const largest = Math.max(...expected.map(largestOf));
  actual.forEach((plane, i) => {
    const difference = expected[i].map((value, k) => plane[k] - value);
    expect(largestOf(difference) / largest, name).toBeLessThanOrEqual(allowed);
  });
}

/** Largest |a − b| relative to the largest |b|. */
function error(a: Float64Array, b: Float64Array): number {
  return largestOf(a.map((value, i) => value - b[i])) / largestOf(b);
}

/** NaN, for entries that were not filled, is larger than everything. */
function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]) <= largest)) largest = Math.abs(values[i]);
  }
  return largest;
}

function sums(count: number): CompensatedSum {
  return { value: new Float64Array(count), lost: new Float64Array(count) };
}

/** Returns the first array, holding the numbers of the second. */
function filled(array: Float64Array, values: Float64Array): Float64Array {
  array.set(values);
  return array;
}

/** Grids of random lengths from 1 to `longest`. */
function mixed(count: number, axes: number, longest: number, rng: Rng): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: axes }, () => 1 + rng.integer(longest)),
  );
}
