/**
 * A trained network at contrast 10, where one linear kernel is far off: strains of unseen cells by MKS, by the network
 * of data/models and by the solver stopped after three iterations, and the network's strains driven to equilibrium.
 * Writes the fields of one cell and their errors as strainNetwork.svg to out/ (or the folder named).
 *
 *   tsx examples/scripts/strainNetwork.ts [folder] [cells that MKS is fitted to]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cnn, metrics, microstructure, mks, physics, plot, states, studies } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";

const [folder = "out", count = "400"] = process.argv.slice(2);
const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.3] };
const problem = { ...phases, element: "q1", macroStrain: [1, 0, 0] };
const cells = async (samples: number, seed: number) => {
  const m = microstructure.filteredCells([21, 21], { samples, sigma: [0, 0] }, seed);
  return { m, ...(await physics.solveElasticity(m, phases, [1, 0, 0], { element: "q1" })) };
};
const { m, strain } = await cells(20, 77);

// MKS of first order, of all strain components.
const known = await cells(Number(count), 1);
const model = await mks.fit(known.m, known.strain, states.phaseBasis(2));
const linear = mks.predict(model, m);

// The network that was trained on cells like these; the problem says for which phases it is asked.
const network = await io.loadNetwork("data/models/strains2d-c10.npz");
const learnt = cnn.predict(network, m, problem);

// The honest rival: three iterations of the solver.
const stopped = await physics.solveElasticity(m, phases, [1, 0, 0], {
  ...{ element: "q1", maxIterations: 3, accept: "truncated", tolerance: 1e-12 },
});

const xx = (field: NdArray): NdArray => field.pick(null, 0);
const rows = { MKS: linear, network: learnt.strain, "solver, 3 iterations": stopped.strain };
for (const [name, found] of Object.entries(rows)) {
  console.log(`${name}: ε_xx is ${metrics.mase(xx(found), xx(strain)).mean.toFixed(2)} % off`);
}

// The solver goes on from the network's strains, and says how far the result can be off.
const refined = await studies.refine(learnt, m, problem, { tolerance: 1e-4, compare: true });
const saved = refined.zeroStart?.saved.reduce((sum, n) => sum + n / 20, 0) ?? 0;
const mean = refined.iterations.reduce((sum, n) => sum + n / 20, 0);
console.log(
  `Refined to 1e-4 in ${mean.toFixed(1)} iterations, ${saved.toFixed(1)} fewer than from zero.`,
);

const first = (field: NdArray): Float64Array => field.data.slice(0, 441); // ε_xx of the first cell
const shown = (title: string, data: Float64Array) => ({
  ...{ title, field: { data, shape: [21, 21] }, group: "ε_xx" },
});
const panels = Object.entries(rows).flatMap(([name, found]): plot.Panel[] => [
  shown(name, first(found)),
  {
    ...shown(
      "error",
      first(found).map((value, x) => value - strain.data[x]),
    ),
    ...{ colours: "diverging", group: "error" },
  },
]);
const cell: plot.Panel = { title: "cell", field: m.pick(0), colours: "phases" };
await mkdir(folder, { recursive: true });
const path = join(folder, "strainNetwork.svg");
await io.saveFile(
  path,
  plot.fields([cell, shown("solver", first(strain)), ...panels], { columns: 4 }),
);
console.log(`Wrote ${path}.`);
