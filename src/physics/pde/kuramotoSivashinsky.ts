/**
 * The Kuramoto–Sivashinsky equation, in which long waves grow, short ones decay, and convection passes energy
 * from the ones to the others: chaos in space and time. In 1-D for the slope u of a front,
 *
 *   u_t = −u u_x − u_xx − u_xxxx,
 *
 * and in 2-D and 3-D for its height, seen from the mean height,
 *
 *   u_t = −½ (|∇u|² − ⟨|∇u|²⟩) − ∇²u − ∇⁴u.
 *
 * Both keep the mean of u. Waves with |k| < 1 grow, fastest at 1/√2: a box should be several times 2π√2 long.
 *
 * Kuramoto and Tsuzuki, Progress of Theoretical Physics 55 (1976) 356; Sivashinsky, Acta Astronautica 4
 * (1977) 1177.
 */
import { boxOf } from "./box.js";
import { createSemilinear } from "./semilinear.js";
import type { SpectralOptions } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";
import { laplacian } from "./symbols.js";
import { slopes } from "./unknowns.js";

/** The solver of the Kuramoto–Sivashinsky equation. Errors as `semilinear`. */
export function kuramotoSivashinsky(options: SpectralOptions): PdeSolver {
  const where = "physics.kuramotoSivashinsky";
  const axes = boxOf(options, where).shape.length;
  const linear = (k: readonly number[]): number => -laplacian(k) - laplacian(k) ** 2;
  if (axes === 1) {
    return createSemilinear(
      {
        ...options,
        linear,
        fields: { u: [0], ux: [1] },
        nonlinear([n], { u, ux }) {
          for (let x = 0; x < n.length; x++) n[x] = -u[x] * ux[x];
        },
      },
      where,
    );
  }
  const { fields, names } = slopes(0, axes);
  return createSemilinear(
    {
      ...options,
      linear,
      fields,
      outputs: [{ symbol: (k) => (laplacian(k) === 0 ? 0 : 1) }],
      nonlinear([n], at) {
        n.fill(0);
        for (const name of names) {
          const slope = at[name];
          for (let x = 0; x < n.length; x++) n[x] -= (slope[x] * slope[x]) / 2;
        }
      },
    },
    where,
  );
}
