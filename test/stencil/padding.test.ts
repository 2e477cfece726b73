import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { padKernel, spectrumFromKernel } from "../../src/stencil/index.js";

/** Whole numbers, so that sums and halves are exact. */
function wholeKernel(shape: readonly number[], seed: number): NdArray {
  const rng = createRng(seed);
  const data = Float64Array.from({ length: sizeOf(shape) }, () => 4 * (1 + rng.integer(99)));
  return ndarrayOf(data, shape);
}

/** The signed distance of index i on a periodic axis: −⌊n/2⌋ … ⌈n/2⌉ − 1. */
const signed = (i: number, n: number): number => (i < Math.ceil(n / 2) ? i : i - n);

/** new β[r] = β[r] for −⌊n/2⌋ ≤ r ≤ ⌈n/2⌉ − 1 on every axis, else 0. */
function padded({ data, shape }: NdArray, grid: readonly number[]): Float64Array {
  const old = shape.slice(shape.length - grid.length);
  const outer = data.length / sizeOf(old);
  return Float64Array.from({ length: outer * sizeOf(grid) }, (_, i) => {
    const r = unravel(i % sizeOf(grid), grid).map((index, axis) => signed(index, grid[axis]));
    const kept = r.every(
      (d, axis) => d >= -Math.floor(old[axis] / 2) && d <= Math.ceil(old[axis] / 2) - 1,
    );
    if (!kept) return 0;
    const at = r.reduce((sum, d, axis) => sum * old[axis] + ((d + old[axis]) % old[axis]), 0);
    return data[Math.floor(i / sizeOf(grid)) * sizeOf(old) + at];
  });
}

const sum = (data: Float64Array): number => data.reduce((a, b) => a + b, 0);

describe("padKernel", () => {
  test("keeps every value at its signed distance, for all pairs of odd and even lengths", () => {
    for (let n = 1; n <= 7; n++) {
      const kernel = wholeKernel([2, 3, n], n);
      for (let larger = n; larger <= 11; larger++) {
        const result = padKernel(kernel, [larger]);
        expect(result.shape).toEqual([2, 3, larger]);
        expect(result.data, `${n} → ${larger}`).toEqual(padded(kernel, [larger]));
      }
    }
  });

  test("does so on every axis of planes and boxes", () => {
    for (const { from, to } of [
      { from: [4, 5], to: [7, 5] },
      { from: [5, 4], to: [10, 7] },
      { from: [6, 6], to: [9, 8] },
      { from: [1, 3], to: [4, 4] },
      { from: [3, 4, 2], to: [4, 7, 5] },
      { from: [2, 2, 2], to: [3, 3, 3] },
    ]) {
      const kernel = wholeKernel([2, ...from], 20);
      expect(padKernel(kernel, to).data, from.join("×")).toEqual(padded(kernel, to));
    }
  });

  test("leaves the origin at index 0, also from even to odd lengths", () => {
    const delta = ndarrayOf(Float64Array.of(1, 0, 0, 0, 0, 0), [6]);
    expect([...padKernel(delta, [9]).data]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("keeps the sum of every kernel, hence its spectrum at k = 0", () => {
    for (const splitNyquist of [false, true]) {
      for (let n = 1; n <= 7; n++) {
        for (let larger = n; larger <= 11; larger++) {
          const kernel = wholeKernel([n], 30 + n);
          const result = padKernel(kernel, [larger], { splitNyquist });
          expect(sum(result.data)).toBe(sum(kernel.data));
        }
      }
      const plane = wholeKernel([4, 6], 40);
      expect(sum(padKernel(plane, [9, 7], { splitNyquist }).data)).toBe(sum(plane.data));
    }
  });

  test("keeps the spectrum at the frequencies that both domains have", () => {
    const kernel = wholeKernel([5], 50);
    const [small, large] = [kernel, padKernel(kernel, [15])].map((k) => spectrumFromKernel(k, 1));
    small.re.forEach((value, k) => {
      // Sums of five numbers below 400.
      expect(large.re[3 * k]).toBeCloseTo(value, 11);
      expect(large.im[3 * k]).toBeCloseTo(small.im[k], 11);
    });
  });

  test("on the grid it has is a copy", () => {
    const kernel = wholeKernel([2, 4], 60);
    const same = padKernel(kernel, [4], { splitNyquist: true });
    expect(same.data).toEqual(kernel.data);
    expect(same.data.buffer).not.toBe(kernel.data.buffer);
  });

  test("leaves its argument alone, and takes nested lists", () => {
    const lists = [
      [1, 2],
      [3, 4],
    ];
    expect([...padKernel(lists, [3]).data]).toEqual([1, 0, 2, 3, 0, 4]);
    expect(lists).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe("padKernel with splitNyquist", () => {
  test("halves the entry at −n/2 of even lengths onto both signs, and nothing else", () => {
    for (let n = 1; n <= 7; n++) {
      for (let larger = n + 1; larger <= 11; larger++) {
        const kernel = wholeKernel([2, n], 70 + n);
        const expected = padded(kernel, [larger]);
        if (n % 2 === 0) {
          for (const row of [0, larger]) {
            expected[row + larger - n / 2] /= 2;
            expected[row + n / 2] = expected[row + larger - n / 2];
          }
        }
        const { data } = padKernel(kernel, [larger], { splitNyquist: true });
        expect(data, `${n} → ${larger}`).toEqual(expected);
      }
    }
  });

  test("quarters the corner of an even plane", () => {
    const corner = ndarrayOf(Float64Array.of(0, 0, 0, 8), [2, 2]);
    expect([...padKernel(corner, [3, 3], { splitNyquist: true }).data]).toEqual([
      ...[0, 0, 0],
      ...[0, 2, 2],
      ...[0, 2, 2],
    ]);
  });

  test("keeps symmetric kernels symmetric, so that their spectra stay real", () => {
    const even = ndarrayOf(Float64Array.of(4, 3, 2, 1, 2, 3), [6]);
    const imaginary = (splitNyquist: boolean): number => {
      const { im } = spectrumFromKernel(padKernel(even, [9], { splitNyquist }), 1);
      return Math.max(...im.map(Math.abs));
    };
    expect(imaginary(true)).toBeLessThan(1e-14);
    expect(imaginary(false)).toBeGreaterThan(0.5);
  });
});

describe("padKernel refuses", () => {
  test("to shrink, axis by axis, and lengths that are no whole numbers", () => {
    const kernel = wholeKernel([5, 4], 80);
    expect(() => padKernel(kernel, [10, 3])).toThrow(
      "stencil.padKernel: axis 1 has 4 cells and cannot get 3. " +
        "Ask for whole numbers of at least [5, 4].",
    );
    expect(() => padKernel(kernel, [4, 3])).toThrow("axis 0 has 5 cells and cannot get 4.");
    expect(() => padKernel(kernel, [5, 4.5])).toThrow("axis 1 has 4 cells and cannot get 4.5.");
    expect(() => padKernel(kernel, [NaN, 4])).toThrow("axis 0 has 5 cells and cannot get NaN.");
  });

  test("more axes than the kernel has", () => {
    expect(() => padKernel([1, 2], [3, 3])).toThrow(
      "stencil.padKernel: grid [3, 3] has more axes than the kernel [2]. " +
        "Give one length per space axis.",
    );
  });
});
