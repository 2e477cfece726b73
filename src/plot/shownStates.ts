/** Which local states of a model are shown. */
import { checkInteger, ValueError } from "../core/index.js";

/** States by their place, and the names of all. */
export interface ShownStates {
  readonly states?: readonly number[] | undefined;
  readonly names: readonly string[];
}

/**
 * The places of the states that are shown: those asked for, or all.
 * @throws ValueError for none, for states that the model does not have, and for names of other states
 */
export function shownStates(
  { states, names }: ShownStates,
  count: number,
  where: string,
): readonly number[] {
  const shown = states ?? Array.from({ length: count }, (_, h) => h);
  if (shown.length === 0) {
    throw new ValueError(`${where}: states should name at least one local state; got none.`);
  }
  for (const h of shown) checkInteger(h, 0, count - 1, `${where}: states`);
  if (names.length === count) return shown;
  throw new ValueError(
    `${where}: names should name all ${count} local states of the model; got ${names.length}.`,
  );
}
