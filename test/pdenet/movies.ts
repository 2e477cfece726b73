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
export function changed(
  { data, shape }: NdArray,
  change: (value: number, index: number) => number,
): NdArray {
  return ndarrayOf(Float64Array.from(data, change), shape);
}

/** Two components on a circle that fall with different times, e^{−t} and e^{−2t}, of two waves each: u[s, t, c, x]. */
export function decayingMovies(samples: number, points: number, steps = 4, dt = 0.05): NdArray {
  const shape = [samples, steps + 1, 2, points];
  const data = Float64Array.from({ length: samples * (steps + 1) * 2 * points }, (_, i) => {
    const [x, c] = [i % points, Math.floor(i / points) % 2];
    const [t, s] = [
      Math.floor(i / (2 * points)) % (steps + 1),
      Math.floor(i / (2 * points * (steps + 1))),
    ];
    const θ = (2 * Math.PI * x) / points;
    const waves = Math.sin(θ + s) + 0.5 * Math.cos((2 + c) * θ - 2 * s);
    return Math.exp(-(1 + c) * t * dt) * waves;
  });
  return ndarrayOf(data, shape);
}
