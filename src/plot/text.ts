/**
 * How wide text is, without a font at hand: the advance widths of DejaVu Sans in classes, each taken
 * at its widest, so that what is laid out by them is never clipped.
 */

/** Characters and their width in ems. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'’|]/, 0.36],
  [/[ .,:;!()[\]ftrI/\\-]/, 0.42],
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉]/, 0.45],
  [/[a-z0-9"*?_]/, 0.64],
  [/[A-Z&βεσγνµαδ]/, 0.79],
];

const BY_CHARACTER = new Map<string, number>([
  ["m", 0.98],
  ["w", 0.82],
  ["M", 0.87],
  ["W", 0.99],
  ["Q", 0.79],
]);

/** Everything else: + − × = ≤ and other alphabets; ideographs fill a whole em. */
const OTHERS = 0.84;
const IDEOGRAPH = 1.05;

/** The width of text in pixels, estimated from above. */
export function textWidth(text: string, size: number, weight?: "bold"): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size * (weight === "bold" ? 1.13 : 1);
}

function emsOf(character: string): number {
  const known = BY_CHARACTER.get(character);
  if (known !== undefined) return known;
  const [, width] = WIDTHS.find(([class_]) => class_.test(character)) ?? [];
  return width ?? ((character.codePointAt(0) ?? 0) >= 0x2e80 ? IDEOGRAPH : OTHERS);
}

/** The text in lines no wider than `width` pixels, broken between words, or within one too long. */
export function wrap(text: string, width: number, size: number, weight?: "bold"): string[] {
  const fits = (line: string): boolean => textWidth(line, size, weight) <= width;
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (fits(longer)) {
      current = longer;
      continue;
    }
    if (current !== "") lines.push(current);
    current = "";
    for (const character of word) {
      if (current !== "" && !fits(current + character)) {
        lines.push(current);
        current = "";
      }
      current += character;
    }
  }
  if (current !== "") lines.push(current);
  return lines;
}
