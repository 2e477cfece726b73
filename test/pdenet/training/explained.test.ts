/** Frames that follow from each other, and frames that do not. */
import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  equation,
  fit,
  formatEquation,
  linear,
  refine,
  symbolic,
} from "../../../src/pdenet/index.js";
import type { FitOptions, PdeFit } from "../../../src/pdenet/index.js";
import { heatMovies } from "../movies.js";

const DT = 0.05;
const network = symbolic({ size: 5, products: 1 });

/** u[s, t, c, x] with nothing in it but noise. */
function whiteNoise(samples: number, frames: number, components = 1, points = 32): NdArray {
  const shape = [samples, frames, components, points];
  return normals(createRng(3), shape);
}

function withNoise(u: NdArray, level: number): NdArray {
  const noise = normals(createRng(4), u.shape).data;
  return ndarrayOf(
    Float64Array.from(u.data, (value, i) => value + level * noise[i]),
    u.shape,
  );
}

async function trained(u: NdArray, options: FitOptions = {}): Promise<PdeFit> {
  return fit(u, DT, { network, schedule: [1, 3], windows: 8, maxIterations: 8, ...options });
}

describe("nothing is explained", () => {
  test.each([
    ["the direct start", {}],
    ["a random start", { start: "random" }],
    ["a linear network", { network: linear({ coefficients: { kind: "constant" } }) }],
  ] as const)("of white noise, by %s: it has no equation", async (_, options) => {
    const { model, notes } = await trained(whiteNoise(8, 16), options);
    expect(model.explained).toEqual([false]);
    expect(formatEquation(equation(model))).toBe("u_t = 0");
    expect(equation(model).remainder).toEqual([1]);
    expect(notes).toEqual([
      "Nothing explained of u: forecasts over 1 and 3 frames leave half of its change or more, as the mean of frames " +
        "does that have nothing to do with each other. Give frames closer in time, or longer roll-outs.",
    ]);
  });

  test("of a field that stands still under noise, though smoothing foretells half of the change", async () => {
    const still = ndarrayOf(
      Float64Array.from(
        { length: 6 * 10 * 32 },
        (_, i) => 3 * Math.sin((2 * Math.PI * (i % 32)) / 32),
      ),
      [6, 10, 1, 32],
    );
    const { model } = await trained(withNoise(still, 0.1));
    expect(model.explained).toEqual([false]);
  });

  test("of one component, where another one moves", async () => {
    const heat = await heatMovies(0.1, { shape: [32], samples: 6, steps: 8, dt: DT, frequency: 3 });
    const noise = whiteNoise(6, 9);
    const both = ndarrayOf(
      Float64Array.from({ length: 2 * heat.size }, (_, i) => {
        const [frame, x] = [Math.floor(i / 64), i % 32];
        return (i % 64 < 32 ? heat : noise).data[frame * 32 + x];
      }),
      [6, 9, 2, 32],
    );
    const { model, notes } = await trained(both, { spacing: (2 * Math.PI) / 32 });
    expect(model.explained).toEqual([true, false]);
    expect(notes.length).toBe(1);
    const { terms } = equation(model);
    expect(terms[0].length).toBeGreaterThan(0);
    expect(terms[1]).toEqual([]);
  });
});

describe("a movie is explained", () => {
  test("under noise as large as what changes from frame to frame", async () => {
    const heat = await heatMovies(0.1, {
      shape: [32],
      samples: 8,
      steps: 16,
      dt: DT,
      frequency: 4,
    });
    const change = Math.hypot(
      ...Array.from({ length: 32 }, (_, x) => heat.data[32 + x] - heat.data[x]),
    );
    const u = withNoise(heat, change / Math.sqrt(32));
    const { model, notes } = await trained(u, { spacing: (2 * Math.PI) / 32, schedule: [1, 3, 9] });
    expect(model.explained).toEqual([true]);
    expect(notes).toEqual([]);
  });

  test("on the whole, and refined by draws of which some hold nothing but noise", async () => {
    const heat = await heatMovies(0.1, {
      shape: [32],
      samples: 1,
      steps: 12,
      dt: DT,
      frequency: 3,
    });
    const [noise] = [whiteNoise(1, 13)].map(({ data }) => data.map((value) => 1e-4 * value));
    const movies = [heat.data, noise].map((data) =>
      ndarrayOf(Float64Array.from(data), [13, 1, 32]),
    );
    const spacing = (2 * Math.PI) / 32;
    const { model } = await fit(movies, DT, { network, spacing, schedule: [3], windows: 8 });
    expect(model.explained).toEqual([true]);
    const seen = { members: 8, steps: 2, windows: 8, maxIterations: 4 };
    const { equation: refined, members } = await refine(model, movies, DT, seen);
    // Two draws of two movies are of the second alone with a probability of one in four.
    expect(members.length).toBe(8);
    for (const { interval } of refined.terms[0])
      expect(interval?.every(Number.isFinite)).toBe(true);
  });

  test("or not when it is trained no further", async () => {
    const u = whiteNoise(8, 16);
    const { model } = await trained(u);
    const again = await fit(u, DT, { start: model, schedule: [] });
    expect(again.model.explained).toEqual([false]);
  });

  test("before it is trained, as far as anyone knows", async () => {
    const { model, notes } = await trained(whiteNoise(3, 6), { schedule: [] });
    expect(model.explained).toEqual([true]);
    expect(notes).toEqual([]);
  });
});
