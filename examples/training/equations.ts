/**
 * Five equations from movies of 1-D, 2-D and 3-D fields on coarse grids, without and with 1 % of noise, by sparse
 * regression and by networks: tables of what was found, how well it foretells, and how long it took. Settings were
 * chosen on data seed 0, by `equationSettings.ts`. Writes JSON to the folder named; about ten minutes a seed.
 *
 *   tsx examples/training/equations.ts [kdv|reaction|anisotropic|space|cahnHilliard|noise|all] [seed,…] [folder] [noise …]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, createRng, ndarrayOf, pdenet } from "kernelfield";
import { io } from "kernelfield/node";
import { choiceOf } from "./choiceOf.js";
import { problems } from "./equations/problems.js";
import { study } from "./equations/study.js";
import type { Row } from "./equations/study.js";
import { tableOfCoefficients, tableOfWays } from "./equations/tables.js";

const [wanted = "all", seeds = "1", folder = "out", ...levels] = process.argv.slice(2);
const noises = (levels.length > 0 ? levels : ["0", "0.01"]).map(Number);
const all = [...Object.keys(problems), "noise"];
const names = wanted === "all" ? all : [choiceOf(wanted, all, "the problem")];
compute.use({ threads: 1 });
await mkdir(folder, { recursive: true });

for (const key of names.filter((one) => one in problems)) {
  const problem = problems[key];
  const runs: Row[][] = [];
  for (const seed of seeds.split(",").map(Number)) {
    runs.push(await study(problem, seed, noises));
  }
  console.log(`\n${problem.name}: ${problem.equation}\n\n${tableOfWays(runs)}\n`);
  console.log(tableOfCoefficients(problem.truth, runs[0]));
  await io.saveFile(join(folder, `equations-${key}.json`), JSON.stringify(runs, null, 1));
}

if (names.includes("noise")) {
  const rng = createRng(9);
  const values = Float64Array.from({ length: 8 * 21 * 64 }, () => rng.normal());
  const u = ndarrayOf(values, [8, 21, 1, 64]);
  for (const form of ["strong", "weak"] as const) {
    console.log(`white noise, ${form}: ${pdenet.pdeFind(u, 0.02, { form }).notes.join(" ")}`);
  }
  const { notes } = await pdenet.fit(u, 0.02, { network: pdenet.symbolic() });
  console.log(`white noise, network: ${notes.join(" ")}`);
}
