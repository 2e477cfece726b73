import { describe, expect, test } from "vitest";
import {
  keptFrequencies,
  spectralConvolution,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import {
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import * as fft from "../../../src/fft/index.js";
import { distance } from "./distance.js";

/** Odd, even and mixed grids, with all frequencies and with few. */
const CASES: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[7], [3]],
  [[8], [4]],
  [[8], [2]],
  [[1], [0]],
  [
    [5, 6],
    [2, 3],
  ],
  [
    [6, 5],
    [3, 1],
  ],
  [
    [6, 4],
    [1, 2],
  ],
  [
    [3, 4, 5],
    [1, 2, 2],
  ],
  [
    [4, 3, 6],
    [1, 1, 0],
  ],
];

/** The definition, one frequency after another. */
function slowly(x: NdArray, w: NdArray, modes: readonly number[]): NdArray {
  const [samples, inputs, ...grid] = x.shape;
  const [, outputs, , ...kept] = w.shape;
  const spectrum = fft.rfftn(x, grid.length);
  const half = spectrum.shape.slice(2);
  const out = {
    re: new Float64Array(samples * outputs * sizeOf(half)),
    im: new Float64Array(samples * outputs * sizeOf(half)),
    shape: [samples, outputs, ...half],
  };
  for (let s = 0; s < samples; s++) {
    for (let o = 0; o < outputs; o++) {
      for (let k = 0; k < sizeOf(half); k++) {
        const signed = digits(k, half).map((p, axis) => (2 * p > grid[axis] ? p - grid[axis] : p));
        if (signed.some((p, axis) => Math.abs(p) > modes[axis])) continue;
        const m = signed.reduce(
          (at, p, axis) => at * kept[axis] + ((p + kept[axis]) % kept[axis]),
          0,
        );
        for (let i = 0; i < inputs; i++) {
          const at = (o * inputs + i) * sizeOf(kept) + m;
          const [c, d] = [w.data[at], w.data[at + w.data.length / 2]];
          const from = (s * inputs + i) * sizeOf(half) + k;
          const to = (s * outputs + o) * sizeOf(half) + k;
          out.re[to] += c * spectrum.re[from] - d * spectrum.im[from];
          out.im[to] += c * spectrum.im[from] + d * spectrum.re[from];
        }
      }
    }
  }
  return fft.irfftn(out, grid);
}

function digits(at: number, lengths: readonly number[]): number[] {
  let rest = at;
  return [...lengths]
    .reverse()
    .map((n) => {
      const digit = rest % n;
      rest = Math.floor(rest / n);
      return digit;
    })
    .reverse();
}

/** Fields moved by one cell along every axis but the last, and by two along the last. */
function moved(x: NdArray<Reals>): NdArray {
  const [samples, channels, ...grid] = x.shape;
  const size = sizeOf(grid);
  const out = new Float64Array(x.data.length);
  for (let plane = 0; plane < samples * channels; plane++) {
    for (let at = 0; at < size; at++) {
      const to = digits(at, grid).reduce((sum, p, axis) => {
        const by = axis === grid.length - 1 ? 2 : 1;
        return sum * grid[axis] + ((p + by) % grid[axis]);
      }, 0);
      out[plane * size + to] = x.data[plane * size + at];
    }
  }
  return ndarrayOf(out, x.shape);
}

describe.each(CASES)("on a grid of %o with modes %o", (grid, modes) => {
  const rng = createRng(1);
  const x = normals(rng, [2, 2, ...grid]);
  const w = normals(rng, [2, 3, 2, ...keptFrequencies(grid, modes, "test")]);
  const apply = (u: NdArray): NdArray<Reals> => {
    const { data, shape } = spectralConvolution(u, w, modes);
    return ndarrayOf(data.slice(), shape);
  };

  test("kept frequencies are multiplied, others vanish", () => {
    // Transforms of at most 72 numbers around 1, and sums of two products.
    expect(distance(apply(x), slowly(x, w, modes))).toBeLessThan(1e-13);
  });

  test("it commutes with shifts", () => {
    expect(distance(apply(moved(x)), moved(apply(x)))).toBeLessThan(1e-13);
  });
});

test("what no real field has of a weight makes no difference, and has the gradient zero", () => {
  const rng = createRng(2);
  const x = normals(rng, [1, 1, 4]);
  const w = normals(rng, [2, 1, 1, 3]);
  const other = ndarrayOf(
    // The imaginary parts at the frequencies 0 and 2 of a grid of 4.
    w.data.map((value, i) => (i === 3 || i === 5 ? value + 10 : value)),
    w.shape,
  );
  const { data } = spectralConvolution(x, w, [2]);
  spectralConvolution(x, other, [2]).data.forEach((value, i) => {
    expect(Math.abs(value - data[i])).toBeLessThan(1e-14);
  });
  const { product } = vjp(
    (p: Variable) => spectralConvolution(x, p, [2]),
    w,
    normals(rng, [1, 1, 4]),
  );
  expect(Math.abs(product.data[3])).toBeLessThan(1e-15);
  expect(Math.abs(product.data[5])).toBeLessThan(1e-15);
  expect(Math.abs(product.data[4])).toBeGreaterThan(0.01);
});

test("many more frequencies than are worked on together give the same", () => {
  const grid = [40, 60]; // 40 · 31 of them, two blocks of 512 and a part
  const rng = createRng(3);
  const x = normals(rng, [1, 3, ...grid]);
  const w = normals(rng, [2, 1, 3, 40, 31]);
  const found = spectralConvolution(x, w, [20, 30]);
  // Rounding of transforms of 2400 numbers around 1, whose spectra are around 50.
  expect(distance(ndarrayOf(found.data, found.shape), slowly(x, w, [20, 30]))).toBeLessThan(1e-12);
});

describe("refusals", () => {
  const x = normals(createRng(1), [1, 2, 6]);
  const w = normals(createRng(1), [2, 3, 2, 4]);
  test.each<[string, () => unknown, typeof ShapeError | typeof ValueError, string]>([
    [
      "fields without space",
      () => spectralConvolution(normals(createRng(1), [1, 2]), w, []),
      ShapeError,
      "autodiff.spectralConvolution: x should have the axes [sample, channel, …x] (3 or 4 or 5 axes); got [1, 2].",
    ],
    [
      "modes of other axes",
      () => spectralConvolution(x, w, [3, 3]),
      ShapeError,
      "autodiff.spectralConvolution: modes should have one number for each axis of the grid [6]; got [3, 3].",
    ],
    [
      "modes beyond Nyquist's",
      () => spectralConvolution(x, w, [4]),
      ValueError,
      "autodiff.spectralConvolution: modes[0] should be an integer between 0 and 3; got 4.",
    ],
    [
      "weights with other axes",
      () => spectralConvolution(x, normals(createRng(1), [3, 2, 4]), [3]),
      ShapeError,
      "autodiff.spectralConvolution: weight should have the axes [2, output, input, 4]; got [3, 2, 4].",
    ],
    [
      "weights of other inputs",
      () => spectralConvolution(x, normals(createRng(1), [2, 2, 3, 4]), [3]),
      ShapeError,
      "autodiff.spectralConvolution: weight should have shape [2, 2, 2, 4]; got [2, 2, 3, 4]. Its axes are parts",
    ],
    [
      "weights of other frequencies",
      () => spectralConvolution(x, w, [2]),
      ShapeError,
      "autodiff.spectralConvolution: weight should have shape [2, 3, 2, 3]; got [2, 3, 2, 4].",
    ],
  ])("%s", (_, call, kind, sentence) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(sentence);
  });
});
