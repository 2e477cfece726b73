/** Movies on 32² points of [0, 2π]², every fourth of a finer grid, Δt = 0.01, after the protocol of PDE-Net 2.0. */
import { createRng, ndarrayOf, physics } from "kernelfield";
import type { NdArray } from "kernelfield";

export const dt = 0.01;
export const spacing = Math.PI / 16;

const FINE = [128, 128];

/** Movies of an equation to learn from, clean, and others to judge by. */
export interface Movies {
  /** u[s, t, c, x, y] of 12 samples and 40 steps. */
  readonly seen: NdArray;
  /** u[s, t, c, x, y] of 4 samples. */
  readonly unseen: NdArray;
}

/** Burgers with ν = 0.05: fields of waves up to 4 and of magnitude 1.5, shifted by up to 1.5; every second one a time of 0.5 later. */
export async function burgers(data = 0): Promise<Movies> {
  const solver = physics.burgers({ shape: FINE, viscosity: 0.05, timeStep: 0.0025 });
  const rng = createRng(data);
  const waves = { components: 2, frequency: 4, normalize: true, amplitude: 1.5, shift: 1.5 };
  const fields = (samples: number): NdArray =>
    physics.randomFourier(FINE, { samples, ...waves }, rng.split());
  const early = await solver.solve(fields(6), { interval: dt, steps: 40 });
  const grown = await solver.solve(fields(6), { times: [0, 0.5] });
  const late = await solver.solve(grown.u.pick(null, 1), { interval: dt, steps: 40 });
  const unseen = await solver.solve(fields(4), { interval: dt, steps: 100 });
  return { seen: coarse(joined(early.u, late.u)), unseen: coarse(unseen.u) };
}

/** Heat with ν = 0.1, exact: the fields of the protocol, of magnitude 2 and shifted by up to 2. */
export async function heat(data = 0): Promise<Movies> {
  const solver = physics.heat({ shape: FINE, diffusivity: 0.1 });
  const rng = createRng(data);
  const waves = { frequency: 4, normalize: true, amplitude: 2, shift: 2 };
  const movie = async (samples: number, steps: number): Promise<NdArray> => {
    const u0 = physics.randomFourier(FINE, { samples, ...waves }, rng.split());
    return coarse((await solver.solve(u0, { interval: dt, steps })).u);
  };
  return { seen: await movie(28, 20), unseen: await movie(8, 200) };
}

/** The movies with noise of 0.001 of the standard deviation of the first frame on every frame. */
export function noisy(u: NdArray, seed: number): NdArray {
  return physics.observe(u, { noise: 0.001 }, createRng(seed)).u;
}

function coarse(u: NdArray): NdArray {
  return physics.observe(u, { stride: 4 }, createRng(0)).u;
}

function joined(a: NdArray, b: NdArray): NdArray {
  const out = new Float64Array(a.data.length + b.data.length);
  out.set(a.data);
  out.set(b.data, a.data.length);
  return ndarrayOf(out, [a.shape[0] + b.shape[0], ...a.shape.slice(1)]);
}
