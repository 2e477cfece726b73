/**
 * Terms as text and back: u*u_x, v^2*u_yy, (u^2)_x, 1. A field is named, its derivative has an underscore and the
 * names of the axes behind it.
 */
import { ValueError } from "../../core/index.js";
import type { Factor } from "../equation/equation.js";
import type { LibraryTerm } from "./library.js";

/** What fields and axes are called. */
export interface Words {
  readonly names: readonly string[];
  readonly axes: readonly string[];
}

/** A term as `parseTerm` reads it. */
export function termText({ factors, derivative }: LibraryTerm, { names, axes }: Words): string {
  const texts = factors.map(({ component, order }) => `${names[component]}${suffix(order, axes)}`);
  const powers = [...new Set(texts)].map((text) => {
    const count = texts.filter((other) => other === text).length;
    return count > 1 ? `${text}^${count}` : text;
  });
  const product = powers.join("*") || "1";
  return derivative ? `(${product})${suffix(derivative, axes)}` : product;
}

function suffix(order: readonly number[], axes: readonly string[]): string {
  const letters = order.map((o, axis) => axes[axis].repeat(o)).join("");
  return letters && `_${letters}`;
}

/**
 * The term of a text.
 * @throws ValueError for what is no product of fields and derivatives, naming the part that cannot be read
 */
export function parseTerm(text: string, words: Words, where: string): LibraryTerm {
  const bare = text.replace(/\s+/g, "");
  const conservative = /^\((.*)\)_([^()]+)$/.exec(bare);
  if (conservative) {
    const [, product, letters] = conservative;
    const derivative = ordersOf(letters, words.axes);
    if (derivative) return { factors: productOf(product, text, words, where), derivative };
  }
  return { factors: productOf(bare, text, words, where), derivative: null };
}

function productOf(product: string, text: string, words: Words, where: string): Factor[] {
  if (product === "1") return [];
  return product.split(/[*·]/).flatMap((part) => {
    const [, atom, power] = /^(.*?)(?:\^(\d+))?$/.exec(part) ?? [];
    const factor = factorOf(atom, words);
    const count = power === undefined ? 1 : Number(power);
    if (factor && count >= 1) return Array.from({ length: count }, () => factor);
    throw new ValueError(
      `${where}: "${text}" should be a product of ${words.names.join(", ")} and derivatives along ` +
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
