/**
 * Sums and products of arrays, entry by entry. Every sum and every product is rounded to the
 * precision of the arrays, and a factor is too: vectors of either precision have the same bits.
 */
import type { Reals } from "../../core/index.js";
import type { Planes } from "./reductions.js";

/** Sums and products, entry by entry; `out` may be one of the other arrays. */
export interface Combinations {
  /** Fills out with a x. */
  scale<A extends Reals>(a: number, x: A, out: A): void;
  /** Fills out with x + y. */
  add<A extends Reals>(x: A, y: A, out: A): void;
  /** Fills out with x ∘ y. */
  multiply<A extends Reals>(x: A, y: A, out: A): void;
  /** Fills out with a x + y. */
  addScaled<A extends Reals>(a: number, x: A, y: A, out: A): void;
  /** Fills out with x ∘ y + z. */
  multiplyAdd<A extends Reals>(x: A, y: A, z: A, out: A): void;
  /** Fills out[s, channel, x] with u[s, channel, x] + bias[channel]. */
  addBias<A extends Reals>(u: A, bias: A, planes: Planes, out: A): void;
}

/** The definition. */
export const combinations: Combinations = {
  scale(a, x, out) {
    const factor = x instanceof Float32Array ? Math.fround(a) : a;
    for (let i = 0; i < out.length; i++) out[i] = factor * x[i];
  },
  add(x, y, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] + y[i];
  },
  multiply(x, y, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i];
  },
  addScaled(a, x, y, out) {
    if (x instanceof Float32Array) {
      const factor = Math.fround(a);
      for (let i = 0; i < out.length; i++) out[i] = Math.fround(factor * x[i]) + y[i];
    } else for (let i = 0; i < out.length; i++) out[i] = a * x[i] + y[i];
  },
  multiplyAdd(x, y, z, out) {
    if (x instanceof Float32Array) {
      for (let i = 0; i < out.length; i++) out[i] = Math.fround(x[i] * y[i]) + z[i];
    } else for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i] + z[i];
  },
  addBias(u, bias, { samples, channels, size }, out) {
    for (let plane = 0; plane < samples * channels; plane++) {
      const added = bias[plane % channels];
      for (let x = plane * size; x < (plane + 1) * size; x++) out[x] = u[x] + added;
    }
  },
};
