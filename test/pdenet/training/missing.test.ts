import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { equation, errors, fit, rollout, symbolic } from "../../../src/pdenet/index.js";
import type { FitOptions } from "../../../src/pdenet/index.js";
import { moved } from "../drawnModels.js";
import { heatMovies } from "../movies.js";
import { coefficientOf } from "../coefficients.js";

const DT = 0.05;

describe("movies that are not all alike", () => {
  const options: FitOptions = {
    ...{ spacing: 0.5, schedule: [1, 2], maxIterations: 10 },
    network: symbolic({ size: 5, products: 1, stepper: "rk4" }),
  };
  const TIMES = [0, 0.05, 0.12, 0.15, 0.25];

  /** Amplitudes of two waves at times: e^{−t} and, of the other, too. */
  function at(times: readonly number[], phase: number): NdArray {
    const data = times.flatMap((t) =>
      Array.from({ length: 12 }, (_, x) => {
        const θ = (Math.PI * x) / 6;
        return Math.exp(-t) * (Math.sin(θ + phase) + 0.5 * Math.cos(2 * θ - phase));
      }),
    );
    return ndarrayOf(Float64Array.from(data), [times.length, 1, 12]);
  }

  const intervals = (times: readonly number[]): number[] =>
    times.slice(1).map((t, i) => t - times[i]);

  async function rateOf(u: readonly NdArray[], dt: number | number[][]): Promise<number> {
    const { model } = await fit(u, dt, { ...options, missing: "skip" });
    const found = equation(model, { trajectories: u, threshold: 0.02 });
    expect(found.terms[0].length).toBe(1);
    return coefficientOf(found, [{ order: [0] }]);
  }

  // u_t = −u is seen by no stencil, and RK4 errs by Δt⁴/120: what is left is what sparsity takes off.
  const CLOSE = 0.005;

  test("of uneven times give the equation", async () => {
    const movies = [0, 1, 2].map((phase) => at(TIMES, phase));
    const rate = await rateOf(
      movies,
      movies.map(() => intervals(TIMES)),
    );
    expect(Math.abs(rate + 1)).toBeLessThan(CLOSE);
  });

  test("of different lengths give the equation", async () => {
    const lengths = [5, 3, 2];
    const movies = lengths.map((length, phase) => at(TIMES.slice(0, length), phase));
    const rate = await rateOf(
      movies,
      lengths.map((length) => intervals(TIMES.slice(0, length))),
    );
    expect(Math.abs(rate + 1)).toBeLessThan(CLOSE);
  });

  test("of which frames are missing give the equation", async () => {
    const even = [0, 1, 2, 3, 4, 5].map((n) => n * DT);
    const movies = [0, 1, 2].map((phase) => {
      const { data, shape } = at(even, phase);
      return ndarrayOf(
        Float64Array.from(data, (value, i) => (Math.floor(i / 12) === 1 + phase ? NaN : value)),
        shape,
      );
    });
    expect(Math.abs((await rateOf(movies, DT)) + 1)).toBeLessThan(CLOSE);
  });

  test("of which no neighbouring frames were observed give the equation by longer roll-outs", async () => {
    const even = [0, 1, 2, 3, 4].map((n) => n * DT);
    const movies = [0, 1, 2].map((phase) => {
      const { data, shape } = at(even, phase);
      return ndarrayOf(
        Float64Array.from(data, (value, i) => (Math.floor(i / 12) % 2 === 1 ? NaN : value)),
        shape,
      );
    });
    const { model } = await fit(movies, DT, {
      ...options,
      ...{ missing: "skip", start: "random", schedule: [2, 4], maxIterations: 40 },
    });
    const found = equation(model, { trajectories: movies });
    expect(Math.abs(coefficientOf(found, [{ order: [0] }]) + 1)).toBeLessThan(0.05);
  });

  test("with a component that never changes give the equation of the other", async () => {
    const movies = [0, 1, 2].map((phase) => {
      const own = at(
        [0, 1, 2, 3].map((n) => n * DT),
        phase,
      );
      const data = Array.from({ length: 4 }, (_, t) => [
        ...own.data.subarray(12 * t, 12 * (t + 1)),
        ...new Array<number>(12).fill(2 + phase),
      ]);
      return ndarrayOf(Float64Array.from(data.flat()), [4, 2, 12]);
    });
    const { model } = await fit(movies, DT, options);
    const found = equation(model, { trajectories: movies, threshold: 0.02 });
    expect(found.terms[0].length).toBe(1);
    expect(Math.abs(coefficientOf(found, [{ component: 0, order: [0] }]) + 1)).toBeLessThan(CLOSE);
    // What stays as it is stays so, within a hundredth of what the other changes in that time.
    const first = ndarrayOf(movies[0].data.slice(0, 24), [1, 2, 12]);
    const { u } = rollout(model, first, 3);
    const [, rate] = model.scales.rates;
    for (const value of u.data.subarray(24 * 3 + 12)) {
      expect(Math.abs(value - 2)).toBeLessThan(0.01 * rate * 3 * DT);
    }
  });

  test("that depend on one axis only give an equation that holds where both matter", async () => {
    const line = await heatMovies(0.2, { shape: [12], samples: 3, steps: 3, dt: DT, frequency: 2 });
    const [samples, frames] = line.shape;
    const plane = moved(ndarrayOf(line.data, [samples * frames, 1, 12]), ([x]) => [x], [12, 9]);
    const u = ndarrayOf(plane.data, [samples, frames, 1, 12, 9]);
    const spacing = [Math.PI / 6, 0.7];
    const network = symbolic({ size: 5, products: 1 });
    const { model } = await fit(u, DT, { spacing, network, schedule: [1, 2] });
    const wavy = await heatMovies(0.2, {
      shape: [12, 9],
      samples: 2,
      steps: 3,
      dt: DT,
      frequency: 2,
    });
    // What is along y was never seen, so its diffusion is not there; but forecasts do not run away either.
    const { diverged, max } = errors(model, wavy, DT);
    expect(diverged[2]).toBe(0);
    expect(max[2]).toBeLessThan(0.2);
  });
});
