/**
 * JSON text that means one thing only. Of a key that an object has twice JSON.parse keeps the last and
 * says nothing, so that another reader may see another object (RFC 8259, section 4).
 */
import { FormatError } from "../core/index.js";

/**
 * The value of JSON text in UTF-8.
 * @param maxDepth how many objects and lists may stand within each other
 * @param where who complains, for the message
 * @throws FormatError for what is no such text, deeper, or has a key twice in an object
 */
export function parseStrictJson(bytes: Uint8Array, maxDepth: number, where: string): unknown {
  const text = decode(bytes, where);
  scan(text, maxDepth, where);
  return parse(text, where);
}

function decode(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError(`${where} should be text in UTF-8. The file is damaged: write it again.`);
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FormatError(`${where} should be JSON text. The file is damaged: write it again.`);
  }
}

/** Before parsing, since an object takes many times the memory of its brackets. */
function scan(text: string, maxDepth: number, where: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") open.push(new Set());
    if (character === "}" || character === "]") open.pop();
    if (open.length > maxDepth) {
      throw new FormatError(
        `${where} should be JSON of at most ${maxDepth} levels; got more. The file is damaged: write it again.`,
      );
    }
    if (character !== '"') continue;
    const start = at;
    at = endOfString(text, start);
    if (!isKey(text, at + 1)) continue;
    const key = parse(text.slice(start, at + 1), where) as string; // "a" may be written "\u0061"
    const keys = open.at(-1);
    if (keys?.has(key)) {
      throw new FormatError(
        `${where} should have every key of an object once; got ${JSON.stringify(key.slice(0, 80))} twice. ` +
          `The file is damaged or made to deceive: write it again.`,
      );
    }
    keys?.add(key);
  }
}

/** Where the string that begins at `start` has its closing quotation mark, or the text its end. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** Whether a colon follows: after values a comma or a bracket does. */
function isKey(text: string, after: number): boolean {
  let at = after;
  while (/\s/.test(text.charAt(at))) at++;
  return text[at] === ":";
}
