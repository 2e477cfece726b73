/**
 * What the trained networks of data/models are worth beside MKS and beside the solver, on cells that they have not
 * seen: errors, time and operations of one cell in space; iterations and time that a predicted start saves in the
 * plane. One thread. Prints tables in Markdown and writes out/bench-cnn.json: npm run bench:cnn
 */
import { mkdir } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { cnn, compute, metrics, microstructure, mks, physics, states, studies } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import { timed } from "./clock.js";

interface Cells {
  readonly m: NdArray<Uint8Array>;
  readonly strain: NdArray;
}

/** Milliseconds of this process: other programs do not count. */
const clock = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

compute.use({ threads: 1 });
console.log(`${cpus()[0].model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(2)}`);
const results = { space: [await space(10), await space(50)], plane: await plane() };
await mkdir("out", { recursive: true });
await io.saveFile("out/bench-cnn.json", `${JSON.stringify(results, null, 2)}\n`);

/** Errors of ε_xx on unseen cells of 31³, with the time and the operations of one cell. */
async function space(contrast: number) {
  const { model, problem } = await open(`data/models/strains3d-c${contrast}.npz`);
  const unseen = await cells([31, 31, 31], 20, [0.5, 2.5], 3, problem);
  const { m, strain } = unseen;
  const one = m.hi(1);
  const regression = await firstOrder(await cells([31, 31, 31], 100, [0.5, 2.5], 4, problem));
  const row = async (
    name: string,
    found: NdArray,
    run: () => unknown,
    operations: number | null,
  ) => {
    await run();
    const { cpu } = await timed(3, run);
    return { name, mase: errorOf(found, strain), milliseconds: 1000 * cpu, operations };
  };
  const predicted = cnn.predict(model, m, problem).strain;
  const rows = [
    await row("MKS, first order", regression(m), () => regression(one), null),
    await row(
      "network",
      predicted,
      () => cnn.predict(model, one, problem),
      cnn.cost(model.network, [31, 31, 31]).operations,
    ),
    ...(await studies.solverRows(m, problem, strain, [1, 2, 3, 4, 5, 6], { clock })).map(
      ({ name, scores, predictionTime, operations }) => ({
        ...{ name, mase: scores.mase.mean, operations },
        milliseconds: 1000 * (predictionTime ?? NaN),
      }),
    ),
  ];
  const mean = metrics.meanPredictionMase(strain.pick(null, 0)).mean;
  for (const tolerance of [1e-2, 1e-4]) {
    const solve = () =>
      physics.solveElasticity(one, problem, [1, 0, 0, 0, 0, 0], { ...element(problem), tolerance });
    const { strain: found } = await physics.solveElasticity(m, problem, [1, 0, 0, 0, 0, 0], {
      ...element(problem),
      tolerance,
    });
    rows.push(await row(`solver, tolerance ${tolerance}`, found, solve, null));
  }
  console.log(`\n31³, contrast ${contrast}; the mean strain is ${mean.toFixed(1)} % off\n`);
  console.log("| | ε_xx off, % | ms a cell | Mflop |\n|---|---|---|---|");
  for (const { name, mase, milliseconds, operations } of rows) {
    const flop = operations === null ? "" : (operations / 1e6).toFixed(0);
    console.log(`| ${name} | ${mase.toFixed(2)} | ${milliseconds.toFixed(1)} | ${flop} |`);
  }
  return { contrast, mean, rows };
}

/** Iterations to a tolerance from zero, from MKS and from a network, 21², contrast 10. */
async function plane() {
  const { model, problem } = await open("data/models/strains2d-c10.npz");
  const regression = await firstOrder(await cells([21, 21], 400, [0, 0], 1, problem));
  const { m } = await cells([21, 21], 60, [0, 0], 3, problem);
  const starts = [
    { name: "zero", start: () => undefined },
    { name: "MKS, first order", start: () => regression(m) },
    { name: "network", start: () => cnn.predict(model, m, problem).strain },
  ];
  const rows = [];
  console.log(
    "\n21², contrast 10: mean iterations (and milliseconds a cell, the start included)\n",
  );
  console.log("| tolerance | zero | MKS, first order | network |\n|---|---|---|---|");
  for (const tolerance of [1e-2, 1e-3, 1e-4, 1e-6]) {
    const entries: { name: string; iterations: number; milliseconds: number }[] = [];
    for (const { name, start } of starts) {
      const solve = () => {
        const strain = start();
        return strain === undefined
          ? physics.solveElasticity(m, problem, [1, 0, 0], { ...element(problem), tolerance })
          : studies.refine(strain, m, problem, { tolerance });
      };
      const { iterations } = await solve();
      const { cpu } = await timed(3, solve);
      const mean = iterations.reduce((sum, count) => sum + count / 60, 0);
      entries.push({ name, iterations: mean, milliseconds: (1000 * cpu) / 60 });
    }
    const saved = entries.map(({ iterations }) => 1 - iterations / entries[0].iterations);
    rows.push({ tolerance, entries, saved });
    const texts = entries.map(
      ({ iterations, milliseconds }, i) =>
        `${iterations.toFixed(1)}${i === 0 ? "" : `, ${(100 * saved[i]).toFixed(0)} % fewer`} (${milliseconds.toFixed(2)})`,
    );
    console.log(`| ${tolerance} | ${texts.join(" | ")} |`);
  }
  return rows;
}

async function open(path: string) {
  const model = await io.loadNetwork(path);
  if (!cnn.isStrainModel(model)) throw new Error(`${path}: linear`);
  return { model, problem: model.problem };
}

async function cells(
  grid: readonly number[],
  samples: number,
  sigma: readonly [number, number],
  seed: number,
  problem: cnn.Problem,
): Promise<Cells> {
  const m = microstructure.filteredCells(grid, { samples, sigma }, seed);
  const E = grid.length === 2 ? [1, 0, 0] : [1, 0, 0, 0, 0, 0];
  return { m, strain: (await physics.solveElasticity(m, problem, E, element(problem))).strain };
}

function element({ element: name }: cnn.Problem) {
  return { element: name as physics.ElementName };
}

/** All strain components by MKS. */
async function firstOrder({ m, strain }: Cells): Promise<(cells: NdArray<Uint8Array>) => NdArray> {
  const model = await mks.fit(m, strain, states.phaseBasis(2), { ridge: 1e-3 });
  return (others) => mks.predict(model, others);
}

function errorOf(found: NdArray, strain: NdArray): number {
  return metrics.mase(found.pick(null, 0), strain.pick(null, 0)).mean;
}
