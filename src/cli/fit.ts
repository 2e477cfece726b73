/** `kernelfield fit`: influence coefficients from two files. */
import { fitBatches } from "../mks/index.js";
import { saveModel } from "../io/index.js";
import { BASIS_HELP, BASIS_OPTIONS, basisOf, countPhases } from "./basis.js";
import { choice, required } from "./command.js";
import type { Command } from "./command.js";
import { modelFacts, modelLines } from "./modelFacts.js";
import { openPieces } from "./input.js";
import { createProgressBar } from "./progress.js";

/** The command. */
export const fitCommand: Command = {
  name: "fit",
  summary: "learn influence coefficients from microstructures and their responses",
  help: `kernelfield fit MICROSTRUCTURE RESPONSE -o MODEL

Learns how the cells around a cell decide its response, p = Σ_h β_h * m_h, by least squares at
every frequency, and writes the coefficients to MODEL (.npz).

  MICROSTRUCTURE     .npy, axes [sample, x, y, …]: phase indices or continuous values
  RESPONSE           .npy, axes [sample, x, y, …] or [sample, component, x, y, …]
                     In an .npz, name the array: data.npz:strain. Files are read piece by piece:
                     they may be larger than memory.

Local states
${BASIS_HELP}

Regression
  --ridge WEIGHT     shrinks coefficients, relative to the power of the states; default 0,
                     up to 1e-2 for few samples
  --solver NAME      gram (default, fast) or qr (for nearly dependent states)
  --gauge NAME       minimumNorm (default) or dropLast; predictions are the same

  -o, --output FILE  where the model goes
  --json             prints the facts as JSON
  -q, --quiet        no progress bar

  kernelfield fit microstructure.npy strain.npy -o model.npz
  kernelfield fit field.npy rate.npy -o model.npz --basis primitive --states 5 --domain -1,1`,
  options: {
    ...BASIS_OPTIONS,
    output: { type: "string", short: "o" },
    ridge: { type: "string" },
    solver: { type: "string" },
    gauge: { type: "string" },
  },
  files: ["MICROSTRUCTURE", "RESPONSE"],
  run: async (words, terminal) => {
    const [microstructure, response] = words.files;
    const output = required(words, "output", "fit");
    const basis = await basisOf(words, () => countPhases(openPieces(microstructure, response)));
    const bar = createProgressBar(terminal, "fit", words.flag("quiet"));
    const model = await fitBatches(openPieces(microstructure, response), basis, {
      gauge: choice(words, "gauge", ["minimumNorm", "dropLast"], "fit"),
      solver: choice(words, "solver", ["gram", "qr"], "fit"),
      ridge: words.number("ridge") ?? 0,
      signal: terminal.signal,
      onProgress: bar.show,
    }).finally(bar.clear);
    await saveModel(output, model);
    for (const warning of model.diagnostics.warnings) terminal.err(`Note: ${warning}\n`);
    terminal.out(
      words.flag("json")
        ? `${JSON.stringify({ model: output, ...modelFacts(model) })}\n`
        : `${modelLines(model)}\nWrote ${output}.\n`,
    );
  },
};
