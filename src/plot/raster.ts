/**
 * Fields as pictures of pixels: one cell, one pixel, then enlarged by nearest neighbour before it is
 * embedded, because programs that draw SVG blur small images when they enlarge them.
 */
import { encodePng } from "../formats/index.js";
import type { Rgb } from "./colours.js";

/** Red, green, blue and opacity of every pixel, row by row from the top. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Enlarged rasters have at least this many pixels along their longer side. */
const SHARP = 480;

/**
 * The raster of a field u[x, y]: x to the right, y up.
 * @param colour of a value; undefined leaves the pixel transparent
 */
export function rasterOf(
  values: ArrayLike<number>,
  [width, height]: readonly [number, number],
  colour: (value: number) => Rgb | undefined,
): Raster {
  const data = new Uint8Array(4 * width * height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const rgb = colour(values[x * height + y]);
      if (!rgb) continue;
      const at = 4 * ((height - 1 - y) * width + x);
      data.set(rgb, at);
      data[at + 3] = 255;
    }
  }
  return { data, width, height };
}

/** The raster as the address of an embedded PNG, enlarged until its cells have sharp edges. */
export function rasterUrl(raster: Raster): string {
  const factor = Math.ceil(SHARP / Math.max(raster.width, raster.height));
  return `data:image/png;base64,${base64(encodePng(enlarged(raster, factor)))}`;
}

/** Every pixel as a square of `factor` × `factor` pixels. */
export function enlarged({ data, width, height }: Raster, factor: number): Raster {
  if (factor === 1) return { data, width, height };
  const [source, wide] = [new Uint32Array(data.buffer), width * factor];
  const out = new Uint32Array(wide * height * factor);
  for (let y = 0; y < height; y++) {
    const first = y * factor * wide;
    for (let x = 0; x < width; x++) {
      const from = first + x * factor;
      out.fill(source[y * width + x], from, from + factor);
    }
    for (let copy = 1; copy < factor; copy++) {
      out.copyWithin(first + copy * wide, first, first + wide);
    }
  }
  return { data: new Uint8Array(out.buffer), width: wide, height: height * factor };
}

/** Strings are built from pieces of this many bytes: arguments of one call are limited. */
const PIECE = 1 << 13;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += PIECE) {
    text += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  }
  return btoa(text);
}
