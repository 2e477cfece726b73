/**
 * Taylor and Green's vortices, an exact solution of two-dimensional flow: with k_a = 2π m / ℓ_a,
 *
 *   ω(x, t) = A cos(k_x x) cos(k_y y) e^{−ν |k|² t} .
 *
 * ψ = ω/|k|² is a function of ω, so nothing is carried anywhere; the vortices only fade.
 *
 * Taylor and Green, Proceedings of the Royal Society A 158 (1937) 499.
 */
import { checkInteger, checkNumber, ShapeError } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { boxOf, fieldOf } from "./box.js";
import type { BoxOptions } from "./box.js";

/** Options of `taylorGreen`. */
export interface TaylorGreenOptions extends Pick<BoxOptions, "lengths"> {
  /** A, per time. Default 2: with the other defaults the velocity is at most 1. */
  readonly amplitude?: number;
  /** m, waves along every axis. Default 1. */
  readonly waves?: number;
  /** ν t, in length². Default 0: the start. */
  readonly decay?: number;
}

/**
 * The vorticity of Taylor and Green's vortices.
 * @param shape cells along x and y
 * @returns ω[1, 1, x, y]
 * @throws ShapeError for a grid that is not 2-D
 * @throws ValueError for waves or a decay out of range
 */
export function taylorGreen(
  shape: readonly number[],
  { amplitude = 2, waves = 1, decay = 0, lengths }: TaylorGreenOptions = {},
): NdArray {
  const where = "physics.taylorGreen";
  const box = boxOf({ shape, lengths }, where);
  if (box.shape.length !== 2) {
    throw new ShapeError(`${where}: shape should have two axes, x and y; got ${box.shape.length}.`);
  }
  checkNumber(amplitude, -Infinity, Infinity, `${where}: amplitude`);
  checkInteger(waves, 1, Infinity, `${where}: waves`);
  checkNumber(decay, 0, Infinity, `${where}: decay`);
  const [kx, ky] = box.lengths.map((length) => (2 * Math.PI * waves) / length);
  const A = amplitude * Math.exp(-decay * (kx * kx + ky * ky));
  return fieldOf(shape, ([x, y]) => A * Math.cos(kx * x) * Math.cos(ky * y), { lengths });
}
