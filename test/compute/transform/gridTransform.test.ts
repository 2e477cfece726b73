import { describe, expect, test } from "vitest";
import { createGridTransform } from "../../../src/compute/transform/gridTransform.js";
import { createRng, normals, sizeOf } from "../../../src/core/index.js";

const GRIDS = [[7], [8], [1], [5, 6], [6, 5], [1, 4], [4, 1], [3, 4, 5], [4, 3, 2], [1, 9, 1]];

const noise = (seed: number, ...shape: number[]): Float64Array =>
  normals(createRng(seed), shape).data;

describe("createGridTransform", () => {
  test("counts the cells of the grid and the entries of its half spectrum", () => {
    const odd = createGridTransform([4, 6, 9]);
    expect([odd.grid, odd.size, odd.halfSize]).toEqual([[4, 6, 9], 216, 120]);
    const even = createGridTransform([5, 8]);
    expect([even.grid, even.size, even.halfSize]).toEqual([[5, 8], 40, 25]);
  });

  test("keeps its own copy of the grid", () => {
    const grid = [4, 6];
    const transform = createGridTransform(grid);
    grid[0] = 5;
    expect(transform.grid).toEqual([4, 6]);
  });

  test("is functions that may be taken apart", () => {
    const { forward, inverse } = createGridTransform([6]);
    const [re, im] = [noise(1, 6), noise(2, 6)];
    const copy = re.slice();
    forward(re, im, 1);
    inverse(re, im, 1);
    // Twice log₂6 passes with one rounding each.
    re.forEach((value, i) => expect(value).toBeCloseTo(copy[i], 14));
  });

  test("gives a field the same bits alone and among others: lines of two fields never meet", () => {
    for (const grid of GRIDS) {
      const { size, halfSize, forward, inverse, forwardReal, inverseReal } =
        createGridTransform(grid);
      const [a, b] = [noise(3, 3, size), noise(4, 3, size)];
      const [re, im] = [a.slice(), b.slice()];
      const [back, backIm] = [a.slice(), b.slice()];
      const [half, halfIm] = [new Float64Array(3 * halfSize), new Float64Array(3 * halfSize)];
      const x = new Float64Array(3 * size);
      forward(re, im, 3);
      inverse(back, backIm, 3);
      forwardReal(a, 3, half, halfIm);
      inverseReal(half.slice(), halfIm.slice(), 3, x);
      for (let f = 0; f < 3; f++) {
        const cells = (all: Float64Array): Float64Array => all.slice(f * size, (f + 1) * size);
        const waves = (all: Float64Array): Float64Array =>
          all.slice(f * halfSize, (f + 1) * halfSize);
        const [one, oneIm] = [cells(a), cells(b)];
        forward(one, oneIm, 1);
        expect([one, oneIm], grid.join("×")).toEqual([cells(re), cells(im)]);
        const [two, twoIm] = [cells(a), cells(b)];
        inverse(two, twoIm, 1);
        expect([two, twoIm], grid.join("×")).toEqual([cells(back), cells(backIm)]);
        const [three, threeIm] = [new Float64Array(halfSize), new Float64Array(halfSize)];
        forwardReal(cells(a), 1, three, threeIm);
        expect([three, threeIm], grid.join("×")).toEqual([waves(half), waves(halfIm)]);
        const alone = new Float64Array(size);
        inverseReal(waves(half), waves(halfIm), 1, alone);
        expect(alone, grid.join("×")).toEqual(cells(x));
      }
    }
  });

  test("does not write to the real field it transforms", () => {
    for (const grid of GRIDS) {
      const { halfSize, forwardReal } = createGridTransform(grid);
      const x = noise(5, ...grid);
      const copy = x.slice();
      forwardReal(x, 1, new Float64Array(halfSize), new Float64Array(halfSize));
      expect(x).toEqual(copy);
    }
  });

  test("a real field has no imaginary part at all at its own mirror frequencies on the last axis", () => {
    for (const n of [1, 2, 7, 8, 12, 101]) {
      const { halfSize, forwardReal } = createGridTransform([n]);
      const [re, im] = [new Float64Array(halfSize), new Float64Array(halfSize)];
      forwardReal(noise(6, n), 1, re, im);
      expect(im[0] + 0).toBe(0);
      if (n % 2 === 0) expect(im[n / 2] + 0).toBe(0);
    }
  });

  test("inverseReal hears nothing of imaginary parts that no real field has", () => {
    for (const n of [1, 2, 7, 8, 12]) {
      const { halfSize, inverseReal } = createGridTransform([3, n]);
      const [re, im] = [noise(7, 3, halfSize / 3), noise(8, 3, halfSize / 3)];
      const spoilt = im.slice();
      spoilt[0] += 1e6;
      if (n % 2 === 0) spoilt[n / 2] -= 1e6;
      const [x, y] = [new Float64Array(3 * n), new Float64Array(3 * n)];
      inverseReal(re.slice(), im, 1, x);
      inverseReal(re.slice(), spoilt, 1, y);
      // The mean over the leading axis passes through sums with 10⁶: sixteen digits below that.
      y.forEach((value, i) => expect(Math.abs(value - x[i])).toBeLessThan(1e-9));
    }
  });

  test("holds more columns than are gathered at once, and a remainder of them", () => {
    const grid = [5, 19]; // 19 = 2 · 8 + 3 columns
    const { forward, inverse } = createGridTransform(grid);
    const [re, im] = [noise(9, ...grid), noise(10, ...grid)];
    const [a, b] = [re.slice(), im.slice()];
    forward(a, b, 1);
    inverse(a, b, 1);
    for (let i = 0; i < sizeOf(grid); i++) {
      expect(a[i]).toBeCloseTo(re[i], 13);
      expect(b[i]).toBeCloseTo(im[i], 13);
    }
  });
});
