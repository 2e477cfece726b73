import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  sizeOf,
  unravel,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { constraint, filterFromMoments, momentsFromFilter } from "../../src/stencil/index.js";
import type { Constraint } from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

const FIXTURES = new URL("../fixtures/pdenet/", import.meta.url);

type Deep = number | Deep[];

interface Recorded {
  readonly shape: number[];
  readonly order: number[];
  readonly constraint: "moment" | number;
  readonly nfree: number;
  readonly free: Deep;
  readonly init_kernel: Deep;
  readonly rand_moment: Deep;
  readonly proj_moment: Deep;
  readonly proj_kernel: Deep;
}

const recorded = JSON.parse(
  readFileSync(new URL("constrained.json", FIXTURES), "utf8"),
) as Recorded[];

const flat = (value: Deep): number[] => (typeof value === "number" ? [value] : value.flatMap(flat));

describe("constraints are those of the published program", () => {
  const shapes = [...new Set(recorded.map(({ shape }) => shape.join(" × ")))];
  test.each(shapes)("%s", (name) => {
    for (const one of recorded.filter(({ shape }) => shape.join(" × ") === name)) {
      const accuracy = one.constraint === "moment" ? 1 : one.constraint;
      const found = constraint({ order: one.order, accuracy, size: one.shape });
      expect([...found.free.data]).toEqual(flat(one.free));
      expect(found.freeCount).toBe(one.nfree);
      // Their filters come from an inverse in Float64, whose condition is at most 9e4, for 7 × 7.
      const bound = one.shape.includes(7) ? 1e-12 : 1e-13;
      expect(distance(found.filter.data, flat(one.init_kernel))).toBeLessThan(bound);
      // To project is to set what is fixed.
      const random = flat(one.rand_moment);
      const projected = projection(found, random);
      expect(projected).toEqual(flat(one.proj_moment));
      const kernel = filterFromMoments(ndarrayOf(Float64Array.from(projected), found.size));
      expect(distance(kernel.data, flat(one.proj_kernel))).toBeLessThan(bound);
    }
  });
  test("in 104 cases", () => {
    expect(recorded.length).toBe(104);
  });
});

describe("the moments that are free", () => {
  test("are as many as published", () => {
    const counts = (size: number, axes: number, p: number): number[] => {
      const all: number[] = [];
      for (let degree = 0; degree + p <= size; degree++) {
        const order = [degree, 0, 0].slice(0, axes);
        all.push(constraint({ order, accuracy: p, size }).freeCount);
      }
      return all;
    };
    expect(counts(5, 1, 1)).toEqual([4, 3, 2, 1, 0]);
    expect(counts(3, 2, 1)).toEqual([8, 6, 3]);
    expect(counts(3, 2, 2)).toEqual([6, 3]);
    expect(counts(5, 2, 1)).toEqual([24, 22, 19, 15, 10]);
    expect(counts(5, 2, 2)).toEqual([22, 19, 15, 10]);
    expect(counts(5, 2, 3)).toEqual([19, 15, 10]);
    expect(counts(7, 2, 1).slice(0, 5)).toEqual([48, 46, 43, 39, 34]);
    expect(counts(7, 2, 2).slice(0, 5)).toEqual([46, 43, 39, 34, 28]);
    expect(counts(3, 3, 1)).toEqual([26, 23, 17]);
    expect(counts(5, 3, 1)).toEqual([124, 121, 115, 105, 90]);
  });
  test("are all but the C(|o| + p − 1 + n, n) of low degree, along axes longer than 1", () => {
    const binomial = (n: number, k: number): number =>
      k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k;
    for (const [order, accuracy, size] of [
      [[1, 1], 2, [4, 6]],
      [[2, 0], 1, [3, 4]],
      [[0, 1, 1], 2, [5, 4, 6]],
      [[3], 3, [8]],
    ] as const) {
      const degree = order.reduce((a: number, b: number) => a + b, 0) + accuracy - 1;
      const fixed = binomial(degree + order.length, order.length);
      expect(constraint({ order, accuracy, size }).freeCount).toBe(sizeOf(size) - fixed);
    }
    // ∂/∂x on a 5 × 1 filter is that on five points.
    const thin = constraint({ order: [1, 0], accuracy: 2, size: [5, 1] });
    expect(thin.freeCount).toBe(constraint({ order: [1], accuracy: 2, size: 5 }).freeCount);
  });
  test("are none when frozen and all when free; the filter is that of accuracy 1", () => {
    const options = { order: [0, 2], size: [3, 5] } as const;
    const one = constraint(options);
    const [frozen, free] = (["frozen", "free"] as const).map((accuracy) =>
      constraint({ ...options, accuracy }),
    );
    expect([frozen.freeCount, free.freeCount]).toEqual([0, 15]);
    expect([...frozen.filter.data]).toEqual([...one.filter.data]);
    expect([...free.filter.data]).toEqual([...one.filter.data]);
    expect([...frozen.moments.data]).toEqual([...one.moments.data]);
    expect([...free.moments.data].every((moment) => moment === 0)).toBe(true);
    expect([frozen.accuracy, free.accuracy, one.accuracy]).toEqual(["frozen", "free", 1]);
  });
});

/** Filters with random free moments, on unequal spacings and on even lengths too. */
const CASES = [
  { order: [0], accuracy: 1, size: [4], spacing: [0.3] },
  { order: [2], accuracy: 3, size: [6], spacing: [0.7] },
  { order: [1, 0], accuracy: 2, size: [5, 4], spacing: [0.5, 0.2] },
  { order: [1, 1], accuracy: 2, size: [5, 5], spacing: [0.4, 0.9] },
  { order: [0, 2], accuracy: 1, size: [3, 7], spacing: [1.5, 0.6] },
  { order: [1, 0, 1], accuracy: 1, size: [3, 4, 5], spacing: [0.5, 0.8, 0.3] },
  { order: [0, 1, 0], accuracy: 3, size: [5, 5, 4], spacing: [0.2, 0.5, 0.4] },
  { order: [2, 0], accuracy: 1, size: [5, 1], spacing: [0.3, 1] },
];

describe("a constrained filter, whatever its free moments,", () => {
  test.each(CASES)(
    "has those that are fixed: $order, $accuracy, $size",
    ({ order, accuracy, size }) => {
      const found = constraint({ order, accuracy, size });
      const q = randomFilter(found, 11);
      const moments = momentsFromFilter(q).data;
      const largest = Math.max(...q.data.map((value) => Math.abs(value)));
      found.moments.data.forEach((fixed, i) => {
        // Roundings of sums of at most 125 entries with weights below 10.
        if (found.free.data[i] === 0)
          expect(Math.abs(moments[i] - fixed)).toBeLessThan(1e-13 * largest);
      });
    },
  );
  test.each(CASES)(
    "is the derivative of polynomials of degree |o| + p − 1: $order, $accuracy, $size",
    ({ order, accuracy, size, spacing }) => {
      const q = randomFilter(constraint({ order, accuracy, size }), 12);
      const degree = order.reduce((a, b) => a + b, 0) + accuracy - 1;
      const x = order.map((_, axis) => 0.3 - 0.5 * axis);
      for (const powers of multiIndices(degree, order.length)) {
        if (size.some((length, axis) => length === 1 && powers[axis] > 0)) continue;
        const { value, size: terms } = applied(q, order, spacing, x, (at) =>
          at.reduce((product, entry, axis) => product * entry ** powers[axis], 1),
        );
        const exact = powers.reduce(
          (product, power, axis) => product * derivativeOfPower(power, order[axis], x[axis]),
          1,
        );
        // A rounding of every term, and of the inverse that made the filter.
        expect(Math.abs(value - exact)).toBeLessThan(1e-13 * terms);
      }
    },
  );
  test.each(CASES)(
    "errs as h^p: $order, $accuracy, $size",
    ({ order, accuracy, size, spacing }) => {
      const q = randomFilter(constraint({ order, accuracy, size }), 13);
      const wave = order.map((_, axis) => (size[axis] === 1 ? 0 : 0.8 + 0.3 * axis));
      const x = order.map((_, axis) => 0.4 + 0.2 * axis);
      // cos is its own derivative, turned by a right angle and times the wave number.
      const phase = (at: readonly number[]): number =>
        at.reduce((sum, y, axis) => sum + wave[axis] * y, 0.5);
      const degree = order.reduce((a, b) => a + b, 0);
      const scale = order.reduce((product, o, axis) => product * wave[axis] ** o, 1);
      const exact = scale * Math.cos(phase(x) + (degree * Math.PI) / 2);
      const finest = accuracy === 1 ? 1 / 2048 : 1 / 256;
      const errors = [2 * finest, finest].map((h) => {
        const steps = spacing.map((own) => own * h);
        return Math.abs(applied(q, order, steps, x, (at) => Math.cos(phase(at))).value - exact);
      });
      // The next term of the series moves the slope by h times a ratio of moments, which are random here.
      expect(Math.abs(Math.log2(errors[0] / errors[1]) - accuracy)).toBeLessThan(0.1);
    },
  );
});

describe("no constraint is made", () => {
  test("for orders that are none or of more than three axes", () => {
    expect(() => constraint({ order: [], size: 3 })).toThrow(ShapeError);
    expect(() => constraint({ order: [0, 0, 0, 0], size: 3 })).toThrow(
      "stencil.constraint: order should be a list of one order per axis, of one to three axes; got [0, 0, 0, 0].",
    );
    expect(() => constraint({ order: [0.5], size: 3 })).toThrow(
      "order[0] should be an integer ≥ 0",
    );
  });
  test("for accuracies that are none", () => {
    expect(() => constraint({ order: [1], size: 3, accuracy: 0 })).toThrow(
      "accuracy should be an integer ≥ 1; got 0",
    );
    expect(() => constraint({ order: [1], size: 3, accuracy: "moment" as "free" })).toThrow(
      'accuracy, if it is no number, should be one of "frozen", "free"; got "moment".',
    );
  });
  test("for lengths that are none, of other axes, or too short", () => {
    expect(() => constraint({ order: [1, 0], size: [5] })).toThrow("size should be one number");
    expect(() => constraint({ order: [1], size: 2.5 })).toThrow("size[0] should be an integer ≥ 1");
    expect(() => constraint({ order: [1, 1], size: 3, accuracy: 2 })).toThrow(
      "stencil.constraint: a filter for [1, 1] of accuracy 2 should have at least 4 points along axis 0; got 3. " +
        "Lengthen it or ask for less.",
    );
    expect(() => constraint({ order: [1, 0], size: [1, 3] })).toThrow(
      "at least 2 points along axis 0",
    );
  });
});

/** m where it is free, else what is fixed. */
function projection({ moments, free }: Constraint, m: readonly number[]): number[] {
  return m.map((value, i) => (free.data[i] === 1 ? value : moments.data[i]));
}

function randomFilter(found: Constraint, seed: number): NdArray {
  const random = [...normals(createRng(seed), found.size).data];
  return filterFromMoments(ndarrayOf(Float64Array.from(projection(found, random)), found.size));
}

/** Π_a h_a^{−o_a} Σ_r q[r] u(x + r h), and the sum of the sizes of its terms. */
function applied(
  q: NdArray,
  order: readonly number[],
  spacing: readonly number[],
  x: readonly number[],
  u: (at: readonly number[]) => number,
): { value: number; size: number } {
  const scale = order.reduce((product, o, axis) => product * spacing[axis] ** -o, 1);
  let [value, size] = [0, 0];
  q.data.forEach((weight, i) => {
    const at = unravel(i, q.shape).map(
      (j, axis) => x[axis] + (j - ((q.shape[axis] - 1) >> 1)) * spacing[axis],
    );
    const term = scale * weight * u(at);
    value += term;
    size += Math.abs(term);
  });
  return { value, size };
}

function derivativeOfPower(power: number, order: number, x: number): number {
  let factor = 1;
  for (let i = 0; i < order; i++) factor *= power - i;
  return factor === 0 ? 0 : factor * x ** (power - order);
}

/** All powers along the axes of a total degree up to this one. */
function multiIndices(degree: number, axes: number): number[][] {
  if (axes === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, first) => first).flatMap((first) =>
    multiIndices(degree - first, axes - 1).map((rest) => [first, ...rest]),
  );
}
