/** Advection and diffusion in space, another speed and another diffusivity along every axis. */
import { createRng, pdenet, physics } from "kernelfield";
import { seen } from "./movies.js";
import type { Problem } from "./problem.js";

const [FINE, STRIDE] = [32, 2];
const LENGTH = 2 * Math.PI;

export const space: Problem = {
  name: "advection–diffusion in space",
  equation: "u_t = −u_x − 0.5 u_y + 0.5 u_z + 0.1 u_xx + 0.2 u_yy + 0.05 u_zz",
  truth: [{ u_x: -1, u_y: -0.5, u_z: 0.5, u_xx: 0.1, u_yy: 0.2, u_zz: 0.05 }],
  spacing: (LENGTH * STRIDE) / FINE,
  dt: 0.05,
  movies(seed) {
    const solver = physics.advectionDiffusion({
      shape: [FINE, FINE, FINE],
      velocity: [1, 0.5, -0.5],
      diffusivity: [0.1, 0.2, 0.05],
    });
    const drawn = { frequency: 2, normalize: true, amplitude: 1 } as const;
    return seen(solver, drawn, { interval: 0.05, stride: STRIDE }, createRng(100 * seed + 4));
  },
  library: { kind: "products", degree: 2, maxOrder: 2 },
  weakLibrary: { kind: "conservative", degree: 2, maxOrder: 2 },
  weak: { halfWidth: 6 },
  network: pdenet.symbolic({ size: [5, 5, 5], products: 1 }),
  fit: { windows: 8, maxIterations: 20 },
};
