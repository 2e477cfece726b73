import fc from "fast-check";
import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  complexZeros,
  createRng,
  normals,
  ndarrayOf,
  sizeOf,
  unravel,
} from "../../src/core/index.js";
import type { ComplexArray, NdArray } from "../../src/core/index.js";
import { fftn, halfShape, ifftn, irfftn, rfftn } from "../../src/fft/index.js";
import { dftn } from "../compute/transform/dft.js";
import { complexDistance, distance, rolled } from "../mks/synthetic.js";

/** Odd, even, prime and single lengths on one, two and three axes. */
const GRIDS = [[1], [2], [7], [12], [31], [5, 6], [8, 9], [11, 13], [1, 4], [3, 4, 5], [2, 7, 6]];

/** Relative to the largest entry: a few roundings of 2⁻⁵³ on each of at most three axes. */
const ROUNDING = 2e-15;

const real = (seed: number, shape: readonly number[]): NdArray => normals(createRng(seed), shape);

const complex = (seed: number, shape: readonly number[]): ComplexArray => ({
  re: real(seed, shape).data,
  im: real(seed + 1000, shape).data,
  shape,
});

const conjugate = ({ re, im, shape }: ComplexArray): ComplexArray => ({
  re,
  im: im.map((value) => -value),
  shape,
});

const scaled = ({ re, im, shape }: ComplexArray, by: number): ComplexArray => ({
  re: re.map((value) => by * value),
  im: im.map((value) => by * value),
  shape,
});

const complexOf = ({ data, shape }: NdArray): ComplexArray => ({
  re: data,
  im: new Float64Array(data.length),
  shape,
});

/** The entries of a full spectrum that the half spectrum keeps. */
function firstHalf({ re, im, shape }: ComplexArray): ComplexArray {
  const last = shape[shape.length - 1];
  const keep = (plane: Float64Array): Float64Array => plane.filter((_, i) => i % last <= last >> 1);
  return { re: keep(re), im: keep(im), shape: halfShape(shape) };
}

/** X(−k) at k, over all axes. */
function mirrored({ re, im, shape }: ComplexArray): ComplexArray {
  const from = Int32Array.from({ length: re.length }, (_, i) =>
    unravel(i, shape).reduce(
      (at, k, axis) => at * shape[axis] + ((shape[axis] - k) % shape[axis]),
      0,
    ),
  );
  return { re: re.map((_, i) => re[from[i]]), im: im.map((_, i) => im[from[i]]), shape };
}

const energy = ({ re, im }: ComplexArray): number =>
  re.reduce((sum, value, i) => sum + value * value + im[i] * im[i], 0);

describe("agreement with the definition", () => {
  for (const grid of GRIDS) {
    test(`fftn, ifftn, rfftn and irfftn on ${grid.join("×")}, two by three of them`, () => {
      const [axes, shape] = [grid.length, [2, 3, ...grid]];
      const [u, x] = [complex(1, shape), real(2, shape)];
      expect(complexDistance(fftn(u, axes), dftn(u, axes))).toBeLessThan(ROUNDING);
      // Conjugating before and after turns the definition into that of the inverse.
      const inverse = scaled(conjugate(dftn(conjugate(u), axes)), 1 / sizeOf(grid));
      expect(complexDistance(ifftn(u, axes), inverse)).toBeLessThan(ROUNDING);
      const truth = firstHalf(dftn(complexOf(x), axes));
      const half = rfftn(x, axes);
      expect(half.shape).toEqual([2, 3, ...halfShape(grid)]);
      expect(complexDistance(half, truth)).toBeLessThan(ROUNDING);
      const back = irfftn(truth, grid);
      expect(back.shape).toEqual(shape);
      expect(distance(back.data, x.data)).toBeLessThan(ROUNDING);
    });
  }

  test("axes before the transformed ones are a batch: each entry has the same bits alone", () => {
    const [u, x] = [complex(3, [4, 5, 6]), real(4, [4, 5, 6])];
    const [whole, half] = [fftn(u, 2), rfftn(x, 2)];
    const [back, reals] = [ifftn(u, 2), irfftn(half, [5, 6])];
    for (let s = 0; s < 4; s++) {
      const cut = (plane: Float64Array, size: number): Float64Array =>
        plane.slice(s * size, (s + 1) * size);
      const alone = { re: cut(u.re, 30), im: cut(u.im, 30), shape: [5, 6] };
      expect(fftn(alone, 2).re).toEqual(cut(whole.re, 30));
      expect(fftn(alone, 2).im).toEqual(cut(whole.im, 30));
      expect(ifftn(alone, 2).re).toEqual(cut(back.re, 30));
      const one = rfftn(ndarrayOf(cut(x.data, 30), [5, 6]), 2);
      expect(one.re).toEqual(cut(half.re, 20));
      expect(one.im).toEqual(cut(half.im, 20));
      expect(irfftn(one, [5, 6]).data).toEqual(cut(reals.data, 30));
    }
  });
});

describe("laws, on random grids of one to three axes", () => {
  const cases = fc.record({
    grid: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    seed: fc.integer({ min: 0, max: 999 }),
  });
  const holds = (law: (grid: number[], seed: number) => void): void =>
    fc.assert(
      fc.property(cases, ({ grid, seed }) => law(grid, seed)),
      { seed: 20, numRuns: 60 },
    );

  test("Parseval: Σ |u|² = Σ |X|² / N", () => {
    holds((grid, seed) => {
      const u = complex(seed, grid);
      const spectrum = fftn(u, grid.length);
      expect(energy(spectrum) / sizeOf(grid) / energy(u)).toBeCloseTo(1, 13);
    });
  });

  test("linearity: the transform of a u + v is a U + V", () => {
    holds((grid, seed) => {
      const [u, v, a] = [complex(seed, grid), complex(seed + 1, grid), 0.7];
      const add = (x: Float64Array, y: Float64Array): Float64Array =>
        x.map((value, i) => a * value + y[i]);
      const sum = { re: add(u.re, v.re), im: add(u.im, v.im), shape: grid };
      const [U, V] = [fftn(u, grid.length), fftn(v, grid.length)];
      const expected = { re: add(U.re, V.re), im: add(U.im, V.im), shape: grid };
      expect(complexDistance(fftn(sum, grid.length), expected)).toBeLessThan(2 * ROUNDING);
    });
  });

  test("shift: u(x − s) has the transform X(k) e^{−2πi k·s/n}", () => {
    holds((grid, seed) => {
      const shift = grid.map((n) => seed % n);
      const x = real(seed, grid);
      const { re, im } = rfftn(x, grid.length);
      const half = halfShape(grid);
      const angle = re.map((_, i) =>
        unravel(i, half).reduce(
          (sum, k, axis) => sum - (2 * Math.PI * ((k * shift[axis]) % grid[axis])) / grid[axis],
          0,
        ),
      );
      const expected = {
        re: re.map((value, i) => value * Math.cos(angle[i]) - im[i] * Math.sin(angle[i])),
        im: im.map((value, i) => value * Math.cos(angle[i]) + re[i] * Math.sin(angle[i])),
        shape: half,
      };
      const moved = rfftn(rolled(x, shift), grid.length);
      // Three angles below 2π, each rounded by up to 4 · 2⁻⁵³.
      expect(complexDistance(moved, expected)).toBeLessThan(3 * ROUNDING);
    });
  });

  test("symmetry: the spectrum of a real array is X(−k) = conj X(k), and the half is half of it", () => {
    holds((grid, seed) => {
      const x = real(seed, grid);
      const full = fftn(complexOf(x), grid.length);
      expect(complexDistance(mirrored(full), conjugate(full))).toBeLessThan(2 * ROUNDING);
      expect(complexDistance(rfftn(x, grid.length), firstHalf(full))).toBeLessThan(2 * ROUNDING);
    });
  });

  test("duality: twice forward is N u(−x)", () => {
    holds((grid, seed) => {
      const u = complex(seed, grid);
      const twice = fftn(fftn(u, grid.length), grid.length);
      expect(complexDistance(twice, scaled(mirrored(u), sizeOf(grid)))).toBeLessThan(2 * ROUNDING);
    });
  });

  test("the way there and back is the identity, from either side", () => {
    holds((grid, seed) => {
      const [u, x, axes] = [complex(seed, grid), real(seed, grid), grid.length];
      expect(complexDistance(ifftn(fftn(u, axes), axes), u)).toBeLessThan(2 * ROUNDING);
      expect(complexDistance(fftn(ifftn(u, axes), axes), u)).toBeLessThan(2 * ROUNDING);
      const half = rfftn(x, axes);
      expect(distance(irfftn(half, grid).data, x.data)).toBeLessThan(2 * ROUNDING);
      expect(complexDistance(rfftn(irfftn(half, grid), axes), half)).toBeLessThan(2 * ROUNDING);
    });
  });
});

describe("half spectra that belong to no real array", () => {
  test("an imaginary part at a frequency that is its own opposite is ignored", () => {
    for (const grid of [[7], [8], [4, 6], [3, 6], [2, 4, 6]]) {
      const half = rfftn(real(5, grid), grid.length);
      const spoilt = { ...half, im: half.im.slice() };
      let own = 0;
      for (let i = 0; i < half.re.length; i++) {
        const isOwn = unravel(i, half.shape).every((k, axis) => (2 * k) % grid[axis] === 0);
        if (!isOwn) continue;
        spoilt.im[i] += 3;
        own += 1;
      }
      expect(own).toBe(grid.reduce((count, n) => count * (n % 2 === 0 ? 2 : 1), 1));
      const [x, y] = [irfftn(half, grid).data, irfftn(spoilt, grid).data];
      expect(distance(y, x)).toBeLessThan(ROUNDING);
    }
  });

  test("on the planes that hold both k and −k only (X(k) + conj X(−k)) / 2 counts", () => {
    const [grid, half] = [
      [5, 6],
      [5, 4],
    ];
    const spectrum = complex(6, half);
    const hermitian = { re: spectrum.re.slice(), im: spectrum.im.slice(), shape: half };
    for (const last of [0, 3]) {
      for (let k = 0; k < 5; k++) {
        const [a, b] = [k * 4 + last, ((5 - k) % 5) * 4 + last];
        hermitian.re[a] = (spectrum.re[a] + spectrum.re[b]) / 2;
        hermitian.im[a] = (spectrum.im[a] - spectrum.im[b]) / 2;
      }
    }
    const [x, y] = [irfftn(spectrum, grid), irfftn(hermitian, grid)];
    expect(distance(x.data, y.data)).toBeLessThan(ROUNDING);
    expect(complexDistance(rfftn(x, 2), hermitian)).toBeLessThan(ROUNDING);
  });
});

describe("single precision", () => {
  const u = normals(createRng(8), [2, 6, 35]);

  test("is asked for by a word, and kept on the way back", () => {
    const half = rfftn(u, 2, { precision: "float32" });
    const exact = rfftn(u, 2);
    expect(half.re).toBeInstanceOf(Float32Array);
    const back = irfftn(half, [6, 35]);
    expect(back.data).toBeInstanceOf(Float32Array);
    // Ten roundings of 2⁻²⁴ relative to the largest entry.
    const largest = Math.max(...exact.re.map(Math.abs), ...exact.im.map(Math.abs));
    exact.re.forEach((value, k) => {
      if (!(Math.abs(half.re[k] - value) < 6e-7 * largest)) expect.fail(`k ${k}`);
      if (!(Math.abs(half.im[k] - exact.im[k]) < 6e-7 * largest)) expect.fail(`k ${k}`);
    });
    back.data.forEach((value, x) => {
      if (!(Math.abs(value - u.data[x]) < 2e-6)) expect.fail(`x ${x}`);
    });
  });

  test("goes through complex transforms as it came", () => {
    const z = {
      re: Float32Array.from(u.data),
      im: new Float32Array(u.data.length),
      shape: u.shape,
    };
    const there = fftn(z, 2);
    expect(there.im).toBeInstanceOf(Float32Array);
    const back = ifftn(there, 2);
    expect(back.re).toBeInstanceOf(Float32Array);
    back.re.forEach((value, x) => {
      if (!(Math.abs(value - u.data[x]) < 2e-6)) expect.fail(`x ${x}`);
    });
  });
});

describe("what may come in", () => {
  test("inputs are not written to, and outputs are fresh", () => {
    const [u, x] = [complex(7, [3, 4]), real(8, [3, 4])];
    const copy = structuredClone([u.re, u.im, x.data]);
    const [forward, inverse, half] = [fftn(u, 2), ifftn(u, 1), rfftn(x, 2)];
    const kept = structuredClone([half.re, half.im]);
    const back = irfftn(half, [3, 4]);
    expect([u.re, u.im, x.data]).toEqual(copy);
    expect([half.re, half.im]).toEqual(kept);
    expect([forward.re.buffer, inverse.re.buffer]).not.toContain(u.re.buffer);
    expect(back.data.buffer).not.toBe(half.re.buffer);
    expect(fftn({ re: u.re, im: u.im, shape: [1, 12] }, 2).shape).toEqual([1, 12]);
  });

  test("strided views, other number types and nested lists are real arrays too", () => {
    const x = ndarray(Float64Array.from(real(9, [24]).data), [4, 6]);
    const dense = (view: NdArray): NdArray => {
      const data = new Float64Array(view.shape[0] * view.shape[1]);
      data.forEach((_, i) => {
        data[i] = view.get(Math.floor(i / view.shape[1]), i % view.shape[1]);
      });
      return ndarrayOf(data, view.shape);
    };
    for (const view of [x.transpose(1, 0), x.step(-1, 2), x.lo(1, 2).hi(3, 3)]) {
      expect(rfftn(view, 2)).toEqual(rfftn(dense(view), 2));
    }
    const phases = Uint8Array.of(1, 0, 2, 1, 1, 0);
    const same = rfftn({ data: Float64Array.from(phases), shape: [2, 3] }, 2);
    expect(rfftn({ data: phases, shape: [2, 3] }, 2)).toEqual(same);
    const lists = [
      [1, 0, 2],
      [1, 1, 0],
    ];
    expect(rfftn(lists, 2)).toEqual(same);
  });

  test("an empty batch stays empty", () => {
    expect(rfftn({ data: [], shape: [0, 4] }, 1)).toEqual(complexZeros([0, 3]));
    expect(irfftn(complexZeros([0, 3]), [4]).shape).toEqual([0, 4]);
    expect(fftn(complexZeros([0, 4]), 1)).toEqual(complexZeros([0, 4]));
  });
});
