/** A field that is carried, and spread along axes that are not those of the grid, whose spacings differ. */
import { createRng, pdenet, physics } from "kernelfield";
import { seen } from "./movies.js";
import type { Problem } from "./problem.js";

const FINE = [96, 64];
const STRIDE = 2;
const LENGTHS = [2 * Math.PI, 5];

export const anisotropic: Problem = {
  name: "anisotropic advection–diffusion",
  equation: "u_t = 0.5 u_x − 0.3 u_y + 0.2 u_xx + 0.12 u_xy + 0.08 u_yy",
  truth: [{ u_x: 0.5, u_y: -0.3, u_xx: 0.2, u_xy: 0.12, u_yy: 0.08 }],
  spacing: FINE.map((n, axis) => (LENGTHS[axis] * STRIDE) / n),
  dt: 0.02,
  movies(seed) {
    const solver = physics.semilinear({
      shape: FINE,
      lengths: LENGTHS,
      linear: ([k, l]) => ({
        re: -(0.2 * k * k + 0.12 * k * l + 0.08 * l * l),
        im: 0.5 * k - 0.3 * l,
      }),
    });
    const drawn = { frequency: 5, normalize: true, amplitude: 1 } as const;
    return seen(solver, drawn, { interval: 0.02, stride: STRIDE }, createRng(100 * seed + 3));
  },
  library: { kind: "products", degree: 2, maxOrder: 2 },
  weakLibrary: { kind: "conservative", degree: 2, maxOrder: 2 },
  weak: { halfWidth: 8 },
  network: pdenet.symbolic({ size: [7, 7], products: 1 }),
  fit: { windows: 16 },
};
