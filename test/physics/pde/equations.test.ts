import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  advectionDiffusion,
  burgers,
  fieldOf,
  fisherKpp,
  fitzHughNagumo,
  grayScott,
  kuramotoSivashinsky,
  lambdaOmega,
  navierStokes,
  randomFourier,
  reactionDiffusion,
  semilinear,
  finiteDifference,
} from "../../../src/physics/index.js";
import type { PdeSolver } from "../../../src/physics/index.js";
import { coleHopf, distance, frame, lastFrame, means } from "./fields.js";

describe("burgers", () => {
  test("gives Hopf's and Cole's solution to spectral accuracy, in one to three axes", async () => {
    const [ν, t, b] = [0.1, 0.5, 1.4];
    for (const [coarse, fine] of [
      [[24], [48]],
      [[25], [49]],
      [
        [24, 25],
        [48, 50],
      ],
    ]) {
      const errors: number[] = [];
      for (const shape of [coarse, fine]) {
        const solver = burgers({ shape, viscosity: ν, timeStep: 1 / 40 });
        const solution = await solver.solve(coleHopf(shape, ν, 0, b), { times: [0, t] });
        errors.push(distance(lastFrame(solution), coleHopf(shape, ν, t, b)));
      }
      // The waves of 1/(b + cos x) fall as (b + √(b² − 1))^−m: twice the waves, twice the digits.
      expect(errors[0]).toBeLessThan(1e-3);
      expect(errors[1]).toBeLessThan(errors[0] ** 1.6);
      expect(errors[1]).toBeLessThan(1e-6);
    }
    const shape = [12, 11, 10];
    const solver = burgers({ shape, viscosity: ν, timeStep: 1 / 20 });
    const solution = await solver.solve(coleHopf(shape, ν, 0, 4), { times: [0, t] });
    // The first wave that products leave out is m = 4: (4 + √15)⁻⁴ = 3e-4, times 2ν.
    expect(distance(lastFrame(solution), coleHopf(shape, ν, t, 4))).toBeLessThan(6e-5);
  });
  test("keeps the mean in 1-D, whose convection is a flux", async () => {
    const u0 = randomFourier([32], { samples: 2, normalize: true, shift: 1 }, 3);
    const { u } = await burgers({ shape: [32], viscosity: 0.05, timeStep: 0.01 }).solve(u0, {
      times: [0, 1],
    });
    const [a, b] = [means(frame(u, 0), 1), means(frame(u, 1), 1)];
    a.forEach((mean, s) => expect(Math.abs(b[s] - mean)).toBeLessThan(1e-14));
  });
  test("with a reaction is a λ–ω oscillator where nothing varies: u = (cos t, −sin t)", async () => {
    const solver = burgers({
      shape: [6, 5],
      viscosity: 0.1,
      kinetics: lambdaOmega(),
      timeStep: 0.05,
    });
    const solution = await solver.solve(
      fieldOf([6, 5], () => [1, 0]),
      { times: [0, 1] },
    );
    const expected = fieldOf([6, 5], () => [Math.cos(1), -Math.sin(1)]);
    expect(distance(lastFrame(solution), expected)).toBeLessThan(1e-6); // order 4, h⁴ = 6e-6
  });
});

describe("advectionDiffusion", () => {
  test("constant coefficients move and spread every wave exactly", async () => {
    const [shape, velocity, diffusivity, t] = [[16, 15], [0.7, -1.2], [0.1, 0.05], 3];
    const at = (time: number): NdArray =>
      fieldOf(shape, ([x, y]) => {
        const decay = Math.exp(-(4 * diffusivity[0] + 9 * diffusivity[1]) * time);
        return decay * Math.cos(2 * (x - velocity[0] * time) + 3 * (y - velocity[1] * time));
      });
    const solver = advectionDiffusion({ shape, velocity, diffusivity });
    expect(solver.scheme).toBe("exponential");
    const { u } = await solver.solve(at(0), { times: [0, t] });
    expect(distance(frame(u, 1), at(t))).toBeLessThan(1e-14);
  });
  test("v = sin x carries cos x along its characteristics, tan(x₀/2) = e^{−t} tan(x/2)", async () => {
    const [n, t] = [96, 1];
    const flow = fieldOf([n], ([x]) => Math.sin(x)).pick(0, 0);
    const solver = advectionDiffusion({ shape: [n], velocity: [flow], timeStep: 1 / 200 });
    const { u } = await solver.solve(
      fieldOf([n], ([x]) => Math.cos(x)),
      { times: [0, t] },
    );
    const exact = fieldOf([n], ([x]) => Math.cos(2 * Math.atan(Math.exp(-t) * Math.tan(x / 2))));
    // Waves of the solution fall as tanh(t/2)^m: 0.46³² at the last one kept; h⁴ = 6e-10.
    expect(distance(frame(u, 1), exact)).toBeLessThan(1e-9);
  });
  test("a diffusivity that varies agrees with differences of D u_xx + D_x u_x, and keeps the mean", async () => {
    const n = 48;
    const D = fieldOf([n], ([x]) => 0.3 + 0.25 * Math.cos(x)).pick(0, 0);
    const spectral = advectionDiffusion({ shape: [n], diffusivity: [D], tolerance: 1e-9 });
    const lines = finiteDifference({
      shape: [n],
      accuracy: 6,
      tolerance: 1e-9,
      fields: { ux: [1], uxx: [2] },
      rate([f], { ux, uxx }) {
        for (let i = 0; i < n; i++) {
          const x = (2 * Math.PI * i) / n;
          f[i] = D.get(i) * uxx[i] - 0.25 * Math.sin(x) * ux[i];
        }
      },
    });
    const start = fieldOf([n], ([x]) => Math.exp(Math.sin(x)));
    const [a, b] = [
      await spectral.solve(start, { times: [0, 1] }),
      await lines.solve(start, { times: [0, 1] }),
    ];
    expect(distance(a.u, b.u)).toBeLessThan(1e-5); // sixth order: (2π/48)⁶ = 5e-6
    const [before, after] = means(a.u, 1);
    expect(Math.abs(after - before)).toBeLessThan(1e-14);
  });
});

describe("kuramotoSivashinsky", () => {
  test("small waves grow by e^{(k² − k⁴)t}", async () => {
    for (const shape of [[32], [16, 18]]) {
      const solver = kuramotoSivashinsky({ shape, lengths: 6 * Math.PI, timeStep: 0.1 });
      const wave = fieldOf(shape, ([x]) => 1e-9 * Math.cos((2 * x) / 3), { lengths: 6 * Math.PI });
      const growth = Math.exp(2 * (4 / 9 - 16 / 81));
      const { u } = await solver.solve(wave, { times: [0, 2] });
      expect(Math.abs(u.data[wave.data.length] / wave.data[0] / growth - 1)).toBeLessThan(1e-8);
    }
  });
  test("keeps the mean through chaos", async () => {
    for (const [shape, lengths] of [
      [[64], 32],
      [[24, 25], 16],
    ] as const) {
      const solver = kuramotoSivashinsky({ shape, lengths, timeStep: 0.1 });
      const start = randomFourier(shape, { normalize: true, shift: 1 }, 2);
      const { u } = await solver.solve(start, { interval: 10, steps: 3 });
      const all = means(u, shape.length);
      all.forEach((mean) => expect(Math.abs(mean - all[0])).toBeLessThan(1e-12));
      expect(u.data.every((value) => Math.abs(value) < 20)).toBe(true); // it saturates
    }
  });
});

describe("reactionDiffusion", () => {
  test("keeps the rest states of its reactions, and lets diffusion act on each component", async () => {
    const shape = [8, 9];
    const rest = await reactionDiffusion({
      shape,
      diffusivity: [0.2, 0.1],
      kinetics: grayScott(),
      timeStep: 1,
    }).solve(
      fieldOf(shape, () => [1, 0]),
      { times: [0, 20] },
    );
    expect(distance(lastFrame(rest), frame(rest.u, 0))).toBeLessThan(1e-14);
    const still = {
      components: 2,
      rate: (R: readonly Float64Array[]) => R.forEach((f) => f.fill(0)),
    };
    const spreading = reactionDiffusion({
      shape,
      diffusivity: [0.2, 0.1],
      kinetics: still,
      timeStep: 1,
    });
    const wave = fieldOf(shape, ([x, y]) => [Math.cos(x), Math.sin(y)]);
    const expected = fieldOf(shape, ([x, y]) => [
      Math.exp(-0.2) * Math.cos(x),
      Math.exp(-0.1) * Math.sin(y),
    ]);
    expect(distance(spreading.step(wave), expected)).toBeLessThan(1e-14);
  });
  test("is the reactions alone where nothing varies", async () => {
    const logistic = reactionDiffusion({
      shape: [5],
      diffusivity: 1,
      kinetics: fisherKpp({ growth: 2 }),
      tolerance: 1e-10,
    });
    const grown = lastFrame(
      await logistic.solve(
        fieldOf([5], () => 0.1),
        { times: [0, 1] },
      ),
    );
    expect(Math.abs(grown.data[0] - 1 / (1 + 9 * Math.exp(-2)))).toBeLessThan(1e-9);
    // FitzHugh and Nagumo's rest: u − u³/3 = v and u + a = b v.
    const nerve = reactionDiffusion({
      shape: [5],
      diffusivity: [1, 0],
      kinetics: fitzHughNagumo(),
      timeStep: 0.1,
    });
    const u = -1.1994080352440284;
    const rest = fieldOf([5], () => [u, u - u ** 3 / 3]);
    expect(distance(nerve.step(rest), rest)).toBeLessThan(1e-12);
  });
  test("fronts of Fisher's equation run like Ablowitz's and Zeppetella's, at 5/√6", async () => {
    const [n, length] = [384, 160];
    const profile = (z: number): number => (1 + Math.exp(z / Math.sqrt(6))) ** -2;
    // Two fronts, running apart, far from their images.
    const at = (t: number): NdArray =>
      fieldOf([n], ([x]) => profile(Math.abs(x - length / 2) - 25 - (5 / Math.sqrt(6)) * t), {
        lengths: length,
      });
    const solver = reactionDiffusion({
      shape: [n],
      lengths: length,
      diffusivity: 1,
      kinetics: fisherKpp(),
      timeStep: 0.02,
    });
    const { u } = await solver.solve(at(0), { times: [0, 5] });
    expect(distance(frame(u, 1), at(5))).toBeLessThan(1e-4); // e^{−25/√6} = 4e-5: the kink in the middle
  });
});

describe("symmetries", () => {
  const cases: readonly [string, (shape: readonly number[]) => PdeSolver, number][] = [
    ["burgers", (shape) => burgers({ shape, viscosity: 0.1, timeStep: 0.01 }), 2],
    ["navierStokes", (shape) => navierStokes({ shape, viscosity: 0.1, timeStep: 0.01 }), 1],
    ["kuramotoSivashinsky", (shape) => kuramotoSivashinsky({ shape, timeStep: 0.01 }), 1],
    [
      "reactionDiffusion",
      (shape) =>
        reactionDiffusion({ shape, diffusivity: 0.1, kinetics: lambdaOmega(), timeStep: 0.01 }),
      2,
    ],
  ];
  for (const [name, make, components] of cases) {
    test(`${name} commutes with shifts, and every sample is on its own`, async () => {
      const shape = [12, 15];
      const u0 = randomFourier(shape, { samples: 2, components, normalize: true }, 4);
      const solver = make(shape);
      const frames = { interval: 0.1, steps: 2 };
      const both = await solver.solve(u0, frames);
      const moved = await solver.solve(shifted(u0, [5, 7]), frames);
      // Rounding, of values up to 1.
      expect(distance(moved.u, shifted(both.u, [5, 7]))).toBeLessThan(1e-13);
      const second = ndarrayOf(u0.data.slice(u0.data.length / 2), [1, components, ...shape]);
      const alone = await solver.solve(second, frames);
      expect(alone.u.data).toEqual(both.u.data.slice(both.u.data.length / 2));
    });
  }
  test("burgers on fields that are constant along y is burgers in 1-D, with v carried along", () => {
    const line = randomFourier([16], { normalize: true }, 6);
    const plane = fieldOf([16, 5], ([x]) => [
      line.get(0, 0, Math.round((16 * x) / (2 * Math.PI))),
      0,
    ]);
    const options = { viscosity: 0.1, timeStep: 0.01 };
    const one = burgers({ shape: [16], ...options }).step(line);
    const two = burgers({ shape: [16, 5], ...options }).step(plane);
    for (let x = 0; x < 16; x++) {
      for (let y = 0; y < 5; y++) {
        expect(Math.abs(two.get(0, 0, x, y) - one.get(0, 0, x))).toBeLessThan(1e-14);
        expect(Math.abs(two.get(0, 1, x, y))).toBeLessThan(1e-15);
      }
    }
  });
  test("exchanging x and y, and the velocities, exchanges the result of burgers", () => {
    const u = randomFourier([10, 13], { components: 2, normalize: true }, 8);
    const solver = burgers({ shape: [10, 13], viscosity: 0.1, timeStep: 0.01 });
    const other = burgers({ shape: [13, 10], viscosity: 0.1, timeStep: 0.01 });
    expect(distance(exchanged(solver.step(u)), other.step(exchanged(u)))).toBeLessThan(1e-14);
  });
});

describe("semilinear", () => {
  test("moves the soliton of Korteweg and de Vries at its speed, from ten lines", async () => {
    const [n, length, c] = [128, 30, 2];
    const kdv = semilinear({
      shape: [n],
      lengths: length,
      timeStep: 0.005,
      linear: ([k]) => ({ re: 0, im: k ** 3 }), // −∂³/∂x³
      fields: { u: [0], ux: [1] },
      nonlinear([f], { u, ux }) {
        for (let x = 0; x < u.length; x++) f[x] = -6 * u[x] * ux[x];
      },
    });
    const soliton = (t: number): NdArray =>
      fieldOf([n], ([x]) => c / 2 / Math.cosh((Math.sqrt(c) / 2) * (x - 10 - c * t)) ** 2, {
        lengths: length,
      });
    const { u } = await kdv.solve(soliton(0), { times: [0, 2] });
    expect(distance(frame(u, 1), soliton(2))).toBeLessThan(3e-6); // its tail at the face is c e^{−10√2} = 1e-6
  });
  test("a flux ∂(−u²/2)/∂x is the product −u ∂u/∂x", () => {
    const u = randomFourier([20], { normalize: true }, 1);
    const product = burgers({ shape: [20], viscosity: 0.1, timeStep: 0.01 });
    const flux = semilinear({
      shape: [20],
      timeStep: 0.01,
      linear: ([k]) => -0.1 * k * k,
      fields: { u: [0] },
      outputs: [[1]],
      nonlinear([f], at) {
        for (let x = 0; x < f.length; x++) f[x] = -(at.u[x] ** 2) / 2;
      },
    });
    expect(distance(flux.step(u), product.step(u))).toBeLessThan(1e-15);
  });
});

/** u moved by so many cells along its last two axes. */
function shifted({ data, shape }: NdArray, by: readonly [number, number]): NdArray {
  const [nx, ny] = shape.slice(-2);
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const [plane, x, y] = [Math.floor(i / (nx * ny)), Math.floor(i / ny) % nx, i % ny];
    out[(plane * nx + ((x + by[0]) % nx)) * ny + ((y + by[1]) % ny)] = data[i];
  }
  return ndarrayOf(out, shape);
}

/** u[0, c, x, y] with the axes and the components exchanged. */
function exchanged(u: NdArray): NdArray {
  const [, components, nx, ny] = u.shape;
  const out = new Float64Array(u.data.length);
  for (let c = 0; c < components; c++) {
    for (let x = 0; x < nx; x++) {
      for (let y = 0; y < ny; y++) {
        out[((components - 1 - c) * ny + y) * nx + x] = u.get(0, c, x, y);
      }
    }
  }
  return ndarrayOf(out, [1, components, ny, nx]);
}
