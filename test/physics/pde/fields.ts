/** What the tests of equations share. */
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { fieldOf } from "../../../src/physics/index.js";
import type { Trajectory } from "../../../src/physics/index.js";

/** max |a − b|. */
export function distance(a: NdArray, b: NdArray): number {
  if (a.data.length !== b.data.length) throw new Error("the arrays differ in size");
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i])), 0);
}

/** The last frame of a trajectory, u[s, c, …x]. */
export function lastFrame({ u, times }: Trajectory): NdArray {
  return frame(u, times.length - 1);
}

/** One frame of u[s, t, c, …x] as u[s, c, …x]. */
export function frame(u: NdArray, f: number): NdArray {
  const [samples, frames, ...rest] = u.shape;
  const size = rest.reduce((product, n) => product * n, 1);
  const data = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const at = (s * frames + f) * size;
    data.set(u.data.subarray(at, at + size), s * size);
  }
  return ndarrayOf(data, [samples, ...rest]);
}

/**
 * Hopf's and Cole's solution of Burgers' equation on [0, 2π]^d: u = −2ν ∇φ/φ with φ = b + Π_a cos x_a e^{−dνt},
 * which solves φ_t = ν∇²φ. The smaller b > 1, the steeper.
 */
export function coleHopf(shape: readonly number[], ν: number, t: number, b: number): NdArray {
  return fieldOf(shape, (x) => {
    const decay = Math.exp(-x.length * ν * t);
    const product = x.reduce((all, position) => all * Math.cos(position), decay);
    return x.map((position, a) => {
      const others = x.reduce((all, y, other) => (other === a ? all : all * Math.cos(y)), decay);
      return (2 * ν * others * Math.sin(position)) / (b + product);
    });
  });
}

/** The mean of every component of every sample and frame. */
export function means(u: NdArray, axes: number): number[] {
  const cells = u.shape.slice(u.shape.length - axes).reduce((product, n) => product * n, 1);
  return Array.from({ length: u.data.length / cells }, (_, i) => {
    const part = u.data.subarray(i * cells, (i + 1) * cells);
    return part.reduce((sum, value) => sum + value, 0) / cells;
  });
}

/** How the error falls when h is halved: log₂ of the ratios of successive errors. */
export function orders(errors: readonly number[]): number[] {
  return errors.slice(1).map((error, i) => Math.log2(errors[i] / error));
}
