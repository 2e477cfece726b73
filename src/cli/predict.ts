/** `kernelfield predict`: the response of microstructures in a file. */
import type { Metrics } from "../metrics/index.js";
import { predict, resize, score } from "../mks/index.js";
import { loadModel, saveArray } from "../io/index.js";
import { required } from "./command.js";
import type { Command } from "./command.js";
import { openInput } from "./input.js";

/** The command. */
export const predictCommand: Command = {
  name: "predict",
  summary: "predict the response of microstructures with a fitted model",
  help: `kernelfield predict MODEL MICROSTRUCTURE -o RESPONSE

Predicts the response of every microstructure and writes it to RESPONSE (.npy), with the axes
[sample, x, y, …], or [sample, component, x, y, …] if the model has components.

  MODEL              written by kernelfield fit
  MICROSTRUCTURE     .npy, or array of an .npz as data.npz:name
  -o, --output FILE  where the prediction goes
  --resize           continue the kernels by zeros if the microstructures are on a larger grid
                     of the same voxel size
  --truth FILE       known responses: prints how far the prediction is from them
  --component N      which component to compare, for a model with components
  --json             prints the scores as JSON

  kernelfield predict model.npz unseen.npy -o strain.npy --truth known.npy`,
  options: {
    output: { type: "string", short: "o" },
    truth: { type: "string" },
    component: { type: "string" },
    resize: { type: "boolean" },
  },
  files: ["MODEL", "MICROSTRUCTURE"],
  run: async (words, terminal) => {
    const [modelFile, microstructureFile] = words.files;
    const output = required(words, "output", "predict");
    const fitted = await loadModel(modelFile);
    const m = await openInput(microstructureFile);
    const model = words.flag("resize") ? resize(fitted, m.shape.slice(1)) : fitted;
    await saveArray(output, predict(model, m));
    const truth = words.text("truth");
    const component = words.number("component");
    const scores =
      truth === undefined
        ? undefined
        : score(model, m, await openInput(truth), component === undefined ? {} : { component });
    terminal.out(
      words.flag("json")
        ? `${JSON.stringify({ prediction: output, samples: m.shape[0], scores: scores ?? null })}\n`
        : `${scores ? describeScores(scores) : ""}Wrote ${output}: ${m.shape[0]} samples.\n`,
    );
  },
};

/** The scores in lines, beside what the mean alone would score. */
export function describeScores(scores: Metrics): string {
  const { mase, meanPredictionMase, relativeFluctuationL2, r2, maxError } = scores;
  return (
    `mean absolute error    ${mase.mean.toPrecision(3)} % of the mean (worst sample ${mase.max.toPrecision(3)} %); ` +
    `the mean alone would score ${meanPredictionMase.mean.toPrecision(3)} %\n` +
    `fluctuation error      ${relativeFluctuationL2.toPrecision(3)} (the mean alone would score 1)\n` +
    `R²                     ${r2.toFixed(5)}\n` +
    `largest error          ${maxError.toPrecision(3)}, in the units of the response\n`
  );
}
