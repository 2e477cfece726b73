/**
 * What `equations.ts` trains with, chosen by one who does not know the equations: networks from their better start with
 * every candidate, on data 0, which is not reported. Prints errors of forecasts of what is held out, about half an hour
 * for all.
 *
 *   tsx examples/training/equationSettings.ts [kdv|reaction|anisotropic|space|cahnHilliard|all] [noise …]
 */
import { compute, createRng, physics } from "kernelfield";
import { choiceOf } from "./choiceOf.js";
import { problems } from "./equations/problems.js";
import { regression } from "./equations/regression.js";
import { CANDIDATES } from "./equations/settings.js";
import { bestStart, trained } from "./equations/training.js";

const [wanted = "all", ...levels] = process.argv.slice(2);
const noises = (levels.length > 0 ? levels : ["0", "0.01"]).map(Number);
compute.use({ threads: 1 });

const all = Object.keys(problems);
for (const key of wanted === "all" ? all : [choiceOf(wanted, all, "the problem")]) {
  const problem = problems[key];
  const { network } = problem;
  const { training } = await problem.movies(0);
  for (const noise of noises) {
    const { u } = physics.observe(training, { noise }, createRng(7));
    const start = await bestStart(problem, u, [
      { name: "direct", options: { network, start: "direct" } },
      { name: "weak", options: { network, start: regression(problem, u, "weak") } },
    ]);
    for (const settings of CANDIDATES) {
      const { validation } = await trained(problem, u, { ...start.options, ...settings });
      const { sparsity, momentSparsity, schedule } = settings;
      const [before, after] = [validation.start, validation.best].map((error) => 100 * error);
      console.log(
        `${problem.name}, ${100 * noise} % noise, ${start.name}, λ_s ${sparsity}, λ_m ${momentSparsity}, ` +
          `[${schedule.join()}]: ${before.toPrecision(5)} → ${after.toPrecision(5)} %`,
      );
    }
  }
}
