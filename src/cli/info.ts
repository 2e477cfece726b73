/** `kernelfield info`: what is in a file, and what computes here. */
import { info } from "../compute/index.js";
import { formatShape, isComplexArray, version } from "../core/index.js";
import type { NpyArray } from "../formats/index.js";
import { loadModel, loadPdeModel, openArrays, openFacts } from "../io/index.js";
import type { Facts as SetFacts } from "../io/index.js";
import { pdeFacts, pdeLines } from "./pdeFacts.js";
import type { PdeModel } from "../pdenet/index.js";
import type { Localization } from "../states/index.js";
import type { Command } from "./command.js";
import { modelFacts, modelLines } from "./modelFacts.js";
import { openInput } from "./input.js";

/** The command. */
export const infoCommand: Command = {
  name: "info",
  summary: "tell what is in a file of arrays or a model, and what computes here",
  help: `kernelfield info [FILE…]

Without a file: the version and what computes. With files: the shape, number type and range of
every array, what a generated set was made of, or what a model is and how well determined it was.

  --json             prints the facts as JSON

  kernelfield info microstructure.npy model.npz`,
  options: {},
  files: ["FILE…"],
  run: async (words, terminal) => {
    const facts =
      words.files.length === 0
        ? [hostFacts()]
        : await Promise.all(words.files.map((file) => fileFacts(file)));
    for (const { lines, json } of facts) {
      terminal.out(words.flag("json") ? `${JSON.stringify(json)}\n` : `${lines.join("\n")}\n`);
    }
  },
};

/** Facts in both forms. */
interface Facts {
  readonly lines: readonly string[];
  readonly json: object;
}

function hostFacts(): Facts {
  const { backend, relaxed, threads, precision } = info();
  const node = process.versions.node;
  const lines = [
    `kernelfield ${version} on Node ${node}`,
    `computes with ${relaxed ? "relaxed " : ""}${backend} in ${precision}, ${threads} thread${threads === 1 ? "" : "s"}`,
  ];
  return { lines, json: { kernelfield: version, node, ...info() } };
}

async function fileFacts(file: string): Promise<Facts> {
  if (!/\.npz$/i.test(file)) return arrayFacts(file, await openInput(file));
  // An archive holds arrays, or a model; what is wrong with a damaged one, the second reader says.
  const opened = await openArrays(file).catch(() => loadAny(file));
  if (opened.kind === "localization") return modelFactsOf(file, opened as Localization);
  if (opened.kind === "pdeNetwork") return pdeFactsOf(file, opened as PdeModel);
  const arrays = opened as Record<string, NpyArray>;
  const made = "facts" in arrays ? await openFacts(file).catch(() => undefined) : undefined;
  return archiveFacts(file, arrays, made);
}

/** A network for an evolution equation, or what `loadModel` makes of the file. */
function loadAny(file: string): Promise<PdeModel | Localization> {
  return loadPdeModel(file).catch(() => loadModel(file));
}

function pdeFactsOf(file: string, model: PdeModel): Facts {
  return {
    lines: [`${file}: network for an evolution equation`, ...pdeLines(model)],
    json: { file, kind: model.kind, ...pdeFacts(model) },
  };
}

function modelFactsOf(file: string, model: Localization): Facts {
  return {
    lines: [`${file}: localization model`, modelLines(model), ...model.diagnostics.warnings],
    json: { file, kind: "localization", ...modelFacts(model) },
  };
}

/** Facts of an archive; of a set, what it was made of stands in place of the bytes that tell it. */
function archiveFacts(
  file: string,
  arrays: Readonly<Record<string, NpyArray>>,
  made: SetFacts | undefined,
): Facts {
  const facts = Object.entries(arrays)
    .filter(([name]) => !(made && name === "facts"))
    .map(([name, array]) => arrayFacts(`${file}:${name}`, array));
  const recipe = made ? [`${file} was made of ${JSON.stringify(made)}`] : [];
  return {
    lines: [...recipe, ...facts.flatMap(({ lines }) => lines)],
    json: {
      ...{ file, kind: "arrays", arrays: facts.map(({ json }) => json) },
      ...(made && { facts: made }),
    },
  };
}

function arrayFacts(file: string, array: NpyArray): Facts {
  const { shape } = array;
  if (isComplexArray(array)) {
    return {
      lines: [`${file}: ${formatShape(shape)}, complex`],
      json: { file, kind: "array", shape, type: "complex" },
    };
  }
  const type = array.data[Symbol.toStringTag].replace("Array", "");
  const [low, high] = rangeOf(array.data);
  return {
    lines: [`${file}: ${formatShape(shape)}, ${type}, from ${String(low)} to ${String(high)}`],
    json: { file, kind: "array", shape, type, from: Number(low), to: Number(high) },
  };
}

function rangeOf(data: ArrayLike<number | bigint>): [number | bigint, number | bigint] {
  let [low, high]: [number | bigint, number | bigint] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    if (data[i] < low) low = data[i];
    if (data[i] > high) high = data[i];
  }
  return [low, high];
}
