import { describe, expect, test } from "vitest";
import { finiteDifference, semilinear, fieldOf } from "../../../src/physics/index.js";
import type { PdeSolver, SpectralScheme } from "../../../src/physics/index.js";
import { phiFunctions } from "../../../src/physics/phiFunctions.js";
import { distance, lastFrame, orders } from "./fields.js";

/** Convection, diffusion and dispersion under a force that changes in time: u_t = .1 u_xx − .02 u_xxx − u u_x + f. */
function driven(timeStep: number, scheme: SpectralScheme): PdeSolver {
  return semilinear({
    shape: [24],
    timeStep,
    scheme,
    linear: ([k]) => ({ re: -0.1 * k * k, im: 0.02 * k ** 3 }),
    fields: { u: [0], ux: [1] },
    nonlinear([n], { u, ux }, t) {
      for (let x = 0; x < n.length; x++) {
        n[x] = -u[x] * ux[x] + Math.cos(3 * t) * Math.sin((2 * Math.PI * x) / n.length);
      }
    },
  });
}

const start = fieldOf([24], ([x]) => 0.5 + Math.cos(x));
const span = { times: [0, 1] };

describe("errors in time", () => {
  const cases = [
    ["etdrk4", 4],
    ["imex", 3],
    ["rk4", 4],
  ] as const;
  for (const [scheme, order] of cases) {
    test(`${scheme} has order ${order}`, async () => {
      const exact = lastFrame(await driven(1 / 1024, "etdrk4").solve(start, span));
      const errors: number[] = [];
      for (const steps of [32, 64, 128]) {
        errors.push(distance(lastFrame(await driven(1 / steps, scheme).solve(start, span)), exact));
      }
      // Where the next power of h still counts, the order is seen to a few hundredths.
      orders(errors).forEach((seen) => expect(Math.abs(seen - order)).toBeLessThan(0.2));
      expect(errors[2]).toBeLessThan(order === 3 ? 1e-5 : 1e-7);
    });
  }
  test("euler, rk2 and rk4 of the method of lines have orders 1, 2 and 4", async () => {
    const solver = (scheme: "euler" | "rk2" | "rk4", timeStep: number): PdeSolver =>
      finiteDifference({
        shape: [24],
        timeStep,
        scheme,
        fields: { u: [0], ux: [1], uxx: [2] },
        rate([n], { u, ux, uxx }, t) {
          for (let x = 0; x < n.length; x++) {
            n[x] =
              0.2 * uxx[x] -
              u[x] * ux[x] +
              Math.cos(3 * t) * Math.sin((2 * Math.PI * x) / n.length);
          }
        },
      });
    const exact = lastFrame(await solver("rk4", 1 / 2048).solve(start, span));
    for (const [scheme, order] of [
      ["euler", 1],
      ["rk2", 2],
      ["rk4", 4],
    ] as const) {
      const errors: number[] = [];
      for (const steps of [64, 128, 256]) {
        errors.push(distance(lastFrame(await solver(scheme, 1 / steps).solve(start, span)), exact));
      }
      orders(errors).forEach((seen) => expect(Math.abs(seen - order)).toBeLessThan(0.2));
    }
  });
  test("etdrk4 keeps a steady state of a stiff equation, whatever the step", async () => {
    // u_t = u_xx + (sin x + u − u): the steady state is sin x, and L and N cancel there.
    const solver = semilinear({
      shape: [64],
      timeStep: 5,
      linear: ([k]) => -(k ** 2),
      fields: { u: [0] },
      nonlinear([n]) {
        for (let x = 0; x < n.length; x++) n[x] = Math.sin((2 * Math.PI * x) / n.length);
      },
    });
    const steady = fieldOf([64], ([x]) => Math.sin(x));
    const later = lastFrame(await solver.solve(steady, { times: [0, 50] }));
    expect(distance(later, steady)).toBeLessThan(1e-14);
  });
});

describe("φ functions", () => {
  test("agree with their mean over a circle, where nothing cancels", () => {
    const out = new Float64Array(8);
    const points = [
      [0, 0],
      [1e-9, 0],
      [-0.3, 0.2],
      [0.999, 0],
      [1.001, 0],
      [0, -1.0001],
      [-1, 1],
      [2, 3],
      [-40, 5],
      [-2000, 0],
    ];
    for (const [re, im] of points) {
      phiFunctions(re, im, out);
      circleMean(re, im).forEach((expected, i) => {
        // Values are at most e^{|z|}; each step of the recurrence loses a bit or two at |z| = 1.
        expect(Math.abs(out[i] - expected)).toBeLessThan(4e-15 * Math.max(1, Math.exp(re)));
      });
    }
  });
});

/** φ_0 … φ_3 by Cauchy's formula over 64 points of a circle of radius 2, or 4 where that one would pass by 0. */
function circleMean(re: number, im: number): number[] {
  const count = 64;
  const size = Math.hypot(re, im);
  const radius = Math.abs(size - 2) < 1 ? 4 : 2;
  const mean = new Array<number>(8).fill(0);
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * (i + 0.5)) / count;
    const z = [re + radius * Math.cos(angle), im + radius * Math.sin(angle)];
    const square = z[0] ** 2 + z[1] ** 2;
    let value = [Math.exp(z[0]) * Math.cos(z[1]), Math.exp(z[0]) * Math.sin(z[1])];
    for (let j = 0, inverse = 1; j <= 3; j++, inverse /= j) {
      mean[2 * j] += value[0] / count;
      mean[2 * j + 1] += value[1] / count;
      const [p, q] = [value[0] - inverse, value[1]];
      value = [(p * z[0] + q * z[1]) / square, (q * z[0] - p * z[1]) / square];
    }
  }
  return mean;
}
