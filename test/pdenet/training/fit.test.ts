import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { filterBank } from "../../../src/pdenet/filters.js";
import { equation, errors, fit, linear, symbolic } from "../../../src/pdenet/index.js";
import type { FitOptions, Stepper } from "../../../src/pdenet/index.js";
import { smoothFields } from "../drawnModels.js";
import { changed, decayingMovies, heatMovies } from "../movies.js";
import { coefficientOf } from "../coefficients.js";

const DT = 0.05;

describe("heat", () => {
  test("in the plane is found within 0.2 %, and nothing else is", async () => {
    const film = { shape: [16, 16], dt: DT, frequency: 2 };
    const u = await heatMovies(0.1, { ...film, samples: 4, steps: 3 });
    const { model, stages } = await fit(u, DT, {
      ...{ spacing: (2 * Math.PI) / 16, network: symbolic({ products: 2 }), sparsity: 1e-3 },
      ...{ windows: 4, maxIterations: 20 },
    });
    expect(stages.map(({ steps }) => steps)).toEqual([1, 3]);
    const found = equation(model, { trajectories: u, threshold: 0.01 });
    expect(found.terms[0].length).toBe(2);
    // Seven-point differences miss (2h)⁶/560 = 0.04 % of waves of eight points, which is nearly all there is.
    expect(Math.abs(coefficientOf(found, [{ order: [2, 0] }]) - 0.1)).toBeLessThan(1e-4);
    expect(Math.abs(coefficientOf(found, [{ order: [0, 2] }]) - 0.1)).toBeLessThan(1e-4);
    const fresh = await heatMovies(0.1, { ...film, samples: 3, steps: 20, seed: 9 });
    const { median, diverged } = errors(model, fresh, DT);
    // Twice 0.04 % of the rate 0.8 of these waves, for a time of one.
    expect(median[19]).toBeLessThan(7e-4);
    expect(diverged[19]).toBe(0);
  });

  test.each([
    { shape: [13], spacing: (2 * Math.PI) / 13 },
    { shape: [9, 12], spacing: [(2 * Math.PI) / 9, (2 * Math.PI) / 12] },
    { shape: [8, 7, 9], spacing: [8, 7, 9].map((n) => (2 * Math.PI) / n) },
  ])("is found on $shape with spacings of its own", async ({ shape, spacing }) => {
    const u = await heatMovies(0.3, { shape, samples: 3, steps: 2, dt: DT, frequency: 1 });
    const network = symbolic({ products: 1, size: 5 });
    const { model } = await fit(u, DT, {
      spacing,
      network,
      schedule: [2],
      maxIterations: 6,
      windows: 3,
    });
    const found = equation(model, { trajectories: u });
    shape.forEach((_, axis) => {
      const order = shape.map((_n, a) => (a === axis ? 2 : 0));
      // Waves of seven points and more: five-point differences of order four err by (kh)⁴/90 ≤ 0.8 %.
      expect(Math.abs(coefficientOf(found, [{ order }]) / 0.3 - 1)).toBeLessThan(0.01);
    });
  });
});

describe("steppers", () => {
  /** Two waves carried at a = 3 and spread by D = 0.25 over one interval, exact. */
  const dt = 0.015;
  const [a, D, points] = [3, 0.25, 64];
  const waves = ndarrayOf(
    Float64Array.from({ length: 2 * points }, (_, i) => {
      const [t, x] = [Math.floor(i / points) * dt, (2 * Math.PI * (i % points)) / points];
      return [1, 2].reduce(
        (sum, k) => sum + Math.exp(-D * k * k * t) * Math.cos(k * (x - a * t)),
        0,
      );
    }),
    [1, 2, 1, points],
  );
  const found = async (stepper: Stepper): Promise<readonly number[]> => {
    const network = linear({
      ...{ size: 9, accuracy: "frozen", stepper, coefficients: { kind: "constant" } },
    });
    const options: FitOptions = { spacing: (2 * Math.PI) / points, network, schedule: [1] };
    const { model } = await fit(waves, dt, { ...options, relativeDecrease: 0 });
    const all = equation(model);
    return [0, 1, 2].map((order) => coefficientOf(all, [{ order: [order] }]));
  };

  test("of order one take their own error into the equation, as (e^{λΔt} − 1)/Δt says", async () => {
    const [c0, c1, c2] = await found("euler");
    // Of both waves the real part is c₀ − c₂k², and the imaginary part c₁k by least squares.
    const [one, two] = [1, 2].map((k) => {
      const size = Math.exp(-D * k * k * dt);
      return {
        re: (size * Math.cos(k * a * dt) - 1) / dt,
        im: (-size * Math.sin(k * a * dt)) / dt,
      };
    });
    const exact = (one.re - two.re) / 3;
    // Nine-point differences miss (2h)⁸/630 ≈ 4e-9 of the second wave; the stage ends within 1e-5 of its minimum.
    expect(Math.abs(c2 - exact)).toBeLessThan(1e-5);
    expect(Math.abs(c0 - (one.re + exact))).toBeLessThan(1e-4);
    expect(Math.abs(c1 - (one.im + 2 * two.im) / 5)).toBeLessThan(1e-4);
    // To first order that is a²Δt/2 too much of diffusion.
    expect(Math.abs(c2 - D - (a * a * dt) / 2)).toBeLessThan(0.005);
  });

  test("of order four do not", async () => {
    const [c0, c1, c2] = await found("rk4");
    // (λΔt)⁴/120 of the second wave is 5e-7 of its rate λ ≈ 6.
    expect(Math.abs(c2 - D)).toBeLessThan(1e-5);
    expect(Math.abs(c1 + a)).toBeLessThan(1e-4);
    expect(Math.abs(c0)).toBeLessThan(1e-4);
  });
});

describe("the same data", () => {
  const u = decayingMovies(4, 12);
  const options: FitOptions = {
    ...{ spacing: 0.5, windows: 3, maxIterations: 4, schedule: [1, 2], start: "random" },
    network: symbolic({ size: 5, products: 1 }),
  };

  test("with the same seed give the same bits, with another seed others", async () => {
    for (const own of [options, { ...options, optimizer: "adam" } as const]) {
      const [one, same, other] = [
        await fit(u, DT, { ...own, seed: 1 }),
        await fit(u, DT, { ...own, seed: 1 }),
        await fit(u, DT, { ...own, seed: 2 }),
      ];
      expect(same).toEqual(one);
      expect(other.model.parameters.symnet).not.toEqual(one.model.parameters.symnet);
    }
  });

  test("are not written to", async () => {
    const before = changed(u, (value) => value);
    await fit(u, DT, { ...options, noise: 0.1, validation: 0.25 });
    expect(u).toEqual(before);
  });

  test("with noise added are others, by the same seed the same ones", async () => {
    const [clean, noisy, same] = [
      await fit(u, DT, options),
      await fit(u, DT, { ...options, noise: 0.05 }),
      await fit(u, DT, { ...options, noise: 0.05 }),
    ];
    expect(same).toEqual(noisy);
    expect(noisy.model.scales).not.toEqual(clean.model.scales);
    expect(noisy.stages[1].data).toBeGreaterThan(10 * clean.stages[1].data);
  });
});

describe("moments", () => {
  const u = smoothMovies([9, 8]);
  const options: FitOptions = { spacing: [0.5, 0.6], maxIterations: 5, schedule: [1, 2] };

  test("that are fixed stay as they are to the last bit, and free ones are learnt", async () => {
    const network = symbolic({ size: [5, 7], accuracy: 2, products: 1 });
    const { model } = await fit(u, DT, { ...options, network });
    const bank = filterBank(network, model.spacing);
    const all = bank.moments(model.parameters.moments.data);
    const entries = sizeOf(bank.size);
    let learnt = 0;
    bank.constraints.forEach(({ free, moments }, o) => {
      for (let k = 0; k < entries; k++) {
        const value = all.data[o * entries + k];
        if (free.data[k] === 0) expect(value).toBe(moments.data[k]);
        else if (value !== 0) learnt++;
      }
    });
    expect(learnt).toBeGreaterThan(bank.freeCount / 2);
  });

  test("that a stage freezes stay as they are to the last bit", async () => {
    const shared = { ...options, network: symbolic({ size: 5, products: 1 }) };
    const start = await fit(u, DT, { ...shared, schedule: [] });
    const { model } = await fit(u, DT, {
      ...shared,
      schedule: [
        { steps: 1, frozen: ["moments"] },
        { steps: 2, frozen: ["moments"] },
      ],
    });
    expect(model.parameters.moments).toEqual(start.model.parameters.moments);
    expect(model.parameters.symnet).not.toEqual(start.model.parameters.symnet);
  });

  test.each([
    { accuracy: "frozen", size: 5 },
    { accuracy: 1, size: 3 },
  ] as const)("may be few or none: accuracy $accuracy on $size points", async (given) => {
    const { model, stages } = await fit(u, DT, {
      ...options,
      network: symbolic({ ...given, products: 1 }),
    });
    expect(stages.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    const { length } = model.parameters.moments.data;
    expect(length).toBe(filterBank(model.network, model.spacing).freeCount);
    if (given.accuracy === "frozen") expect(length).toBe(0);
  });

  test.each(["zero", "reflect"] as const)("are learnt with border %s", async (border) => {
    const network = symbolic({ size: 4, accuracy: 1, products: 1, border });
    const { stages } = await fit(u, DT, { ...options, network });
    expect(stages[0].loss).toBeLessThan(Infinity);
    expect(stages.map(({ iterations }) => iterations > 0)).toEqual([true, true]);
  });
});

function smoothMovies(grid: readonly number[]): NdArray {
  const ends = smoothFields(grid, { samples: 6, seed: 3 });
  const size = sizeOf(grid);
  const data = Float64Array.from({ length: 3 * 4 * size }, (_, i) => {
    const [movie, frame, x] = [Math.floor(i / (4 * size)), Math.floor(i / size) % 4, i % size];
    return ends.data[2 * movie * size + x] + 0.05 * frame * ends.data[(2 * movie + 1) * size + x];
  });
  return ndarrayOf(data, [3, 4, 1, ...grid]);
}
