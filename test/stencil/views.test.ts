import { describe, expect, test } from "vitest";
import {
  complexZeros,
  createRng,
  ndarrayOf,
  normals,
  unravel,
  zeros,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { halfShape, irfftn, rfftn } from "../../src/fft/index.js";
import {
  filterFromKernel,
  kernelFromFilter,
  kernelFromSpectrum,
  spectrumFromKernel,
} from "../../src/stencil/index.js";
import { dftn } from "../compute/transform/dft.js";
import { complexDistance, distance } from "../mks/synthetic.js";

/** Odd and even windows on odd and even grids. */
const WINDOWS = [
  { window: [1], grid: [5] },
  { window: [3], grid: [7] },
  { window: [4], grid: [7] },
  { window: [6], grid: [6] },
  { window: [7], grid: [7] },
  { window: [3, 5], grid: [6, 7] },
  { window: [2, 3], grid: [5, 4] },
  { window: [4, 4], grid: [4, 5] },
  { window: [3, 3, 3], grid: [4, 5, 3] },
  { window: [2, 1, 4], grid: [3, 4, 5] },
];

/** A few roundings of sums of at most thirty terms. */
const ROUNDING = 3e-15;

const random = (seed: number, shape: readonly number[]): NdArray => normals(createRng(seed), shape);

/** Position on a periodic grid. */
const positionOf = (index: readonly number[], grid: readonly number[]): number =>
  index.reduce(
    (at, i, axis) => at * grid[axis] + (((i % grid[axis]) + grid[axis]) % grid[axis]),
    0,
  );

/** (q ⋆ u)[x] = Σ_j q[j] u[x + j − c] with the filter's own centre c = (l − 1) ⫽ 2. */
function correlated(q: NdArray, u: NdArray): NdArray {
  const grid = u.shape;
  const out = u.data.map((_, i) => {
    const x = unravel(i, grid);
    return q.data.reduce((sum, value, j) => {
      const r = unravel(j, q.shape).map((k, axis) => k - Math.floor((q.shape[axis] - 1) / 2));
      const at = positionOf(
        x.map((k, axis) => k + r[axis]),
        grid,
      );
      return sum + value * u.data[at];
    }, 0);
  });
  return ndarrayOf(out, grid);
}

/** (β ∗ u)[x] = Σ_r β[r] u[x − r]. */
function convolved(kernel: NdArray, u: NdArray): NdArray {
  const grid = u.shape;
  const out = u.data.map((_, i) => {
    const x = unravel(i, grid);
    return kernel.data.reduce((sum, value, j) => {
      const r = unravel(j, grid);
      return (
        sum +
        value *
          u.data[
            positionOf(
              x.map((k, axis) => k - r[axis]),
              grid,
            )
          ]
      );
    }, 0);
  });
  return ndarrayOf(out, grid);
}

describe("a filter and its kernel", () => {
  for (const { window, grid } of WINDOWS) {
    const name = `${window.join("×")} on ${grid.join("×")}`;

    test(`the filter correlates as its kernel convolves: ${name}`, () => {
      const [q, u] = [random(1, window), random(2, grid)];
      const kernel = kernelFromFilter(q, grid);
      expect(kernel.shape).toEqual(grid);
      expect(distance(convolved(kernel, u).data, correlated(q, u).data)).toBeLessThan(ROUNDING);
    });

    test(`in the frequency view that is a product: ${name}`, () => {
      const [q, u] = [random(3, window), random(4, grid)];
      const a = spectrumFromKernel(kernelFromFilter(q, grid), grid.length);
      const b = rfftn(u, grid.length);
      const product = {
        re: a.re.map((value, i) => value * b.re[i] - a.im[i] * b.im[i]),
        im: a.re.map((value, i) => value * b.im[i] + a.im[i] * b.re[i]),
        shape: a.shape,
      };
      const response = irfftn(product, grid).data;
      expect(distance(response, correlated(q, u).data)).toBeLessThan(ROUNDING);
    });

    test(`filterFromKernel undoes kernelFromFilter, bit by bit: ${name}`, () => {
      const q = random(5, [2, 3, ...window]);
      const kernel = kernelFromFilter(q, grid);
      expect(kernel.shape).toEqual([2, 3, ...grid]);
      const back = filterFromKernel(kernel, window);
      expect(back.shape).toEqual(q.shape);
      expect(back.data).toEqual(q.data);
      expect(kernelFromFilter(back, grid).data).toEqual(kernel.data);
    });
  }

  test("a window as large as the grid holds every kernel", () => {
    for (const grid of [[1], [6], [7], [4, 5], [2, 3, 4]]) {
      const kernel = random(6, [2, ...grid]);
      expect(kernelFromFilter(filterFromKernel(kernel, grid), grid).data).toEqual(kernel.data);
    }
  });

  test("central differences: q[±1] = ±½ becomes β[∓1] = ±½", () => {
    const kernel = kernelFromFilter([-0.5, 0, 0.5], [6]);
    expect([...kernel.data]).toEqual([0, -0.5, 0, 0, 0, 0.5]);
  });

  test("an even filter reaches one cell further ahead than back", () => {
    // Centre (4 − 1) ⫽ 2 = 1: offsets −1, 0, 1, 2.
    expect([...kernelFromFilter([1, 2, 3, 4], [6]).data]).toEqual([2, 1, 0, 0, 4, 3]);
  });

  test("what lies outside the window is left out", () => {
    const kernel = ndarrayOf(Float64Array.of(10, 11, 12, 13, 14), [5]);
    expect([...filterFromKernel(kernel, [3]).data]).toEqual([11, 10, 14]);
    expect([...filterFromKernel(kernel, [1]).data]).toEqual([10]);
  });

  test("neither map writes to its argument", () => {
    const [q, kernel] = [random(7, [3]), random(8, [5])];
    const copies = [q.data.slice(), kernel.data.slice()];
    kernelFromFilter(q, [3]);
    filterFromKernel(kernel, [5]);
    expect([q.data, kernel.data]).toEqual(copies);
  });
});

describe("a kernel and its spectrum", () => {
  for (const grid of [[1], [7], [8], [5, 6], [3, 4, 5]]) {
    test(`β̂[k] = Σ_r β[r] e^{−2πi k·r/n}, and back, on ${grid.join("×")}`, () => {
      const kernel = random(9, [2, 3, ...grid]);
      const { re, im, shape } = dftn(
        { re: kernel.data, im: zeros(kernel.shape).data, shape: kernel.shape },
        grid.length,
      );
      const last = grid[grid.length - 1];
      const half = (plane: Float64Array): Float64Array =>
        plane.filter((_, i) => i % last <= last >> 1);
      const truth = { re: half(re), im: half(im), shape: halfShape(shape) };
      const spectrum = spectrumFromKernel(kernel, grid.length);
      expect(spectrum.shape).toEqual([2, 3, ...halfShape(grid)]);
      expect(complexDistance(spectrum, truth)).toBeLessThan(ROUNDING);
      const back = kernelFromSpectrum(spectrum, grid);
      expect(back.shape).toEqual(kernel.shape);
      expect(distance(back.data, kernel.data)).toBeLessThan(ROUNDING);
      expect(complexDistance(spectrumFromKernel(back, grid.length), spectrum)).toBeLessThan(
        ROUNDING,
      );
    });
  }

  test("the mean coefficient is the sum of the kernel", () => {
    const kernel = random(10, [4, 5]);
    const sum = kernel.data.reduce((a, b) => a + b, 0);
    expect(spectrumFromKernel(kernel, 2).re[0]).toBeCloseTo(sum, 13);
  });
});

describe("the maps refuse", () => {
  test("a filter that does not fit on the grid", () => {
    expect(() => kernelFromFilter(zeros([2, 3, 5]), [3, 4])).toThrow(
      "stencil.kernelFromFilter: a filter of [3, 5] cells does not fit on the grid [3, 4]. " +
        "Use a larger grid or a smaller filter.",
    );
    expect(() => filterFromKernel(zeros([2, 3, 4]), [4, 4])).toThrow(
      "stencil.filterFromKernel: a filter of [4, 4] cells does not fit on the grid [3, 4].",
    );
  });

  test("more space axes than there are, instead of reading beyond the data", () => {
    expect(() => kernelFromFilter([1, 2], [3, 3])).toThrow(
      "stencil.kernelFromFilter: a filter of [2] cells does not fit on the grid [3, 3].",
    );
    expect(() => filterFromKernel([1, 2, 3, 4, 5], [3, 3])).toThrow(
      "stencil.filterFromKernel: a filter of [3, 3] cells does not fit on the grid [5].",
    );
  });

  test("lengths that are no counts", () => {
    expect(() => kernelFromFilter([1, 2], [2.5])).toThrow("does not fit on the grid [2.5].");
    expect(() => filterFromKernel([1, 2, 3], [0])).toThrow("a filter of [0] cells");
    expect(() => filterFromKernel([1, 2, 3], [NaN])).toThrow("a filter of [NaN] cells");
  });

  test("spectra of another grid, and transforms over more axes than there are", () => {
    expect(() => kernelFromSpectrum(complexZeros([1, 2, 4]), [8])).toThrow(
      "the half spectrum of grid [8] ends with [5]; got [1, 2, 4].",
    );
    expect(() => spectrumFromKernel([1, 2], 2)).toThrow("should have at least 2 axes");
  });
});
