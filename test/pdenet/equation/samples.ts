/** Equations and fields that several tests look at. */
import type { Equation, Factor, Term } from "../../../src/pdenet/index.js";

/** A term with what a test says of it. */
export function term(
  coefficient: number,
  factors: readonly Factor[],
  more: Partial<Term> = {},
): Term {
  return { factors, derivative: null, coefficient, contribution: NaN, interval: null, ...more };
}

/** ∂^o of component c. */
export function factor(component: number, ...order: number[]): Factor {
  return { component, order };
}

const [u, v] = [factor(0, 0, 0), factor(1, 0, 0)];

/** u_t + u u_x + v u_y = 0.05 (u_xx + u_yy), and v alike. */
export const BURGERS: Equation = {
  names: ["u", "v"],
  axes: ["x", "y"],
  terms: [0, 1].map((c) => [
    term(-1, [u, factor(c, 1, 0)], { contribution: 0.6 }),
    term(-1, [v, factor(c, 0, 1)], { contribution: 0.5 }),
    term(0.05, [factor(c, 2, 0)], { contribution: 0.2 }),
    term(0.05, [factor(c, 0, 2)], { contribution: 0.1 }),
  ]),
  remainder: [0, 0],
};
