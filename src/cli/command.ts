/** What a command is, and how its words are read. */
import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import type { Terminal } from "./terminal.js";

/** The words of a call, sorted. */
export interface Words {
  /** Names of files, in order. */
  readonly files: readonly string[];
  /** The value of an option that takes one. */
  readonly text: (option: string) => string | undefined;
  /** Whether an option that takes no value stands there. */
  readonly flag: (option: string) => boolean;
  /** The number given for an option. */
  readonly number: (option: string) => number | undefined;
  /** The numbers given for an option, with commas between. */
  readonly numbers: (option: string) => number[] | undefined;
}

/** What the first words of a call name: `kernelfield fit …`, `kernelfield generate elastic …`. */
export interface Command {
  /** One word, or two. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** All a person needs to use it. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** The files it needs, by the names that its help gives them; "FILE…" stands for any number, "[FILE]" for none or one. */
  readonly files: readonly string[];
  readonly run: (words: Words, terminal: Terminal) => Promise<void>;
}

/** A call that cannot be understood: the fault is in its words, not in the data. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Work that was stopped by the user, with what is left of it. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/** Options that every command has. */
const COMMON: NonNullable<ParseArgsConfig["options"]> = {
  help: { type: "boolean", short: "h" },
  quiet: { type: "boolean", short: "q" },
  json: { type: "boolean" },
};

/**
 * The words after the command's name, sorted into files and options.
 * @throws UsageError for unknown options, options without their value, and too few or many files
 */
export function readWords(command: Command, args: readonly string[]): Words {
  const { values, positionals } = parse(command, args);
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const text = (option: string): string | undefined => {
    const value = given[option];
    return typeof value === "string" ? value : undefined;
  };
  const numbers = (option: string): number[] | undefined =>
    text(option)
      ?.split(",")
      .map((word) => numberOf(word, option, command));
  const words: Words = {
    files: positionals,
    text,
    flag: (option) => given[option] === true,
    number: (option) => {
      const value = text(option);
      return value === undefined ? undefined : numberOf(value, option, command);
    },
    numbers,
  };
  if (!words.flag("help")) checkCount(command, positionals);
  return words;
}

/** The value of an option that must be there. */
export function required(words: Words, option: string, command: string): string {
  const value = words.text(option);
  if (value !== undefined) return value;
  throw new UsageError(
    `kernelfield ${command}: the option --${option} is missing. See kernelfield ${command} --help.`,
  );
}

/** One of the known words, or the first of them. */
export function choice<T extends string>(
  words: Words,
  option: string,
  known: readonly [T, ...T[]],
  command: string,
): T {
  const value = words.text(option) ?? known[0];
  const found = known.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `kernelfield ${command}: --${option} should be ${known.join(", ")}; got ${value}.`,
  );
}

type Parsed = ReturnType<typeof parseArgs>;

function parse(command: Command, args: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
      options: { ...COMMON, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const { message } = error as Error;
    const [, dashed] = /'([^']+)' argument is ambiguous/.exec(message) ?? [];
    const [sentence] = dashed
      ? [`a value of ${dashed} that begins with a dash should follow an equals sign, ${dashed}=-1`]
      : message.split(". ");
    throw new UsageError(
      `kernelfield ${command.name}: ${sentence}. See kernelfield ${command.name} --help.`,
    );
  }
}

function checkCount({ name, files }: Command, given: readonly string[]): void {
  const open = files.some((file) => file.endsWith("…"));
  const least = files.filter((file) => !file.startsWith("[")).length;
  if (open || (given.length >= least && given.length <= files.length)) return;
  throw new UsageError(
    `kernelfield ${name}: expected ${files.join(" ")}; got ${given.join(" ") || "no file"}. ` +
      `See kernelfield ${name} --help.`,
  );
}

function numberOf(word: string, option: string, { name }: Command): number {
  const value = word.trim() === "" ? NaN : Number(word);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`kernelfield ${name}: --${option} should be a number; got "${word}".`);
}
