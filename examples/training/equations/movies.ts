/** Movies of a solver as an experiment sees them: 10 to learn from and 4, three times as long, to judge by. */
import { physics } from "kernelfield";
import type { Rng } from "kernelfield";
import type { Movies } from "./problem.js";

const [TRAINING, TEST] = [10, 4];
const [FRAMES, LONGER] = [20, 3];

/** Solves from random fields, and keeps every `stride`th point. */
export async function seen(
  solver: physics.PdeSolver,
  drawn: physics.RandomFourierOptions,
  { interval, stride }: { readonly interval: number; readonly stride: number },
  rng: Rng,
): Promise<Movies> {
  const { shape, components } = solver;
  const movies = async (samples: number, steps: number) => {
    const start = physics.randomFourier(shape, { ...drawn, samples, components }, rng.split());
    const { u } = await solver.solve(start, { interval, steps });
    return physics.observe(u, { stride }, rng.split()).u;
  };
  return { training: await movies(TRAINING, FRAMES), test: await movies(TEST, LONGER * FRAMES) };
}
