/** A λ–ω oscillator that diffuses: cubic in two components, whose spirals turn. */
import { createRng, pdenet, physics } from "kernelfield";
import { seen } from "./movies.js";
import type { Problem } from "./problem.js";

const [FINE, STRIDE] = [64, 2];
const LENGTH = 2 * Math.PI;

export const reaction: Problem = {
  name: "λ–ω reaction–diffusion",
  equation: "u_t = 0.1 Δu + (1 − A) u + A v,  v_t = 0.1 Δv + (1 − A) v − A u,  A = u² + v²",
  truth: [
    {
      ...{ u: 1, "u*u*u": -1, "u*v*v": -1, "u*u*v": 1, "v*v*v": 1 },
      ...{ u_xx: 0.1, u_yy: 0.1 },
    },
    {
      ...{ v: 1, "u*u*v": -1, "v*v*v": -1, "u*u*u": -1, "u*v*v": -1 },
      ...{ v_xx: 0.1, v_yy: 0.1 },
    },
  ],
  spacing: (LENGTH * STRIDE) / FINE,
  dt: 0.05,
  movies(seed) {
    const solver = physics.reactionDiffusion({
      shape: [FINE, FINE],
      diffusivity: 0.1,
      kinetics: physics.lambdaOmega(),
      dealias: 1 / 2,
      timeStep: 0.01,
    });
    const drawn = { frequency: 4, normalize: true, amplitude: 1, shift: 0.5 } as const;
    return seen(solver, drawn, { interval: 0.05, stride: STRIDE }, createRng(100 * seed + 2));
  },
  library: { kind: "products", degree: 3, maxOrder: 2 },
  weakLibrary: { kind: "conservative", degree: 3, maxOrder: 2 },
  weak: { halfWidth: 8 },
  network: pdenet.symbolic({ size: [7, 7], products: 4 }),
  fit: { windows: 16 },
};
