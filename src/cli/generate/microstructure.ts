/** `kernelfield generate microstructure`: samples without responses. */
import { sizeOf } from "../../core/index.js";
import type { Facts } from "../../io/index.js";
import { UsageError } from "../command.js";
import type { Command, Words } from "../command.js";
import { KINDS } from "./microstructures.js";
import type { Draw, Kind } from "./microstructures.js";
import { makeSet, samplesOf, seedOf, SET_HELP, SET_OPTIONS, shapeOf } from "./set.js";
import { optionOf, parsedOptions, refuseForeign, settingsOf } from "./settings.js";

const NAME = "generate microstructure";

/** The options of all kinds, for `parseArgs`. */
export const KIND_OPTIONS: Command["options"] = parsedOptions(
  Object.values(KINDS).map(({ schema }) => schema),
);

/** The kinds and their options, as the help lists them. */
export const KIND_HELP = Object.entries(KINDS)
  .map(([name, { summary, schema }]) => {
    const options = Object.keys(schema).map((option) => `--${optionOf(option)}`);
    return `  ${name.padEnd(20)} ${summary}\n${wrapped(options)}`;
  })
  .join("\n");

/** Microstructures that a call asks for. */
export interface Drawn {
  readonly samples: number;
  readonly shape: readonly number[];
  readonly draw: Draw;
  readonly facts: Facts;
}

/**
 * The microstructures of a call.
 * @param command who complains
 */
export function drawnOf(words: Words, command: string): Drawn {
  const [name] = words.files;
  const kind: Kind | undefined = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kind) {
    throw new UsageError(
      `kernelfield ${command}: the kind should be one of ${Object.keys(KINDS).join(", ")}; got ${name}.`,
    );
  }
  const schemas = Object.values(KINDS).map(({ schema }) => schema);
  refuseForeign(words, kind.schema, schemas, name, command);
  const shape = shapeOf(words, command);
  const seed = seedOf(words, command);
  const samples = samplesOf(words, command, kind.count?.(words, command));
  const draw = kind.prepare(words, shape, seed, command);
  const settings = settingsOf(words, kind.schema, command) as Facts;
  return {
    samples,
    shape,
    draw,
    facts: { microstructure: { kind: name, shape, seed, ...settings } },
  };
}

/** The command. */
export const microstructureCommand: Command = {
  name: NAME,
  summary: "make microstructures",
  help: `kernelfield ${NAME} KIND --shape NX,NY,NZ --samples N -o SET

Makes random microstructures, phase indices m[sample, x, y, …] as bytes, and writes them to SET.

  KIND               one of the list below
  --shape NX,NY,…    cells along one to three axes
${SET_HELP}

Kinds and their options, which are those of the library; lengths are in cells
${KIND_HELP}

  kernelfield ${NAME} multiphase --shape 64,64 --samples 100 \\
    --grain-size 20,5 -o set.npz`,
  options: { ...SET_OPTIONS, ...KIND_OPTIONS },
  files: ["KIND"],
  run: (words, terminal) =>
    makeSet(words, terminal, NAME, () => {
      const { samples, shape, draw, facts } = drawnOf(words, NAME);
      const make = (first: number, count: number) => ({ m: draw(first, count) });
      return { samples, sampleSize: sizeOf(shape), facts, make };
    }),
};

/** Options in lines that fit the help. */
function wrapped(options: readonly string[]): string {
  const indent = " ".repeat(23);
  const lines: string[] = [];
  let line = indent;
  for (const option of options) {
    if (line.length + option.length > 98) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? option : ` ${option}`;
  }
  return [...lines, line].join("\n");
}
