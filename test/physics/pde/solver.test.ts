import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { Progress } from "../../../src/core/index.js";
import {
  advectionDiffusion,
  burgers,
  fieldOf,
  heat,
  lambdaOmega,
  randomFourier,
  reactionDiffusion,
  semilinear,
} from "../../../src/physics/index.js";
import { distance, frame } from "./fields.js";

const viscous = burgers({ shape: [16], viscosity: 0.1, timeStep: 0.01 });
const u0 = randomFourier([16], { samples: 3, normalize: true }, 1);

describe("a solver", () => {
  test("steps as it solves", async () => {
    const { u, times, steps } = await viscous.solve(u0, { interval: 0.01, steps: 2 });
    expect(u.shape).toEqual([3, 3, 1, 16]);
    expect([...times]).toEqual([0, 0.01, 0.02]);
    expect(steps).toBe(6);
    expect(frame(u, 0).data).toEqual(u0.data);
    expect(distance(frame(u, 2), viscous.step(viscous.step(u0)))).toBeLessThan(1e-14);
  });
  test("cuts the time between frames into equal steps of at most timeStep", async () => {
    const { steps } = await viscous.solve(u0, { times: [0, 0.025, 0.03] });
    expect(steps).toBe(3 * (3 + 1));
  });
  test("knows what time it is: u_t = cos t", async () => {
    const clock = semilinear({
      shape: [4],
      timeStep: 0.1,
      fields: { u: [0] },
      nonlinear: ([n], _, t) => n.fill(Math.cos(t)),
    });
    const { u } = await clock.solve(
      fieldOf([4], () => Math.sin(1)),
      { times: [1, 2] },
    );
    expect(Math.abs(u.data[4] - Math.sin(2))).toBeLessThan(1e-7); // Simpson's rule: h⁴/2880
    expect(
      Math.abs(
        clock.step(
          fieldOf([4], () => 0),
          2,
        ).data[0] -
          (Math.sin(2.1) - Math.sin(2)),
      ),
    ).toBeLessThan(1e-8);
  });
  test("tells how far it is, and stops with the reason it is given", async () => {
    const seen: Progress[] = [];
    await viscous.solve(u0, { interval: 0.1, steps: 2 }, { onProgress: (p) => seen.push(p) });
    expect(seen.at(-1)).toEqual({ done: 6, total: 6, unit: "frames" });
    const controller = new AbortController();
    const solving = viscous.solve(
      u0,
      { interval: 1, steps: 1000 },
      {
        signal: controller.signal,
        onProgress: ({ done }) => done > 0 && controller.abort("enough"),
      },
    );
    await expect(solving).rejects.toBe("enough");
  });
  test("stops within a single long interval too", async () => {
    const slow = burgers({ shape: [64, 64], viscosity: 0.1, timeStep: 1e-6 });
    const fields = randomFourier([64, 64], { components: 2, normalize: true }, 1);
    const solving = slow.solve(fields, { times: [0, 1e6] }, { signal: AbortSignal.timeout(50) });
    await expect(solving).rejects.toMatchObject({ name: "TimeoutError" });
  });
  test("does not write to its input, and takes strided and nested arrays", async () => {
    const kept = u0.data.slice();
    const wide = ndarrayOf(
      Float64Array.from({ length: 32 }, (_, i) => u0.data[i >> 1]),
      [1, 1, 32],
    );
    const strided = viscous.step(wide.step(1, 1, 2));
    const nested = viscous.step([[[...u0.data.slice(0, 16)]]]);
    expect(strided.data).toEqual(nested.data);
    await viscous.solve(u0, { times: [0, 0.1] });
    expect(u0.data).toEqual(kept);
  });
});

describe("what a solver refuses", () => {
  test("fields of another shape, and NaN with its index", async () => {
    const frames = { times: [0, 1] };
    await expect(
      viscous.solve(
        fieldOf([15], () => 0),
        frames,
      ),
    ).rejects.toThrow(ShapeError);
    await expect(
      viscous.solve(
        fieldOf([16], () => [0, 0]),
        frames,
      ),
    ).rejects.toThrow(/should have shape \[1, 1, 16\]/);
    expect(() => viscous.step(ndarrayOf(new Float64Array(16), [16]))).toThrow(
      /\[sample, component, …x\]/,
    );
    const holed = u0.data.slice();
    holed[20] = Number.NaN;
    expect(() => viscous.step(ndarrayOf(holed, u0.shape))).toThrow(
      /physics\.burgers: u should be finite; got NaN at index \[1, 0, 4\]/,
    );
  });
  test("times that do not go on", async () => {
    for (const frames of [
      { times: [0] },
      { times: [0, 1, 1] },
      { times: [1, 0] },
      { times: [0, Number.NaN] },
      { interval: 0, steps: 2 },
      { interval: 1, steps: 0 },
    ]) {
      await expect(viscous.solve(u0, frames)).rejects.toThrow(ValueError);
    }
  });
  test("steps that are none, or a step and a tolerance", () => {
    const shape = [16];
    expect(() => burgers({ shape, viscosity: 1, timeStep: 0 })).toThrow(/timeStep/);
    expect(() => burgers({ shape, viscosity: 1, tolerance: 0 })).toThrow(/tolerance/);
    expect(() => burgers({ shape, viscosity: 1, timeStep: 1, tolerance: 1e-3 })).toThrow(
      /got both/,
    );
    expect(() => heat({ shape, diffusivity: 1 }).step(u0)).toThrow(/without timeStep/);
  });
  test("explicit steps beyond the limit of the equation, saying it", async () => {
    // The highest wave is 8: 2.785/(ν · 64); convection and −∂u/∂x beside νk² change it by |u_x|/64 at most.
    const explicit = burgers({ shape: [16], viscosity: 1, scheme: "rk4", timeStep: 0.05 });
    const limit = explicit.stabilityLimit(u0);
    expect(Math.abs(limit / (2.785293563 / 64) - 1)).toBeLessThan(0.06);
    await expect(explicit.solve(u0, { times: [0, 1] })).rejects.toThrow(
      new RegExp(`physics.burgers: timeStep .* got 0.05.*stable up to ${limit.toPrecision(4)}`),
    );
    expect(viscous.stabilityLimit(u0)).toBe(Infinity);
  });
  test("a step so long that the solution is lost, with the time", async () => {
    const long = burgers({ shape: [32], viscosity: 0, timeStep: 1 });
    await expect(
      long.solve(
        fieldOf([32], ([x]) => 9 * Math.sin(x)),
        { times: [0, 50] },
      ),
    ).rejects.toThrow(/does not after t = \d.* in steps of 1\.000/);
  });
  test("equations that are none", () => {
    const shape = [8, 8];
    expect(() => burgers({ shape, viscosity: -0.1 })).toThrow(/viscosity/);
    expect(() => burgers({ shape: [8], viscosity: 1, kinetics: lambdaOmega() })).toThrow(
      ShapeError,
    );
    expect(() => burgers({ shape, viscosity: 1, scheme: "ab2" as "rk4" })).toThrow(
      /"etdrk4", "imex", "rk4"/,
    );
    expect(() => burgers({ shape, viscosity: 1, dealias: 0 })).toThrow(/dealias/);
    expect(() => reactionDiffusion({ shape, diffusivity: [1], kinetics: lambdaOmega() })).toThrow(
      ShapeError,
    );
    expect(() =>
      reactionDiffusion({ shape, diffusivity: [1, -1], kinetics: lambdaOmega() }),
    ).toThrow(/diffusivity\[1\]/);
    expect(() => advectionDiffusion({ shape, diffusivity: -1 })).toThrow(ValueError);
    expect(() => advectionDiffusion({ shape, velocity: [1] })).toThrow(ShapeError);
    expect(() =>
      advectionDiffusion({ shape, velocity: [1, fieldOf([8, 9], () => 1).pick(0, 0)] }),
    ).toThrow(/velocity\[1\]/);
    const negative = fieldOf(shape, ([x]) => Math.cos(x)).pick(0, 0);
    expect(() => advectionDiffusion({ shape, diffusivity: [negative, 1] })).toThrow(/least value/);
  });
  test("symbols that make real fields complex, or are not finite", () => {
    const shape = [8];
    expect(() => semilinear({ shape, linear: ([k]) => k ** 3 })).toThrow(/s\(−k\) = conj s\(k\)/);
    expect(() => semilinear({ shape, linear: ([k]) => 1 / k })).toThrow(/at k = \[0\]/);
    expect(() => semilinear({ shape, nonlinear: ([n]) => n.fill(0) })).toThrow(
      /fields should name/,
    );
    expect(() =>
      semilinear({ shape, fields: { u: [0, 1] }, nonlinear: ([n]) => n.fill(0) }),
    ).toThrow(/one order for each of the 1 axes/);
    expect(() =>
      semilinear({ shape, fields: { u: { component: 1 } }, nonlinear: ([n]) => n.fill(0) }),
    ).toThrow(/component/);
  });
});
