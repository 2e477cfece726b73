/** Options of a generator or an equation: how they are called on the command line, and what they are in the library. */
import { UsageError } from "../command.js";
import type { Command, Words } from "../command.js";

/** What the values of an option are. */
interface Values {
  readonly number: number;
  readonly numbers: number[];
  /** One number, or one per axis, phase or whatever it is. */
  readonly "number or list": number | number[];
  readonly pair: [number, number];
  /** One number, or the two ends of a range. */
  readonly "number or pair": number | [number, number];
  readonly word: string;
  readonly flag: boolean;
}

/** The options by their names in the library. */
export type Schema = Readonly<Record<string, keyof Values>>;

/** What was given of them. */
export type Settings<S extends Schema> = { readonly [K in keyof S]?: Values[S[K]] };

/** --grain-size for grainSize. */
export function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The options for `parseArgs`. */
export function parsedOptions(schemas: readonly Schema[]): Command["options"] {
  const entries = schemas.flatMap((schema) =>
    Object.entries(schema).map(
      ([name, kind]) =>
        [optionOf(name), { type: kind === "flag" ? "boolean" : "string" } as const] as const,
    ),
  );
  return Object.fromEntries(entries);
}

/**
 * What a call gives of the options of a schema.
 * @throws UsageError for values of another kind
 */
export function settingsOf<S extends Schema>(
  words: Words,
  schema: S,
  command: string,
): Settings<S> {
  const given = Object.entries(schema)
    .map(([name, kind]) => [name, valueOf(words, optionOf(name), kind, command)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Settings<S>;
}

function valueOf(
  words: Words,
  option: string,
  kind: keyof Values,
  command: string,
): Values[keyof Values] | undefined {
  if (kind === "flag") return words.flag(option) || undefined;
  if (kind === "word") return words.text(option);
  if (kind === "number") return words.number(option);
  const list = words.numbers(option);
  if (!list || kind === "numbers") return list;
  if (kind !== "pair" && list.length === 1) return list[0];
  if (kind === "number or list" || list.length === 2) return list;
  throw new UsageError(
    `kernelfield ${command}: --${option} should be LEAST,LARGEST${kind === "pair" ? "" : " or one number"}; ` +
      `got ${list.join(",")}.`,
  );
}

/**
 * Refuses options that belong to others than the one that was chosen.
 * @param chosen its name, for the message
 */
export function refuseForeign(
  words: Words,
  own: Schema,
  all: readonly Schema[],
  chosen: string,
  command: string,
): void {
  const names = all.flatMap((schema) => Object.keys(schema)).filter((name) => !(name in own));
  const foreign = names
    .map(optionOf)
    .find((name) => words.flag(name) || words.text(name) !== undefined);
  if (foreign === undefined) return;
  const known = Object.keys(own).map((name) => `--${optionOf(name)}`);
  throw new UsageError(
    `kernelfield ${command}: --${foreign} is no option of ${chosen}, which has ` +
      `${known.join(", ") || "none"}. Leave it out.`,
  );
}

/** The value of an option that must be there. */
export function needed<T>(value: T | undefined, name: string, chosen: string, command: string): T {
  if (value !== undefined) return value;
  throw new UsageError(
    `kernelfield ${command}: ${chosen} needs --${optionOf(name)}. See kernelfield ${command} --help.`,
  );
}
