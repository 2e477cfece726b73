/**
 * Trains linear PDE-Nets on noisy movies of convection with coefficients that depend on place, or of a source that
 * depends on u, and sets them beside the direct solve that training begins with. Prints errors of coefficients and of
 * forecasts, for a source f cell by cell with how many values each rests on, and writes them as JSON to the folder
 * named. "averaged" is convection with the filter D₀ that carries u, as published.
 *
 *   tsx examples/training/variableCoefficients.ts [convection|averaged|source] [data] [seed] [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, pdenet } from "kernelfield";
import { io } from "kernelfield/node";
import { choiceOf } from "./choiceOf.js";
import { convection, source } from "./variableCoefficients/movies.js";
import { coefficientErrors, sourceBands, sourceCells } from "./variableCoefficients/truth.js";

const [study = "convection", data = "0", seed = "0", folder = "out"] = process.argv.slice(2);
const kind = choiceOf(study, ["convection", "averaged", "source"], "the study");
compute.use({ threads: 1 });
let began = process.cpuUsage();
const seconds = (): number => {
  const { user, system } = process.cpuUsage(began);
  began = process.cpuUsage();
  return (user + system) / 1e6;
};
const { dt, spacing, seen, unseen } = await (kind === "source" ? source : convection)(Number(data));
const dataSeconds = seconds();

const network = pdenet.linear({
  ...{ stepper: "rk4", coefficients: { kind: "lagrange", cells: 5, degree: 2 } },
  ...(kind === "source" && { border: "zero", source: { cells: 20, degree: 4, from: -15, to: 15 } }),
  carrier: kind === "averaged" ? 1 : null,
});
const shared = { spacing, network, origins: seen.origins, seed: Number(seed) };
const training = { schedule: [1, 2, 5, 10], windows: 48, maxIterations: 20 };
const direct = await pdenet.fit(seen.u, dt, { ...shared, schedule: [] });
const directSeconds = seconds();
const trained = await pdenet.fit(seen.u, dt, { ...shared, ...training });
const trainingSeconds = seconds();

const foretold = { reference: unseen.clean, origins: unseen.origins };
const judge = ({ model }: pdenet.PdeFit<pdenet.Linear>) => {
  const { median, upper, diverged } = pdenet.errors(model, unseen.u, dt, foretold);
  const at = (errors: readonly number[]) =>
    Object.fromEntries([20, 40, 60].map((frame) => [frame, errors[frame - 1]]));
  const cells = kind === "source" ? sourceCells(model, seen.u) : [];
  return {
    coefficients: coefficientErrors(model, kind),
    ...{ median: at(median), upper: at(upper), lost: diverged.at(-1), cells },
    bands: sourceBands(cells),
  };
};
const result = {
  ...{ kind, data: Number(data), seed: Number(seed) },
  seconds: { data: dataSeconds, direct: directSeconds, training: trainingSeconds },
  ...{ stages: trained.stages, direct: judge(direct), trained: judge(trained) },
};
await mkdir(folder, { recursive: true });
const name = `variableCoefficients-${kind}-${data}-${seed}.json`;
await io.saveFile(join(folder, name), `${JSON.stringify(result, null, 2)}\n`);
console.log(kind, `data ${data}, seed ${seed}; CPU seconds`, result.seconds);
for (const [who, { cells, bands, ...figures }] of Object.entries({
  "direct solve": result.direct,
  trained: result.trained,
})) {
  console.log(who, figures);
  if (cells.length > 0) {
    console.table(cells);
    console.table(bands);
  }
}
