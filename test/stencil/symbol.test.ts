import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, sizeOf, unravel } from "../../src/core/index.js";
import type { ComplexArray, NdArray } from "../../src/core/index.js";
import {
  filterFromKernel,
  kernelFromFilter,
  periodicConv,
  spectrumFromKernel,
  symbolAt,
} from "../../src/stencil/index.js";
import { complexDistance } from "../mks/synthetic.js";

const WINDOWS = [
  { window: [5], grid: [8] },
  { window: [4], grid: [9] },
  { window: [3, 4], grid: [7, 6] },
  { window: [2, 5, 3], grid: [4, 5, 6] },
];

describe("the symbol of a filter", () => {
  test.each(WINDOWS)("of a shift by a cell is e^{iθ}: $window", ({ window }) => {
    window.forEach((_, axis) => {
      const shift = ndarrayOf(new Float64Array(sizeOf(window)), window);
      const at = window.map((l, a) => ((l - 1) >> 1) + (a === axis ? 1 : 0));
      shift.data[at.reduce((sum, j, a) => sum * window[a] + j, 0)] = 1;
      const θ = window.map((__, a) => 0.3 + 0.2 * a);
      const { re, im } = symbolAt(shift, [θ]);
      expect(Math.abs(re[0] - Math.cos(θ[axis]))).toBeLessThan(1e-15);
      expect(Math.abs(im[0] - Math.sin(θ[axis]))).toBeLessThan(1e-15);
    });
  });
  test.each(WINDOWS)(
    "at 2πk/N is the spectrum of its kernel: $window on $grid",
    ({ window, grid }) => {
      const q = normals(createRng(1), window);
      const kernel = kernelFromFilter(q, grid);
      const spectrum = spectrumFromKernel(kernel, grid.length);
      const waves = angles(grid, spectrum.shape);
      // Two ways to sum at most 30 terms of size one.
      expect(complexDistance(asList(symbolAt(q, waves)), asList(spectrum))).toBeLessThan(1e-14);
      // And of the kernel itself; at Nyquist frequencies too, where half the entry at n/2 counts twice.
      expect(
        complexDistance(asList(symbolAt(kernel, waves, { kind: "kernel" })), asList(spectrum)),
      ).toBeLessThan(1e-14);
    },
  );
  test("is what the filter multiplies a wave by", () => {
    const [grid, k] = [
      [12, 10],
      [2, -3],
    ];
    const q = normals(createRng(2), [3, 5]);
    const θ = grid.map((n, axis) => (2 * Math.PI * k[axis]) / n);
    const phase = (i: number): number =>
      unravel(i, grid).reduce((sum, x, axis) => sum + θ[axis] * x, 0);
    const wave = (f: (x: number) => number): NdArray =>
      ndarrayOf(
        Float64Array.from({ length: 120 }, (_, i) => f(phase(i))),
        [1, 1, ...grid],
      );
    const filter = ndarrayOf(q.data, [1, 1, 3, 5]);
    const [cos, sin] = [Math.cos, Math.sin].map((f) => periodicConv(wave(f), filter).data);
    const { re, im } = symbolAt(q, [θ]);
    for (let i = 0; i < 120; i++) {
      const [a, b] = [Math.cos(phase(i)), Math.sin(phase(i))];
      // Sums of 15 terms of size one.
      expect(Math.abs(cos[i] - (re[0] * a - im[0] * b))).toBeLessThan(1e-13);
      expect(Math.abs(sin[i] - (re[0] * b + im[0] * a))).toBeLessThan(1e-13);
    }
  });
  test("of a kernel on even grids is real if the kernel is even, between the frequencies too", () => {
    const even = ndarrayOf(Float64Array.from([4, 2, 1, 3, 1, 2]), [6]);
    const { re, im } = symbolAt(even, [[0.7], [2.9]], { kind: "kernel" });
    expect(Math.max(...im.map(Math.abs))).toBeLessThan(1e-15);
    const exact = (θ: number): number =>
      4 + 4 * Math.cos(θ) + 2 * Math.cos(2 * θ) + 3 * Math.cos(3 * θ);
    expect(Math.abs(re[0] - exact(0.7))).toBeLessThan(1e-14);
    expect(Math.abs(re[1] - exact(2.9))).toBeLessThan(1e-14);
    // As a filter the entry at −n/2 has no partner.
    const alone = symbolAt(filterFromKernel(even, [6]), [[0.7]]);
    expect(Math.abs(alone.im[0])).toBeGreaterThan(1);
  });
  test("is refused for angles of other axes, too many axes, and unknown kinds", () => {
    expect(() => symbolAt([1, 2, 1], [[0.1, 0.2]])).toThrow(
      "stencil.symbolAt: angles should have the axes [wave, 1], one angle for every axis of the filter; got [1, 2].",
    );
    expect(() => symbolAt([1, 2, 1], [0.1])).toThrow("got [1]");
    expect(() => symbolAt([1, 2, 1], [[NaN]])).toThrow("angles should be finite");
    expect(() => symbolAt(normals(createRng(3), [1, 1, 1, 3]), [[0]])).toThrow(
      "stencil.symbolAt: filter should have one to three axes, all of them space; got [1, 1, 1, 3].",
    );
    expect(() => symbolAt([1, Infinity], [[0]])).toThrow("filter should be finite");
    expect(() => symbolAt([1], [[0]], { kind: "stencil" as "filter" })).toThrow(
      'stencil.symbolAt: kind should be one of "filter", "kernel"; got "stencil".',
    );
  });
});

/** θ = 2πk/N at every entry of a spectrum. */
function angles(grid: readonly number[], shape: readonly number[]): NdArray {
  const all = Array.from({ length: sizeOf(shape) }, (_, i) =>
    unravel(i, shape).map((k, axis) => (2 * Math.PI * k) / grid[axis]),
  ).flat();
  return ndarrayOf(Float64Array.from(all), [sizeOf(shape), grid.length]);
}

function asList({ re, im }: ComplexArray): ComplexArray {
  return { re, im, shape: [re.length] };
}
