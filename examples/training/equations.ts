/**
 * Five equations from movies of 1-D, 2-D and 3-D fields on coarse grids, without and with 1 % of noise, by sparse
 * regression and by networks: a table of what was found, how well it foretells, and how long it took. Writes
 * equations.json to the folder named; about ten minutes in all.
 *
 *   tsx examples/training/equations.ts [kdv|reaction|anisotropic|space|cahnHilliard|noise|all] [folder] [noise …]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, ndarrayOf, pdenet } from "kernelfield";
import { io } from "kernelfield/node";
import { anisotropic } from "./equations/anisotropic.js";
import { cahnHilliard } from "./equations/cahnHilliard.js";
import { kdv } from "./equations/kdv.js";
import { HEAD, lineOf } from "./equations/line.js";
import type { Problem } from "./equations/problem.js";
import { reaction } from "./equations/reaction.js";
import { space } from "./equations/space.js";
import { study } from "./equations/study.js";
import type { Row } from "./equations/study.js";

const problems: Readonly<Record<string, Problem>> = {
  ...{ kdv, reaction, anisotropic, space, cahnHilliard },
};
const [name = "all", folder = "out", ...levels] = process.argv.slice(2);
const noises = levels.length > 0 ? levels : ["0", "0.01"];
const names = name === "all" ? [...Object.keys(problems), "noise"] : [name];

const rows: Row[] = [];
for (const problem of names.flatMap((one) => problems[one] ?? [])) {
  console.log(`\n${problem.name}: ${problem.equation}\n\n${HEAD}`);
  const movies = await problem.movies();
  for (const noise of noises.map(Number)) {
    await study(problem, movies, noise, (row) => {
      console.log(lineOf(row));
      rows.push(row);
    });
  }
}

if (names.includes("noise")) {
  const rng = createRng(9);
  const u = ndarrayOf(
    Float64Array.from({ length: 8 * 21 * 64 }, () => rng.normal()),
    [8, 21, 1, 64],
  );
  for (const form of ["strong", "weak"] as const) {
    console.log(`white noise, ${form}: ${pdenet.pdeFind(u, 0.02, { form }).notes.join(" ")}`);
  }
}
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "equations.json"), `${JSON.stringify(rows, null, 1)}\n`);
