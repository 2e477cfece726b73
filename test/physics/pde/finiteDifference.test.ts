import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { burgers, fieldOf, finiteDifference, randomFourier } from "../../../src/physics/index.js";
import type { Difference, ExplicitScheme, PdeSolver } from "../../../src/physics/index.js";
import { centralStencil, upwindStencil } from "../../../src/physics/pde/stencils.js";
import type { Stencil } from "../../../src/physics/pde/stencils.js";
import { coleHopf, distance, lastFrame, orders } from "./fields.js";

describe("stencils", () => {
  test("have the moments Σ w r^i / i! of their derivative, up to their order", () => {
    for (const accuracy of [2, 4, 6]) {
      for (let derivative = 1; derivative <= 4; derivative++) {
        expectMoments(centralStencil(derivative, accuracy), derivative, accuracy);
      }
      for (const flow of ["left", "right"] as const) {
        expectMoments(upwindStencil(accuracy, flow), 1, accuracy);
      }
    }
  });
  test("are the classical ones", () => {
    expect(centralStencil(2, 2).weights.map((w) => w + 0)).toEqual([1, -2, 1]);
    centralStencil(1, 4).weights.forEach((w, j) => {
      expect(Math.abs(12 * w - [1, -8, 0, 8, -1][j])).toBeLessThan(1e-14);
    });
    expect(upwindStencil(2, "right")).toEqual({ offsets: [-2, -1, 0], weights: [0.5, -2, 1.5] });
    upwindStencil(2, "left").weights.forEach((w, j) => {
      expect(Math.abs(w - [-1.5, 2, -0.5][j])).toBeLessThan(1e-15);
    });
  });
});

describe("finiteDifference", () => {
  const spaces: readonly [string, 2 | 4 | 6, number | undefined][] = [
    ["central", 2, undefined],
    ["central", 4, undefined],
    ["central", 6, undefined],
    ["upwind", 2, 1],
    ["upwind", 4, 1],
    ["upwind", 6, 1],
  ];
  for (const [kind, accuracy, upwind] of spaces) {
    test(`${kind} differences have order ${accuracy} in space`, async () => {
      const errors: number[] = [];
      for (const n of [20, 40, 80]) {
        const ux: Difference = { derivative: [1], ...(upwind === undefined ? {} : { upwind }) };
        const solver = finiteDifference({
          shape: [n],
          accuracy,
          timeStep: 1 / 800,
          fields: { ux, uxx: [2] },
          rate([f], at) {
            for (let x = 0; x < f.length; x++) f[x] = 0.1 * at.uxx[x] - at.ux[x];
          },
        });
        const exact = (t: number): NdArray =>
          fieldOf([n], ([x]) => Math.exp(-0.1 * t) * Math.cos(x - t));
        errors.push(distance(lastFrame(await solver.solve(exact(0), { times: [0, 1] })), exact(1)));
      }
      const [, last] = orders(errors);
      expect(Math.abs(last - accuracy)).toBeLessThan(0.2);
    });
  }
  test("gives Hopf's and Cole's solution in 2-D, with convection taken upwind", async () => {
    const errors: number[] = [];
    for (const n of [24, 48]) {
      const shape = [n, n + 1];
      const solution = await upwindBurgers(shape, 0.2).solve(coleHopf(shape, 0.2, 0, 2), {
        times: [0, 0.5],
      });
      errors.push(distance(lastFrame(solution), coleHopf(shape, 0.2, 0.5, 2)));
    }
    expect(errors[1]).toBeLessThan(2e-4);
    expect(orders(errors)[0]).toBeGreaterThan(3.5); // order 4 where the flow does not change its sign
  });
  test("agrees with the spectral solver where both resolve the field", async () => {
    const u0 = randomFourier([48, 48], { components: 2, frequency: 2, normalize: true }, 9);
    const spectral = burgers({ shape: [48, 48], viscosity: 0.2, timeStep: 0.02 });
    const [a, b] = [
      await spectral.solve(u0, { times: [0, 0.2] }),
      await upwindBurgers([48, 48], 0.2).solve(u0, { times: [0, 0.2] }),
    ];
    expect(distance(a.u, b.u)).toBeLessThan(1e-3);
  });
  test("upwind differences of a reflected field in a reflected flow are reflected", () => {
    const make = (v: number): PdeSolver =>
      finiteDifference({
        shape: [16],
        timeStep: 0.1,
        fields: { ux: { derivative: [1], upwind: v } },
        rate([f], { ux }) {
          for (let x = 0; x < f.length; x++) f[x] = -v * ux[x];
        },
      });
    const u = randomFourier([16], {}, 2);
    expect(distance(reflected(make(0.7).step(u)), make(-0.7).step(reflected(u)))).toBeLessThan(
      1e-15,
    );
  });
});

describe("the limit of the step", () => {
  const diffusion = (scheme: ExplicitScheme, timeStep: number): PdeSolver =>
    finiteDifference({
      shape: [20],
      lengths: 20,
      accuracy: 2,
      scheme,
      timeStep,
      fields: { uxx: [2] },
      rate([n], { uxx }) {
        for (let x = 0; x < n.length; x++) n[x] = 0.5 * uxx[x];
      },
    });
  const advection = (scheme: ExplicitScheme, upwind?: number): PdeSolver =>
    finiteDifference({
      shape: [20],
      lengths: 20,
      accuracy: 2,
      scheme,
      timeStep: 0.1,
      fields: { ux: { derivative: [1], ...(upwind === undefined ? {} : { upwind }) } },
      rate([n], { ux }) {
        for (let x = 0; x < n.length; x++) n[x] = -2 * ux[x];
      },
    });
  const u = randomFourier([20], {}, 1);

  test("of diffusion is h²/2D by euler and rk2, and 2.785 h²/4D by rk4", () => {
    expect(diffusion("euler", 0.1).stabilityLimit(u)).toBeCloseTo(1, 6);
    expect(diffusion("rk2", 0.1).stabilityLimit(u)).toBeCloseTo(1, 6);
    expect(diffusion("rk4", 0.1).stabilityLimit(u)).toBeCloseTo(2.785293563 / 2, 6);
  });
  test("of advection is √8 h/v by rk4, and there is none for euler with central differences", () => {
    expect(advection("rk4").stabilityLimit(u)).toBeCloseTo(Math.SQRT2, 4);
    expect(advection("euler").stabilityLimit(u)).toBe(0);
    expect(advection("rk2", 2).stabilityLimit(u)).toBeGreaterThan(0.1);
  });
  test("is that beyond which the solution grows, and solve says it", async () => {
    await expect(diffusion("euler", 1.01).solve(u, { times: [0, 10] })).rejects.toThrow(
      /physics\.finiteDifference: timeStep .* got 1\.01.*stable up to 1\.000/,
    );
    const at = (timeStep: number): number => {
      const solver = diffusion("euler", timeStep);
      let v: NdArray = fieldOf([20], ([x]) => (-1) ** x, { lengths: 20 });
      for (let i = 0; i < 400; i++) v = solver.step(v);
      return Math.max(...v.data.map(Math.abs));
    };
    expect(at(0.999)).toBeLessThan(1);
    expect(at(1.05)).toBeGreaterThan(1e6); // |1 − 4 · 0.5 · 1.05| = 1.1 per step
    await expect(advection("euler").solve(u, { times: [0, 1] })).rejects.toThrow(
      /no step of "euler" is stable.*rk4/,
    );
  });
  test("of an equation that is not linear is that of its frozen coefficients: √8 h/max|u|", () => {
    const solver = finiteDifference({
      shape: [64],
      accuracy: 2,
      fields: { u: [0], ux: [1] },
      rate([n], at) {
        for (let x = 0; x < n.length; x++) n[x] = -at.u[x] * at.ux[x];
      },
    });
    const step = fieldOf([64], ([x]) => 3 + (x < 3 ? 1 : 0)); // ∂/∂u of u u_x is 0 away from the edges
    const limit = solver.stabilityLimit(step);
    expect(limit).toBeLessThan((Math.sqrt(8) * 2 * Math.PI) / 64 / 3);
    expect(limit).toBeGreaterThan((0.9 * Math.sqrt(8) * 2 * Math.PI) / 64 / 4);
  });
});

describe("what finiteDifference refuses", () => {
  const rate = ([n]: readonly Float64Array[]): void => void n.fill(0);
  test("fields that are no differences on this grid", () => {
    expect(() => finiteDifference({ shape: [4], fields: { ux: [1] }, rate })).toThrow(ShapeError);
    expect(() => finiteDifference({ shape: [9, 9], fields: { ux: [1] }, rate })).toThrow(
      /one order for each/,
    );
    expect(() =>
      finiteDifference({ shape: [9], fields: { ux: { derivative: [2], upwind: 1 } }, rate }),
    ).toThrow(/single first derivative/);
    expect(() =>
      finiteDifference({ shape: [9], fields: { ux: { derivative: [1], upwind: "v" } }, rate }),
    ).toThrow(/one of the fields ux; got v/);
    expect(() => finiteDifference({ shape: [9], fields: {}, rate })).toThrow(/fields should name/);
  });
  test("orders and schemes that there are not", () => {
    const fields = { u: [0] };
    expect(() => finiteDifference({ shape: [9], accuracy: 3 as 2, fields, rate })).toThrow(
      ValueError,
    );
    expect(() => finiteDifference({ shape: [9], scheme: "rk3" as "rk4", fields, rate })).toThrow(
      /scheme/,
    );
  });
});

function expectMoments({ offsets, weights }: Stencil, derivative: number, accuracy: number): void {
  let factorial = 1;
  for (let i = 0; i < derivative + accuracy; i++) {
    if (i > 0) factorial *= i;
    const terms = offsets.map((r, j) => (weights[j] * r ** i) / factorial);
    const moment = terms.reduce((sum, term) => sum + term, 0);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 1);
    expect(Math.abs(moment - (i === derivative ? 1 : 0))).toBeLessThan(1e-14 * size);
  }
}

function upwindBurgers(shape: readonly number[], ν: number): PdeSolver {
  return finiteDifference({
    shape,
    components: 2,
    timeStep: 1 / 200,
    fields: {
      u: [0, 0],
      v: { component: 1, derivative: [0, 0] },
      ux: { derivative: [1, 0], upwind: "u" },
      uy: { derivative: [0, 1], upwind: "v" },
      vx: { component: 1, derivative: [1, 0], upwind: "u" },
      vy: { component: 1, derivative: [0, 1], upwind: "v" },
      uxx: [2, 0],
      uyy: [0, 2],
      vxx: { component: 1, derivative: [2, 0] },
      vyy: { component: 1, derivative: [0, 2] },
    },
    rate([ut, vt], { u, v, ux, uy, vx, vy, uxx, uyy, vxx, vyy }) {
      for (let x = 0; x < ut.length; x++) {
        ut[x] = ν * (uxx[x] + uyy[x]) - u[x] * ux[x] - v[x] * uy[x];
        vt[x] = ν * (vxx[x] + vyy[x]) - u[x] * vx[x] - v[x] * vy[x];
      }
    },
  });
}

/** u(−x). */
function reflected({ data, shape }: NdArray): NdArray {
  const n = data.length;
  return ndarrayOf(
    data.map((_, x) => data[(n - x) % n]),
    shape,
  );
}
