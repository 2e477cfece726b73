import { describe, expect, test } from "vitest";
import {
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import {
  constraint,
  difference,
  DIFFERENCE_KINDS,
  filterFromMoments,
  formatReading,
  kernelFromFilter,
  momentsFromFilter,
  readKernel,
  symbolAt,
} from "../../src/stencil/index.js";
import type { KernelTerm } from "../../src/stencil/index.js";

const LAPLACIAN = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];

const brief = (terms: readonly KernelTerm[]): unknown[] =>
  terms.map(({ order, moment }) => [order, Number(moment.toPrecision(12))]);

describe("a kernel is read", () => {
  test("as a derivative and its leading error", () => {
    const second = readKernel([1, -2, 1]);
    expect(brief(second.operator)).toEqual([[[2], 1]]);
    expect(brief(second.error)).toEqual([[[4], 0.0833333333333]]);
    expect(second.accuracy).toBe(2);
    expect(second.sentence).toBe(
      "∂²/∂x², leading error 0.083 h² ∂⁴/∂x⁴, so of order 2; within 5 % up to 0.76 radians per cell, 8.2 points per wave",
    );
  });
  test("as a sum of derivatives of one degree, x before y", () => {
    const { operator, error, sentence } = readKernel(LAPLACIAN);
    expect(operator.map(({ order }) => order)).toEqual([
      [2, 0],
      [0, 2],
    ]);
    expect(error.map(({ order }) => order)).toEqual([
      [4, 0],
      [0, 4],
    ]);
    expect(sentence).toMatch(
      /^∂²\/∂x² \+ ∂²\/∂y², leading error 0\.083 h² ∂⁴\/∂x⁴ \+ 0\.083 h² ∂⁴\/∂y⁴, so/,
    );
  });
  test("with the coefficients of its own spacing", () => {
    // 0.3 ∂²/∂x∂y on cells of 0.1 × 0.2: the error is h_x²/6 ∂⁴/∂x³∂y + h_y²/6 ∂⁴/∂x∂y³, times 0.3.
    const spacing = [0.1, 0.2];
    const { filter } = difference({ order: [1, 1], spacing });
    const scaled = ndarrayOf(
      filter.data.map((q) => 0.3 * q),
      filter.shape,
    );
    const { operator, error, sentence } = readKernel(scaled, { spacing });
    // Roundings of a dozen terms.
    expect(Math.abs(operator[0].coefficient - 0.3)).toBeLessThan(1e-15);
    expect(Math.abs(operator[0].moment - 15)).toBeLessThan(1e-13);
    const coefficient = (order: string): number =>
      error.find((term) => term.order.join("") === order)?.coefficient ?? NaN;
    expect(Math.abs(coefficient("31") - 0.3 * (0.01 / 6))).toBeLessThan(1e-17);
    expect(Math.abs(coefficient("13") - 0.3 * (0.04 / 6))).toBeLessThan(1e-17);
    expect(sentence).toMatch(/^0\.3 ∂²\/∂x∂y, leading error .*0\.002 ∂⁴\/∂x∂y³/);
  });
  test("under the names of its axes", () => {
    const { filter } = difference({ order: [0, 1] });
    expect(readKernel(filter, { axisNames: ["y", "x"] }).sentence).toMatch(/^∂\/∂x, leading/);
    expect(readKernel(difference({ order: [1, 0, 2] }).filter).sentence).toMatch(/^∂³\/∂x∂z², /);
  });

  const kinds = DIFFERENCE_KINDS.flatMap((kind) => [1, 2, 3, 4, 6].map((o) => ({ kind, o })));
  test.each(kinds)("as the difference it is: $kind, order $o", ({ kind, o }) => {
    for (const accuracy of [1, 2, 3, 4, 6]) {
      const made = difference({ order: [o], accuracy, kind });
      const read = readKernel(made.filter);
      expect(read.accuracy).toBe(made.accuracy);
      expect(read.operator.map(({ order }) => order)).toEqual([[o]]);
      expect(read.error.map(({ order }) => order)).toEqual([[o + made.accuracy]]);
      expect(read.sentence).toContain(`, so of order ${made.accuracy};`);
    }
  });
  test("as the filter that its constraint says, whatever the free moments", () => {
    for (const [order, accuracy, size] of [
      [[1, 0], 2, [5, 6]],
      [[1, 1], 2, [5, 5]],
      [[0, 1, 1], 1, [4, 3, 5]],
    ] as const) {
      const { moments, free } = constraint({ order, accuracy, size });
      const random = normals(createRng(5), size).data;
      const m = moments.data.map((fixed, i) => (free.data[i] === 1 ? random[i] : fixed));
      const read = readKernel(filterFromMoments(ndarrayOf(m, size)));
      expect(read.accuracy).toBe(accuracy);
      expect(read.operator.map((term) => term.order)).toEqual([[...order]]);
    }
  });
  test("up to a degree, each term with the moment of the filter", () => {
    const q = normals(createRng(6), [5, 4]);
    const { terms } = readKernel(q, { degree: 3 });
    const moments = momentsFromFilter(q);
    expect(terms.length).toBe(10);
    for (const {
      order: [i, j],
      degree,
      moment,
    } of terms) {
      expect(degree).toBe(i + j);
      // The same sums, in another order of the axes at most.
      expect(Math.abs(moment - moments.data[i * 4 + j])).toBeLessThan(1e-13);
    }
  });
  test("beyond its length: three points have a fourth moment", () => {
    expect(brief(readKernel([-0.5, 0, 0.5], { degree: 5 }).terms)).toEqual([
      [[1], 1],
      [[3], 0.166666666667],
      [[5], 0.00833333333333],
    ]);
  });
  test("as exact if it has no error, and as 0 if all entries are", () => {
    const identity = readKernel([0, 0.5, 0]);
    expect([identity.accuracy, identity.error]).toEqual([Infinity, []]);
    expect(identity.sentence).toBe("0.5, exactly; within 5 % on all waves of the grid");
    const zero = readKernel([[0, 0]]);
    expect([zero.operator, zero.terms, zero.accuracy]).toEqual([[], [], Infinity]);
    expect(zero.sentence).toBe("0: all entries are zero");
    expect(formatReading(zero)).toContain(zero.sentence);
  });
  test("as a sum, strongest first, where a later term outweighs the first", () => {
    const { terms, operator, sentence } = readKernel([-0.49, 0.02, 0.5]);
    expect(operator.map(({ order }) => order)).toEqual([[0]]);
    expect(terms[0].order).toEqual([1]);
    expect(sentence).toMatch(
      /^a sum, strongest first: 0\.99 h ∂\/∂x \+ 0\.165 h³ ∂³\/∂x³ \+ 0\.03 \+ .*; as h → 0, 0\.03; within/,
    );
  });
  test("without what is small beside its entries, by a tolerance", () => {
    const noisy = [0.5003, 0.9998, -3.0001, 0.9999, 0.5002];
    expect(readKernel(noisy).operator.map(({ order }) => order)).toEqual([[0]]);
    const cleaned = readKernel(noisy, { tolerance: 1e-3 });
    expect(cleaned.operator.map(({ order }) => order)).toEqual([[2]]);
    // Entries in Float32 leave moments of 1e-8 where those in Float64 vanish.
    const third = ndarrayOf(Float32Array.of(1 / 12, -2 / 3, 0, 2 / 3, -1 / 12), [5]);
    const rounded = ndarrayOf(Float32Array.of(-1 / 12, 4 / 3, -5 / 2, 4 / 3, -1 / 12), [5]);
    expect(readKernel(third).accuracy).toBe(4);
    expect(readKernel(rounded).accuracy).toBe(4);
    expect(readKernel([...rounded.data]).operator[0].order).toEqual([0]);
  });
});

describe("the series of a kernel is its symbol", () => {
  test("where the reach says so: 5 % at its end", () => {
    for (const q of [
      [1, -2, 1],
      [-0.5, 0, 0.5],
      [0.25, 0.5, 0.25],
    ]) {
      const read = readKernel(q);
      for (const part of ["operator", "terms"] as const) {
        const θ = read.reach[part];
        const { re, im } = symbolAt(q, [[θ]]);
        const [a, b] = seriesAt(read[part], [θ]);
        // The end is found to 1e-8 radians.
        const off = Math.hypot(re[0] - a, im[0] - b) / Math.hypot(re[0], im[0]);
        expect(Math.abs(off - 0.05)).toBeLessThan(1e-6);
      }
    }
    // For [1, −2, 1] that is θ²/4 sin²(θ/2) = 1.05.
    const θ = readKernel([1, -2, 1]).reach.operator;
    expect(Math.abs(θ ** 2 / (2 * Math.sin(θ / 2)) ** 2 - 1.05)).toBeLessThan(1e-6);
  });
  test("up to θ^{d+1} of its degree d", () => {
    const q = normals(createRng(7), [4, 3]);
    const { terms } = readKernel(q, { degree: 5 });
    const errors = [0.02, 0.01].map((θ) => {
      const angles = [θ, -0.7 * θ];
      const { re, im } = symbolAt(q, [angles]);
      const [a, b] = seriesAt(terms, angles);
      return Math.hypot(re[0] - a, im[0] - b);
    });
    // Halving θ leaves the next degree, a hundredth of it at these angles.
    expect(Math.abs(Math.log2(errors[0] / errors[1]) - 6)).toBeLessThan(0.1);
  });
  test("less and less well: checks at a few angles", () => {
    const { checks, reach } = readKernel(LAPLACIAN);
    expect(checks.map(({ angle }) => angle)).toEqual([16, 8, 4, 2, 1].map((n) => Math.PI / n));
    for (const { angle, operator, terms } of checks) {
      expect(operator <= 0.05).toBe(angle <= reach.operator);
      expect(terms <= 0.05).toBe(angle <= reach.terms);
      expect(terms).toBeLessThan(operator);
    }
  });
});

describe("a periodic kernel", () => {
  test.each([[[9]], [[8]], [[7, 6]], [[5, 6, 7]]])("is read as its filter is, on %j", (grid) => {
    const q = normals(
      createRng(8),
      grid.map(() => 3),
    );
    const [filter, kernel] = [
      readKernel(q),
      readKernel(kernelFromFilter(q, grid), { kind: "kernel" }),
    ];
    expect(brief(kernel.terms)).toEqual(brief(filter.terms));
    expect(kernel.longestWave).toBe((2 * Math.PI) / Math.max(...grid));
    expect([filter.longestWave, filter.cut, kernel.cut]).toEqual([0, 0, 0]);
  });
  test("that moves a field by a cell is u(x − 1): its odd moments have the other sign", () => {
    const shift = readKernel([0, 1, 0, 0, 0], { kind: "kernel" });
    expect(brief(shift.terms.filter(({ degree }) => degree < 3))).toEqual([
      [[0], 1],
      [[1], -1],
      [[2], 0.5],
    ]);
  });
  test("that is even has no odd moments, on even grids too", () => {
    for (const n of [8, 9]) {
      const { terms } = readKernel(gaussian([n, n], 1), { kind: "kernel" });
      expect(terms.length).toBe(6);
      expect(terms.every(({ order }) => order.every((k) => k % 2 === 0))).toBe(true);
    }
  });
  test("of diffusion is 1 + σ²/2 ∇², and the exponential of that", () => {
    // β = exp(−r²/2σ²)/2πσ² is e^{σ²∇²/2}; sampled with σ = 2 cells its moments are those of the integral.
    const h = 1 / 32;
    const read = readKernel(gaussian([32, 32], 2), { kind: "kernel", spacing: h });
    const exact = new Map([
      ["00", 1],
      ["20", 2],
      ["02", 2],
      ["22", 4],
      ["40", 2],
      ["04", 2],
    ]);
    expect(read.terms.length).toBe(6);
    for (const { order, degree, moment, coefficient } of read.terms) {
      const value = exact.get(order.join("")) ?? NaN;
      // The cell ends at 8 σ, where the kernel is 1e-14 of its middle, and r⁴/4! is 3e3.
      expect(Math.abs(moment - value)).toBeLessThan(1e-9);
      expect(coefficient).toBe(moment * h ** degree);
    }
    expect(read.accuracy).toBe(2);
    expect(read.sentence).toMatch(
      /^1, leading error 0\.002 ∂²\/∂x² \+ 0\.002 ∂²\/∂y², so of order 2;/,
    );
  });
  test("that decays slowly is not described by its moments, but in a window", () => {
    // ∂_x∂_x ∇⁻², whose symbol cos² of the direction has no value at θ = 0: it decays as r⁻².
    const kernel = direction([32, 32]);
    const whole = readKernel(kernel, { kind: "kernel" });
    expect(whole.reach.terms).toBeLessThan(whole.longestWave);
    expect(whole.sentence).toContain(
      "no wave of this grid is that long, from 0.2 on: its moments do not describe this kernel; read a window of it",
    );
    const near = readKernel(kernel, { kind: "kernel", window: 5 });
    expect(near.reach.terms).toBeGreaterThan(near.longestWave);
    expect(near.sentence).toMatch(/the window leaves out \d+ % of the kernel's absolute sum/);
    // What a window leaves out is the absolute sum beyond it.
    const outside = kernel.data.reduce((sum, value, i) => {
      const far = unravel(i, [32, 32]).some((j) => Math.min(j, 32 - j) > 2);
      return far ? sum + Math.abs(value) : sum;
    }, 0);
    const all = kernel.data.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(Math.abs(near.cut - outside / all)).toBeLessThan(1e-14);
  });
});

describe("a reading as text", () => {
  test("has its sentence, its terms, and how far they hold", () => {
    expect(formatReading(readKernel([1, -2, 1])).split("\n")).toEqual([
      readKernel([1, -2, 1]).sentence,
      "",
      "  term    moment    coefficient",
      "  ∂²/∂x²  1         1 h²",
      "  ∂⁴/∂x⁴  0.083333  0.083333 h⁴",
      "",
      "  θ      operator off by  terms off by",
      "  0.196  0.32 %           0.00041 %",
      "  0.393  1.3 %            0.0067 %",
      "  0.785  5.3 %            0.11 %",
      "  1.57   23 %             2 %",
      "  3.14   150 %            56 %",
    ]);
  });
  test("has a true minus, tenth powers, and no more than a thousand percent", () => {
    const backward = readKernel(difference({ order: [6], accuracy: 4, kind: "backward" }).filter);
    const text = formatReading(backward);
    expect(text).toMatch(/^∂⁶\/∂x⁶, leading error −13 h⁴ ∂¹⁰\/∂x¹⁰, so of order 4;/);
    const smooth = readKernel(gaussian([32, 32], 2), { kind: "kernel", spacing: 0.1 });
    expect(formatReading(smooth)).toContain("> 1000 %");
    expect(formatReading(smooth)).toMatch(/^ {2}∂²\/∂x² +2 +0\.02$/m);
  });
});

describe("no kernel is read", () => {
  test("of no axes or more than three, or with entries that are not finite", () => {
    expect(() => readKernel(normals(createRng(9), [1, 2, 3, 3]))).toThrow(ShapeError);
    expect(() => readKernel(normals(createRng(9), [1, 2, 3, 3]))).toThrow(
      "stencil.readKernel: kernel should have one to three axes, all of them space; got [1, 2, 3, 3]. " +
        "Of several take one: kernels.pick(0, 1).",
    );
    expect(() => readKernel([1, NaN])).toThrow(ValueError);
  });
  test("of an unknown kind, or under names and spacings of other axes", () => {
    expect(() => readKernel([1], { kind: "cnn" as "filter" })).toThrow(
      'stencil.readKernel: kind should be one of "filter", "kernel"; got "cnn".',
    );
    expect(() => readKernel([1, 2, 1], { axisNames: ["x", "y"] })).toThrow(
      "stencil.readKernel: axisNames should name the 1 axes of the kernel; got [3] and x, y.",
    );
    expect(() => readKernel([1, 2, 1], { spacing: 0 })).toThrow(
      "spacing[0] should be a positive length",
    );
    expect(() => readKernel([1, 2, 1], { spacing: [1, 1] })).toThrow(ShapeError);
  });
  test("with a tolerance or a degree that is none", () => {
    expect(() => readKernel([1], { tolerance: 2 })).toThrow(
      "tolerance should be a finite number between 0 and 1",
    );
    expect(() => readKernel([1], { degree: 1.5 })).toThrow("degree should be an integer ≥ 0");
  });
  test("in a window that is even, larger than the kernel, or of a filter", () => {
    const kernel = { kind: "kernel" } as const;
    expect(() => readKernel([1, 2, 3, 4, 5], { ...kernel, window: 2 })).toThrow(
      "stencil.readKernel: window[0] should be odd, as many cells on either side of r = 0; got 2.",
    );
    expect(() => readKernel([1, 2, 3, 4, 5], { ...kernel, window: 7 })).toThrow(
      "window[0] should be an integer between 1 and 5; got 7",
    );
    expect(() => readKernel([1, 2, 3], { ...kernel, window: [3, 3] })).toThrow(ShapeError);
    expect(() => readKernel([1, 2, 3], { window: 3 })).toThrow(
      "stencil.readKernel: window cuts cells out of a periodic kernel, and kernel is a filter. Leave it out, or say",
    );
  });
});

/** Σ_k m[k] Π_a (iθ_a)^{k_a}. */
function seriesAt(terms: readonly KernelTerm[], angles: readonly number[]): [number, number] {
  const sum: [number, number] = [0, 0];
  for (const { order, degree, moment } of terms) {
    const size = order.reduce((product, k, axis) => product * angles[axis] ** k, moment);
    sum[degree % 2] += degree % 4 < 2 ? size : -size;
  }
  return sum;
}

/** Where index i of a periodic axis is. */
const signed = (i: number, n: number): number => (i < n / 2 ? i : i - n);

function gaussian(grid: readonly number[], σ: number): NdArray {
  const values = Float64Array.from({ length: sizeOf(grid) }, (_, i) => {
    const r = unravel(i, grid).map((j, axis) => signed(j, grid[axis]));
    const square = r.reduce((sum, entry) => sum + entry * entry, 0);
    return Math.exp(-square / (2 * σ * σ)) / (2 * Math.PI * σ * σ);
  });
  return ndarrayOf(values, grid);
}

/** The kernel whose symbol is θ_x²/|θ|², 0 at θ = 0, by its sum over all waves of the grid. */
function direction([nx, ny]: readonly number[]): NdArray {
  const cos = (k: number, j: number, n: number): number => Math.cos((2 * Math.PI * k * j) / n);
  const rows = Array.from({ length: nx }, (_, k) =>
    Array.from({ length: ny }, (__, l) => {
      const [a, b] = [signed(k, nx), signed(l, ny)];
      return a === 0 ? 0 : a ** 2 / (a ** 2 + b ** 2);
    }),
  );
  // Even in both angles, so that sums of cosines are all of it.
  const along = rows.map((row) =>
    Array.from({ length: ny }, (_, y) =>
      row.reduce((sum, value, l) => sum + value * cos(l, y, ny), 0),
    ),
  );
  const values = Float64Array.from({ length: nx * ny }, (_, i) => {
    const [x, y] = unravel(i, [nx, ny]);
    return along.reduce((sum, row, k) => sum + row[y] * cos(k, x, nx), 0) / (nx * ny);
  });
  return ndarrayOf(values, [nx, ny]);
}
