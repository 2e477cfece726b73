/** What fields and axes are called, forcing inputs among them. */
import { ShapeError } from "../../core/index.js";
import { checkWords, namesFor } from "../createModel.js";
import type { Names } from "../createModel.js";
import type { ForcingInputs, Observed } from "./observed.js";
import type { Words } from "./parseTerm.js";

/**
 * Names of all fields and axes.
 * @throws ShapeError for lists of another length; ValueError for names that are empty, no words, or given twice
 */
export function wordsOf(
  { evolving, components, grid }: Observed,
  options: Names & { readonly inputs?: ForcingInputs | undefined },
  where: string,
): Words {
  const { names, axes } = namesFor(options, evolving, grid.length, where);
  const forcing = components - evolving;
  const usual = forcing === 1 ? ["f"] : Array.from({ length: forcing }, (_, i) => `f${i + 1}`);
  const inputs = options.inputs?.names ?? usual;
  if (inputs.length !== forcing) {
    throw new ShapeError(
      `${where}: inputs.names should be one for each of ${forcing} inputs; got ${inputs.length}.`,
    );
  }
  checkWords([...names, ...inputs], `${where}: names`);
  return { names: [...names, ...inputs], axes };
}
