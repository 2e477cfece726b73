/**
 * Trains PDE-Nets on Burgers' or the heat equation from noisy movies, from a direct and from a random start, refines
 * their equations, and sets them beside sparse regression with differences of as many points. Prints equations and
 * errors, and writes them as JSON to the folder named.
 *
 *   tsx examples/training/discovery.ts [burgers|heat] [direct|random] [data] [seed] [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, pdenet } from "kernelfield";
import { io } from "kernelfield/node";
import { choiceOf } from "./choiceOf.js";
import { burgers, dt, heat, noisy, spacing } from "./discovery/movies.js";

const [film = "burgers", begin = "direct", data = "0", seed = "0", folder = "out"] =
  process.argv.slice(2);
const kind = choiceOf(film, ["burgers", "heat"], "the equation");
const start = choiceOf(begin, ["direct", "random"], "the start");
compute.use({ threads: 1 });
const { seen: clean, unseen } = await (kind === "heat" ? heat : burgers)(Number(data));
const seen = noisy(clean, Number(seed));
const frames = kind === "heat" ? [10, 50, 100, 200] : [10, 20, 50, 100];
const size = 9;

const began = process.cpuUsage();
const seconds = (): number => {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
};
const network = pdenet.symbolic({ size, products: 2 });
const schedule = kind === "heat" ? [1, 3, 6] : [1, 3, 6, 9];
const { model, stages } = await pdenet.fit(seen, dt, {
  ...{ spacing, network, schedule, windows: 24, maxIterations: 60, seed: Number(seed) },
  sparsity: 3e-2,
  start,
  onStage: ({ steps, loss, evaluations }) =>
    console.log(`${steps} steps, ${evaluations} evaluations: ${loss} after ${seconds()} s`),
});
const trainingSeconds = seconds();
const found = pdenet.equation(model, { trajectories: seen });
const refined = await pdenet.refine(model, seen, dt, { threshold: 0.02, steps: 12, windows: 24 });
const refiningSeconds = seconds() - trainingSeconds;

const regression = pdenet.pdeFind(seen, dt, { spacing, space: { by: "difference", accuracy: 8 } });
const same = { network: pdenet.fromEquation(regression.equation, { size }), schedule: [] };
const sparse = (await pdenet.fit(seen, dt, { spacing, ...same })).model;

const errorsOf = (one: pdenet.PdeModel): Record<string, number> => {
  const { median } = pdenet.errors(one, unseen, dt);
  return Object.fromEntries(frames.map((frame) => [frame, median[frame - 1]]));
};
const result = {
  ...{
    kind,
    start,
    data: Number(data),
    seed: Number(seed),
    trainingSeconds,
    refiningSeconds,
    stages,
  },
  equation: pdenet.formatEquation(found, { digits: 5 }).split("\n"),
  refined: pdenet.formatEquation(refined.equation, { digits: 5 }).split("\n"),
  regression: pdenet.formatEquation(regression.equation, { digits: 5 }).split("\n"),
  errors: {
    network: errorsOf(model),
    refined: errorsOf(refined.model),
    regression: errorsOf(sparse),
  },
};
await mkdir(folder, { recursive: true });
const name = `discovery-${kind}-${start}-${data}-${seed}.json`;
await io.saveFile(join(folder, name), `${JSON.stringify(result, null, 2)}\n`);
console.log(pdenet.formatEquation(found, { digits: 4, threshold: 1e-3, contributions: true }));
for (const { equation } of [refined, regression]) {
  console.log(pdenet.formatEquation(equation, { digits: 4 }));
}
console.log(result.errors);
