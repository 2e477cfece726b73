/**
 * Losses Σ ρ(d) of differences d = x − y, and their gradients.
 *
 *   squared   d²                                         ρ′ = 2d
 *   absolute  |d|                                        ρ′ = sign d
 *   huber     ½ d², or δ (|d| − ½ δ) where |d| > δ       ρ′ = d cut to ±δ
 *
 * P. J. Huber, Annals of Mathematical Statistics 35 (1964) 73.
 */
import type { Reals } from "../../core/index.js";
import { treeSum } from "./reductions.js";

/** Name of a loss. */
export type Loss = "squared" | "absolute" | "huber";

/** Losses and their gradients. */
export interface Losses {
  /**
   * Σ ρ(x − y), summed as `sum` does.
   * @param delta where huber turns from a parabola to lines, > 0; the others have none
   */
  loss<A extends Reals>(name: Loss, x: A, y: A, delta: number): number;
  /** Fills dx, which may be x or y itself, with weight · ρ′(x − y); weight 1/N belongs to a mean. */
  lossBackward<A extends Reals>(name: Loss, x: A, y: A, delta: number, weight: number, dx: A): void;
}

/** The definition. Float32 numbers are computed with as Float64 and rounded once, at the end. */
export const losses: Losses = {
  loss(name, x, y, delta) {
    return treeSum(x.length, (terms, first, length) => {
      for (let i = 0; i < length; i++) terms[i] = valueOf(name, x[first + i] - y[first + i], delta);
    });
  },
  lossBackward(name, x, y, delta, weight, dx) {
    for (let i = 0; i < dx.length; i++) {
      dx[i] = weight * derivativeOf(name, x[i] - y[i], delta);
    }
  },
};

/** ρ(d). */
function valueOf(name: Loss, d: number, delta: number): number {
  if (name === "squared") return d * d;
  const size = Math.abs(d);
  if (name === "absolute") return size;
  return size > delta ? delta * (size - 0.5 * delta) : 0.5 * (d * d);
}

/** ρ′(d). */
function derivativeOf(name: Loss, d: number, delta: number): number {
  if (name === "squared") return 2 * d;
  if (name === "absolute") return d > 0 ? 1 : d < 0 ? -1 : d;
  return d > delta ? delta : d < -delta ? -delta : d;
}
