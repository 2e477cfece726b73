/** Cahn and Hilliard: two phases part. Of fourth order, and the derivative of a power: Δ(φ³). */
import { createRng, ndarrayOf, pdenet, physics } from "kernelfield";
import type { Problem } from "./problem.js";

const [FINE, STRIDE, SPACING] = [64, 2, 0.5];
const [INTERVAL, STEP] = [0.02, 1e-3];

export const cahnHilliard: Problem = {
  name: "Cahn–Hilliard",
  equation: "u_t = Δ(u³ − u − Δu)",
  truth: [
    {
      ...{ "u*u*u_xx": 3, "u*u*u_yy": 3, "u*u_x*u_x": 6, "u*u_y*u_y": 6, u_xx: -1, u_yy: -1 },
      ...{ u_xxxx: -1, u_xxyy: -2, u_yyyy: -1 },
    },
  ],
  spacing: SPACING * STRIDE,
  dt: INTERVAL,
  async movies(seed) {
    const shape = [FINE, FINE];
    const solver = physics.cahnHilliard({
      shape,
      spacing: SPACING,
      timeStep: STEP,
      scheme: "exponential",
    });
    const rng = createRng(100 * seed + 5);
    const movies = async (samples: number, frames: number) => {
      const drawn = {
        samples,
        frequency: [2, 3],
        normalize: true,
        amplitude: 1,
        shift: 0.2,
      } as const;
      const start = physics.randomFourier(shape, drawn, rng.split());
      const every = Math.round(INTERVAL / STEP);
      const phi = ndarrayOf(start.data, [samples, ...shape]);
      const { trajectory } = await solver.rollout(phi, frames * every, { every });
      const u = ndarrayOf(trajectory.data, [samples, frames + 1, 1, ...shape]);
      return physics.observe(u, { stride: STRIDE }, rng.split()).u;
    };
    return { training: await movies(10, 20), test: await movies(4, 60) };
  },
  library: { kind: "conservative", degree: 3, maxOrder: 4 },
  weakLibrary: { kind: "conservative", degree: 3, maxOrder: 4 },
  weak: { halfWidth: 10 },
  network: pdenet.symbolic({ maxOrder: 4, size: [7, 7], products: 4, stepper: "rk4" }),
  fit: { windows: 8, maxIterations: 30 },
};
