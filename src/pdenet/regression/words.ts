/** What fields and axes are called where nobody says. */
import { ShapeError, ValueError } from "../../core/index.js";
import type { ForcingInputs, Observed } from "./observed.js";
import type { Words } from "./termText.js";

/** Names that were given. */
export interface NameOptions {
  readonly names?: readonly string[] | undefined;
  readonly axes?: readonly string[] | undefined;
  readonly inputs?: ForcingInputs | undefined;
}

/**
 * Names of all fields and axes.
 * @throws ShapeError for lists of another length; ValueError for names that are empty, no words, or given twice
 */
export function wordsOf(
  { evolving, components, grid }: Observed,
  { names, axes, inputs }: NameOptions,
  where: string,
): Words {
  const forcing = components - evolving;
  const listed = [
    ...ofLength(names, evolving, numbered("u", evolving), `${where}: names`),
    ...ofLength(inputs?.names, forcing, numbered("f", forcing), `${where}: inputs.names`),
  ];
  const along = ofLength(axes, grid.length, ["x", "y", "z"], `${where}: axes`);
  checkWords(listed, `${where}: names`);
  checkWords(along, `${where}: axes`);
  return { names: listed, axes: along };
}

function numbered(letter: string, count: number): string[] {
  if (count === 1) return [letter];
  if (letter === "u" && count <= 3) return ["u", "v", "w"].slice(0, count);
  return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
}

function ofLength(
  given: readonly string[] | undefined,
  count: number,
  standard: readonly string[],
  where: string,
): readonly string[] {
  if (given === undefined) return standard.slice(0, count);
  if (given.length === count) return given;
  throw new ShapeError(`${where} should be ${count} names; got ${given.length}.`);
}

function checkWords(words: readonly string[], where: string): void {
  const odd = words.find((word, i) => !/^[^\s*·^()]+$/.test(word) || words.indexOf(word) !== i);
  if (odd === undefined) return;
  throw new ValueError(
    `${where} should be different words without spaces, products, powers and brackets; got "${odd}".`,
  );
}
