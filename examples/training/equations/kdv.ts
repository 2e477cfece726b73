/** Korteweg and de Vries: u_t = −6 u u_x − u_xxx, waves that disperse and steepen. */
import { createRng, pdenet, physics } from "kernelfield";
import { seen } from "./movies.js";
import type { Problem } from "./problem.js";

const LENGTH = 24;
const [FINE, STRIDE] = [256, 4];

export const kdv: Problem = {
  name: "Korteweg–de Vries",
  equation: "u_t = −6 u u_x − u_xxx",
  truth: [{ "u*u_x": -6, u_xxx: -1 }],
  spacing: (LENGTH * STRIDE) / FINE,
  dt: 0.02,
  movies(seed) {
    const solver = physics.semilinear({
      shape: [FINE],
      lengths: LENGTH,
      linear: ([k]) => ({ re: 0, im: k ** 3 }),
      fields: { u: [0] },
      outputs: [{ derivative: [1] }],
      nonlinear: ([flux], { u }) => u.forEach((value, x) => (flux[x] = -3 * value * value)),
      timeStep: 0.002,
    });
    const rng = createRng(100 * seed + 1);
    const drawn = { frequency: 3, normalize: true, amplitude: 1, shift: 0.5 } as const;
    return seen(solver, drawn, { interval: 0.02, stride: STRIDE }, rng);
  },
  library: { kind: "products", degree: 2, maxOrder: 3 },
  weakLibrary: { kind: "conservative", degree: 2, maxOrder: 3 },
  weak: { halfWidth: 12 },
  network: pdenet.symbolic({ maxOrder: 3, size: 9, products: 2, stepper: "rk4" }),
  fit: { windows: 32 },
};
