/** What a set of samples was made of: plain data, written down in one way only, so that equal recipes are equal text. */
import { isDeepStrictEqual } from "node:util";
import { ValueError } from "../../core/index.js";

/** Plain data, as JSON holds it. */
export type Fact =
  string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

/** Facts by name. */
export type Facts = Readonly<Record<string, Fact>>;

/**
 * The facts as text, names in alphabetical order.
 * @throws ValueError for what JSON does not hold, such as NaN
 */
export function formatFacts(facts: Facts, where: string): string {
  const text = JSON.stringify(sorted(facts), null, 1) ?? "";
  if (text !== "" && isDeepStrictEqual(JSON.parse(text), sorted(facts))) return `${text}\n`;
  throw new ValueError(
    `${where}: facts should be text, finite numbers, true, false, null, and lists and objects of them; ` +
      `something else was lost in JSON. Leave it out, or write it as text.`,
  );
}

/** The entries that differ, in words: "seed is 1 there and 2 here". */
export function differences(there: Facts, here: Facts): string[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
  return names
    .filter((name) => !isDeepStrictEqual(there[name], here[name]))
    .map((name) => `${name} is ${word(there[name])} there and ${word(here[name])} here`);
}

function word(fact: Fact | undefined): string {
  return fact === undefined ? "absent" : JSON.stringify(fact);
}

function sorted(fact: Fact): Fact {
  if (typeof fact !== "object" || fact === null) return fact;
  if (isList(fact)) return fact.map(sorted);
  const entries = Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, sorted(value)]));
}

function isList(fact: object): fact is readonly Fact[] {
  return Array.isArray(fact);
}
