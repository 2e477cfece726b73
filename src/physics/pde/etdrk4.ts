/**
 * Exponential time differencing of order 4: with z = hL,
 *
 *   a = e^{z/2} u + Q N(u, t),      b = e^{z/2} u + Q N(a, t + h/2),      Q = h/2 φ_1(z/2),
 *   c = e^{z/2} a + Q (2 N(b, t + h/2) − N(u, t)),
 *   u₊ = e^z u + f_1 N(u, t) + 2 f_2 (N(a, t + h/2) + N(b, t + h/2)) + f_3 N(c, t + h),
 *
 *   f_1 = h (φ_1 − 3φ_2 + 4φ_3),    f_2 = h (φ_2 − 2φ_3),    f_3 = h (4φ_3 − φ_2)   at z.
 *
 * The linear part is exact, however stiff. Cox and Matthews, J. Comput. Phys. 176 (2002) 430.
 */
import { phiFunctions } from "../phiFunctions.js";
import { addProduct, combine, planes } from "./scheme.js";
import type { Planes, Rate, Scheme } from "./scheme.js";

/** The scheme for u_t = L u + N(u, t). */
export function etdrk4(L: Planes, N: Rate): Scheme {
  const size = L.re.length;
  const [Nu, Na, Nb, Nc, a, b] = Array.from({ length: 6 }, () => new Float64Array(2 * size));
  return {
    name: "etdrk4",
    order: 4,
    stages: 0,
    stepOf(h) {
      const { E, E2, Q, f1, f2, f3 } = coefficients(L, h);
      return (u, t, out) => {
        N(u, t, Nu);
        combine(a, E2, u, Q, Nu);
        N(a, t + h / 2, Na);
        combine(b, E2, u, Q, Na);
        N(b, t + h / 2, Nb);
        for (let i = 0; i < 2 * size; i++) {
          Na[i] += Nb[i];
          Nb[i] = 2 * Nb[i] - Nu[i];
        }
        combine(b, E2, a, Q, Nb); // b is c from here on
        N(b, t + h, Nc);
        combine(out, E, u, f1, Nu);
        addProduct(out, f2, Na);
        addProduct(out, f3, Nc);
      };
    },
  };
}

/** The coefficients of a step; f2 holds 2 f_2. */
function coefficients(
  L: Planes,
  h: number,
): Readonly<Record<"E" | "E2" | "Q" | "f1" | "f2" | "f3", Planes>> {
  const size = L.re.length;
  const [E, E2, Q, f1, f2, f3] = Array.from({ length: 6 }, () => planes(size));
  const [half, full] = [new Float64Array(8), new Float64Array(8)];
  for (let i = 0; i < size; i++) {
    phiFunctions((h / 2) * L.re[i], (h / 2) * L.im[i], half);
    phiFunctions(h * L.re[i], h * L.im[i], full);
    for (const [part, plane] of [
      [0, "re"],
      [1, "im"],
    ] as const) {
      const [phi1, phi2, phi3] = [full[2 + part], full[4 + part], full[6 + part]];
      E[plane][i] = full[part];
      E2[plane][i] = half[part];
      Q[plane][i] = (h / 2) * half[2 + part];
      f1[plane][i] = h * (phi1 - 3 * phi2 + 4 * phi3);
      f2[plane][i] = 2 * h * (phi2 - 2 * phi3);
      f3[plane][i] = h * (4 * phi3 - phi2);
    }
  }
  return { E, E2, Q, f1, f2, f3 };
}
