import { describe, expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { fieldOf, heat, randomFourier } from "../../../src/physics/index.js";
import { distance, frame, lastFrame, means } from "./fields.js";

describe("heat", () => {
  test("a wave decays by e^{−D|k|²t}, on even and odd grids of one to three axes", async () => {
    for (const shape of [[16], [15], [8, 9], [12, 5], [4, 6, 5]]) {
      const wave = (x: readonly number[]): number => Math.cos(x.reduce((sum, y) => sum + y, 0.3));
      const { u, times } = await heat({ shape, diffusivity: 0.7 }).solve(fieldOf(shape, wave), {
        times: [0, 0.25, 1, 1.1],
      });
      times.forEach((t, f) => {
        const decay = Math.exp(-0.7 * shape.length * t);
        const expected = fieldOf(shape, (x) => decay * wave(x));
        expect(distance(frame(u, f), expected)).toBeLessThan(1e-14); // rounding of two transforms
      });
    }
  });
  test("the highest wave of an even grid decays too", async () => {
    const [n, D, t] = [8, 0.3, 0.2];
    const solver = heat({ shape: [n], lengths: n, diffusivity: D });
    const alternating = fieldOf([n], ([x]) => (-1) ** x, { lengths: n });
    const decay = Math.exp(-D * Math.PI ** 2 * t);
    const solution = lastFrame(await solver.solve(alternating, { times: [0, t] }));
    expect(Math.abs(solution.get(0, 0, 0) - decay)).toBeLessThan(1e-15);
    expect(Math.abs(solution.get(0, 0, 1) + decay)).toBeLessThan(1e-15);
  });
  test("an anisotropic diffusivity acts as k·Dk, with a box of unequal lengths", async () => {
    const D = [
      [0.5, 0.2],
      [0.2, 0.3],
    ];
    const [shape, lengths] = [
      [12, 10],
      [3, 5],
    ];
    const k = [(2 * Math.PI) / 3, (4 * Math.PI) / 5];
    const rate = D[0][0] * k[0] ** 2 + 2 * D[0][1] * k[0] * k[1] + D[1][1] * k[1] ** 2;
    const wave = ([x, y]: readonly number[]): number => Math.sin(k[0] * x + k[1] * y);
    const solver = heat({ shape, lengths, diffusivity: D });
    const { u } = await solver.solve(fieldOf(shape, wave, { lengths }), { times: [0, 0.2] });
    const expected = fieldOf(shape, (x) => Math.exp(-0.2 * rate) * wave(x), { lengths });
    expect(distance(frame(u, 1), expected)).toBeLessThan(1e-14);
    const perAxis = heat({ shape, lengths, diffusivity: [0.5, 0.3] });
    const full = heat({
      shape,
      lengths,
      diffusivity: [
        [0.5, 0],
        [0, 0.3],
      ],
    });
    const start = randomFourier(shape, { frequency: 3 }, 1);
    const frames = { interval: 0.1, steps: 1 };
    expect((await perAxis.solve(start, frames)).u.data).toEqual(
      (await full.solve(start, frames)).u.data,
    );
  });
  test("two steps of Δt are one of 2Δt, and the mean stays", async () => {
    const start = randomFourier([9, 8], { samples: 2, shift: 3, frequency: 3 }, 5);
    const one = heat({ shape: [9, 8], diffusivity: 0.1, timeStep: 0.2 });
    const two = heat({ shape: [9, 8], diffusivity: 0.1, timeStep: 0.4 });
    expect(distance(one.step(one.step(start)), two.step(start))).toBeLessThan(1e-13);
    const { u } = await one.solve(start, { interval: 0.2, steps: 4 });
    means(u, 2).forEach((mean, i) => {
      expect(Math.abs(mean - means(start, 2)[Math.floor(i / 5)])).toBeLessThan(1e-14);
    });
  });
  test("what is no diffusivity is refused", () => {
    const shape = [8, 8];
    expect(() => heat({ shape, diffusivity: -1 })).toThrow(ValueError);
    expect(() =>
      heat({
        shape,
        diffusivity: [
          [1, 2],
          [2, 1],
        ],
      }),
    ).toThrow(/no negative eigenvalue/);
    expect(() =>
      heat({
        shape,
        diffusivity: [
          [1, 0.1],
          [0.2, 1],
        ],
      }),
    ).toThrow(/symmetric/);
    expect(() => heat({ shape, diffusivity: [1, 2, 3] })).toThrow(ShapeError);
    expect(() => heat({ shape: [8, 8, 8, 8], diffusivity: 1 })).toThrow(/1, 2 or 3 space axes/);
    expect(() => heat({ shape, lengths: [1, 0], diffusivity: 1 })).toThrow(/lengths\[1\]/);
  });
});
