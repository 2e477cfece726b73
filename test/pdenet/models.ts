/** Small models of every kind, and the movies that they are of. */
import { ndarrayOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { fit, fromEquation, linear, ownRate, symbolic } from "../../src/pdenet/index.js";
import type { PdeModel, PdeNetwork } from "../../src/pdenet/index.js";

/** Waves of two lengths that decay on n points of [0, 2π): u[s, t, 1, x] of u_t = 0.1 u_xx, exact. */
export function heatMovies(n: number, samples = 1, frames = 4, dt = 0.1): NdArray {
  const data = Float64Array.from({ length: samples * frames * n }, (_, i) => {
    const [x, t, s] = [(2 * Math.PI * (i % n)) / n, Math.floor(i / n) % frames, i / (n * frames)];
    const phase = 0.7 * Math.floor(s);
    const decay = (k: number): number => Math.exp(-0.1 * k * k * dt * t);
    return decay(1) * Math.sin(x + phase) + 0.5 * decay(2) * Math.cos(2 * x - 2 * phase);
  });
  return ndarrayOf(data, [samples, frames, 1, n]);
}

/** The equation u_t = 0.1 u_xx. */
export const HEAT = {
  names: ["u"],
  axes: ["x"],
  terms: [
    [
      {
        factors: [{ component: 0, order: [2] }],
        derivative: null,
        coefficient: 0.1,
        contribution: 1,
        interval: null,
      },
    ],
  ],
  remainder: [0],
};

/** Networks of every kind that can be saved. */
export const NETWORKS: Readonly<Record<string, PdeNetwork>> = {
  symbolic: symbolic({ size: 5, products: 2 }),
  upwind: symbolic({ size: 5, accuracy: 2, products: 1, scheme: "upwind" }),
  frozen: symbolic({ size: 5, accuracy: "frozen", border: "zero" }),
  constant: linear({ size: 5, coefficients: { kind: "constant" } }),
  lagrange: linear({ size: 5, coefficients: { kind: "lagrange", cells: 3 }, carrier: 1 }),
  trigonometric: linear({ size: 5, coefficients: { kind: "trigonometric", frequency: 2 } }),
  source: linear({
    size: 5,
    coefficients: { kind: "constant" },
    source: { cells: 4, degree: 2, from: -2, to: 2 },
  }),
  equation: fromEquation(HEAT, { size: 5 }),
};

/** One that cannot. */
export const OWN = ownRate({ size: 5, parameters: { nu: 0.1 }, rate: (see) => [see(0, [2])] });

/** A model that has begun and has not been trained. */
export async function modelOf(network: PdeNetwork, n = 12): Promise<PdeModel> {
  const spacing = (2 * Math.PI) / n;
  const { model } = await fit(heatMovies(n), 0.1, { network, spacing, schedule: [] });
  return model;
}
