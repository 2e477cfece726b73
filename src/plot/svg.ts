/** SVG as strings: elements, escaped text, and the page that holds them. */

/** Attributes of an element; numbers are rounded to hundredths of a pixel, undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** How text is set. */
export interface TextStyle {
  /** Font size in pixels. Default 11. */
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: "bold";
  readonly italic?: boolean;
  readonly fill?: string;
  /** Degrees, clockwise, about the anchor. */
  readonly rotate?: number;
}

/** Fonts in order of preference; widths are estimated for the first, which is the widest. */
export const FONTS = "DejaVu Sans, Helvetica, Arial, sans-serif";

/** Colour of text and of what matters. */
export const INK = "#222222";
/** Colour of frames, ticks and asides. */
export const MUTED = "#555555";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text with everything escaped that XML or HTML would read; characters XML forbids become �. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** An element with children that are SVG already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(attributeText(value))}"`)
    .join("");
  const content = children.join("");
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

function attributeText(value: string | number | undefined): string {
  return typeof value === "number" ? rounded(value) : (value ?? "");
}

/** A coordinate, rounded to hundredths of a pixel. */
export function rounded(value: number): string {
  return String(Math.round(100 * value) / 100 + 0);
}

/** A letter with an index of up to three characters: ε_xx, r_x, A_0. */
export const INDEXED = /(?<![\p{L}\d_])(\p{L})_([\p{L}\d]{1,3})(?![\p{L}\d_])/gu;

/**
 * Text whose baseline starts, is centred or ends at (x, y). A letter with an index, ε_xx, is set with
 * the index below the line.
 */
export function textAt(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = 11, anchor = "start", weight, italic, fill = INK, rotate } = style;
  const [x0, y0] = [rounded(x), rounded(y)];
  return element(
    "text",
    {
      x: x0,
      y: y0,
      "font-size": size,
      "text-anchor": anchor === "start" ? undefined : anchor,
      "font-weight": weight,
      "font-style": italic ? "italic" : undefined,
      fill,
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${x0} ${y0})`,
    },
    withIndices(text, size),
  );
}

function withIndices(text: string, size: number): string {
  const drop = 0.25 * size;
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: letter, 2: index, index: start } of text.matchAll(INDEXED)) {
    const before = text.slice(end, start) + letter;
    parts.push(lifted(before, end === 0 ? 0 : -drop));
    parts.push(element("tspan", { dy: drop, "font-size": 0.75 * size }, escapeText(index)));
    end = start + whole.length;
  }
  const rest = text.slice(end);
  if (rest !== "") parts.push(lifted(rest, end === 0 ? 0 : -drop));
  return parts.join("");
}

function lifted(text: string, dy: number): string {
  return dy === 0 ? escapeText(text) : element("tspan", { dy }, escapeText(text));
}

/** A thin straight line. */
export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  attributes: Attributes = {},
): string {
  return element("line", { x1, y1, x2, y2, stroke: MUTED, "stroke-width": 1, ...attributes });
}

/** A whole picture on white, described by `title` to those who cannot see it. */
export function picture(width: number, height: number, title: string, content: string): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      "font-family": FONTS,
      role: "img",
      "aria-label": title,
    },
    element("rect", { width: w, height: h, fill: "#ffffff" }),
    content,
  );
}
