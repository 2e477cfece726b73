/**
 * The implicit-explicit Runge–Kutta scheme ARS(4,4,3) of order 3: the linear part implicit and L-stable, the
 * rest explicit. Stage i = 1 … 4 with u_0 = u and γ = 1/2,
 *
 *   (1 − hγL) u_i = u + h Σ_{0<j<i} A_ij L u_j + h Σ_{j<i} Â_ij N(u_j, t + c_j h),      u₊ = u_4.
 *
 * Ascher, Ruuth and Spiteri, Applied Numerical Mathematics 25 (1997) 151.
 */
import { combine, planes } from "./scheme.js";
import type { Planes, Rate, Scheme } from "./scheme.js";

const GAMMA = 1 / 2;

/** A_ij of the stages j = 1 … i − 1. */
const IMPLICIT = [[], [1 / 6], [-1 / 2, 1 / 2], [3 / 2, -3 / 2, 1 / 2]];

/** Â_ij of the stages j = 0 … i − 1. */
const EXPLICIT = [
  [1 / 2],
  [11 / 18, 1 / 18],
  [5 / 6, -5 / 6, 1 / 2],
  [1 / 4, 7 / 4, 3 / 4, -7 / 4],
];

/** c_j of the stages j = 0 … 3. */
const TIMES = [0, 1 / 2, 2 / 3, 1 / 2];

/** The scheme for u_t = L u + N(u, t). */
export function imex(L: Planes, N: Rate): Scheme {
  const size = L.re.length;
  const arrays = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(2 * size));
  const [Lu, Nu, [sum]] = [arrays(4), arrays(4), arrays(1)];
  return {
    name: "imex",
    order: 3,
    stages: 0,
    stepOf(h) {
      const inverse = implicitInverse(L, h);
      return (u, t, out) => {
        for (let i = 0; i < 4; i++) {
          N(i === 0 ? u : out, t + TIMES[i] * h, Nu[i]);
          if (i > 0) combine(Lu[i], L, out);
          sum.set(u);
          IMPLICIT[i].forEach((a, j) => addScaled(sum, h * a, Lu[j + 1]));
          EXPLICIT[i].forEach((a, j) => addScaled(sum, h * a, Nu[j]));
          combine(out, inverse, sum);
        }
      };
    },
  };
}

/** 1 / (1 − hγL). */
function implicitInverse(L: Planes, h: number): Planes {
  const inverse = planes(L.re.length);
  for (let i = 0; i < L.re.length; i++) {
    const [p, q] = [1 - h * GAMMA * L.re[i], -h * GAMMA * L.im[i]];
    inverse.re[i] = p / (p * p + q * q);
    inverse.im[i] = -q / (p * p + q * q);
  }
  return inverse;
}

function addScaled(out: Float64Array, a: number, v: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += a * v[i];
}
