import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { errors, fit, fromEquation } from "../../../src/pdenet/index.js";
import type { Equation, PdeModel } from "../../../src/pdenet/index.js";

const N = 8;
const DT = 0.1;

/** u_t = r u: what is forecast is R(r Δt)ⁿ u₀. */
async function modelOf(r: number): Promise<PdeModel> {
  const equation: Equation = {
    ...{ names: ["u"], axes: ["x"], remainder: [0] },
    terms: [
      [
        {
          factors: [{ component: 0, order: [0] }],
          ...{ derivative: null, coefficient: r, contribution: 1, interval: null },
        },
      ],
    ],
  };
  const options = { size: 3, accuracy: "frozen", stepper: "euler", maxOrder: 1 } as const;
  const network = fromEquation(equation, options);
  const movie = ndarrayOf(
    Float64Array.from({ length: 2 * N }, (_, i) => Math.sin(i)),
    [1, 2, 1, N],
  );
  const { model } = await fit(movie, DT, { network, schedule: [] });
  return model;
}

/** A wave with amplitudes over time: u[t, 1, x]. */
function movie(amplitudes: readonly number[], mean = 0): NdArray {
  const data = amplitudes.flatMap((a) =>
    Array.from(
      { length: N },
      (_, x) => a * Math.cos((2 * Math.PI * x) / N) + (a === a ? mean : NaN),
    ),
  );
  return ndarrayOf(Float64Array.from(data), [amplitudes.length, 1, N]);
}

const close = (found: readonly number[], exact: readonly number[]): void => {
  expect(found.length).toBe(exact.length);
  // Sums of eight products.
  found.forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThan(1e-13));
};

describe("errors of forecasts", () => {
  test("are root mean squares over the deviation in space, frame by frame", async () => {
    const model = await modelOf(-1); // factors 0.9 per frame
    const { steps, median, max, diverged } = errors(model, [movie([1, 0.5, 0.9], 3)], DT);
    expect(steps).toEqual([1, 2]);
    // û = 0.9ⁿ (a cos + 3): the error of the mean counts, and only the wave is what it is measured in.
    const of = (n: number, a: number): number => {
      const [wave, mean] = [0.9 ** n - a, 3 * 0.9 ** n - 3];
      return Math.sqrt((wave ** 2 / 2 + mean ** 2) / (a ** 2 / 2));
    };
    close(median, [of(1, 0.5), of(2, 0.9)]);
    close(max, median);
    expect(diverged).toEqual([0, 0]);
  });

  test("have percentiles over trajectories, linear between them", async () => {
    const model = await modelOf(-1);
    // Errors |0.9 − a|/a of one step.
    const movies = [0.9, 0.6, 0.45, 0.3, 0.1].map((a) => movie([1, a]));
    const own = [0, 0.5, 1, 2, 8];
    const { lower, median, upper, max } = errors(model, movies, DT);
    close([...lower, ...median, ...upper, ...max], [own[1], own[2], own[3], own[4]]);
    const four = errors(model, movies.slice(0, 4), DT);
    close(four.lower, [0.375]);
    close(four.median, [0.75]);
    close(four.upper, [1.25]);
  });

  test("that are lost count as such, and are not averaged away", async () => {
    const model = await modelOf(1e200);
    const { median, max, diverged } = errors(model, [movie([1, 1, 1, 1])], DT);
    expect(max).toEqual([max[0], Infinity, Infinity]);
    expect(median[0]).toBeGreaterThan(1e150);
    expect(diverged).toEqual([1, 1, 1]);
    const mild = await modelOf(-1);
    const mixed = errors(mild, [movie([1, 0.9]), movie([1, 1e-4]), movie([1, 0])], DT);
    expect(mixed.diverged).toEqual([2]); // 8999, and against nothing at all
    expect(mixed.lower[0]).toBeGreaterThan(1e3);
    expect(mixed.max[0]).toBe(Infinity);
  });

  test("are against a reference without noise if there is one, from the noisy start", async () => {
    const model = await modelOf(-1);
    const [noisy, clean] = [movie([1.1, 5, 7]), movie([1, 0.9, 0.81])];
    const { median } = errors(model, [noisy], DT, { reference: [clean] });
    close(median, [0.1, 0.1]);
  });

  test("go over movies of other lengths as far as they go, and over uneven times", async () => {
    const model = await modelOf(-1);
    const exact = movie([1, 0.9, 0.9 * 0.7]);
    const { steps, median, max } = errors(model, [exact, movie([1, 0.6])], [[0.1, 0.3], [0.1]]);
    expect(steps).toEqual([1, 2]);
    close(median, [0.25, 0]);
    close(max, [0.5, 0]);
  });

  test("begin at the first observed frame, and are NaN where none was observed", async () => {
    const model = await modelOf(-1);
    const { median } = errors(model, [movie([NaN, 1, NaN, 0.81])], DT, { missing: "skip" });
    expect(median.slice(0, 2)).toEqual([NaN, NaN]);
    close(median.slice(2), [0]);
  });

  test("take the substeps that are asked for", async () => {
    const model = await modelOf(-1);
    const { median } = errors(model, [movie([1, 0.95 ** 2])], DT, { substeps: 2 });
    close(median, [0]);
  });
});

describe("errors of forecasts are refused", () => {
  test("for trajectories of another number of components or axes", async () => {
    const model = await modelOf(-1);
    const two = ndarrayOf(new Float64Array(4 * N), [2, 2, N]);
    expect(() => errors(model, [two], DT)).toThrow(ShapeError);
    expect(() => errors(model, [two], DT)).toThrow(
      "pdenet.errors: trajectories should have 1 components on 1 axes of space, as the model; got 2 on the grid [8].",
    );
    const plane = ndarrayOf(new Float64Array(2 * N * N), [2, 1, N, N]);
    expect(() => errors(model, [plane], DT)).toThrow(ShapeError);
  });

  test("for a reference of other frames, components or another grid", async () => {
    const model = await modelOf(-1);
    const given = movie([1, 0.9, 0.8]);
    const wrong = [
      [movie([1, 0.9])],
      [given, given],
      [ndarrayOf(given.data, [3, 2, N / 2])],
      [ndarrayOf(given.data, [3, 1, N / 2, 2])],
    ];
    for (const reference of wrong) {
      expect(() => errors(model, [given], DT, { reference })).toThrow(ShapeError);
      expect(() => errors(model, [given], DT, { reference })).toThrow(
        /^pdenet\.errors: reference should have .* trajectories, 1 of 3 frames, 1 component on \[8\]; got .* their noise\.$/,
      );
    }
  });

  test("for origins and substeps that do not fit", async () => {
    const model = await modelOf(-1);
    const given = [movie([1, 0.9])];
    expect(() => errors(model, given, DT, { origins: [] })).toThrow(ShapeError);
    expect(() => errors(model, given, DT, { substeps: 0 })).toThrow(
      "pdenet.errors: substeps should be an integer ≥ 1; got 0.",
    );
  });
});
