import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import { cahnHilliard } from "../../../src/physics/index.js";
import type { PhaseFieldScheme } from "../../../src/physics/index.js";
import { recordedReal } from "../../recorded.js";
import { distance, fieldOf, noise } from "./fields.js";

const SCHEMES: PhaseFieldScheme[] = ["semi-implicit", "exponential"];

describe("cahnHilliard", () => {
  for (const [id, steps, timeStep, relative] of [
    ["ch1d_10step_33", 10, 0.01, 1e-9],
    ["ch2d_1step_21", 1, 0.001, 1e-9],
    ["ch2d_10step_21_dt1e-2", 10, 0.01, 1e-9],
    ["ch2d_100step_20", 100, 0.01, 1e-7],
  ] as const) {
    test(`is what PyMKS computes: ${id}`, async () => {
      const x = recordedReal(`${id}__x`);
      const y = recordedReal(`${id}__y`).data;
      const [samples, ...shape] = x.shape;
      const size = y.length / samples;
      const { trajectory } = await cahnHilliard({ shape, timeStep }).rollout(x, steps);
      for (let s = 0; s < samples; s++) {
        for (let i = 0; i < size; i++) {
          const [ours, theirs] = [trajectory.data[(2 * s + 1) * size + i], y[s * size + i]];
          expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-12 + relative * Math.abs(theirs));
        }
      }
    });
  }

  test("has the defaults of PyMKS", () => {
    const x = recordedReal("ch2d_1step_21__x");
    const plan = cahnHilliard({ shape: [21, 21] });
    // Rounding of numbers below 1.
    expect(distance(plan.step(x).data, recordedReal("ch2d_1step_21__y").data)).toBeLessThan(1e-14);
  });

  for (const scheme of SCHEMES) {
    test(`conserves the mean of every sample: ${scheme}`, async () => {
      for (const shape of [[33], [16, 21], [6, 5, 8]]) {
        const phi = noise([2, ...shape], 0.8, 1, 0.2);
        const size = phi.data.length / 2;
        const plan = cahnHilliard({ shape, timeStep: 0.05, scheme });
        const { trajectory } = await plan.rollout(phi, 200);
        for (let s = 0; s < 2; s++) {
          const mean = (data: Float64Array, first: number): number =>
            data.subarray(first, first + size).reduce((sum, value) => sum + value, 0) / size;
          const change = mean(trajectory.data, (2 * s + 1) * size) - mean(phi.data, s * size);
          // φ̂(0) keeps its bits; the sums here round.
          expect(Math.abs(change)).toBeLessThan(1e-15);
        }
      }
    });

    test(`any constant is a fixed point: ${scheme}`, async () => {
      const phi = ndarrayOf(new Float64Array(4 * 35), [4, 5, 7]);
      [0.1, -0.3, 0.577, 1.1].forEach((mean, s) => phi.data.fill(mean, 35 * s, 35 * (s + 1)));
      const plan = cahnHilliard({ shape: [5, 7], timeStep: 0.1, scheme });
      const { trajectory } = await plan.rollout(phi, 100);
      for (let s = 0; s < 4; s++) {
        const end = trajectory.data.subarray(70 * s + 35, 70 * s + 70);
        // The mean is exact, and e^{σt} ≤ e^{2.5} makes twelve of one rounding.
        expect(distance(end, phi.data.subarray(35 * s, 35 * (s + 1)))).toBeLessThan(1e-14);
      }
    });
  }

  test("small waves about any mean grow as e^{σt}, σ = k²(1 − 3φ₀² − γk²)", async () => {
    const [n, dx, gamma, amplitude, time] = [64, 0.25, 0.5, 1e-6, 2];
    const waves = [0, 0.3, 0.7].flatMap((mean) =>
      [1, 2, 4].map((wave) => ({ mean, k: (2 * Math.PI * wave) / (n * dx) })),
    );
    const start = waves.map(({ mean, k }) =>
      Array.from({ length: n }, (_, x) => mean + amplitude * Math.cos(k * x * dx)),
    );
    const options = { shape: [n], spacing: dx, gamma, timeStep: time / 2000 };
    const plan = cahnHilliard({ ...options, scheme: "exponential" });
    const { trajectory } = await plan.rollout(start, 2000);
    waves.forEach(({ mean, k }, s) => {
      const grown = (trajectory.get(s, 1, 0) - mean) / amplitude;
      const expected = Math.exp(k * k * (1 - 3 * mean ** 2 - gamma * k * k) * time);
      // Second order, with rates l = k²(κ + γk²) up to 13: Δt² t l³/12 = 3.7e-4.
      expect(Math.abs(grown / expected - 1)).toBeLessThan(4e-4);
    });
  });

  test("a droplet comes to rest by Gibbs and Thomson's law, with both phases above −1 and 1", async () => {
    const [n, dx, radius] = [64, 0.5, 9];
    const start = fieldOf([n, n], [dx, dx], ([x, y]) =>
      Math.tanh((radius - Math.hypot(x - 16, y - 16)) / Math.SQRT2),
    );
    const plan = cahnHilliard({ shape: [n, n], spacing: dx, timeStep: 1, scheme: "exponential" });
    const { trajectory } = await plan.rollout(start, 600);
    const end = trajectory.data.subarray(n * n);
    const [matrix, droplet] = [end[0], end[32 * n + 32]];
    const area = dx ** 2 * end.reduce((sum, phi) => sum + (phi - matrix) / (droplet - matrix), 0);
    // μ = σ/(2R), σ = (2/3)√2, raises φ by μ/F″ = μ/2 on both sides, to first order in 1/R.
    const raised = Math.SQRT2 / 6 / Math.sqrt(area / Math.PI);
    expect(Math.abs((matrix + 1) / raised - 1)).toBeLessThan(0.1);
    expect(Math.abs((droplet - 1) / raised - 1)).toBeLessThan(0.1);
  });
});
