import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { composeFilters, momentsFromFilter, periodicConv } from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

interface Layer {
  readonly filter: NdArray;
  readonly bias: NdArray;
}

/** Random layers of some windows, through some channels. */
function layersOf(channels: readonly number[], windows: readonly (readonly number[])[]): Layer[] {
  const rng = createRng(3);
  return windows.map((window, i) => ({
    filter: normals(rng, [channels[i + 1], channels[i], ...window]),
    bias: normals(rng, [channels[i + 1]]),
  }));
}

/** q ⋆ u + b. */
function applied(u: NdArray, { filter, bias }: Layer): NdArray {
  const y = periodicConv(u, filter);
  const [, outputs] = y.shape;
  const size = y.data.length / (y.shape[0] * outputs);
  const data = Float64Array.from(y.data, (v, at) => v + bias.get(Math.floor(at / size) % outputs));
  return ndarrayOf(data, y.shape);
}

/** Windows of layers, odd and even, and grids that hold what they amount to. */
const CASES = [
  { windows: [[3]], grid: [5] },
  { windows: [[4]], grid: [6] },
  { windows: [[3], [5]], grid: [8] },
  { windows: [[3], [5]], grid: [7] },
  { windows: [[2], [3]], grid: [7] },
  { windows: [[2], [2]], grid: [6] },
  { windows: [[4], [2], [2]], grid: [9] },
  { windows: [[2], [2], [2], [4]], grid: [10] },
  {
    windows: [
      [3, 2],
      [2, 4],
    ],
    grid: [6, 7],
  },
  {
    windows: [
      [3, 3],
      [1, 1],
      [2, 3],
    ],
    grid: [7, 5],
  },
  {
    windows: [
      [2, 3, 2],
      [2, 1, 3],
    ],
    grid: [4, 3, 6],
  },
];

describe.each(CASES)("layers of windows $windows on the grid $grid", ({ windows, grid }) => {
  const channels = [2, 3, 2, 4, 1].slice(0, windows.length + 1);
  const layers = layersOf(channels, windows);
  const whole = composeFilters(layers);

  test("act one after another as the one filter and offset that they amount to", () => {
    const u = normals(createRng(4), [2, 2, ...grid]);
    const step = layers.reduce(applied, u);
    const once = applied(u, whole);
    expect(once.shape).toEqual(step.shape);
    // Sums of up to a few hundred products of order one, the result of order ten.
    expect(distance(once.data, step.data)).toBeLessThan(1e-11);
  });

  test("are as long as L − 1 = Σ (l − 1), and one zero more for every second even window", () => {
    grid.forEach((_, axis) => {
      const lengths = windows.map((window) => window[axis]);
      const even = lengths.filter((l) => l % 2 === 0).length;
      const expected = 1 + lengths.reduce((sum, l) => sum + l - 1, 0) + Math.max(0, even - 1);
      expect(whole.filter.shape[2 + axis]).toBe(expected);
    });
    expect(whole.bias.shape).toEqual([channels[windows.length]]);
  });
});

test("one layer is itself, and nothing given is written to", () => {
  const [layer] = layersOf([2, 3], [[4, 3]]);
  const before = layer.filter.data.slice();
  const { filter, bias } = composeFilters([layer]);
  expect(filter).toStrictEqual(layer.filter);
  expect(bias).toStrictEqual(layer.bias);
  filter.data.fill(0);
  bias.data.fill(0);
  expect(layer.filter.data).toEqual(before);
});

test("two forward differences are the second difference one cell ahead", () => {
  const forward = [[[0, -1, 1]]];
  const { filter, bias } = composeFilters([{ filter: forward }, { filter: forward }]);
  expect([...filter.data]).toEqual([0, 0, 1, -2, 1]);
  expect([...bias.data]).toEqual([0]);
  // u(x + 2) − 2 u(x + 1) + u(x) = u″ + u‴ + …
  expect([...momentsFromFilter(filter, 3, { axes: 1 }).data]).toEqual([0, 0, 1, 1]);
});

test("offsets pass through the sums of the filters after them", () => {
  const { bias } = composeFilters([
    { filter: [[[1, 1, 1]], [[0, 2, 0]]], bias: [10, 20] },
    {
      filter: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      bias: [7],
    },
  ]);
  expect([...bias.data]).toEqual([7 + 6 * 10 + 15 * 20]);
});

test("an invertible matrix between the channels changes the layers, and not what they amount to", () => {
  const [first, second] = layersOf([2, 2, 1], [[3], [4]]);
  // [[2, 1], [1, 1]] and its inverse.
  const mixed = (filter: NdArray, by: number[][], side: "outputs" | "inputs"): NdArray => {
    const [outputs, inputs, taps] = filter.shape;
    return ndarrayOf(
      Float64Array.from({ length: outputs * inputs * taps }, (_, at) => {
        const [o, i, j] = [
          Math.floor(at / (inputs * taps)),
          Math.floor(at / taps) % inputs,
          at % taps,
        ];
        return side === "outputs"
          ? by[o][0] * filter.get(0, i, j) + by[o][1] * filter.get(1, i, j)
          : filter.get(o, 0, j) * by[0][i] + filter.get(o, 1, j) * by[1][i];
      }),
      filter.shape,
    );
  };
  const plain = { filter: first.filter };
  const forth = mixed(
    first.filter,
    [
      [2, 1],
      [1, 1],
    ],
    "outputs",
  );
  const back = mixed(
    second.filter,
    [
      [1, -1],
      [-1, 2],
    ],
    "inputs",
  );
  const a = composeFilters([plain, second]);
  const b = composeFilters([{ filter: forth }, { ...second, filter: back }]);
  expect(distance(a.filter.data, b.filter.data)).toBeLessThan(1e-13);
  expect(distance(forth.data, first.filter.data)).toBeGreaterThan(0.1);
});

describe("refused are", () => {
  const filter = [[[1, 2, 3]]];

  test("no layers, and channels or axes that do not follow from each other", () => {
    expect(() => composeFilters([])).toThrow(ShapeError);
    expect(() => composeFilters([{ filter: [[1, 2]] }])).toThrow("the axes [output, input, …j]");
    expect(() => composeFilters([{ filter }, { filter: [[[1], [2]]] }])).toThrow(
      "stencil.composeFilters: layers[1] has a filter of [1, 2, 1] after one of [1, 1, 3]; its inputs",
    );
    expect(() => composeFilters([{ filter }, { filter: [[[[1]]]] }])).toThrow("on the same axes");
  });

  test("offsets for other outputs, and numbers that are none", () => {
    expect(() => composeFilters([{ filter, bias: [1, 2] }])).toThrow(
      "stencil.composeFilters: layers[0].bias should hold one number for each of 1 outputs; got [2].",
    );
    expect(() => composeFilters([{ filter: [[[NaN]]] }])).toThrow(ValueError);
    expect(() => composeFilters([{ filter, bias: [Infinity] }])).toThrow("layers[0].bias");
  });
});
