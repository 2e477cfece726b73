import { expect, test } from "vitest";
import {
  createRng,
  normals,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../../../src/core/index.js";
import { centralWeights, differentiation } from "../../../src/pdenet/regression/spaceRule.js";
import type { Place, SpaceRule } from "../../../src/pdenet/regression/spaceRule.js";

function fieldOn({ grid, spacing }: Place, f: (x: number[]) => number): Float64Array {
  return Float64Array.from({ length: sizeOf(grid) }, (_, i) =>
    f(unravel(i, grid).map((at, axis) => at * spacing[axis])),
  );
}

function derive(rule: SpaceRule, order: number[], place: Place, u: Float64Array): Float64Array {
  return differentiation(rule, [order], place, "test")(u)[0];
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

function rms(a: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value) => sum + value * value, 0) / a.length);
}

const circle = (n: number): Place => ({
  grid: [n],
  spacing: [(2 * Math.PI) / n],
  border: "periodic",
});

test.each([
  [1, 2, 3],
  [1, 4, 5],
  [2, 2, 3],
  [2, 4, 5],
  [2, 6, 7],
  [3, 4, 7],
  [4, 2, 5],
])("∂^%i of order %i takes %i points, and its error falls as h^p", (order, accuracy, length) => {
  expect(centralWeights(order, accuracy)).toHaveLength(length);
  const error = (n: number) => {
    const place = circle(n);
    const exact = fieldOn(place, ([x]) => Math.sin(x + (order * Math.PI) / 2));
    const found = derive(
      { by: "difference", accuracy },
      [order],
      place,
      fieldOn(place, ([x]) => Math.sin(x)),
    );
    return largestDifference(found, exact);
  };
  const rate = Math.log2(error(24) / error(48));
  expect(Math.abs(rate - accuracy)).toBeLessThan(0.05); // the next term is h² smaller
});

test("mixed derivatives are differences along one axis after the other, with their own spacing", () => {
  const place: Place = { grid: [9, 8, 10], spacing: [0.5, 0.2, 2], border: "reflect" };
  const u = fieldOn(place, ([x, y, z]) => x * y ** 2 * z);
  const found = derive({ by: "difference" }, [1, 2, 0], place, u);
  const exact = fieldOn(place, ([, , z]) => 2 * z);
  const points = [2, 2].map((margin, axis) => [margin, place.grid[axis] - margin]);
  for (let i = 0; i < u.length; i++) {
    const at = unravel(i, place.grid);
    const inside = points.every(([low, high], axis) => at[axis] >= low && at[axis] < high);
    // Rounding of u/(h_x h_y²).
    if (inside) expect(Math.abs(found[i] - exact[i])).toBeLessThan(1e-10);
  }
});

test("beyond the grid there is the grid again, zeros, or the mirror image about the outermost point", () => {
  const u = Float64Array.of(1, 2, 4, 7);
  const seen = (border: Place["border"]) => [
    ...derive({ by: "difference", accuracy: 2 }, [2], { grid: [4], spacing: [1], border }, u),
  ];
  expect(seen("periodic")).toEqual([7 - 2 + 2, 1, 1, 4 - 14 + 1]);
  expect(seen("zero")).toEqual([0 - 2 + 2, 1, 1, 4 - 14]);
  expect(seen("reflect")).toEqual([2 - 2 + 2, 1, 1, 4 - 14 + 4]);
});

test.each(["periodic", "zero", "reflect"] as const)(
  "filters of odd and even lengths correlate about their centre, beyond a border of %s too",
  (border) => {
    const place: Place = { grid: [5, 6], spacing: [0.5, 2], border };
    const u = normals(createRng(1), [30]).data;
    const q = normals(createRng(2), [3 * 4 * 3]).data;
    const filters = { data: q, shape: [3, 4, 3] };
    const found = differentiation(
      { by: "filters", filters },
      [
        [0, 0],
        [1, 0],
      ],
      place,
      "test",
    )(u);
    const read = (x: number, n: number): number => {
      if (border === "periodic") return (x + n) % n;
      if (border === "zero") return x < 0 || x >= n ? -1 : x;
      return x < 0 ? -x : x >= n ? 2 * (n - 1) - x : x;
    };
    // Filters are listed 00, 01, 10: the second that is asked for is the third.
    [0, 2].forEach((which, i) => {
      for (let x = 0; x < 30; x++) {
        const [a, b] = unravel(x, place.grid);
        let sum = 0;
        for (let j = 0; j < 4; j++) {
          for (let k = 0; k < 3; k++) {
            const [p, r] = [read(a + j - 1, 5), read(b + k - 1, 6)];
            if (p >= 0 && r >= 0) sum += q[(which * 4 + j) * 3 + k] * u[p * 6 + r];
          }
        }
        const unit = i === 0 ? 1 : 0.5;
        expect(found[i][x]).toBeCloseTo(sum / unit, 12);
      }
    });
  },
);

test.each([15, 16])(
  "spectral derivatives are exact for all waves of %i points but the last",
  (n) => {
    const place: Place = { grid: [n, n - 3], spacing: [0.3, 0.7], border: "periodic" };
    const [k, l] = [(2 * Math.PI * 5) / (n * 0.3), (2 * Math.PI * 3) / ((n - 3) * 0.7)];
    const u = fieldOn(place, ([x, y]) => Math.sin(k * x + l * y + 0.4));
    const exact = fieldOn(place, ([x, y]) => -k * l * l * Math.cos(k * x + l * y + 0.4));
    const found = derive({ by: "spectral" }, [1, 2], place, u);
    expect(largestDifference(found, exact)).toBeLessThan(1e-12 * k * l * l * n);
  },
);

test("the wave that alternates has an even derivative and no odd one", () => {
  const place = circle(8);
  const u = fieldOn(place, ([x]) => Math.cos(4 * x));
  const [first, second] = differentiation({ by: "spectral" }, [[1], [2]], place, "test")(u);
  expect(largestDifference(first, new Float64Array(8))).toBe(0);
  // Sums of eight numbers of size 16.
  expect(
    largestDifference(
      second,
      u.map((value) => -16 * value),
    ),
  ).toBeLessThan(1e-13);
});

test("cross-validation keeps the waves above the noise", () => {
  const place = circle(64);
  const clean = fieldOn(place, ([x]) => Math.sin(x) + 0.5 * Math.cos(5 * x));
  const noise = normals(createRng(4), [64]).data;
  const u = clean.map((value, i) => value + 0.05 * noise[i]);
  const [smooth, slope] = differentiation(
    { by: "spectral", cut: "auto" },
    [[0], [2]],
    place,
    "test",
  )(u);
  const exact = fieldOn(place, ([x]) => -Math.sin(x) - 12.5 * Math.cos(5 * x));
  // 11 of 64 waves are left of the noise if the cut is at 5, and few more are kept by chance.
  expect(rms(smooth.map((value, i) => value - clean[i]))).toBeLessThan(0.05 * Math.sqrt(20 / 64));
  const plain = derive({ by: "spectral" }, [2], place, u);
  const error = (found: Float64Array) => rms(found.map((value, i) => value - exact[i]));
  expect(error(slope)).toBeLessThan(error(plain) / 10);
});

test("a given cut is a part of the waves along every axis", () => {
  const place = circle(32);
  const keep = (k: number) =>
    rms(
      derive(
        { by: "spectral", cut: 0.5 },
        [0],
        place,
        fieldOn(place, ([x]) => Math.cos(k * x)),
      ),
    );
  expect(keep(8)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(keep(9)).toBeLessThan(1e-14);
});

test("local polynomials are exact for polynomials of their degree, and smooth others", () => {
  const place: Place = { grid: [20, 9], spacing: [0.5, 1], border: "reflect" };
  const u = fieldOn(place, ([x]) => x ** 3 - x);
  const found = derive({ by: "smoothed", points: 7, degree: 3 }, [2, 0], place, u);
  for (let i = 3 * 9; i < 17 * 9; i++) {
    expect(found[i]).toBeCloseTo(6 * unravel(i, place.grid)[0] * 0.5, 9);
  }
  // Savitzky and Golay: seven points, degree 2, ∂².
  const impulse = new Float64Array(9).fill(1, 4, 5);
  const line: Place = { grid: [9], spacing: [1], border: "zero" };
  const seen = derive({ by: "smoothed", points: 7, degree: 2 }, [2], line, impulse);
  const weights = [0, 5, 0, -3, -4, -3, 0, 5, 0];
  seen.forEach((value, i) => expect(value).toBeCloseTo(weights[i] / 42, 12));
});

test("the derivative of small total variation keeps a jump of the slope and little noise", () => {
  const place: Place = { grid: [80], spacing: [0.05], border: "reflect" };
  const clean = fieldOn(place, ([x]) => Math.abs(x - 2));
  const noise = normals(createRng(6), [80]).data;
  const u = clean.map((value, i) => value + 0.02 * noise[i]);
  const slopes = derive({ by: "totalVariation", weight: 0.3 }, [1], place, u);
  const plain = derive({ by: "difference" }, [1], place, u);
  const exact = fieldOn(place, ([x]) => Math.sign(x - 2));
  // The five points of a difference at the border and at the kink see both sides.
  const away = [...exact.keys()].filter((i) => i > 3 && i < 76 && Math.abs(i - 40) > 4);
  const error = (found: Float64Array) => rms(Float64Array.from(away, (i) => found[i] - exact[i]));
  // Weights (1, −8, 0, 8, −1)/12h make 0.38 of the noise; the slope of 36 noisy points on a line is known to 0.006.
  expect(error(plain)).toBeGreaterThan(0.3);
  expect(error(slopes)).toBeLessThan(0.03);
});

test.each([31, 32])("its line of %i points may be a ring: shifts go through", (n) => {
  const place = circle(n);
  const u = fieldOn(place, ([x]) => Math.exp(Math.sin(x))).map(
    (v, i) => v + 0.01 * Math.sin(i * i),
  );
  const shifted = u.map((_, i) => u[(i + 5) % n]);
  const rule = { by: "totalVariation", weight: 0.01 } as const;
  const found = derive(rule, [1], place, u);
  // The iteration stops at 1e-5 of the deviation; both runs stop at the same iterate up to rounding.
  expect(
    largestDifference(
      derive(rule, [1], place, shifted),
      found.map((_, i) => found[(i + 5) % n]),
    ),
  ).toBeLessThan(1e-8);
});

test("without weight it is the central difference", () => {
  const place: Place = { grid: [12, 7], spacing: [1, 2], border: "zero" };
  const u = normals(createRng(7), [84]).data;
  const found = derive({ by: "totalVariation", weight: 0 }, [1, 1], place, u);
  const exact = derive({ by: "difference", accuracy: 4 }, [1, 1], place, u);
  expect(largestDifference(found, exact)).toBeLessThan(1e-13);
});

test.each([
  [{ by: "guess" }, ValueError, /by should be one of/],
  [
    { by: "difference", accuracy: 3 },
    ValueError,
    /accuracy of central differences should be even; got 3/,
  ],
  [{ by: "difference", accuracy: 8 }, ShapeError, /takes 9 points along axis 0; the grid has 7/],
  [{ by: "smoothed", points: 6 }, ValueError, /points should be odd/],
  [{ by: "smoothed", points: 5, degree: 1 }, ValueError, /degree 1 has no derivative of order 2/],
  [{ by: "spectral" }, ValueError, /need a periodic border; got "zero"/],
  [{ by: "totalVariation", weight: -1 }, ValueError, /weight should be a finite number/],
  [{ by: "filters", filters: [[1, 2, 3]] }, ShapeError, /should hold one for \[2\]; there are 1/],
  [{ by: "filters", filters: [[[1]]] }, ShapeError, /filters should have the axes \[order, …l\]/],
  [{ by: "filters", filters: [[NaN], [1], [1]] }, ValueError, /filters should be finite/],
] as [SpaceRule, typeof ValueError, RegExp][])("%j is refused", (rule, error, message) => {
  const make = () =>
    differentiation(rule, [[2]], { grid: [7], spacing: [1], border: "zero" }, "test");
  expect(make).toThrow(error);
  expect(make).toThrow(message);
});

test("a cut outside ]0, 1] is refused", () => {
  const make = () => differentiation({ by: "spectral", cut: 1.5 }, [[1]], circle(8), "test");
  expect(make).toThrow(/cut should be a finite number > 0 and ≤ 1; got 1\.5/);
});
