/** What tests read out of pictures: their elements by a strict parser, their pixels by zlib. */
import { inflateSync } from "node:zlib";
import { textWidth } from "../../src/plot/text.js";

/** An element of a picture. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** All text inside, entities resolved. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** The root of well-formed XML of elements, attributes and text; anything else throws. */
export function parseXml(source: string): XmlNode {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${source.slice(at, at + 40)}`);
  };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match;
  };
  const resolve = (text: string): string => {
    if (/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) fail(`unescaped text "${text}"`);
    return text.replace(/&[^;]+;/g, (entity) => ENTITIES[entity]);
  };
  const node = (): XmlNode => {
    const [, name] = take(/<([a-z][a-zA-Z]*)/y) ?? fail("no element");
    const attributes: Record<string, string> = {};
    for (let match = take(ATTRIBUTE); match; match = take(ATTRIBUTE)) {
      if (match[1] in attributes) fail(`attribute ${match[1]} twice`);
      attributes[match[1]] = resolve(match[2]);
    }
    if (take(/\/>/y)) return { name, attributes, children: [], text: "" };
    if (!take(/>/y)) fail("an open tag");
    const children: XmlNode[] = [];
    let text = "";
    for (;;) {
      text += resolve(take(/[^<]+/y)?.[0] ?? "");
      if (take(/<\/([a-zA-Z]+)>/y)) break;
      const child = node();
      children.push(child);
      text += child.text;
    }
    if (!source.slice(0, at).endsWith(`</${name}>`)) fail(`an end other than </${name}>`);
    return { name, attributes, children, text };
  };
  const root = node();
  if (at !== source.length) fail("more after the root");
  return root;
}

const ATTRIBUTE = /\s+([a-zA-Z][a-zA-Z0-9:-]*)="([^"]*)"/y;

/** All elements of that name, in order. */
export function elementsOf(root: XmlNode, name: string): XmlNode[] {
  return [
    ...(root.name === name ? [root] : []),
    ...root.children.flatMap((child) => elementsOf(child, name)),
  ];
}

/** The texts of a picture, in order. */
export function textsOf(svg: string): string[] {
  return elementsOf(parseXml(svg), "text").map(({ text }) => text);
}

/** Where a text of a picture is anchored, the first one if there are several. */
export function placeOf(svg: string, text: string): { readonly x: number; readonly y: number } {
  const found = elementsOf(parseXml(svg), "text").find((element) => element.text === text);
  if (!found) throw new Error(`no text "${text}"`);
  return { x: Number(found.attributes.x), y: Number(found.attributes.y) };
}

/** A rectangle in a picture. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The rectangles that texts fill at the most, with what they say. */
export function textBoxes(svg: string): (Box & { readonly text: string })[] {
  return elementsOf(parseXml(svg), "text").map(({ text, attributes }) => {
    const [x, y, size] = ["x", "y", "font-size"].map((key) => Number(attributes[key]));
    const weight = attributes["font-weight"] === "bold" ? "bold" : undefined;
    const width = textWidth(text, size, weight);
    const before = { start: 0, middle: width / 2, end: width }[
      attributes["text-anchor"] ?? "start"
    ];
    const [start, end] = [-(before ?? 0), width - (before ?? 0)];
    // Letters reach from 0.75 of their size above the line to 0.22 below it.
    const [up, down] = [0.75 * size, 0.22 * size];
    return attributes.transform === undefined
      ? { text, left: x + start, right: x + end, top: y - up, bottom: y + down }
      : { text, left: x - up, right: x + down, top: y - end, bottom: y - start };
  });
}

/** Whether two rectangles share an area. */
export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A decoded picture. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of a pixel; (0, 0) is at the upper left. */
  readonly at: (column: number, row: number) => readonly number[];
}

/** An embedded raster, and where it stands in the picture. */
export interface Image extends Pixels {
  readonly x: number;
  readonly y: number;
  readonly shownWidth: number;
  readonly shownHeight: number;
}

/** The embedded rasters of a picture, in order. */
export function imagesOf(svg: string): Image[] {
  return elementsOf(parseXml(svg), "image").map(({ attributes: { href, x, y, width, height } }) => {
    const [head, body] = href.split(",");
    if (head !== "data:image/png;base64") throw new Error(`an image from ${head}`);
    const shown = {
      x: Number(x),
      y: Number(y),
      shownWidth: Number(width),
      shownHeight: Number(height),
    };
    return { ...shown, ...readPng(Buffer.from(body, "base64")) };
  });
}

/** The pixels of a PNG of 8-bit red, green, blue and opacity whose rows are stored plain or as differences upwards. */
export function readPng(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const parts: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const packed = inflateSync(Buffer.concat(parts));
  const row = 4 * width;
  if (packed.length !== (row + 1) * height) throw new Error("not 8-bit RGBA");
  const data = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (row + 1)];
    if (filter !== 0 && filter !== 2) throw new Error(`row filter ${filter}`);
    for (let i = 0; i < row; i++) {
      const above = filter === 2 && y > 0 ? data[(y - 1) * row + i] : 0;
      data[y * row + i] = packed[y * (row + 1) + 1 + i] + above;
    }
  }
  return {
    width,
    height,
    at: (column, line) => [
      ...data.subarray(4 * (line * width + column), 4 * (line * width + column) + 4),
    ],
  };
}

/** The colour of cell (x, y) of an nx × ny field: x to the right, y up. */
export function cellColour(
  image: Image,
  [x, y]: readonly number[],
  [nx, ny]: readonly number[],
): string {
  const column = Math.floor(((x + 0.5) / nx) * image.width);
  const row = Math.floor(((ny - y - 0.5) / ny) * image.height);
  return image.at(column, row).slice(0, 3).join(" ");
}
