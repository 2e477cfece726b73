import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { constraint, difference, periodicConv } from "../../src/stencil/index.js";
import type { DifferenceKind } from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

const FIXTURES = new URL("../fixtures/pdenet/", import.meta.url);

interface StartFilter {
  readonly kernel: number[][];
  readonly moment: number[][];
}

const starts = JSON.parse(
  readFileSync(new URL("pdenet2_init_kernels.json", FIXTURES), "utf8"),
) as Record<string, Record<string, StartFilter>>;

const KINDS: readonly DifferenceKind[] = ["central", "forward", "backward"];

describe("a difference filter", () => {
  test("is the one of the textbooks, centred at (l − 1) ⫽ 2 with zeros on the other side", () => {
    const data = (o: number, accuracy: number, kind: DifferenceKind): number[] => [
      ...difference({ order: [o], accuracy, kind }).filter.data,
    ];
    expect(data(1, 2, "central")).toEqual([-0.5, 0, 0.5]);
    expect(data(1, 4, "central")).toEqual([1 / 12, -8 / 12, 0, 8 / 12, -1 / 12]);
    expect(data(2, 2, "central")).toEqual([1, -2, 1]);
    expect(data(1, 1, "forward")).toEqual([0, -1, 1]);
    expect(data(1, 2, "forward")).toEqual([0, 0, -1.5, 2, -0.5]);
    expect(data(1, 2, "backward")).toEqual([0.5, -2, 1.5, 0, 0]);
    expect(data(0, 6, "forward")).toEqual([1]);
    // ∂²/∂x∂y of the second order is ([−1, 0, 1] ⊗ [−1, 0, 1])/4.
    expect([...difference({ order: [1, 1] }).filter.data]).toEqual([
      ...[0.25, 0, -0.25],
      ...[0, 0, 0],
      ...[-0.25, 0, 0.25],
    ]);
  });

  const orders = [[0], [1], [2], [3], [4], [1, 0], [0, 2], [1, 1], [2, 1], [1, 0, 1], [0, 0, 2]];
  test.each(orders.map((order) => [order]))(
    "of order %j has m_o = 1 and no other moment of degree below |o| + p",
    (order) => {
      const degree = order.reduce((a, b) => a + b);
      for (const kind of KINDS) {
        for (const accuracy of [1, 2, 3, 4]) {
          // Long enough to hold the moments that should vanish.
          const longest = Math.max(3, 2 * Math.max(...order) + 2 * accuracy + 1);
          const found = difference({ order, accuracy, kind, size: longest });
          expect(found.accuracy).toBe(degree === 0 ? Infinity : reached(accuracy, kind));
          found.moments.data.forEach((moment, i) => {
            const k = unravel(i, found.size);
            const isOrder = k.every((entry, axis) => entry === order[axis]);
            if (!isOrder && k.reduce((a, b) => a + b) >= degree + reached(accuracy, kind)) return;
            // Odd moments of the forward ones are sums of large terms: a rounding for each entry.
            const rounding = 1e-15 * Math.max(1, magnitudeOf(found.filter, k));
            expect(Math.abs(moment - (isOrder ? 1 : 0))).toBeLessThanOrEqual(rounding);
          });
        }
      }
    },
  );

  test("with all the points of a filter is the start of the constrained one", () => {
    for (const [order, accuracy, size] of [
      [[1, 0], 4, 5],
      [[1, 1], 4, 5],
      [[0, 1, 1], 6, 7],
    ] as const) {
      const all = constraint({ order, size, accuracy: 1 });
      // Both are products of the same weights, and of 1 and 0 along the axes without derivative.
      expect(
        distance(difference({ order, accuracy, size }).filter.data, all.filter.data),
      ).toBeLessThan(1e-15);
    }
  });

  test("takes the spacing of every axis to its power, and its own side of every axis", () => {
    const plain = difference({ order: [1, 2], kind: ["forward", "central"] });
    const scaled = difference({
      order: [1, 2],
      kind: ["forward", "central"],
      spacing: [0.5, 0.25],
    });
    expect(plain.size).toEqual([5, 3]);
    expect([...scaled.filter.data]).toEqual([...plain.filter.data].map((q) => q * 2 * 16));
    expect(scaled.moments.data[1 * 3 + 2]).toBe(32);
    const left = difference({ order: [1, 2], kind: ["backward", "central"] });
    // Seen in a mirror a first derivative changes its sign.
    left.filter.data.forEach((q, i) => {
      const [x, y] = unravel(i, [5, 3]);
      expect(q).toBe(0 - plain.filter.data[(4 - x) * 3 + y]);
    });
  });

  test.each(KINDS)("that is %s errs as h^p on a wave with unequal spacing", (kind) => {
    for (const [order, accuracy] of [
      [[1, 0], 2],
      [[0, 2], 2],
      [[1, 1], 4],
      [[0, 1], 3],
    ] as const) {
      const rates = [
        [24, 20],
        [48, 40],
      ].map((grid) => waveError(order, accuracy, kind, grid));
      const p = Math.log2(rates[0] / rates[1]);
      // Halving h leaves the next term of the series, half of it again.
      expect(Math.abs(p - reached(accuracy, kind))).toBeLessThan(0.25);
    }
  });
});

describe("the filters that PDE-Net 2.0 starts from", () => {
  test.each(Object.keys(starts))("are differences: %s", (name) => {
    const [size, scheme] = [Number(name.slice(0, 1)), name.slice(2)];
    for (const [key, recorded] of Object.entries(starts[name])) {
      const order = Array.from(key.slice(2), Number);
      const degree = order.reduce((a, b) => a + b);
      const pure = order.some((o) => o === degree);
      const kind = scheme === "upwind" && degree === 1 ? "forward" : "central";
      const accuracy = pure ? 2 : size - 1;
      const found = difference({ order, accuracy, kind, size });
      // The recorded kernels come from an inverse in Float64, 1e-14 off; the recorded moments are exact.
      expect(distance(found.filter.data, recorded.kernel.flat())).toBeLessThan(1e-14);
      expect(distance(found.moments.data, recorded.moment.flat())).toBeLessThan(1e-14);
    }
  });
});

describe("no difference filter is made", () => {
  test("for orders that are none, more than three axes, or an accuracy below 1", () => {
    expect(() => difference({ order: [] })).toThrow(
      "stencil.difference: order should be a list of one order per axis, of one to three axes; got [].",
    );
    expect(() => difference({ order: [1, 0, 0, 0] })).toThrow("one to three axes");
    expect(() => difference({ order: [-1] })).toThrow("order[0] should be an integer ≥ 0; got -1");
    expect(() => difference({ order: [1], accuracy: 0 })).toThrow(
      "accuracy should be an integer ≥ 1",
    );
  });
  test("for kinds, lengths and spacings that are not those of the axes", () => {
    expect(() => difference({ order: [1], kind: "left" as "forward" })).toThrow(
      'kind[0] should be one of "central", "forward", "backward"; got "left".',
    );
    expect(() => difference({ order: [1, 0], kind: ["central"] })).toThrow(
      "kind should be one word, or one for each of the 2 axes; got 1.",
    );
    expect(() => difference({ order: [1, 0], size: [5] })).toThrow("size should be one number");
    expect(() => difference({ order: [1, 0], spacing: [1, 0] })).toThrow(
      "spacing[1] should be a positive length",
    );
  });
  test("that is too short on one side of its centre", () => {
    expect(() => difference({ order: [1], accuracy: 2, kind: "forward", size: 3 })).toThrow(
      "stencil.difference: this difference reaches 0 points back and 2 ahead along axis 0; a filter of 3 has 1 and " +
        "1 about its centre. Take size 5 or leave it out.",
    );
    // Even lengths have one point more ahead.
    expect(difference({ order: [1], kind: "forward", size: 4 }).filter.data[1]).toBe(-1.5);
    expect(() => difference({ order: [1], kind: "backward", size: 4 })).toThrow("Take size 5");
  });
});

/** Central differences have even orders. */
function reached(accuracy: number, kind: DifferenceKind): number {
  return kind === "central" ? 2 * Math.ceil(accuracy / 2) : accuracy;
}

/** Σ_r |q[r]| Π_a |r_a|^{k_a} / k_a!: what the moment would be if nothing cancelled. */
function magnitudeOf({ data, shape }: NdArray, k: readonly number[]): number {
  return data.reduce((sum, q, i) => {
    const r = unravel(i, shape).map((j, axis) => j - ((shape[axis] - 1) >> 1));
    return sum + r.reduce((term, entry, axis) => term * power(entry, k[axis]), Math.abs(q));
  }, 0);
}

function power(r: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= Math.abs(r) / i;
  return value;
}

/** Largest error of the derivative of sin(2πx) cos(2πy + 1) on the unit square. */
function waveError(
  order: readonly number[],
  accuracy: number,
  kind: DifferenceKind,
  grid: readonly number[],
): number {
  const spacing = grid.map((n) => 1 / n);
  const { filter } = difference({ order, accuracy, kind, spacing });
  const phase = (x: number, o: number): number => 2 * Math.PI * x + (o * Math.PI) / 2;
  const wave = (i: number, [ox, oy]: readonly number[]): number => {
    const [x, y] = unravel(i, grid).map((j, axis) => j * spacing[axis]);
    return (2 * Math.PI) ** (ox + oy) * Math.sin(phase(x, ox)) * Math.cos(phase(y, oy) + 1);
  };
  const u = Float64Array.from({ length: sizeOf(grid) }, (_, i) => wave(i, [0, 0]));
  const q = ndarrayOf(filter.data, [1, 1, ...filter.shape]);
  const y = periodicConv(ndarrayOf(u, [1, 1, ...grid]), q);
  return Math.max(...Array.from(y.data, (value, i) => Math.abs(value - wave(i, order))));
}
