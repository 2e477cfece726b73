/**
 * Trains one network on strains of cells in the plane, independent pixels of any volume fraction under a pull along x,
 * and tests it on 60 unseen ones and on larger cells. Prints a line, and writes it as JSON to the folder named.
 *
 *   tsx examples/training/strains2d.ts [recurrent|feedForward|fourier] [contrast] [epochs] [seed] [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cnn, compute, metrics, microstructure, physics } from "kernelfield";
import { io } from "kernelfield/node";

const [kind = "recurrent", contrast = "10", epochs = "60", seed = "0", folder = "out"] =
  process.argv.slice(2);
const phases = { elasticModulus: [1, Number(contrast)], poissonRatio: [0.3, 0.3] };
const macroStrain = [1, 0, 0];
const element = "q1";
const problem = { ...phases, macroStrain, element };

compute.use({ threads: 1 });
const data = async (edge: number, samples: number, from: number) => {
  const m = microstructure.filteredCells([edge, edge], { samples, sigma: [0, 0] }, from);
  return { m, strain: (await physics.solveElasticity(m, phases, macroStrain, { element })).strain };
};
const training = await data(21, 400, 1);
const validation = await data(21, 60, 2);

const networks: Record<string, () => cnn.NonlinearNetwork> = {
  recurrent: () => cnn.recurrent({ axes: 2 }),
  feedForward: () => cnn.feedForward({ axes: 2 }),
  fourier: () => cnn.fourier({ grid: [21, 21], width: 16 }),
};
const network = networks[kind]();
const began = { wall: performance.now(), cpu: process.cpuUsage() };
const { model, bestEpoch } = await cnn.fit(network, training.m, training.strain, {
  problem,
  epochs: Number(epochs),
  seed: Number(seed),
  validation: { microstructures: validation.m, strains: validation.strain },
});
const { user, system } = process.cpuUsage(began.cpu);
const seconds = { wall: (performance.now() - began.wall) / 1000, cpu: (user + system) / 1e6 };

const error = async (edge: number, samples: number): Promise<number> => {
  const { m, strain } = await data(edge, samples, 3);
  const found = cnn.predict(model, m, problem).strain;
  return metrics.mase(found.pick(null, 0), strain.pick(null, 0)).mean;
};
const sizes = kind === "fourier" ? [21] : [21, 31, 63];
const bySize: Record<string, number> = {};
for (const edge of sizes) bySize[edge] = await error(edge, edge === 63 ? 10 : 60);
const { parameters } = cnn.cost(network, [21, 21]);
const row = {
  ...{ kind, contrast: Number(contrast), epochs: Number(epochs), seed: Number(seed), parameters },
  ...{ bestEpoch, seconds, mase: bySize[21], bySize, compute: compute.info() },
};
await mkdir(folder, { recursive: true });
const name = join(folder, `strains2d-${kind}-c${contrast}-${epochs}-${seed}`);
await io.saveNetwork(`${name}.npz`, model);
await io.saveFile(`${name}.json`, `${JSON.stringify(row, null, 1)}\n`);
console.log(JSON.stringify(row));
