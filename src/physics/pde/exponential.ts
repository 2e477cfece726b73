/** The exact step of a linear equation, û(t + h) = e^{hL} û(t). */
import { combine, planes } from "./scheme.js";
import type { Planes, Scheme } from "./scheme.js";
import { phiFunctions } from "../phiFunctions.js";

/** The exact scheme of the symbol L. */
export function exponential(L: Planes): Scheme {
  return {
    name: "exponential",
    order: Infinity,
    stages: 0,
    stepOf(h) {
      const E = planes(L.re.length);
      const phi = new Float64Array(8);
      for (let i = 0; i < L.re.length; i++) {
        phiFunctions(h * L.re[i], h * L.im[i], phi);
        E.re[i] = phi[0];
        E.im[i] = phi[1];
      }
      return (u, _t, out) => combine(out, E, u);
    },
  };
}
