/** `kernelfield report`: a model as one page with pictures. */
import { info } from "../compute/index.js";
import { version } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { localizationReport } from "../plot/index.js";
import { loadModel, saveFile } from "../io/index.js";
import { required, UsageError } from "./command.js";
import type { Command } from "./command.js";
import { openInput } from "./input.js";

/** The command. */
export const reportCommand: Command = {
  name: "report",
  summary: "show a model, its kernels and how well it predicts, as one page",
  help: `kernelfield report MODEL -o REPORT

Writes one self-contained HTML page: what the model is, the influence coefficients of every local
state and, with known responses, the fields, their errors and a parity plot.

  MODEL                  written by kernelfield fit
  -o, --output FILE      where the page goes
  --microstructure FILE  .npy, or array of an .npz as data.npz:name, on the model's grid
  --truth FILE           the known responses of these microstructures
  --phases A,B,…         names of the local states
  --response TEXT        what the response is called, with its unit
  --title TEXT           heading of the page

  kernelfield report model.npz -o report.html --microstructure unseen.npy --truth known.npy`,
  options: {
    output: { type: "string", short: "o" },
    microstructure: { type: "string" },
    truth: { type: "string" },
    phases: { type: "string" },
    response: { type: "string" },
    title: { type: "string" },
  },
  files: ["MODEL"],
  run: async (words, terminal) => {
    const [modelFile] = words.files;
    const output = required(words, "output", "report");
    const microstructure = words.text("microstructure");
    const truth = words.text("truth");
    if (truth !== undefined && microstructure === undefined) {
      throw new UsageError(
        "kernelfield report: --truth needs --microstructure, whose responses these are.",
      );
    }
    const model = await loadModel(modelFile);
    const read = (file: string | undefined): Promise<ArrayInput | undefined> =>
      file === undefined ? Promise.resolve(undefined) : openInput(file);
    const { backend, relaxed, threads, precision } = info();
    const page = localizationReport(model, {
      title: words.text("title"),
      microstructure: await read(microstructure),
      truth: await read(truth),
      phases: words.text("phases")?.split(","),
      response: words.text("response"),
      info: {
        model: modelFile,
        kernelfield: version,
        compute: `${relaxed ? "relaxed " : ""}${backend}, threads: ${threads}, ${precision}`,
        node: process.versions.node,
      },
    });
    await saveFile(output, page);
    terminal.out(
      words.flag("json") ? `${JSON.stringify({ report: output })}\n` : `Wrote ${output}.\n`,
    );
  },
};
