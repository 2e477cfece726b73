import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, ShapeError, unravel } from "../../src/core/index.js";
import {
  filterFromKernel,
  filterFromMoments,
  kernelFromFilter,
  momentsFromFilter,
} from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

describe("moments of finite differences are the coefficients of their derivatives", () => {
  test.each([
    ["the identity", [0, 1, 0], [1, 0, 0]],
    ["forward difference: u′ + ½ u″", [0, -1, 1], [0, 1, 1 / 2]],
    ["central difference: u′", [-1 / 2, 0, 1 / 2], [0, 1, 0]],
    ["second difference: u″", [1, -2, 1], [0, 0, 1]],
    // u(x + r) with r = −2 … 2, exact to the fourth power: nothing but u′.
    ["central difference of order four: u′", [1 / 12, -2 / 3, 0, 2 / 3, -1 / 12], [0, 1, 0, 0, 0]],
    // (u(x + 2) − u(x − 2) − 2 u(x + 1) + 2 u(x − 1))/2 = u‴.
    ["third difference: u‴", [-1 / 2, 1, 0, -1, 1 / 2], [0, 0, 0, 1, 0]],
    // The centre of two entries is the first: u(x + 1) = u + u′.
    ["a shift by one cell", [0, 1], [1, 1]],
  ])("%s", (_, filter, expected) => {
    const moments = momentsFromFilter(filter);
    expected.forEach((value, i) => {
      expect(moments.get(i)).toBeCloseTo(value, 14);
    });
    filter.forEach((value, j) => {
      expect(filterFromMoments(expected).get(j)).toBeCloseTo(value, 14);
    });
  });

  test("Laplace's five points, and ∂²/∂x∂y, in the plane", () => {
    const laplace = momentsFromFilter([
      [0, 1, 0],
      [1, -4, 1],
      [0, 1, 0],
    ]);
    expect([...laplace.data]).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0]);
    // Axis 0 is x: the product of ∂/∂x and ∂/∂y, with their signs.
    const mixed = momentsFromFilter([
      [1 / 4, 0, -1 / 4],
      [0, 0, 0],
      [-1 / 4, 0, 1 / 4],
    ]);
    expect([...mixed.data]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});

/** Windows of one to three axes, up to nine entries along each. */
const WINDOWS = [
  ...Array.from({ length: 9 }, (_, i) => [i + 1]),
  ...[
    [3, 3],
    [5, 4],
    [9, 9],
    [2, 7],
  ],
  ...[
    [3, 3, 3],
    [4, 3, 5],
    [7, 7, 7],
    [9, 9, 9],
  ],
];

describe.each(WINDOWS.map((window) => [window]))("a window of %o", (window) => {
  const axes = window.length;
  const q = normals(createRng(7), [2, 1, ...window]);

  test("follows from its moments, and its moments from it", () => {
    const moments = momentsFromFilter(q, Infinity, { axes });
    expect(moments.shape).toEqual([2, 1, ...window]);
    const again = filterFromMoments(moments, { axes });
    // The inverse of nine entries multiplies roundings by up to 3e3 along every axis: 1e-9 holds up to 9 × 9 and
    // 7 × 7 × 7, and 9 × 9 × 9, the one window that is worse conditioned, comes to 3e-9.
    const tolerance = axes === 3 && window.every((length) => length === 9) ? 1e-8 : 1e-9;
    expect(distance(again.data, q.data)).toBeLessThan(tolerance);
  });

  test("read backwards has its moments with the sign (−1)^|i|", () => {
    if (window.some((length) => length % 2 === 0)) return; // Their mirror image has another centre.
    const size = window.reduce((a, b) => a * b);
    const mirrored = q.data.map((_, at) => {
      const plane = Math.floor(at / size);
      return q.data[plane * size + size - 1 - (at % size)];
    });
    const [a, b] = [q, ndarrayOf(mirrored, q.shape)].map(
      (filter) => momentsFromFilter(filter, Infinity, { axes }).data,
    );
    const signed = a.map((value, at) => {
      const order = unravel(at % size, window).reduce((sum, i) => sum + i, 0);
      return order % 2 === 0 ? value : -value;
    });
    // Sums of up to 729 terms up to some hundred.
    expect(distance(signed, b)).toBeLessThan(1e-10);
  });

  test("has the moments of the definition, summed entry by entry", () => {
    const { data } = momentsFromFilter(q, 3, { axes });
    const size = window.reduce((a, b) => a * b);
    const orders = window.map((length) => Math.min(length, 4));
    const count = orders.reduce((a, b) => a * b);
    const factorial = [1, 1, 2, 6];
    const expected = data.map((_, at) => {
      const powers = unravel(at % count, orders);
      let sum = 0;
      for (let j = 0; j < size; j++) {
        const factors = unravel(j, window).map(
          (place, axis) =>
            (place - Math.floor((window[axis] - 1) / 2)) ** powers[axis] / factorial[powers[axis]],
        );
        sum += factors.reduce((a, b) => a * b, q.data[Math.floor(at / count) * size + j]);
      }
      return sum;
    });
    expect(distance(data, expected)).toBeLessThan(1e-10);
  });
});

test("a filter and the kernel that it is on a grid have the same moments on the way back", () => {
  const q = normals(createRng(8), [1, 2, 3, 5]);
  const again = filterFromKernel(kernelFromFilter(q, [7, 8]), [3, 5]);
  expect(momentsFromFilter(again, 4, { axes: 2 })).toStrictEqual(
    momentsFromFilter(q, 4, { axes: 2 }),
  );
});

test("a filter acts on a polynomial by its moments: Σ_r q[r] u(x + r) = Σ_i m[i] ∂^i u(x)", () => {
  const q = normals(createRng(9), [5]);
  const u = (x: number): number => 2 - x + 3 * x ** 2 - x ** 3 / 2 + x ** 4 / 4;
  const derivatives = (x: number): number[] => [
    u(x),
    -1 + 6 * x - 1.5 * x ** 2 + x ** 3,
    6 - 3 * x + 3 * x ** 2,
    -3 + 6 * x,
    6,
  ];
  const moments = momentsFromFilter(q);
  for (const x of [-1.3, 0, 0.7]) {
    const acted = q.data.reduce((sum, value, j) => sum + value * u(x + j - 2), 0);
    const byMoments = derivatives(x).reduce((sum, value, i) => sum + moments.get(i) * value, 0);
    expect(acted).toBeCloseTo(byMoments, 11);
  }
});

describe("refused are", () => {
  test.each([momentsFromFilter, filterFromMoments] as const)(
    "arrays without space axes, empty ones, and numbers that are none: %o",
    (map) => {
      const own = (input: number[] | number[][], axes: number) =>
        map === momentsFromFilter
          ? momentsFromFilter(input, Infinity, { axes })
          : filterFromMoments(input, { axes });
      expect(() => own([1, 2, 3], 2)).toThrow(ShapeError);
      expect(() => own([1, 2, 3], 0)).toThrow(`stencil.${map.name}`);
      expect(() => own([], 1)).toThrow("of at least one entry");
      expect(() => own([1, NaN], 1)).toThrow(`stencil.${map.name}`);
    },
  );

  test("orders that are no whole numbers", () => {
    expect(() => momentsFromFilter([1, 2], -1)).toThrow("stencil.momentsFromFilter: order");
    expect(() => momentsFromFilter([1, 2], 0.5)).toThrow("stencil.momentsFromFilter: order");
  });
});
