/**
 * The Python literals that stand in headers of .npy files: strings without escapes, `True`, `False`,
 * integers ≥ 0 and tuples, lists and dictionaries of them. Nothing is evaluated, and whatever is
 * not such a literal is refused.
 */
import { FormatError } from "../core/index.js";

/** A parsed literal. Tuples and lists are told apart, as Python does. */
export type Literal = string | number | boolean | Sequence | Dictionary;

/** A tuple or a list. */
export interface Sequence {
  readonly kind: "tuple" | "list";
  readonly items: readonly Literal[];
}

/** A dictionary whose keys are strings. */
export interface Dictionary {
  readonly kind: "dictionary";
  readonly entries: ReadonlyMap<string, Literal>;
}

/** A string, a truth value, an integer (`L` ends the long ones of Python 2) or a mark. */
const TOKEN = / *(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False)|(0|[1-9]\d*)L?|([{}()[\],:]))/y;
/** Structured number types nest a few levels; no array needs more. */
const MAX_DEPTH = 16;

type Token =
  | { readonly mark: string }
  | { readonly value: string | number | boolean }
  | { readonly end: true };

/**
 * The literal at the beginning of a text, and what follows it.
 * @param where who complains, for the message
 * @throws FormatError
 */
export function parseLiteral(text: string, where: string): { value: Literal; rest: string } {
  let position = 0;

  const refuse = (expected: string): FormatError =>
    new FormatError(
      `${where}: the header should hold ${expected} at character ${position}; ` +
        `got ${JSON.stringify(text.slice(position, position + 12))}. ` +
        `The file is damaged or no .npy file: write it again with numpy.save.`,
    );

  const next = (): Token => {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text);
    if (!found) return { end: true };
    position = TOKEN.lastIndex;
    const [, single, double, truth, digits, mark] = found as (string | undefined)[];
    if (mark !== undefined) return { mark };
    if (truth !== undefined) return { value: truth === "True" };
    if (digits !== undefined) return { value: Number(digits) };
    return { value: single ?? double ?? "" };
  };

  const nextIs = (mark: string): boolean => {
    const before = position;
    const token = next();
    if ("mark" in token && token.mark === mark) return true;
    position = before;
    return false;
  };

  /** What stands up to the closing mark: items with commas between, and perhaps one at the end. */
  const until = (close: string, item: () => void): { commas: number } => {
    let commas = 0;
    while (!nextIs(close)) {
      item();
      if (nextIs(",")) commas++;
      else if (nextIs(close)) break;
      else throw refuse(`"," or "${close}"`);
    }
    return { commas };
  };

  const literal = (depth: number): Literal => {
    if (depth > MAX_DEPTH) throw refuse("fewer brackets within brackets");
    const before = position;
    const token = next();
    if ("value" in token) return token.value;
    if ("mark" in token && token.mark === "{") return dictionary(depth);
    if ("mark" in token && (token.mark === "(" || token.mark === "[")) {
      return sequence(token.mark === "(" ? "tuple" : "list", depth);
    }
    position = before;
    throw refuse("a string, an integer, True, False or a bracket");
  };

  const sequence = (kind: "tuple" | "list", depth: number): Literal => {
    const items: Literal[] = [];
    const close = kind === "tuple" ? ")" : "]";
    const { commas } = until(close, () => items.push(literal(depth + 1)));
    // Parentheses around one item without a comma make no tuple.
    return kind === "tuple" && items.length === 1 && commas === 0 ? items[0] : { kind, items };
  };

  const dictionary = (depth: number): Dictionary => {
    const entries = new Map<string, Literal>();
    until("}", () => {
      const key = literal(depth + 1);
      if (typeof key !== "string" || entries.has(key)) throw refuse("a new key in quotes before");
      if (!nextIs(":")) throw refuse('":"');
      entries.set(key, literal(depth + 1));
    });
    return { kind: "dictionary", entries };
  };

  return { value: literal(0), rest: text.slice(position) };
}
