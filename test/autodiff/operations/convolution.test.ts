import { describe, expect, test } from "vitest";
import {
  convolve,
  type ConvolveOptions,
  convolveTransposed,
  onTape,
  toArray,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { distance, dot } from "./distance.js";
import { slowConvolution, trials } from "./slowConvolution.js";

// Sums of at most 60 products of numbers around 1, by transforms or minimal filtering at worst.
const ROUNDING = 1e-13;

describe.each(trials)("$name", ({ grid, window, channels: [inputs, outputs], options }) => {
  const rng = createRng(1);
  const { groups = 1 } = options;
  const x = normals(rng, [2, groups * inputs, ...grid]);
  const q = normals(rng, [groups * outputs, inputs, ...window]);

  test("the convolution is that of the definition", () => {
    expect(distance(run(x, q, options), slowConvolution(x, q, options))).toBeLessThan(ROUNDING);
  });

  test("the gradients are its adjoints under the inner product", () => {
    const v = normals(rng, x.shape);
    const r = normals(rng, q.shape);
    const g = normals(rng, slowConvolution(x, q, options).shape);
    const f = ([u, p]: readonly Variable[]): Variable => convolve(u, p, options);
    const [dx, dq] = vjp(f, [x, q], g).product;
    expect(dot(dx, v)).toBeCloseTo(dot(g, slowConvolution(v, q, options)), 11);
    expect(dot(dq, r)).toBeCloseTo(dot(g, slowConvolution(x, r, options)), 11);
    const back = onTape(() => toArray(convolveTransposed(g, q, { ...options, outputGrid: grid })));
    expect(distance(back, dx)).toBe(0);
  });
});

describe("a convolution", () => {
  test("with one at the centre of a window leaves fields as they are", () => {
    const x = normals(createRng(2), [2, 1, 5, 6]);
    for (const padding of ["periodic", "zero"] as const) {
      for (const dilation of [1, 2, 4]) {
        const q = delta([1, 1, 3, 3], 4);
        expect(distance(run(x, q, { padding, dilation }), x)).toBeLessThan(ROUNDING);
      }
    }
  });
  test("with the last of three taps sees the cell ahead, or the zero beyond the end", () => {
    const x = ndarrayOf(Float64Array.of(1, 2, 3, 4), [1, 1, 4]);
    const q = delta([1, 1, 3], 2);
    expect([...run(x, q, {}).data]).toEqual([2, 3, 4, 1]);
    expect([...run(x, q, { padding: "zero" }).data]).toEqual([2, 3, 4, 0]);
    expect([...run(x, q, { padding: "valid" }).data]).toEqual([3, 4]);
    expect([...run(x, q, { stride: 2 }).data]).toEqual([2, 4]);
    expect([...run(x, q, { dilation: 2 }).data]).toEqual([3, 4, 1, 2]);
  });
  test("adds the bias to every cell of a channel", () => {
    const x = ndarrayOf(new Float64Array(4), [1, 1, 4]);
    const q = ndarrayOf(new Float64Array(2), [2, 1, 1]);
    const y = run(x, q, { bias: ndarrayOf(Float64Array.of(3, -1), [2]) });
    expect([...y.data]).toEqual([3, 3, 3, 3, -1, -1, -1, -1]);
  });
  test("transposed doubles a grid with stride 2, and lets filters of other cells meet", () => {
    const x = ndarrayOf(Float64Array.of(1, 10), [1, 1, 2]);
    const q = ndarrayOf(Float64Array.of(1, 2, 3), [1, 1, 3]);
    const spread = (options: object): number[] =>
      onTape(() => [...convolveTransposed(x, q, { stride: 2, ...options }).data]);
    expect(spread({ padding: "valid" })).toEqual([1, 2, 3 + 10, 20, 30]);
    expect(spread({ padding: "valid", outputGrid: [6] })).toEqual([1, 2, 13, 20, 30, 0]);
    expect(spread({ padding: "periodic" })).toEqual([2, 3 + 10, 20, 30 + 1]);
    expect(spread({ padding: "zero" })).toEqual([2, 13, 20, 30]);
  });
  test("gives in Float32 what it gives in Float64", () => {
    const rng = createRng(3);
    const [x, q] = [normals(rng, [2, 3, 8, 8]), normals(rng, [4, 3, 3, 3])];
    const [a, b] = [x, q].map(({ data, shape }) => ndarrayOf(Float32Array.from(data), shape));
    for (const options of [{}, { stride: 2 }, { padding: "zero", dilation: 2 }] as const) {
      const y = onTape(() => toArray(convolve(a, b, options)));
      expect(y.data).toBeInstanceOf(Float32Array);
      // 27 terms of relative error 6e-8, whose sizes sum to 50 at most.
      expect(distance(y, run(x, q, options))).toBeLessThan(27 * 6e-8 * 50);
    }
  });
});

describe("a convolution refuses", () => {
  const fields = (...shape: number[]): NdArray => normals(createRng(4), shape);
  const refused: [string, () => unknown, string][] = [
    ["other axes", () => convolve(fields(3, 4), fields(1, 1, 1)), "[sample, channel, …x]"],
    [
      "a filter with other axes",
      () => convolve(fields(1, 2, 4), fields(1, 2, 3, 3)),
      "[1, 2, 3, 3] for x of shape [1, 2, 4]",
    ],
    [
      "other channels",
      () => convolve(fields(1, 3, 8), fields(4, 2, 3)),
      "x should have the 2 channels that q sees; x has shape [1, 3, 8], q [4, 2, 3]",
    ],
    [
      "other channels in groups",
      () => convolve(fields(1, 3, 8), fields(4, 2, 3), { groups: 2 }),
      "the 4 channels that q sees in 2 groups",
    ],
    [
      "outputs that fall into no groups",
      () => convolve(fields(1, 4, 8), fields(3, 2, 3), { groups: 2 }),
      "2 equal groups; it has length 3",
    ],
    [
      "a bias of other length",
      () => convolve(fields(1, 1, 8), fields(2, 1, 3), { bias: fields(3) }),
      "each of 2 output channels; got shape [3]",
    ],
    [
      "a window that fits nowhere",
      () => convolve(fields(1, 1, 4), fields(1, 1, 3), { padding: "valid", dilation: 2 }),
      "a window over [5] cells does not fit on the grid [4]",
    ],
    [
      "strides of other axes",
      () => convolve(fields(1, 1, 4), fields(1, 1, 3), { stride: [1, 1] }),
      "stride should be one number, or one for each of 1 space axes; got [1, 1]",
    ],
    [
      "an output grid that is not mapped onto x",
      () => convolveTransposed(fields(1, 1, 4), fields(1, 1, 3), { outputGrid: [9], stride: 2 }),
      "[9] is mapped onto [5]. Take [8]",
    ],
    [
      "other channels to spread",
      () => convolveTransposed(fields(1, 3, 4), fields(2, 1, 3)),
      "x should have the 2 channels that q sees; x has shape [1, 3, 4]",
    ],
  ];
  test.each(refused)("%s", (_, call, sentence) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(sentence);
  });
  test("options out of range", () => {
    const call = (options: object) => () => convolve(fields(1, 1, 4), fields(1, 1, 3), options);
    expect(call({ stride: 0 })).toThrow(
      "autodiff.convolve: stride should be an integer ≥ 1; got 0",
    );
    expect(call({ dilation: 1.5 })).toThrow("dilation should be an integer ≥ 1; got 1.5");
    expect(call({ groups: 0 })).toThrow(ValueError);
    expect(call({ padding: "same" })).toThrow('one of "periodic", "zero", "valid"; got "same"');
  });
});

function run(x: NdArray, q: NdArray, options: ConvolveOptions): NdArray {
  return onTape(() => toArray(convolve(x, q, options))) as NdArray;
}

/** Zeros with a one at an entry. */
function delta(shape: readonly number[], at: number): NdArray {
  const length = shape.reduce((size, n) => size * n, 1);
  return ndarrayOf(new Float64Array(length).fill(1, at, at + 1), shape);
}
