import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  equation,
  fit,
  fromEquation,
  linear,
  rollout,
  symbolic,
} from "../../../src/pdenet/index.js";
import type {
  Equation,
  FromEquationOptions,
  PdeModel,
  Stepper,
} from "../../../src/pdenet/index.js";
import { distance, drawnModel, smoothFields } from "../drawnModels.js";

const N = 12;
const H = (2 * Math.PI) / N;
const ν = 0.5;

/** u_t = ν u_xx + r u + s on a circle, with differences of order four. */
function equationOf(r: number, s: number): Equation {
  const term = (coefficient: number, orders: readonly number[][]) => ({
    ...{ coefficient, derivative: null, contribution: 1, interval: null },
    factors: orders.map((order) => ({ component: 0, order })),
  });
  const terms = [term(ν, [[2]]), term(r, [[0]]), term(s, [])];
  return { names: ["u"], axes: ["x"], terms: [terms], remainder: [0] };
}

async function modelOf(
  given: { readonly r?: number; readonly s?: number } & FromEquationOptions,
): Promise<PdeModel> {
  const { r = 0, s = 0, ...options } = given;
  const network = fromEquation(equationOf(r, s), { size: 5, accuracy: "frozen", ...options });
  const movie = ndarrayOf(smoothFields([N], { samples: 2 }).data, [1, 2, 1, N]);
  const { model } = await fit(movie, 0.1, { spacing: H, network, schedule: [] });
  return model;
}

/** The symbol of the five-point second difference at a wave number. */
function symbolOf(k: number): number {
  const θ = k * H;
  return (-2.5 + (8 / 3) * Math.cos(θ) - Math.cos(2 * θ) / 6) / H ** 2;
}

/** The stability polynomials. */
const GROWTH: Readonly<Record<Stepper, (z: number) => number>> = {
  euler: (z) => 1 + z,
  midpoint: (z) => 1 + z + z ** 2 / 2,
  rk4: (z) => 1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24,
};

const wave = (k: number, amplitude = 1): NdArray =>
  ndarrayOf(
    Float64Array.from({ length: N }, (_, x) => amplitude * Math.cos(k * H * x)),
    [1, 1, N],
  );

describe.each(["euler", "midpoint", "rk4"] as const)("a forecast by %s", (stepper) => {
  test("of a wave is a power of R(Δt symbol) times the wave", async () => {
    const model = await modelOf({ stepper, r: 0.3 });
    const { u, times, runaway } = rollout(model, wave(2), 4, { interval: 0.2 });
    expect(runaway).toBeNull();
    expect(u.shape).toEqual([1, 5, 1, N]);
    const factor = GROWTH[stepper](0.2 * (ν * symbolOf(2) + 0.3));
    for (let t = 0; t <= 4; t++) {
      expect(Math.abs(times[t] - 0.2 * t)).toBeLessThan(1e-15);
      const now = u.data.subarray(t * N, (t + 1) * N);
      const exact = wave(2, factor ** t).data;
      // Rounding of some ten sums, of which four steps are made.
      exact.forEach((value, x) => expect(Math.abs(now[x] - value)).toBeLessThan(1e-13));
    }
  });

  test.each([0.2, 0.5, 1])("over steps of %d grows by max |R(Δt symbol)|", async (interval) => {
    const model = await modelOf({ stepper, r: 0.1 });
    const all = Array.from({ length: N / 2 + 1 }, (_, k) =>
      Math.abs(GROWTH[stepper](interval * (ν * symbolOf(k) + 0.1))),
    );
    const sorted = all.sort((a, b) => b - a);
    const { growth } = rollout(model, wave(1), 1, { interval });
    // Over the last 20 of 40 iterations the next fastest wave fades as its ratio; noise has it at twenty times the
    // fastest at most. ε of a difference over 1e-6 is the rest.
    const next = (sorted[1] / sorted[0]) ** 40;
    expect(Math.abs(growth / sorted[0] - 1)).toBeLessThan(1e-8 + 10 * next);
  });
});

describe("a forecast", () => {
  test("of an unstable step tells so, and of a stable one that", async () => {
    const model = await modelOf({ stepper: "euler" });
    // Differences of order four reach −16/3h²: Euler is stable up to h²·3/8ν.
    const limit = (3 / 8) * (H ** 2 / ν);
    const growthAt = (interval: number): number => rollout(model, wave(1), 1, { interval }).growth;
    expect(growthAt(1.1 * limit)).toBeGreaterThan(1.1);
    expect(growthAt(0.9 * limit)).toBeLessThan(1 + 1e-8); // the mean stays
  });

  test("takes its interval and its substeps from training if nothing is said", async () => {
    const model = await modelOf({ stepper: "euler", substeps: 2 });
    const usual = rollout(model, wave(1), 2);
    expect(usual).toEqual(rollout(model, wave(1), 2, { interval: 0.1, substeps: 2 }));
    const factor = (1 + 0.05 * ν * symbolOf(1)) ** 2;
    expect(distance(usual.u.data.subarray(N, 2 * N), wave(1, factor).data)).toBeLessThan(1e-13);
    const finer = rollout(model, wave(1), 2, { substeps: 8 });
    const finest = (1 + (0.1 / 8) * ν * symbolOf(1)) ** 8;
    expect(distance(finer.u.data.subarray(N, 2 * N), wave(1, finest).data)).toBeLessThan(1e-13);
  });

  test("begins with the start, which stays as it is, and keeps samples apart", async () => {
    const model = await modelOf({});
    const u0 = smoothFields([N], { samples: 3 });
    const before = u0.data.slice();
    const { u } = rollout(model, u0, 2);
    expect(u0.data).toEqual(before);
    for (let s = 0; s < 3; s++) {
      const own = ndarrayOf(u0.data.slice(s * N, (s + 1) * N), [1, 1, N]);
      const alone = rollout(model, own, 2).u.data;
      expect(u.data.slice(3 * N * s, 3 * N * (s + 1))).toEqual(alone);
      expect(alone.slice(0, N)).toEqual(own.data);
    }
  });

  test("on a grid other than that of training is as good", async () => {
    const model = await modelOf({});
    const longer = ndarrayOf(
      Float64Array.from({ length: 2 * N }, (_, x) => Math.cos(H * x)),
      [1, 1, 2 * N],
    );
    const { u } = rollout(model, longer, 1);
    const { u: own } = rollout(model, wave(1), 1);
    expect(distance(u.data.subarray(2 * N, 3 * N), own.data.subarray(N))).toBeLessThan(1e-14);
  });

  test("that runs away stops, and tells the sample and the step", async () => {
    const model = await modelOf({ r: 10, stepper: "rk4" });
    const u0 = ndarrayOf(Float64Array.of(...wave(1, 0.1).data, ...wave(1).data), [2, 1, N]);
    const { u, runaway, growth, times } = rollout(model, u0, 50, { interval: 0.5 });
    const factor = GROWTH.rk4(0.5 * (10 + ν * symbolOf(1)));
    const step = Math.floor(Math.log(1e3) / Math.log(factor)) + 1;
    expect(runaway).toEqual({ sample: 1, step });
    expect(u.shape).toEqual([2, step, 1, N]);
    expect(times.length).toBe(step);
    expect(u.data.every((value) => Math.abs(value) <= 1e3)).toBe(true);
    expect(growth).toBeGreaterThan(1);
  });

  test("from a small or a zero field to what was usual in training is none that runs away", async () => {
    const model = await modelOf({ r: -1, s: 0.7 });
    const zero = rollout(model, wave(1, 0), 60, { interval: 0.2 });
    expect(zero.runaway).toBeNull();
    expect(Number.isFinite(zero.growth)).toBe(true);
    expect(Math.abs(zero.u.data[60 * N] - 0.7)).toBeLessThan(1e-4); // e^{−12} of it is left
    expect(rollout(model, wave(1, 1e-6), 60, { interval: 0.2 }).runaway).toBeNull();
  });
});

describe("a forecast is refused", () => {
  const model = drawnModel(symbolic({ size: 5, products: 1 }), {
    spacing: [0.5, 0.5],
    components: 2,
  });

  test("for fields of other axes or components, or smaller than the filters", () => {
    const of = (...shape: number[]): NdArray =>
      ndarrayOf(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape);
    for (const shape of [
      [1, 1, 6, 6],
      [1, 2, 6],
      [1, 2, 6, 6, 6],
      [6, 6],
    ]) {
      expect(() => rollout(model, of(...shape), 1)).toThrow(ShapeError);
    }
    expect(() => rollout(model, of(1, 1, 6, 6), 1)).toThrow(
      "pdenet.rollout: u0 should have 2 components on 2 axes of space, as the model; got 1 on the grid [6, 6].",
    );
    expect(() => rollout(model, of(6, 6), 1)).toThrow(
      "pdenet.rollout: u0 should have the axes [sample, component, …x]; got [6, 6]. Reshape it: a single sample has " +
        "an axis of length 1.",
    );
    expect(() => rollout(model, of(1, 2, 6, 4), 1)).toThrow(ShapeError);
    expect(() => rollout(model, of(1, 2, 6, 4), 1)).toThrow(
      "pdenet.rollout: u0: filters of [5, 5] points should fit on the grid [6, 4]; along axis 1 they do not. Take " +
        "more points, or shorter filters: size: [5, 4].",
    );
  });

  test("for entries that are not finite, and steps and intervals out of range", () => {
    const u0 = smoothFields([6, 6], { components: 2 });
    const broken = ndarrayOf(
      Float64Array.from(u0.data, (value, i) => (i === 37 ? NaN : value)),
      u0.shape,
    );
    expect(() => rollout(model, broken, 1)).toThrow(
      "pdenet.rollout: u0 should be finite; got NaN at index [0, 1, 0, 1].",
    );
    for (const steps of [0, -1, 1.5, NaN])
      expect(() => rollout(model, u0, steps)).toThrow(ValueError);
    for (const interval of [0, -1, NaN, Infinity]) {
      expect(() => rollout(model, u0, 1, { interval })).toThrow(
        "pdenet.rollout: interval should be a finite number",
      );
    }
    for (const substeps of [0, 0.5]) {
      expect(() => rollout(model, u0, 1, { substeps })).toThrow(
        `pdenet.rollout: substeps should be an integer ≥ 1; got ${substeps}.`,
      );
    }
  });

  test("for origins that are not one for every sample and axis", () => {
    const u0 = smoothFields([6, 6], { components: 2 });
    const from = (origins: number[][]) => () => rollout(model, u0, 1, { origins });
    expect(from([])).toThrow(ShapeError);
    expect(from([])).toThrow(
      "pdenet.rollout: origins should be a place along 2 axes for each of 1 samples; got 0 places.",
    );
    expect(from([[1]])).toThrow("for each of 1 samples; got [1] for sample 0.");
    expect(from([[1, NaN]])).toThrow(ValueError);
  });
});

test("coefficients that depend on place are found where the samples are", async () => {
  const network = linear({ size: 5, coefficients: { kind: "trigonometric", frequency: 1 } });
  const movie = ndarrayOf(smoothFields([N], { samples: 2 }).data, [1, 2, 1, N]);
  const { model } = await fit(movie, 0.1, { spacing: H, network, schedule: [] });
  const u0 = smoothFields([N], { samples: 2, seed: 5 });
  const both = rollout(model, u0, 2, { origins: [[H], [3 * H]] }).u.data;
  [1, 3].forEach((cells, s) => {
    // A sample whose point 0 is at x is one that is shifted on the whole circle.
    const shifted = Float64Array.from(
      { length: N },
      (_, x) => u0.data[s * N + ((x + N - cells) % N)],
    );
    const alone = rollout(model, ndarrayOf(shifted, [1, 1, N]), 2).u.data;
    const back = Float64Array.from({ length: 3 * N }, (_, i) => {
      const [t, x] = [Math.floor(i / N), i % N];
      return alone[t * N + ((x + cells) % N)];
    });
    expect(distance(both.subarray(3 * N * s, 3 * N * (s + 1)), back)).toBeLessThan(1e-12);
  });
  expect(() => equation(model)).toThrow(ValueError);
});
