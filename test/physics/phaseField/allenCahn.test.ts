import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import { allenCahn } from "../../../src/physics/index.js";
import type { PhaseFieldScheme } from "../../../src/physics/index.js";
import { fieldOf, noise } from "./fields.js";

const largest = (phi: Float64Array): number =>
  phi.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

const SCHEMES: PhaseFieldScheme[] = ["semi-implicit", "exponential"];

describe("allenCahn", () => {
  test("a uniform field goes to its phase as φ² = 1/(1 + (φ₀⁻² − 1) e^{−2Mt})", async () => {
    const starts = [0.1, -0.4, 0.9, 1.2];
    const phi = ndarrayOf(Float64Array.from(starts), [4, 1]);
    const options = { shape: [1], mobility: 2, timeStep: 1e-3, scheme: "exponential" } as const;
    const { trajectory } = await allenCahn(options).rollout(phi, 1000);
    starts.forEach((start, s) => {
      const expected = Math.sign(start) / Math.sqrt(1 + (start ** -2 - 1) * Math.exp(-4));
      // Second order: (M Δt)² κ²/6 = 1.1e-5 per unit of M t, over two of them.
      expect(Math.abs(trajectory.data[2 * s + 1] - expected)).toBeLessThan(2.2e-5);
    });
  });

  for (const scheme of SCHEMES) {
    test(`smooth fields within ±1 stay there, whatever the time step: ${scheme}`, async () => {
      for (const shape of [[64], [33, 32], [12, 14, 16]]) {
        const start = fieldOf(shape, [1, 1, 1], (x) =>
          x.reduce((product, at, axis) => product * Math.cos((2 * Math.PI * at) / shape[axis]), 1),
        );
        for (const timeStep of [0.01, 0.1, 1, 100]) {
          const plan = allenCahn({ shape, spacing: 0.25, epsilon: 0.6, timeStep, scheme });
          const { trajectory } = await plan.rollout(start, 50, { every: 1 });
          // Interfaces between 2 and 3 cells wide leave 1e-4 of their spectrum beyond the grid's.
          expect(largest(trajectory.data)).toBeLessThan(1 + 1e-4);
        }
      }
    });

    test(`pixels of ±1 ring, by less than 0.15, and come back: ${scheme}`, async () => {
      const pixels = noise([1, 33, 32], 1, 8);
      for (let x = 0; x < pixels.data.length; x++) pixels.data[x] = Math.sign(pixels.data[x]);
      for (const timeStep of [0.01, 0.1, 1]) {
        const plan = allenCahn({ shape: [33, 32], epsilon: 0.5, timeStep, scheme });
        const { trajectory, energy } = await plan.rollout(pixels, 100, { every: 1 });
        expect(largest(trajectory.data)).toBeLessThan(1.15);
        expect(largest(trajectory.data.subarray(100 * 33 * 32))).toBeLessThan(1 + 1e-4);
        for (let t = 1; t <= 100; t++) expect(energy.data[t]).toBeLessThan(energy.data[t - 1]);
      }
    });
  }

  for (const { name, axes, n, radius, steps } of [
    { name: "circle", axes: 2, n: 96, radius: 16, steps: 250 },
    { name: "sphere", axes: 3, n: 40, radius: 7.5, steps: 100 },
  ]) {
    test(`a ${name} shrinks as R² = R₀² − 2 (d − 1) M ε² t`, async () => {
      const [dx, epsilon, mobility] = [0.5, 1, 0.8];
      const middle = (n * dx) / 2;
      const start = fieldOf(Array<number>(axes).fill(n), [dx, dx, dx], (x) =>
        Math.tanh((radius - Math.hypot(...x.map((at) => at - middle))) / (Math.SQRT2 * epsilon)),
      );
      const options = { shape: start.shape.slice(1), spacing: dx, epsilon, mobility };
      const plan = allenCahn({ ...options, timeStep: 0.04, scheme: "exponential" });
      const { trajectory, times } = await plan.rollout(start, steps, { every: steps / 2 });
      const square = times.map((_, t) => {
        const cells = trajectory.data.subarray(t * n ** axes, (t + 1) * n ** axes);
        const content = dx ** axes * cells.reduce((sum, phi) => sum + (1 + phi) / 2, 0);
        return axes === 2 ? content / Math.PI : ((3 * content) / (4 * Math.PI)) ** (2 / 3);
      });
      const rate = 2 * (axes - 1) * mobility * epsilon ** 2;
      // In the second half, when the profile has become that of a curved interface.
      const slope = (square[1] - square[2]) / (times[2] - times[1]);
      // Corrections of a share of (ε/R)² < 0.02, and (κMΔt)²/6 = 0.003 of the time step.
      expect(Math.abs(slope / rate - 1)).toBeLessThan(0.01);
    });
  }
});
