/**
 * A training set on disk and a model fitted on it: 3-D cells of many grain sizes, their strain under a pull along x at
 * contrast 10, made in parts. Stopped by Ctrl-C or killed, the same call goes on where it was. Writes
 * trainingSet.npz and trainingSet.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/trainingSet.ts [folder] [samples] [voxels along an edge]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { microstructure, mks, ndarrayOf, physics, skipSplits, states } from "kernelfield";
import { io } from "kernelfield/node";

const [folder = "out", count = "400", edge = "31"] = process.argv.slice(2);
const samples = Number(count);
const shape = [Number(edge), Number(edge), Number(edge)];
const seed = 1;
const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.3] };
const macroStrain = [1, 0, 0, 0, 0, 0];
const element = "q1bbar";

const controller = new AbortController();
process.once("SIGINT", () => controller.abort(new Error("Stopped. The same call goes on.")));

await mkdir(folder, { recursive: true });
const { path, made, found } = await io.generateParts(
  join(folder, "trainingSet.npz"),
  {
    samples,
    chunk: 16,
    facts: { kind: "filteredCells", shape, seed, phases, macroStrain, element },
  },
  async (first, some, run) => {
    const m = microstructure.filteredCells(shape, { samples: some }, skipSplits(seed, first));
    const { strain } = await physics.solveElasticity(m, phases, macroStrain, { element, ...run });
    return { m, strain: strain.pick(null, 0) }; // ε_xx[s, x, y, z]
  },
  {
    signal: controller.signal,
    onProgress: ({ done, total }) => process.stdout.write(`\r${done} of ${total} samples`),
  },
);
console.log(`\n${path}: ${made} samples made, ${found} found.`);

const m = await io.openArray(path, { member: "m" });
const strain = await io.openArray(path, { member: "strain" });
const training = Math.floor(0.75 * samples);
const between = ({ data, shape: [, ...x] }: typeof m, from: number, to: number) => {
  const size = data.length / samples;
  return ndarrayOf(data.slice(from * size, to * size), [to - from, ...x]);
};
const basis = states.phaseBasis(2);
const model = await mks.fit(between(m, 0, training), between(strain, 0, training), basis);
const unseen = [between(m, training, samples), between(strain, training, samples)] as const;
const { mase, meanPredictionMase } = mks.score(model, ...unseen);
const scores = { training, mase: mase.mean, meanPredictionMase: meanPredictionMase.mean };
await io.saveFile(join(folder, "trainingSet.json"), `${JSON.stringify(scores, null, 2)}\n`);
console.log(
  `Fitted on ${training}. On the others the error is ${mase.mean.toFixed(2)} % of the mean strain; ` +
    `the mean alone would have ${meanPredictionMase.mean.toFixed(2)} %.`,
);
