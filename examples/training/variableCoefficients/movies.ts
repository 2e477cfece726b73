/**
 * Movies of one field on [0, 2π]², after the protocol of PDE-Net: convection with coefficients that depend on place, and a
 * source that depends on u. Long, Lu, Ma and Dong, ICML 2018.
 */
import { createRng, ndarrayOf, physics } from "kernelfield";
import type { NdArray, Rng } from "kernelfield";

/** Movies to learn from, and others to judge by. */
export interface Movies {
  readonly dt: number;
  readonly spacing: number;
  readonly seen: Film;
  readonly unseen: Film;
}

/** A movie with noise on every frame, and without. */
export interface Film {
  /** u[s, t, c, x, y]. */
  readonly u: NdArray;
  readonly clean: NdArray;
  /** The place of point 0 of every sample. */
  readonly origins: readonly (readonly number[])[];
}

const [SAMPLES, SEEN, UNSEEN] = [24, 20, 60];
const WAVES = { samples: SAMPLES, frequency: [4, 7], amplitude: 0.4 } as const;

/** c_x of convection in [0, 2π]². */
export const convectionX = (x: number, y: number): number => 2 * (Math.cos(y) + Math.sin(x)) + 0.8;

/** c_y, whose second derivative jumps from 2π to 0. */
export const convectionY = (x: number, y: number): number =>
  0.5 * (Math.cos(y) + x * (2 * Math.PI - x) * Math.sin(x)) + 0.6;

/** u_t = c_x u_x + c_y u_y + 0.3 u_xx + 0.2 u_yy: every fifth of 250² points from drawn ones on, and noise of 0.015. */
export async function convection(data = 0): Promise<Movies> {
  const points = 250;
  const [fine, stride, dt] = [[points, points], 5, 0.015];
  const h = (2 * Math.PI) / points;
  const against = (c: (x: number, y: number) => number): NdArray =>
    ndarrayOf(
      Float64Array.from(
        { length: points ** 2 },
        (_, i) => -c(h * Math.floor(i / points), h * (i % points)),
      ),
      fine,
    );
  const velocity = [against(convectionX), against(convectionY)];
  const solver = physics.advectionDiffusion({
    shape: fine,
    velocity,
    diffusivity: [0.3, 0.2],
    timeStep: dt,
  });
  const film = async (steps: number, rng: Rng): Promise<Film> => {
    const u0 = physics.randomFourier(fine, WAVES, rng.split());
    const { u } = await solver.solve(u0, { interval: dt, steps });
    const { u: clean, offsets } = physics.observe(u, { stride, offset: "random" }, rng.split());
    const origins = Array.from({ length: SAMPLES }, (_, s) => [
      h * offsets.get(s, 0),
      h * offsets.get(s, 1),
    ]);
    return { u: physics.observe(clean, { noise: 0.015 }, rng.split()).u, clean, origins };
  };
  const rng = createRng(data);
  return {
    dt,
    spacing: stride * h,
    seen: await film(SEEN, rng.split()),
    unseen: await film(UNSEEN, rng.split()),
  };
}

/** f(u) of `source`. */
export const reaction = (u: number): number => 15 * Math.sin(u);

/** u_t = 0.3 ∇²u + 15 sin u, and u = 0 on the border: every second of 99² points within it, and noise of 0.01. */
export async function source(data = 0): Promise<Movies> {
  const inside = 99;
  const dt = 0.01;
  const h = (2 * Math.PI) / (inside + 1);
  const shape = [2 * (inside + 1), 2 * (inside + 1)];
  const kinetics = {
    components: 1,
    rate: ([R]: readonly Float64Array[], [u]: readonly Float64Array[]): void =>
      u.forEach((value, x) => (R[x] = reaction(value))),
  };
  const lengths = [4 * Math.PI, 4 * Math.PI];
  const solver = physics.reactionDiffusion({
    shape,
    lengths,
    diffusivity: 0.3,
    kinetics,
    timeStep: dt,
    dealias: 1,
  });
  const film = async (steps: number, rng: Rng): Promise<Film> => {
    const u0 = betweenWalls(physics.randomFourier([inside + 1, inside + 1], WAVES, rng.split()));
    const { u } = await solver.solve(physics.oddExtension(u0), { interval: dt, steps });
    const clean = physics.withinBorder(physics.observe(u, { stride: 2 }, 0).u, 2);
    const origins = Array.from({ length: SAMPLES }, () => [0, 0]);
    return { u: physics.observe(clean, { noise: 0.01 }, rng.split()).u, clean, origins };
  };
  const rng = createRng(data);
  return {
    dt,
    spacing: 2 * h,
    seen: await film(SEEN, rng.split()),
    unseen: await film(UNSEEN, rng.split()),
  };
}

/** 16 ξ(1 − ξ) η(1 − η) u[s, 0, x, y], with ξ and η from 0 to 1: it vanishes on the walls, and is given between them. */
function betweenWalls(u: NdArray): NdArray {
  const [samples, , points] = u.shape;
  const inside = points - 1;
  const arch = (i: number): number => 4 * (i / points) * (1 - i / points);
  const out = new Float64Array(samples * inside ** 2);
  for (let at = 0; at < out.length; at++) {
    const [s, i, j] = [
      Math.floor(at / inside ** 2),
      1 + (Math.floor(at / inside) % inside),
      1 + (at % inside),
    ];
    out[at] = arch(i) * arch(j) * u.get(s, 0, i, j);
  }
  return ndarrayOf(out, [samples, 1, inside, inside]);
}
