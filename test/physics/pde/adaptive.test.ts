import { describe, expect, test } from "vitest";
import { ConvergenceError } from "../../../src/core/index.js";
import { burgers, fieldOf, finiteDifference, semilinear } from "../../../src/physics/index.js";
import type { SpectralScheme } from "../../../src/physics/index.js";
import { coleHopf, distance, frame } from "./fields.js";

const [shape, ν, b] = [[64], 0.1, 2]; // waves fall as (2 + √3)^−m: 1e-12 at the last one kept
const start = coleHopf(shape, ν, 0, b);

describe("steps that adapt", () => {
  for (const scheme of ["etdrk4", "imex", "rk4"] as const satisfies readonly SpectralScheme[]) {
    test(`keep the errors of ${scheme} below the tolerance, with fewer steps where more is allowed`, async () => {
      const exact = coleHopf(shape, ν, 2, b);
      const rms = Math.sqrt(exact.data.reduce((sum, value) => sum + value * value, 0) / 64);
      const steps: number[] = [];
      for (const tolerance of [1e-3, 1e-5, 1e-7]) {
        const solver = burgers({ shape, viscosity: ν, scheme, tolerance });
        const solution = await solver.solve(start, { times: [0, 2] });
        // Burgers' equation with viscosity amplifies no error much; the largest is a few times the rms.
        expect(distance(frame(solution.u, 1), exact)).toBeLessThan(10 * tolerance * rms + 1e-9);
        steps.push(solution.steps);
      }
      expect(steps[2]).toBeGreaterThan(steps[0]);
    });
  }
  test("meet every frame exactly, also at uneven times", async () => {
    const times = [0, 0.1, 0.15, 1, 1.7];
    const solver = burgers({ shape, viscosity: ν, tolerance: 1e-9 });
    const solution = await solver.solve(start, { times });
    expect([...solution.times]).toEqual(times);
    times.forEach((t, f) => {
      expect(distance(frame(solution.u, f), coleHopf(shape, ν, t, b))).toBeLessThan(3e-9);
    });
  });
  test("find the stable step of an explicit scheme by themselves", async () => {
    const lines = finiteDifference({
      shape: [40],
      tolerance: 1e-4,
      fields: { uxx: [2] },
      rate([n], { uxx }) {
        for (let x = 0; x < n.length; x++) n[x] = uxx[x];
      },
    });
    const sine = fieldOf([40], ([x]) => Math.sin(x));
    const solution = await lines.solve(sine, { times: [0, 3] });
    const error = distance(
      frame(solution.u, 1),
      fieldOf([40], ([x]) => Math.exp(-3) * Math.sin(x)),
    );
    expect(error).toBeLessThan(1e-3);
    expect(solution.rejected).toBeGreaterThan(0);
  });
  test("become shorter only where the solution is fast", async () => {
    // A pulse in time, e^{−(t − 5)²/2δ²}: the steps inside are far shorter than those before.
    const pulse = semilinear({
      shape: [4],
      tolerance: 1e-8,
      fields: { u: [0] },
      nonlinear([n], { u }, t) {
        for (let x = 0; x < n.length; x++) n[x] = -u[x] + Math.exp(-((t - 5) ** 2) / 0.005);
      },
    });
    const solution = await pulse.solve(
      fieldOf([4], () => 1),
      { interval: 1, steps: 10 },
    );
    const before = await pulse.solve(
      fieldOf([4], () => 1),
      { interval: 1, steps: 4 },
    );
    expect(solution.steps).toBeGreaterThan(5 * before.steps);
  });
  test("end in a sentence where the solution blows up: u_t = u² at t = 1/u₀", async () => {
    const blowUp = semilinear({
      shape: [4],
      tolerance: 1e-6,
      fields: { u: [0] },
      nonlinear([n], { u }) {
        for (let x = 0; x < n.length; x++) n[x] = u[x] ** 2;
      },
    });
    const solving = blowUp.solve(
      fieldOf([4], () => 1),
      { times: [0, 2] },
    );
    await expect(solving).rejects.toThrow(ConvergenceError);
    await expect(
      blowUp.solve(
        fieldOf([4], () => 1),
        { times: [0, 2] },
      ),
    ).rejects.toThrow(/after t = (0\.999|1\.000)/);
  });
});
