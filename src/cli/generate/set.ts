/** What all sets have in common: size, seed, parts, progress, and how they end. */
import { use } from "../../compute/index.js";
import { checkInteger } from "../../core/index.js";
import { generateParts } from "../../io/index.js";
import type { Facts, MakePart } from "../../io/index.js";
import { Interruption, required, UsageError } from "../command.js";
import type { Command, Words } from "../command.js";
import { createProgressBar } from "../progress.js";
import type { Terminal } from "../terminal.js";

/** The options of every set, for `parseArgs`. */
export const SET_OPTIONS: Command["options"] = {
  shape: { type: "string" },
  samples: { type: "string" },
  seed: { type: "string" },
  output: { type: "string", short: "o" },
  chunk: { type: "string" },
  threads: { type: "string" },
  "keep-parts": { type: "boolean" },
};

/** What the help says about them. */
export const SET_HELP = `  --samples N        how many
  --seed N           a whole number; sample s depends on it and on s. Default 1
  -o, --output FILE  where the set goes (.npz): its arrays, and facts, all that it was made of
  --chunk N          samples in a part; default about half a million numbers per field
  --threads N        default: as many as there are
  --keep-parts       leave the parts where they are when the set is done
  --json             prints what was made as JSON
  -q, --quiet        no progress bar

Parts are saved in a folder beside FILE as they are made, and joined at the end. Stopped in
between, the same call goes on where it was; memory holds one part at a time. Values
that begin with a dash follow an equals sign, as in --seed=-1.`;

/** A set to be made. */
export interface Recipe {
  readonly samples: number;
  /** Numbers in the largest field of one sample. */
  readonly sampleSize: number;
  /** Options that the samples depend on. */
  readonly facts: Facts;
  readonly make: MakePart;
}

/** Numbers in a field of all samples of a part, where no chunk is given. */
const PART_SIZE = 1 << 19;

/** The lengths of the space axes. */
export function shapeOf(words: Words, command: string): number[] {
  required(words, "shape", command);
  return words.numbers("shape") ?? [];
}

/** The seed. */
export function seedOf(words: Words, command: string): number {
  const seed = words.number("seed") ?? 1;
  if (Number.isSafeInteger(seed)) return seed;
  throw new UsageError(`kernelfield ${command}: --seed should be a whole number; got ${seed}.`);
}

/**
 * The number of samples.
 * @param all how many there are, where chance plays no part
 */
export function samplesOf(words: Words, command: string, all?: number): number {
  const samples = words.number("samples") ?? all;
  if (samples === undefined) {
    required(words, "samples", command);
    return 0;
  }
  checkInteger(samples, 1, all ?? Infinity, `kernelfield ${command}: --samples`);
  return samples;
}

/** Makes a set, with a bar, and tells what was made. */
export async function makeSet(
  words: Words,
  terminal: Terminal,
  command: string,
  prepare: () => Recipe | Promise<Recipe>,
): Promise<void> {
  const output = required(words, "output", command);
  const threads = words.number("threads");
  if (threads !== undefined) use({ threads });
  const { samples, sampleSize, facts, make } = await prepare();
  const chunk =
    words.number("chunk") ?? Math.min(samples, Math.max(1, Math.floor(PART_SIZE / sampleSize)));
  const bar = createProgressBar(terminal, "generate", words.flag("quiet"));
  let kept: number | undefined;
  try {
    const { path, made, found } = await generateParts(
      output,
      { samples, chunk, facts: { set: command, ...facts } },
      (first, count, run) => {
        kept = first;
        return make(first, count, run);
      },
      { signal: terminal.signal, onProgress: bar.show, keep: words.flag("keep-parts") },
    );
    bar.clear();
    terminal.out(
      words.flag("json")
        ? `${JSON.stringify({ set: path, samples, made, found })}\n`
        : `Wrote ${output}: ${samples} samples${found > 0 ? `, ${found} of them made before` : ""}.\n`,
    );
  } catch (error) {
    bar.clear();
    if (!terminal.signal.aborted || kept === undefined) throw error;
    throw new Interruption(
      `kernelfield ${command}: stopped with at least ${kept} of ${samples} samples saved beside ${output}. Repeat ` +
        `the call to go on.`,
    );
  }
}
