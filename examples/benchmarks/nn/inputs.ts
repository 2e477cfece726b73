/** Data and start weights of a work, in files that all sides read: flat Float64 arrays in .npy. */
import { join } from "node:path";
import { createRng, ndarrayOf } from "kernelfield";
import { io } from "kernelfield/node";
import type { Message } from "../peer.js";
import { ADAM, shapesOf } from "./works.js";
import type { TrainingWork } from "./works.js";

/** Writes them; returns what a side has to be told. Values fit in Float32, so that all start alike. */
export async function prepareTraining(work: TrainingWork, folder: string): Promise<Message> {
  const rng = createRng(20);
  const arrays: string[] = [];
  for (const [i, shape] of shapesOf(work).entries()) {
    const length = shape.reduce((product, n) => product * n, 1);
    const isData = i < 2;
    // Weights as He et al. have them for ReLU, arXiv:1502.01852: variance 2 / inputs; biases are small.
    const inputs = length / shape[0];
    const spread = isData ? 1 : shape.length === 1 ? 0.1 : Math.sqrt(6 / inputs);
    const values = Float64Array.from({ length }, () =>
      Math.fround(spread * (2 * rng.uniform() - 1)),
    );
    const path = join(folder, `array${i}.npy`);
    await io.saveArray(path, ndarrayOf(values, [length]));
    arrays.push(path);
  }
  return { ...work, adam: ADAM, arrays };
}
