/**
 * Explicit Runge–Kutta schemes whose every stage leans on the one before,
 *
 *   k_i = F(u + h a_i k_{i−1}, t + h a_i),      u₊ = u + h Σ_i b_i k_i :
 *
 * Euler's, the midpoint rule and the classical scheme of order 4. With p stages and order p the stability
 * function of each is R(z) = 1 + z + … + z^p / p!.
 */
import type { Rate, Scheme } from "./scheme.js";

/** The explicit schemes. */
export type ExplicitScheme = "euler" | "rk2" | "rk4";

const TABLEAUX: Readonly<Record<ExplicitScheme, { a: readonly number[]; b: readonly number[] }>> = {
  euler: { a: [0], b: [1] },
  rk2: { a: [0, 1 / 2], b: [0, 1] },
  rk4: { a: [0, 1 / 2, 1 / 2, 1], b: [1 / 6, 1 / 3, 1 / 3, 1 / 6] },
};

/** Their names. */
export const EXPLICIT_SCHEMES = Object.keys(TABLEAUX) as ExplicitScheme[];

/** An explicit scheme for u_t = F(u, t) with `size` unknowns. */
export function rungeKutta(name: ExplicitScheme, F: Rate, size: number): Scheme {
  const { a, b } = TABLEAUX[name];
  const [k, stage] = [new Float64Array(size), new Float64Array(size)];
  return {
    name,
    order: b.length,
    stages: b.length,
    stepOf: (h) => (u, t, out) => {
      out.set(u);
      for (let i = 0; i < a.length; i++) {
        const lean = h * a[i];
        if (i > 0) for (let x = 0; x < size; x++) stage[x] = u[x] + lean * k[x];
        F(i > 0 ? stage : u, t + lean, k);
        const weight = h * b[i];
        for (let x = 0; x < size; x++) out[x] += weight * k[x];
      }
    },
  };
}
