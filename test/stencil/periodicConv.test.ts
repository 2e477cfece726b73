import { describe, expect, test } from "vitest";
import {
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { irfftn, rfftn } from "../../src/fft/index.js";
import {
  correlateAt,
  kernelFromFilter,
  periodicConv,
  periodicConvTranspose,
} from "../../src/stencil/index.js";

function field(shape: readonly number[], seed: number): NdArray {
  return normals(createRng(seed), shape);
}

function inner(a: { data: ArrayLike<number> }, b: { data: ArrayLike<number> }): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i] * b.data[i];
  return sum;
}

function norm(a: { data: ArrayLike<number> }): number {
  return Math.sqrt(inner(a, a));
}

/** ‖a − b‖ / ‖b‖. */
function distance(a: { data: ArrayLike<number> }, b: { data: ArrayLike<number> }): number {
  return norm({ data: Float64Array.from(a.data, (x, i) => x - b.data[i]) }) / norm(b);
}

/** Σ_i β[o, i] ⊛ u[s, i] by Fourier transforms. */
function convolvedByFourier(u: NdArray, q: NdArray): NdArray {
  const [samples, inputs, ...grid] = u.shape;
  const [outputs] = q.shape;
  const axes = grid.length;
  const uHat = rfftn(u, axes);
  const beta = rfftn(kernelFromFilter(q, grid), axes);
  const half = sizeOf(uHat.shape.slice(2));
  const shape = [samples, outputs, ...uHat.shape.slice(2)];
  const [re, im] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
  for (let s = 0; s < samples; s++) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [(o * inputs + i) * half + k, (s * inputs + i) * half + k];
          const y = (s * outputs + o) * half + k;
          re[y] += beta.re[a] * uHat.re[b] - beta.im[a] * uHat.im[b];
          im[y] += beta.re[a] * uHat.im[b] + beta.im[a] * uHat.re[b];
        }
      }
    }
  }
  return irfftn({ re, im, shape }, grid);
}

const CASES = [
  { u: [2, 3, 12], q: [4, 3, 5] },
  { u: [2, 1, 9, 10], q: [10, 1, 5, 4] },
  { u: [1, 4, 7, 16], q: [1, 4, 7, 3] },
  { u: [1, 2, 5, 6, 9], q: [3, 2, 3, 2, 9] },
];

describe("periodicConv", () => {
  test.each(CASES)("convolves with the kernel of the filter: $u, $q", (shapes) => {
    const [u, q] = [field(shapes.u, 1), field(shapes.q, 2)];
    expect(distance(periodicConv(u, q), convolvedByFourier(u, q))).toBeLessThan(1e-14);
  });

  test("with the central difference is the derivative of a wave, exactly", () => {
    // (sin(x + h) − sin(x − h)) / 2h = cos x · sin h / h.
    const n = 32;
    const h = (2 * Math.PI) / n;
    const wave = (f: (x: number) => number): number[][][] => [
      [Array.from({ length: n }, (_, x) => f(x * h))],
    ];
    const y = periodicConv(wave(Math.sin), [[[-1 / (2 * h), 0, 1 / (2 * h)]]]);
    for (let x = 0; x < n; x++)
      expect(y.data[x]).toBeCloseTo((Math.cos(x * h) * Math.sin(h)) / h, 13);
  });

  test("an even filter has its centre at the left of its middle", () => {
    expect([...periodicConv([[[1, 2, 3]]], [[[10, 1]]]).data]).toEqual([12, 23, 31]);
    expect([...periodicConv([[[1, 2, 3]]], [[[1000, 100, 10]]]).data]).toEqual([3120, 1230, 2310]);
  });

  test("in groups is every group alone", () => {
    const [u, q] = [field([2, 6, 5, 9], 3), field([9, 2, 3, 3], 4)];
    const y = periodicConv(u, q, { groups: 3 });
    for (let group = 0; group < 3; group++) {
      const part = (a: NdArray, channels: number, axis: number): NdArray => {
        const view = axis === 0 ? a.lo(group * channels) : a.lo(0, group * channels);
        return axis === 0 ? view.hi(channels) : view.hi(2, channels);
      };
      const alone = periodicConv(part(u, 2, 1), part(q, 3, 0));
      for (let s = 0; s < 2; s++) {
        const from = (s * 9 + group * 3) * 45;
        expect(y.data.slice(from, from + 135)).toEqual(alone.data.slice(s * 135, (s + 1) * 135));
      }
    }
  });

  test("depthwise, every channel meets its own bank of filters", () => {
    const u = ndarrayOf(Float64Array.of(1, 2, 3, 5, 7, 9), [1, 2, 3]);
    const y = periodicConv(u, [[[1]], [[2]], [[3]], [[4]]], { groups: 2 });
    expect(y.shape).toEqual([1, 4, 3]);
    expect([...y.data]).toEqual([1, 2, 3, 2, 4, 6, 15, 21, 27, 20, 28, 36]);
  });

  test("Float32 stays Float32, and meets Float64 in Float64", () => {
    const [u, q] = [field([1, 2, 8, 8], 5), field([3, 2, 3, 3], 6)];
    const narrow = (a: NdArray): NdArray<Float32Array> =>
      ndarrayOf(Float32Array.from(a.data), a.shape);
    const y = periodicConv(narrow(u), narrow(q));
    expect(y.data).toBeInstanceOf(Float32Array);
    // 18 terms of unit size, each with a relative error of 2⁻²⁴ or so.
    expect(distance(y, periodicConv(u, q))).toBeLessThan(1e-6);
    expect(periodicConv(narrow(u), q).data).toBeInstanceOf(Float64Array);
    expect(periodicConvTranspose(narrow(y as NdArray), narrow(q)).data).toBeInstanceOf(
      Float32Array,
    );
    expect(correlateAt(narrow(u), narrow(y as NdArray), [3, 3]).data).toBeInstanceOf(Float32Array);
  });

  test("accepts strided views, integers and nested lists, and changes none of them", () => {
    const u = field([1, 1, 4, 6], 7);
    const q = field([1, 1, 2, 3], 8);
    const before = u.data.slice();
    // The transposed view of u with the transposed filter gives the transposed result: an odd and an
    // even length keep their own centres.
    const y = periodicConv(u, q);
    const yT = periodicConv(u.transpose(0, 1, 3, 2), q.transpose(0, 1, 3, 2));
    expect(yT.shape).toEqual([1, 1, 6, 4]);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 6; j++) expect(yT.get(0, 0, j, i)).toBeCloseTo(y.get(0, 0, i, j), 14);
    }
    expect(u.data).toEqual(before);
    const phases = { data: Uint8Array.of(0, 1, 1, 0), shape: [1, 1, 4] };
    expect([...periodicConv(phases, [[[1, 1, 1]]]).data]).toEqual([1, 2, 2, 1]);
  });

  test("no samples give no samples", () => {
    const none = ndarrayOf(new Float64Array(0), [0, 2, 8]);
    expect(periodicConv(none, field([3, 2, 3], 9)).shape).toEqual([0, 3, 8]);
  });
});

describe("the three operations are adjoint", () => {
  test.each([
    ...CASES.map((shapes) => ({ ...shapes, groups: 1 })),
    { u: [2, 3, 8, 11], q: [12, 1, 4, 5], groups: 3 },
    { u: [3, 6, 12], q: [4, 3, 8], groups: 2 },
  ])("⟨v, conv u⟩ = ⟨convᵀ v, u⟩ = ⟨corr(u, v), q⟩: $u, $q, $groups", (shapes) => {
    const options = { groups: shapes.groups };
    const [u, q] = [field(shapes.u, 10), field(shapes.q, 11)];
    const y = periodicConv(u, q, options);
    const v = field(y.shape, 12);
    const scale = norm(v) * norm(y);
    const back = periodicConvTranspose(v, q, options);
    const filter = correlateAt(u, v, shapes.q.slice(2), options);
    expect(back.shape).toEqual(u.shape);
    expect(filter.shape).toEqual(q.shape);
    expect(Math.abs(inner(v, y) - inner(back, u))).toBeLessThan(1e-12 * scale);
    expect(Math.abs(inner(v, y) - inner(filter, q))).toBeLessThan(1e-12 * scale);
  });

  test("correlateAt the whole grid, at its centre, is the inner product", () => {
    const [u, g] = [field([3, 1, 4, 5], 13), field([3, 1, 4, 5], 14)];
    const dq = correlateAt(u, g, [4, 5]);
    expect(dq.get(0, 0, 1, 2)).toBeCloseTo(inner(u, g), 12);
  });
});

describe("refusals", () => {
  const u = field([2, 3, 8, 8], 15);

  test("channels of fields and filter that differ, naming both", () => {
    expect(() => periodicConv(u, field([4, 2, 3, 3], 16))).toThrow(
      new ShapeError(
        "stencil.periodicConv: the filter [4, 2, 3, 3] has 2 inputs; the fields [2, 3, 8, 8] have 3 channels. " +
          "Both are counted on axis 1 of the fields and of the filter.",
      ),
    );
    expect(() => periodicConv(u, field([4, 2, 3, 3], 16), { groups: 2 })).toThrow(
      "the filter [4, 2, 3, 3] has 4 inputs in 2 groups; the fields [2, 3, 8, 8] have 3 channels.",
    );
    expect(() => periodicConvTranspose(u, field([4, 2, 3, 3], 16))).toThrow(
      new ShapeError(
        "stencil.periodicConvTranspose: the filter [4, 2, 3, 3] has 4 outputs; the fields [2, 3, 8, 8] " +
          "have 3 channels. Both are counted on axis 1 of the fields and axis 0 of the filter.",
      ),
    );
  });

  test("a window larger than the grid, which would see a cell twice", () => {
    expect(() => periodicConv(u, field([1, 3, 9, 3], 17))).toThrow(
      new ShapeError(
        "stencil.periodicConv: a window of [9, 3] cells does not fit on the grid [8, 8]: every axis should " +
          "have between 1 and as many cells as the grid. Use a larger grid or a smaller filter.",
      ),
    );
    expect(() => periodicConv(u, field([1, 3, 8, 8], 17))).not.toThrow();
    expect(() => correlateAt(u, u, [3, 9])).toThrow(
      "stencil.correlateAt: a window of [3, 9] cells",
    );
    expect(() => correlateAt(u, u, [3])).toThrow("stencil.correlateAt: a window of [3] cells");
    expect(() => correlateAt(u, u, [3, 1.5])).toThrow("a window of [3, 1.5] cells");
    expect(() => correlateAt(u, u, [3, 0])).toThrow("a window of [3, 0] cells");
  });

  test("fields without samples or channels, filters with other axes", () => {
    expect(() => periodicConv([[1, 2, 3]], [[[1]]])).toThrow(
      "stencil.periodicConv: u should have the axes [sample, channel, …x] (3 or 4 or 5 axes); got [1, 3].",
    );
    expect(() => periodicConv(u, [[[1]]])).toThrow(
      "stencil.periodicConv: q should have the axes [output, input, …j] (4 axes); got [1, 1, 1].",
    );
    expect(() => periodicConvTranspose(u, [[[1]]])).toThrow(
      "stencil.periodicConvTranspose: q should",
    );
    const none = ndarrayOf(new Float64Array(0), [1, 0, 8]);
    expect(() => periodicConv(none, ndarrayOf(new Float64Array(0), [0, 0, 3]))).toThrow(ShapeError);
  });

  test("fields of other samples or grids", () => {
    expect(() => correlateAt(u, field([2, 3, 8, 9], 18), [3, 3])).toThrow(
      new ShapeError(
        "stencil.correlateAt: u has shape [2, 3, 8, 8] and g [2, 3, 8, 9]; samples and grid should be the " +
          "same. Pass the input of the convolution and the gradient to its result.",
      ),
    );
    expect(() => correlateAt(u, field([1, 3, 8, 8], 18), [3, 3])).toThrow(ShapeError);
  });

  test("groups that do not divide the channels, or are no number of groups", () => {
    expect(() => periodicConv(u, field([4, 1, 3, 3], 19), { groups: 3 })).toThrow(
      new ShapeError(
        "stencil.periodicConv: 4 channels do not fall into 3 equal groups. " +
          "Choose a number of groups that divides them.",
      ),
    );
    expect(() => correlateAt(u, u, [3, 3], { groups: 2 })).toThrow("3 channels do not fall into 2");
    expect(() => periodicConv(u, field([3, 1, 3, 3], 19), { groups: 0 })).toThrow(
      new ValueError("stencil.periodicConv: groups should be an integer ≥ 1; got 0."),
    );
  });
});
