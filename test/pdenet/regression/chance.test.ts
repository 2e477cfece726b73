/** What no equation is behind, and what is too little to learn from. */
import { expect, test } from "vitest";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { physics } from "../../../src/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import type { PdeFindOptions } from "../../../src/pdenet/index.js";

/** Smooth fields that have nothing to do with each other, as two movies of 20 frames. */
function unrelated(seed: number): NdArray {
  const { data } = physics.randomFourier([24, 20], { samples: 40, frequency: 4 }, seed);
  return ndarrayOf(data, [2, 20, 1, 24, 20]);
}

test.each([
  ["simpson", { by: "integral" }],
  ["trapezoid", { by: "integral", rule: "trapezoid" }],
  ["central", { by: "difference", accuracy: 4 }],
  ["smoothed", { by: "smoothed" }],
  ["forward", { by: "forward" }],
] as [string, PdeFindOptions["time"]][])(
  "frames that are white noise in time have no equation: %s",
  (_, time) => {
    for (const seed of [1, 2]) {
      const found = pdeFind(unrelated(seed), 0.1, { time, resamples: 0 });
      expect(found.explained).toEqual([false]);
      expect(found.equation.terms).toEqual([[]]);
      expect(found.equation.remainder).toEqual([1]);
      expect(found.selected).toEqual([[]]);
      expect(found.notes[0]).toMatch(/^Nothing explained of u: /);
    }
  },
);

test("to the next frame white noise would be explained to one half by −u/Δt; the note says so", () => {
  const [note] = pdeFind(unrelated(3), 0.1, { time: { by: "forward" } }).notes;
  const [, own, chance] =
    /explain (\d+) % of data left out of the fit, frames out of order (\d+) %/.exec(note) ?? [];
  // 40 frames: a few per cent by chance.
  expect(Math.abs(Number(own) - 50)).toBeLessThan(6);
  expect(Math.abs(Number(chance) - 50)).toBeLessThan(6);
});

test("of two components one may be explained and the other not", async () => {
  const start = physics.randomFourier([24], { samples: 6, frequency: 4 }, 1);
  const heat = (
    await physics.heat({ shape: [24], diffusivity: 0.5 }).solve(start, { interval: 0.05, steps: 9 })
  ).u;
  const noise = normals(createRng(2), [heat.data.length]).data;
  const both = new Float64Array(2 * heat.data.length);
  for (let i = 0; i < heat.data.length; i++) {
    const at = Math.floor(i / 24) * 48 + (i % 24);
    both[at] = heat.data[i];
    both[at + 24] = noise[i];
  }
  const found = pdeFind(ndarrayOf(both, [6, 10, 2, 24]), 0.05, { spacing: (2 * Math.PI) / 24 });
  expect(found.explained).toEqual([true, false]);
  expect(found.equation.terms.map(({ length }) => length)).toEqual([1, 0]);
  expect(found.notes).toHaveLength(1);
  expect(found.notes[0]).toMatch(/^Nothing explained of v: /);
});

test("a field that does not change has nothing to be learnt", () => {
  const frame = normals(createRng(1), [2, 16]).data;
  const still = new Float64Array(5 * 32);
  for (let t = 0; t < 5; t++) still.set(frame, t * 32);
  const find = (data: Float64Array) => () => pdeFind(ndarrayOf(data, [1, 5, 2, 16]), 0.1);
  expect(find(still)).toThrow(ValueError);
  expect(find(still)).toThrow(
    /u should change in time; all its frames are the same, so there is nothing to learn/,
  );
  // One of two that stands still is named; rounding is no change.
  const moving = still.map((value, i) => (i % 32 < 16 ? value + i : value * (1 + 2e-16 * (i % 2))));
  expect(find(moving)).toThrow(
    /v should change in time.*Give a field that only drives others as an input/,
  );
});

test("candidates that are combinations of others are named and left out", async () => {
  // One wave: u_xx = −u, and what depends on y is zero.
  const start = physics.fieldOf([32, 8], ([x]) => Math.sin(x));
  const solved = await physics
    .heat({ shape: [32, 8], diffusivity: 0.5 })
    .solve(start, { interval: 0.1, steps: 9 });
  const found = pdeFind(solved.u, 0.1, {
    spacing: [(2 * Math.PI) / 32, (2 * Math.PI) / 8],
    terms: ["u", "u_x", "u_xx", "u_yy", "u u_y", "u²"],
  });
  expect(found.collinear).toEqual([
    { term: 2, of: [0] },
    { term: 3, of: [] },
    { term: 4, of: [] },
  ]);
  expect(found.selected).toEqual([[0]]);
  expect(found.equation.terms[0][0].coefficient).toBeCloseTo(-0.5, 5); // (λΔt)⁴/180
});

const decay = ndarrayOf(
  Float64Array.from({ length: 3 * 4 * 8 }, (_, i) => Math.sin(i) * 0.9 ** Math.floor(i / 8)),
  [3, 4, 1, 8],
);

test.each([
  [{ form: "mixed" }, ValueError, /form should be one of "strong", "weak"/],
  [{ border: "open" }, ValueError, /border should be one of/],
  [{ names: ["u", "v"] }, ShapeError, /names should be one for each of 1 components/],
  [{ names: ["u v"] }, ValueError, /names should be different words/],
  [{ axisNames: ["x", "y"] }, ShapeError, /axisNames one for each of 1/],
  [{ threshold: -1 }, ValueError, /threshold should be a finite number ≥ 0/],
  [{ threshold: [] }, ValueError, /threshold should be a number or several; got none/],
  [{ penalty: -1 }, ValueError, /penalty should be/],
  [{ tolerance: 2 }, ValueError, /tolerance should be/],
  [{ ridge: -1 }, ValueError, /ridge should be/],
  [{ collinearity: 2 }, ValueError, /collinearity should be/],
  [{ resamples: 1.5 }, ValueError, /resamples should be an integer/],
  [
    { time: { by: "difference", accuracy: 4 } },
    ShapeError,
    /"difference" needs 5 frames that follow each other/,
  ],
  [
    { inputs: { trajectories: [[[[1, 2, 3, 4, 5, 6, 7, 8]], [[1, 2, 3, 4, 5, 6, 7, 9]]]] } },
    ShapeError,
    /inputs should have the samples, the frames and the grid \[8\]/,
  ],
  [
    { inputs: { trajectories: decay, names: ["f", "g"] } },
    ShapeError,
    /inputs.names should be one for each of 1 inputs; got 2/,
  ],
  [
    { inputs: { trajectories: decay, names: ["u"] } },
    ValueError,
    /names should be different words.*got "u"/,
  ],
  [
    { space: { by: "difference", accuracy: 10 } },
    ShapeError,
    /takes 11 points along axis 0; the grid has 8/,
  ],
] as [PdeFindOptions, typeof ValueError, RegExp][])(
  "options %# are refused",
  (options, error, message) => {
    const find = () => pdeFind(decay, 0.1, options);
    expect(find).toThrow(error);
    expect(find).toThrow(message);
  },
);

test("trajectories are checked as everywhere", () => {
  expect(() => pdeFind([[[1, 2, 3]]], 0.1)).toThrow(ShapeError);
  expect(() => pdeFind(decay, 0)).toThrow(/dt should be a positive time; got 0/);
  expect(() => pdeFind(decay, 0.1, { spacing: -1 })).toThrow(/spacing\[0\]/);
});
