import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { kernelFromSpectrum } from "../../../src/stencil/index.js";
import { apply } from "./apply.js";

describe.each([[[7]], [[6]], [[5, 7]], [[4, 6]], [[3, 4, 5]], [[4, 3, 4]]])("on %o", (grid) => {
  const layer = nn.spectralConvolution({ inputs: 2, outputs: 3, grid });
  const { parameters } = nn.createModel(layer, { seed: 1 });
  const x = normals(createRng(2), [2, 2, ...grid]);
  const y = apply(layer, x, { parameters });
  const size = grid.reduce((a, b) => a * b);

  test("with all modes it is the periodic convolution with the kernels of its weights", () => {
    const { data, shape } = parameters.weight as NdArray;
    const half = data.length / 2;
    const spectrum = { re: data.slice(0, half), im: data.slice(half), shape: shape.slice(1) };
    const { data: kernel } = kernelFromSpectrum(spectrum, grid);
    const index = (at: number): number[] => {
      const places = grid.map(() => 0);
      for (let axis = grid.length - 1, rest = at; axis >= 0; axis--) {
        places[axis] = rest % grid[axis];
        rest = Math.floor(rest / grid[axis]);
      }
      return places;
    };
    const minus = (a: number, b: number): number => {
      const [p, q] = [index(a), index(b)];
      return grid.reduce((sum, n, axis) => sum * n + ((p[axis] - q[axis] + n) % n), 0);
    };
    for (let s = 0; s < 2; s++) {
      for (let o = 0; o < 3; o++) {
        for (let at = 0; at < size; at++) {
          let sum = 0;
          for (let i = 0; i < 2; i++) {
            for (let from = 0; from < size; from++) {
              sum +=
                kernel[(o * 2 + i) * size + minus(at, from)] * x.data[(s * 2 + i) * size + from];
            }
          }
          expect(Math.abs(y[(s * 3 + o) * size + at] - sum)).toBeLessThan(1e-12);
        }
      }
    }
  });

  test("signals keep their size at first", () => {
    const norm = (a: ArrayLike<number>): number =>
      Math.sqrt(Array.from(a).reduce((sum, value) => sum + value ** 2, 0) / a.length);
    const wide = nn.spectralConvolution({ inputs: 16, outputs: 16, grid });
    const u = normals(createRng(3), [4, 16, ...grid]);
    const ratio = norm(apply(wide, u)) / norm(u.data);
    // Real parts of the self-conjugate frequencies count alone, which halves theirs: up to 1/√2 on small grids.
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.3);
  });
});

test("frequencies beyond its modes do not pass", () => {
  const layer = nn.spectralConvolution({ inputs: 1, outputs: 1, grid: [16], modes: 3 });
  const wave = (k: number): NdArray => {
    const x = normals(createRng(1), [1, 1, 16]);
    x.data.forEach((_, i) => (x.data[i] = Math.cos((2 * Math.PI * k * i) / 16)));
    return x;
  };
  expect(apply(layer, wave(3)).some((value) => Math.abs(value) > 0.01)).toBe(true);
  apply(layer, wave(4)).forEach((value) => {
    expect(Math.abs(value)).toBeLessThan(1e-14);
  });
});

test("one number of modes serves all axes, of which short ones keep all that they have", () => {
  const { modes } = nn.spectralConvolution({ inputs: 1, outputs: 1, grid: [16, 4, 7], modes: 3 });
  expect(modes).toEqual([3, 2, 3]);
});

test("its weights have a name and a shape, go out and come in, and stand in the summary", () => {
  const network = nn.sequential([
    nn.spectralConvolution({ inputs: 2, outputs: 3, grid: [8, 6], modes: [1, 2] }),
  ]);
  const model = nn.createModel(network, { seed: 1 });
  const weights = nn.weightsOf(model);
  expect(Object.keys(weights)).toEqual(["0.weight"]);
  expect((weights["0.weight"] as NdArray).shape).toEqual([2, 3, 2, 3, 3]);
  expect(nn.withWeights(nn.createModel(network, { seed: 2 }), weights)).toEqual(model);
  const { rows, parameters } = nn.summary(network, [2, 8, 6]);
  expect(rows.map(({ title }) => title)).toEqual(["INPUT", "SPECTRAL2-3"]);
  expect(parameters).toBe(2 * 3 * 2 * 3 * 3);
});

test("modes that the grid does not have, and grids that are none, are refused", () => {
  const options = { inputs: 1, outputs: 1, grid: [8, 5] };
  expect(() => nn.spectralConvolution({ ...options, modes: [4, 3] })).toThrow(
    "nn.spectralConvolution: modes[1] should be an integer between 0 and 2; got 3",
  );
  expect(() => nn.spectralConvolution({ ...options, modes: [1] })).toThrow(
    "nn.spectralConvolution: modes should have one number for each axis of the grid [8, 5]; got [1].",
  );
  expect(() => nn.spectralConvolution({ ...options, modes: 5 })).toThrow(
    "nn.spectralConvolution: modes should be an integer between 0 and 4; got 5",
  );
  expect(() => nn.spectralConvolution({ ...options, modes: 1.5 })).toThrow(
    "nn.spectralConvolution: modes should be an integer",
  );
  expect(() => nn.spectralConvolution({ ...options, outputs: 0 })).toThrow(
    "nn.spectralConvolution: outputs",
  );
  expect(() => nn.spectralConvolution({ ...options, grid: [] })).toThrow(
    "nn.spectralConvolution: grid",
  );
  expect(() => nn.spectralConvolution({ ...options, inputs: 0 })).toThrow(
    "nn.spectralConvolution: inputs",
  );
});
