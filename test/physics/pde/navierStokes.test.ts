import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  fieldOf,
  navierStokes,
  randomFourier,
  taylorGreen,
  velocityOf,
} from "../../../src/physics/index.js";
import { distance, frame, lastFrame } from "./fields.js";

describe("navierStokes", () => {
  test("lets Taylor's and Green's vortices fade exactly, in unequal boxes too", async () => {
    for (const [shape, lengths, waves] of [
      [[16, 16], 2 * Math.PI, 1],
      [[18, 15], [3, 5], 2],
    ] as const) {
      const solver = navierStokes({ shape, lengths, viscosity: 0.1, timeStep: 0.1 });
      const solution = await solver.solve(taylorGreen(shape, { lengths, waves }), {
        times: [0, 1],
      });
      const exact = taylorGreen(shape, { lengths, waves, decay: 0.1 });
      expect(distance(lastFrame(solution), exact)).toBeLessThan(1e-14);
    }
  });
  test("without viscosity keeps energy and enstrophy, up to the order of the step", async () => {
    const shape = [24, 24];
    const start = withoutMean(
      randomFourier(shape, { frequency: 3, normalize: true, amplitude: 3 }, 5),
    );
    for (const [timeStep, bound] of [
      [0.04, 1e-8],
      [0.005, 1e-12],
    ]) {
      const solver = navierStokes({ shape, viscosity: 0, timeStep });
      const { u } = await solver.solve(start, { times: [0, 1] });
      const [a, b] = [frame(u, 0), frame(u, 1)];
      // The waves kept conserve both; what is left is of order 4 at least, 8⁴ = 4096.
      expect(Math.abs(energy(b) / energy(a) - 1)).toBeLessThan(bound);
      expect(Math.abs(enstrophy(b) / enstrophy(a) - 1)).toBeLessThan(bound);
    }
  });
  test("loses energy at the rate 2ν times the enstrophy", async () => {
    const [shape, ν, δ] = [[20, 21], 0.02, 1e-3];
    const start = withoutMean(randomFourier(shape, { frequency: 3, normalize: true }, 7));
    const { u } = await navierStokes({ shape, viscosity: ν, timeStep: δ }).solve(start, {
      interval: δ,
      steps: 2,
    });
    const rate = (energy(frame(u, 2)) - energy(frame(u, 0))) / (2 * δ);
    // Central difference: δ² times the third derivative.
    expect(Math.abs(rate / (-2 * ν * enstrophy(frame(u, 1))) - 1)).toBeLessThan(1e-6);
  });
  test("a steady force and friction meet at ω = f/(α + ν|k|²), Kolmogorov's flow", async () => {
    const shape = [8, 16];
    const f = fieldOf(shape, ([, y]) => Math.cos(2 * y)).pick(0, 0);
    const solver = navierStokes({
      shape,
      viscosity: 0.5,
      friction: 0.1,
      forcing: f,
      timeStep: 0.5,
    });
    const solution = await solver.solve(
      fieldOf(shape, () => 0),
      { times: [0, 30] },
    );
    const steady = fieldOf(shape, ([, y]) => Math.cos(2 * y) / (0.1 + 0.5 * 4));
    expect(distance(lastFrame(solution), steady)).toBeLessThan(1e-12);
  });
  test("velocityOf has the vorticity as its curl and no divergence", () => {
    const v = velocityOf(taylorGreen([12, 14]));
    // ω = 2 cos x cos y: ψ = cos x cos y, v = (∂ψ/∂y, −∂ψ/∂x).
    const exact = fieldOf([12, 14], ([x, y]) => [
      -Math.cos(x) * Math.sin(y),
      Math.sin(x) * Math.cos(y),
    ]);
    expect(distance(v, exact)).toBeLessThan(1e-15);
    expect(() => velocityOf(fieldOf([8, 8], () => [1, 2]))).toThrow(ShapeError);
  });
  test("what is no flow in the plane is refused", () => {
    expect(() => navierStokes({ shape: [8], viscosity: 1 })).toThrow(/two axes/);
    expect(() => navierStokes({ shape: [8, 8], viscosity: -1 })).toThrow(ValueError);
    const forcing = fieldOf([8, 8], () => 1).pick(0, 0);
    expect(() => navierStokes({ shape: [8, 8], viscosity: 1, forcing })).toThrow(/mean 0/);
    expect(() => navierStokes({ shape: [8, 9], viscosity: 1, forcing })).toThrow(ShapeError);
    expect(() => taylorGreen([8, 8, 8])).toThrow(/two axes/);
    expect(() => taylorGreen([8, 8], { waves: 0 })).toThrow(/waves/);
  });
});

function withoutMean({ data, shape }: NdArray): NdArray {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return ndarrayOf(
    data.map((value) => value - mean),
    shape,
  );
}

/** ½ ⟨|v|²⟩. */
function energy(ω: NdArray): number {
  const v = velocityOf(ω);
  return v.data.reduce((sum, value) => sum + value * value, 0) / v.data.length;
}

/** ½ ⟨ω²⟩. */
function enstrophy({ data }: NdArray): number {
  return data.reduce((sum, value) => sum + value * value, 0) / (2 * data.length);
}
