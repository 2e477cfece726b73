/**
 * Trains the recurrent network of data/models: strains of two-phase cells in space, all components, under a pull
 * along x. It learns on cells of 16³ voxels, half an hour's or an hour's worth of them, and is tested on cells of 31³,
 * which it has never seen: shifts are exact, so what it learnt holds on larger grids. Goes on where it was stopped.
 * Writes strains3d-c10.npz and .json to the folder named, and the checkpoint beside them until it ends.
 *
 *   tsx examples/training/strains3d.ts [contrast] [epochs] [cells] [folder]
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cnn, compute, metrics, microstructure, nn, physics } from "kernelfield";
import { io } from "kernelfield/node";

const [contrast = "10", epochs = "24", cells = "1536", folder = "out"] = process.argv.slice(2);
const phases = { elasticModulus: [1, Number(contrast)], poissonRatio: [0.3, 0.3] };
const macroStrain = [1, 0, 0, 0, 0, 0];
const element = "q1bbar";
const problem = { ...phases, macroStrain, element };

compute.use({ threads: 1 });
const data = async (edge: number, samples: number, seed: number) => {
  const m = microstructure.filteredCells([edge, edge, edge], { samples }, seed);
  return { m, strain: (await physics.solveElasticity(m, phases, macroStrain, { element })).strain };
};
await mkdir(folder, { recursive: true });
const name = join(folder, `strains3d-c${contrast}`);
const training = await data(16, Number(cells), 1);
const validation = await data(16, 64, 2);

const network = cnn.recurrent({ axes: 3 });
const checkpoint = io.checkpointFile(`${name}.checkpoint`);
const began = performance.now();
const minutes = (): number => (performance.now() - began) / 60000;
let shown = -1;
const { model, history, bestEpoch } = await cnn.fit(network, training.m, training.strain, {
  problem,
  epochs: Number(epochs),
  batchSize: 8,
  optimizer: nn.adam({ learningRate: 3e-3 }),
  validation: { microstructures: validation.m, strains: validation.strain },
  checkpoint: { save: checkpoint.save, resume: await checkpoint.load() },
  seed: 0,
  onProgress: ({ done, total = 0 }) => {
    const percent = Math.floor((100 * done) / total);
    if (percent === shown) return;
    shown = percent;
    console.log(`${percent} % of ${total} steps after ${minutes().toFixed(1)} minutes`);
  },
});
await io.saveNetwork(`${name}.npz`, model);

const unseen = await data(31, 40, 3);
const { strain } = cnn.predict(model, unseen.m, problem);
const { mean, max, std } = metrics.mase(strain.pick(null, 0), unseen.strain.pick(null, 0));
const log = {
  ...{ problem, seed: 0, cells: Number(cells), epochs: Number(epochs), bestEpoch },
  ...{
    minutes: minutes(),
    compute: compute.info(),
    parameters: cnn.cost(network, [31, 31, 31]).parameters,
  },
  test: { grid: [31, 31, 31], cells: 40, seed: 3, max, std },
  mase: mean,
  history,
};
await io.saveFile(`${name}.json`, `${JSON.stringify(log, null, 1)}\n`);
await rm(`${name}.checkpoint`, { force: true });
console.log(`Unseen cells of 31³: ε_xx is ${mean.toFixed(2)} % off on average.`);
