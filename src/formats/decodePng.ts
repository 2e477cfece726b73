/** PNG pictures (ISO/IEC 15948) as pixels: chunks (pngChunks.ts), inflated to rows (pngRows.ts), then colours. */
import { checkNumber } from "../core/index.js";
import { checkPixelBytes, pixelsOf } from "./image.js";
import type { DecodeImageOptions, Image } from "./image.js";
import { DEFLATE_LIMIT } from "./inflate.js";
import { damaged, GREY, GREY_OPACITY, PALETTE, readPngChunks, RGB, RGBA } from "./pngChunks.js";
import type { PngChunks, PngHeader } from "./pngChunks.js";
import { passesOf, readRows } from "./pngRows.js";
import { unzlib } from "./zlib.js";
import { DEFAULT_MAX_BYTES } from "./zip.js";

/** Numbers per pixel in the file. */
const CHANNELS = { [GREY]: 1, [RGB]: 3, [PALETTE]: 1, [GREY_OPACITY]: 2, [RGBA]: 4 } as const;

/** Numbers of pixels, row by row from the top. */
interface Rows {
  readonly data: Uint8Array | Uint16Array;
  readonly channels: number;
}

/**
 * The image in the bytes of a PNG file: 1 to 16 bits, grey, colours or a palette, plain or interlaced. Numbers of up to 8 bits
 * become Uint8, of 16 bits Uint16; indices become the colours of their palette. Gamma and colour profiles change no number, and
 * neither does transparency, which is told apart as `opacity`.
 * @returns pixels [channel, x, y]
 * @throws FormatError if the bytes are no PNG file, damaged or cut short, or claim more pixels than they hold or `maxBytes` allows
 * @throws ValueError for a limit that is no number ≥ 0
 */
export function decodePng(bytes: Uint8Array, options: DecodeImageOptions = {}): Image {
  const { name: where = "formats.decodePng", maxBytes = DEFAULT_MAX_BYTES } = options;
  checkNumber(maxBytes, 0, Infinity, `${where}: maxBytes`);
  const chunks = readPngChunks(bytes, where);
  const { width, height, bits, colour } = chunks.header;
  const perPixel = (bits === 16 ? 2 : 1) * (colour === PALETTE ? 4 : CHANNELS[colour]);
  checkPixelBytes(width * height * perPixel, maxBytes, where);
  const stored = { data: inflateRows(chunks, where), channels: CHANNELS[colour] };
  const white = 2 ** (colour === PALETTE ? 8 : bits) - 1;
  const rows = withOpacity(stored, chunks, white, where);
  const colours = rows.channels <= 2 ? [0] : [0, 1, 2];
  const size = { width, height, channels: rows.channels };
  return {
    pixels: pixelsOf(rows.data, size, colours),
    white,
    opacity:
      rows.channels > colours.length ? pixelsOf(rows.data, size, [colours.length]) : undefined,
  };
}

function inflateRows({ header, compressed }: PngChunks, where: string): Rows["data"] {
  const channels = CHANNELS[header.colour];
  const size = passesOf(header, channels).reduce(
    (sum, { height, rowBytes }) => sum + height * (1 + rowBytes),
    0,
  );
  const raw = size <= DEFLATE_LIMIT * compressed.length ? unzlib(compressed, size) : undefined;
  if (raw) return readRows(raw, header, channels, where);
  throw damaged(where, `its pixels do not inflate to the ${size} bytes it claims`);
}

/** Colours in place of indices, and the opacity as a last channel where the file tells one. */
function withOpacity(
  rows: Rows,
  { header, palette, transparency }: PngChunks,
  white: number,
  where: string,
): Rows {
  if (header.colour === PALETTE) return coloured(rows.data, palette, transparency, where);
  if (!transparency || header.colour === GREY_OPACITY || header.colour === RGBA) return rows;
  const key = transparentColour(header, transparency, where);
  const { data, channels } = rows;
  const pixels = data.length / channels;
  const out = new (data instanceof Uint8Array ? Uint8Array : Uint16Array)(data.length + pixels);
  for (let i = 0; i < pixels; i++) {
    let same = true;
    for (let c = 0; c < channels; c++) {
      const value = data[channels * i + c];
      out[(channels + 1) * i + c] = value;
      same &&= value === key[c];
    }
    out[(channels + 1) * i + channels] = same ? 0 : white;
  }
  return { data: out, channels: channels + 1 };
}

function transparentColour(
  { colour }: PngHeader,
  transparency: Uint8Array,
  where: string,
): Uint16Array {
  if (transparency.length !== (colour === GREY ? 2 : 6)) {
    throw damaged(where, "its transparent colour is none");
  }
  return Uint16Array.from(
    { length: transparency.length / 2 },
    (_, c) => 256 * transparency[2 * c] + transparency[2 * c + 1],
  );
}

function coloured(
  indices: Rows["data"],
  palette: Uint8Array | undefined,
  opacities: Uint8Array | undefined,
  where: string,
): Rows {
  const size = (palette?.length ?? 0) / 3;
  if (!palette || !Number.isInteger(size) || size > 256 || (opacities?.length ?? 0) > size) {
    throw damaged(where, "its palette is none");
  }
  const channels = opacities ? 4 : 3;
  const data = new Uint8Array(channels * indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (index >= size) throw damaged(where, `it uses colour ${index} of a palette of ${size}`);
    for (let c = 0; c < 3; c++) data[channels * i + c] = palette[3 * index + c];
    if (opacities) data[channels * i + 3] = opacities[index] ?? 255;
  }
  return { data, channels };
}
