/** Movies whose equations are known. */
import { createRng, ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

/** Points of a period of 2π. */
export const POINTS = 32;

/** Their distance. */
export const SPACING = (2 * Math.PI) / POINTS;

/** Time from frame to frame. */
export const DT = 0.05;

/** The speed and the diffusivity of `travelling`. */
export const SPEED = 0.7;
export const DIFFUSIVITY = 0.1;

/** Waves that travel and decay, exact: u[s, t, 1, x] of u_t = −0.7 u_x + 0.1 u_xx. */
export function travelling(samples: number, frames: number, dt = DT): NdArray {
  const rng = createRng(7);
  const data = Array.from({ length: samples }, () => {
    const waves = [1, 2, 3, 4].map((k) => ({
      k,
      size: rng.normal() / k,
      phase: 6 * rng.uniform(),
    }));
    return Array.from({ length: frames * POINTS }, (_, i) => {
      const [t, x] = [dt * Math.floor(i / POINTS), SPACING * (i % POINTS)];
      return waves.reduce(
        (sum, { k, size, phase }) =>
          sum + size * Math.exp(-DIFFUSIVITY * k * k * t) * Math.cos(k * (x - SPEED * t) + phase),
        0,
      );
    });
  });
  return ndarrayOf(Float64Array.from(data.flat()), [samples, frames, 1, POINTS]);
}

/** Frames that have nothing to do with each other. */
export function whiteNoise(samples: number, frames: number): NdArray {
  const rng = createRng(3);
  const data = Float64Array.from({ length: samples * frames * POINTS }, () => rng.normal());
  return ndarrayOf(data, [samples, frames, 1, POINTS]);
}
