/**
 * Terms from text, as equations are printed and as they are typed: u u_x, u*u_x, v²·u_yy, v^2 u_yy, (u²)_x, 1. A field is
 * named; its derivative has an underscore and the names of the axes behind it.
 */
import { ValueError } from "../../core/index.js";
import type { Equation, Factor } from "../equation/equation.js";
import type { LibraryTerm } from "./library.js";

/** What fields and axes are called. */
export type Words = Pick<Equation, "names" | "axes">;

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * The term of a text.
 * @throws ValueError for what is no product of fields and derivatives, naming the part that cannot be read
 */
export function parseTerm(text: string, words: Words, where: string): LibraryTerm {
  const bare = text
    .trim()
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (digits) => `^${Array.from(digits, plainDigit).join("")}`);
  const [, product, letters] = /^\((.*)\)_([^()]+)$/.exec(bare) ?? [];
  const derivative = letters === undefined ? undefined : ordersOf(letters, words.axes);
  if (product !== undefined && derivative) {
    return { factors: factorsOf(product, text, words, where), derivative };
  }
  return { factors: factorsOf(bare, text, words, where), derivative: null };
}

function plainDigit(raised: string): number {
  return RAISED.indexOf(raised);
}

function factorsOf(product: string, text: string, words: Words, where: string): Factor[] {
  if (product.trim() === "1") return [];
  return product
    .trim()
    .split(/\s*[*·]\s*|\s+/)
    .flatMap((part) => {
      const [, atom, power] = /^(.*?)(?:\^(\d+))?$/.exec(part) ?? [];
      const factor = factorOf(atom, words);
      const count = power === undefined ? 1 : Number(power);
      if (factor && count >= 1) return Array.from({ length: count }, () => factor);
      throw new ValueError(
        `${where}: "${text}" should be a product of ${words.names.join(", ")} and their derivatives along ` +
          `${words.axes.join(", ")}; "${part}" is none. Write u*u_x, u^2, or (u^2)_x.`,
      );
    });
}

function factorOf(atom: string, { names, axes }: Words): Factor | undefined {
  const exact = names.indexOf(atom);
  if (exact >= 0) return { component: exact, order: axes.map(() => 0) };
  const at = atom.lastIndexOf("_");
  const component = names.indexOf(atom.slice(0, Math.max(0, at)));
  const order = component < 0 ? undefined : ordersOf(atom.slice(at + 1), axes);
  return order && { component, order };
}

/** How often every axis is named; undefined where something else is. */
function ordersOf(letters: string, axes: readonly string[]): number[] | undefined {
  const order = axes.map(() => 0);
  let rest = letters;
  while (rest !== "") {
    const axis = axes.findIndex((name) => rest.startsWith(name));
    if (axis < 0) return undefined;
    order[axis] += 1;
    rest = rest.slice(axes[axis].length);
  }
  return letters === "" ? undefined : order;
}
