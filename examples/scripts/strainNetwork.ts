/**
 * A trained network at contrast 10, where one linear kernel is far off: strains of unseen cells by MKS, by the network
 * of data/models and by the solver stopped after three iterations, and the network's strains driven to equilibrium.
 * Writes the fields of one cell and their errors as strainNetwork.svg to out/ (or the folder named).
 *   tsx examples/scripts/strainNetwork.ts [folder] [cells that MKS is fitted to]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cnn, metrics, microstructure, mks, physics, plot, states, studies } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";

const [folder = "out", count = "400"] = process.argv.slice(2);
const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.3] };
const element = "q1";
const problem = { ...phases, element, macroStrain: [1, 0, 0] };
const cells = async (samples: number, seed: number) => {
  const m = microstructure.filteredCells([21, 21], { samples, sigma: [0, 0] }, seed);
  return { m, strain: (await physics.solveElasticity(m, phases, [1, 0, 0], { element })).strain };
};
const known = await cells(Number(count), 1);
const { m, strain } = await cells(20, 77);

const kernel = await mks.fit(known.m, known.strain, states.phaseBasis(2)); // of all strain components
const network = await io.loadNetwork("data/models/strains2d-c10.npz");
const learnt = cnn.predict(network, m, problem); // the problem says for which phases it is asked
const three = { element, maxIterations: 3, accept: "truncated", tolerance: 1e-12 } as const;
const stopped = await physics.solveElasticity(m, phases, [1, 0, 0], three);
const rows: [string, NdArray][] = [
  ["MKS", mks.predict(kernel, m)],
  ["network", learnt.strain],
  ["3 iterations", stopped.strain],
];
for (const [name, found] of rows) {
  const { mean } = metrics.mase(found.pick(null, 0), strain.pick(null, 0));
  console.log(`${name}: ε_xx is ${mean.toFixed(2)} % off`);
}

// The solver goes on from the network's strains, and says how far the result can be off.
const { iterations, zeroStart, certificate } = await studies.refine(learnt, m, problem, {
  ...{ tolerance: 1e-4, compare: true },
});
const mean = (counts: readonly number[] = []): string =>
  (counts.reduce((sum, n) => sum + n, 0) / counts.length).toFixed(1);
console.log(
  `To 1e-4 in ${mean(iterations)} iterations; from zero in ${mean(zeroStart?.iterations)}.`,
);
console.log(certificate.statement);

const shown = (title: string, field: NdArray): plot.Panel => ({ title, field, group: "ε_xx" });
const first = (found: NdArray): NdArray => found.pick(0, 0);
const panels = rows.flatMap(([name, found]): plot.Panel[] => {
  const off = { data: found.data.slice(0, 441).map((e, x) => e - strain.data[x]), shape: [21, 21] };
  const error = { title: "error", field: off, colours: "diverging", group: "error" } as const;
  return [shown(name, first(found)), error];
});
const cell: plot.Panel = { title: "cell", field: m.pick(0), colours: "phases" };
const picture = plot.fields([cell, shown("solver", first(strain)), ...panels], { columns: 4 });
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "strainNetwork.svg"), picture);
