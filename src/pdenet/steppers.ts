/**
 * One step of u_t = F(u) from u, written in operations of autodiff, so that a network learns through it:
 *
 *   euler      u + Δt F(u)
 *   midpoint   u + Δt F(u + ½ Δt F(u))
 *   rk4        u + Δt/6 (k₁ + 2 k₂ + 2 k₃ + k₄), the classical one.
 *
 * A step of order one takes part of its own error into what is learnt: for advection at speed a, a second derivative
 * of ½ a² Δt that is not in the equation.
 */
import { add, multiply } from "../autodiff/index.js";
import type { Variable } from "../autodiff/index.js";

/** How a network steps on in time. */
export type Stepper = "euler" | "midpoint" | "rk4";

/** All of them. */
export const STEPPERS: readonly Stepper[] = ["euler", "midpoint", "rk4"];

/**
 * What one step of Δt adds to u.
 * @param rate F
 */
export function increment(
  stepper: Stepper,
  rate: (u: Variable) => Variable,
  u: Variable,
  dt: Variable | number,
): Variable {
  const along = (k: Variable, factor: number): Variable =>
    add(u, multiply(multiply(factor, dt), k));
  const k1 = rate(u);
  if (stepper === "euler") return multiply(dt, k1);
  const k2 = rate(along(k1, 0.5));
  if (stepper === "midpoint") return multiply(dt, k2);
  const k3 = rate(along(k2, 0.5));
  const k4 = rate(along(k3, 1));
  const middle = multiply(2, add(k2, k3));
  return multiply(multiply(dt, 1 / 6), add(add(k1, k4), middle));
}
