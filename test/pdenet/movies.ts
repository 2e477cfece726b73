/** Movies with known equations, for tests that learn. */
import { ndarrayOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { burgers, heat, randomFourier } from "../../src/physics/index.js";

/** What is filmed. */
export interface FilmOptions {
  readonly shape?: readonly number[];
  readonly samples?: number;
  /** Intervals after the first frame. */
  readonly steps?: number;
  readonly dt?: number;
  readonly frequency?: number;
  readonly seed?: number;
}

/** u_t = ν ∇²u on [0, 2π]ⁿ, exact. */
export async function heatMovies(ν: number, options: FilmOptions = {}): Promise<NdArray> {
  const { shape = [16], samples = 4, steps = 4, dt = 0.1, frequency = 3, seed = 1 } = options;
  const u0 = randomFourier(shape, { samples, frequency, normalize: true }, seed);
  const { u } = await heat({ shape, diffusivity: ν }).solve(u0, { interval: dt, steps });
  return u;
}

/** u_t + u·∇u = ν ∇²u on [0, 2π]ⁿ. */
export async function burgersMovies(ν: number, options: FilmOptions = {}): Promise<NdArray> {
  const { shape = [24], samples = 4, steps = 4, dt = 0.05, frequency = 2, seed = 1 } = options;
  const components = shape.length;
  const u0 = randomFourier(shape, { samples, components, frequency, normalize: true }, seed);
  const solver = burgers({ shape, viscosity: ν, timeStep: dt / 4 });
  const { u } = await solver.solve(u0, { interval: dt, steps });
  return u;
}

/** The numbers of an array as others, in the same shape. */
export function changed({ data, shape }: NdArray, change: (value: number) => number): NdArray {
  return ndarrayOf(Float64Array.from(data, change), shape);
}
