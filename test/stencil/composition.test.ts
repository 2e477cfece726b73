import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { composeFilters, momentsFromFilter, periodicConv } from "../../src/stencil/index.js";
import type { FilterLayer } from "../../src/stencil/index.js";
import { distance } from "../mks/synthetic.js";

/** Layers applied one after another. */
function applied(u: NdArray, layers: readonly FilterLayer[]): Float64Array {
  let fields: NdArray = u;
  for (const { filter, bias } of layers) {
    const y = periodicConv(fields, filter);
    const [samples, outputs] = y.shape;
    const cells = y.data.length / (samples * outputs);
    const b = bias as NdArray | undefined;
    const data = Float64Array.from(
      y.data,
      (value, i) => value + (b?.data[Math.floor(i / cells) % outputs] ?? 0),
    );
    fields = ndarrayOf(data, y.shape);
  }
  return fields.data;
}

const CASES: readonly [string, readonly (readonly number[])[], readonly number[]][] = [
  ["odd windows", [[3], [5]], [9]],
  [
    "an odd and an even one",
    [
      [3, 2],
      [1, 3],
    ],
    [5, 6],
  ],
  ["an even one twice, whose centres add to another than the middle", [[2], [4]], [7]],
  [
    "three even ones",
    [
      [2, 3],
      [4, 2],
      [2, 4],
    ],
    [8, 9],
  ],
  [
    "three axes",
    [
      [2, 3, 1],
      [3, 2, 2],
    ],
    [5, 6, 4],
  ],
];

describe("layers one after another are their composition", () => {
  // Sums of some hundred products.
  test.each(CASES)("of %s", (_, windows, grid) => {
    const rng = createRng(1);
    const channels = [2, 3, 2, 4].slice(0, windows.length + 1);
    const layers = windows.map((window, i) => ({
      filter: normals(rng, [channels[i + 1], channels[i], ...window]),
      bias: normals(rng, [channels[i + 1]]),
    }));
    const u = normals(rng, [2, 2, ...grid]);
    const composed = composeFilters(layers);
    expect(distance(applied(u, [composed]), applied(u, layers))).toBeLessThan(1e-13);
    // Lengths add, but for the column that puts an even number of half cells back.
    composed.filter.shape.slice(2).forEach((length, axis) => {
      const own = windows.map((window) => window[axis]);
      const even = own.filter((l) => l % 2 === 0).length;
      const sum = own.reduce((a, l) => a + l - 1, 1);
      expect(length).toBe(sum + Math.max(0, even - 1));
    });
  });
  test("two shifts by one cell are a shift by two", () => {
    const shift = { filter: { data: [0, 0, 1], shape: [1, 1, 3] } };
    expect([...composeFilters([shift, shift]).filter.data]).toEqual([0, 0, 0, 0, 1]);
  });
  test("and the first of them acts first: channels meet as matrices do", () => {
    const layers = [
      { filter: { data: [1, 2], shape: [2, 1, 1] }, bias: [10, 20] },
      { filter: { data: [3, 4], shape: [1, 2, 1] }, bias: [5] },
    ];
    const { filter, bias } = composeFilters(layers);
    expect([...filter.data]).toEqual([11]);
    expect([...bias.data]).toEqual([3 * 10 + 4 * 20 + 5]);
  });
  test("zeroth moments multiply", () => {
    const [a, b] = [normals(createRng(2), [1, 1, 3, 3]), normals(createRng(3), [1, 1, 5, 5])];
    const { filter } = composeFilters([{ filter: a }, { filter: b }]);
    const mean = (q: NdArray): number => momentsFromFilter(q, 0, { axes: 2 }).data[0];
    expect(mean(filter)).toBeCloseTo(mean(a) * mean(b), 12);
  });
});

describe("refused are", () => {
  const one = { filter: normals(createRng(4), [2, 1, 3]) };
  test.each<[string, readonly FilterLayer[], string]>([
    ["no layers", [], "stencil.composeFilters: layers should hold at least one filter; got none."],
    [
      "channels that do not follow",
      [one, one],
      "layers[1] has a filter of [2, 1, 3] after one of [2, 1, 3]",
    ],
    [
      "a filter without space",
      [{ filter: [[1]] }],
      "layers[0].filter should have the axes [output, input, …j]",
    ],
    [
      "another number of offsets",
      [{ ...one, bias: [1] }],
      "bias should hold one number for each of 2 outputs",
    ],
    [
      "offsets that are not finite",
      [{ ...one, bias: [1, Infinity] }],
      "bias should be finite; got Infinity",
    ],
  ])("%s", (_, layers, message) => {
    expect(() => composeFilters(layers)).toThrow(message);
  });
});
