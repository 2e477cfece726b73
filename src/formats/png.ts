/**
 * PNG pictures (ISO/IEC 15948): a signature, then chunks of length, type, data and CRC-32. Every row
 * is stored as its difference to the row above, so that enlarged cells cost next to nothing.
 */
import { zlibSync } from "fflate";
import { checkInteger, ShapeError } from "../core/index.js";
import { crc32 } from "./crc32.js";
import { joined } from "./joined.js";
import { PNG_SIGNATURE, RGB, RGBA } from "./pngChunks.js";

/** A picture: 8-bit red, green, blue and, with four numbers per pixel, opacity; row by row from the top. */
export interface Picture {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const BIT_DEPTH = 8;
/** "Up": the byte above is subtracted. */
const FILTER = 2;
const LARGEST = 2 ** 31 - 1;

/**
 * The bytes of a PNG file with this picture.
 * @throws ShapeError unless there are three or four bytes per pixel
 * @throws ValueError for a width or height below 1
 */
export function encodePng({ data, width, height }: Picture): Uint8Array {
  checkInteger(width, 1, LARGEST, "formats.encodePng: width");
  checkInteger(height, 1, LARGEST, "formats.encodePng: height");
  const channels = data.length / (width * height);
  if (channels !== 3 && channels !== 4) {
    throw new ShapeError(
      `formats.encodePng: data of a picture of ${width} × ${height} pixels should have ` +
        `${3 * width * height} (red, green, blue) or ${4 * width * height} (and opacity) bytes; got ${data.length}.`,
    );
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, BIT_DEPTH);
  header.setUint8(9, channels === 4 ? RGBA : RGB);
  return joined([
    Uint8Array.from(PNG_SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", zlibSync(filtered(data, channels * width, height))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function filtered(data: Picture["data"], row: number, height: number): Uint8Array {
  const out = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (row + 1) + 1;
    out[to - 1] = FILTER;
    for (let i = 0; i < row; i++) {
      const from = y * row + i;
      out[to + i] = data[from] - (y > 0 ? data[from - row] : 0);
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}
