/** Functions to minimise, with their gradients. */
import type { Evaluation } from "../../../src/nn/index.js";

/** Rosenbrock's: Σ 100 (x[i + 1] − x[i]²)² + (1 − x[i])², with f = 0 at (1, 1, …). */
export function rosenbrock(x: Float64Array): Evaluation {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1] - x[i] * x[i];
    const rest = 1 - x[i];
    value += 100 * bend * bend + rest * rest;
    gradient[i] -= 400 * x[i] * bend + 2 * rest;
    gradient[i + 1] += 200 * bend;
  }
  return { value, gradient };
}

/** (−1.2, 1, −1.2, 1, …). */
export function rosenbrockStart(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
}

/** ½ Σ c_i (x_i − 1)². */
export function diagonalQuadratic(curvatures: readonly number[]) {
  return (x: Float64Array): Evaluation => ({
    value: curvatures.reduce((sum, c, i) => sum + (c / 2) * (x[i] - 1) ** 2, 0),
    gradient: x.map((xi, i) => curvatures[i] * (xi - 1)),
  });
}

/** The same function with a constant added to its values. */
export function lifted(f: (x: Float64Array) => Evaluation, constant: number) {
  return (x: Float64Array): Evaluation => {
    const { value, gradient } = f(x);
    return { value: value + constant, gradient };
  };
}
