/**
 * TIFF images as pixels: the directories of the pages (tiffDirectory.ts), how each keeps its pixels (tiffPage.ts), and their numbers
 * (tiffRows.ts). The pages of a file are the slices of a volume. TIFF 6.0 (Adobe, 1992).
 */
import { checkNumber, FormatError } from "../core/index.js";
import type { NumericData } from "../core/index.js";
import { checkPixelBytes, pixelsOf } from "./image.js";
import type { DecodeImageOptions, Image } from "./image.js";
import { damagedTiff, readTiffDirectories } from "./tiffDirectory.js";
import { isPage, readTiffPage } from "./tiffPage.js";
import type { TiffPage } from "./tiffPage.js";
import { bytesPerNumber, checkBlocks, fillRows, rowsFor } from "./tiffRows.js";
import { DEFAULT_MAX_BYTES } from "./zip.js";

/** What all pages of a stack have to share. */
const SHARED = ["width", "height", "channels", "bits", "kind", "colours", "opacity"] as const;

/**
 * The image, or the stack of images, in the bytes of a TIFF file: grey, RGB or a palette, of integers with 1 to 32 bits or floating-point
 * numbers with 16 to 64, in strips or tiles, uncompressed or by PackBits, LZW or deflate, of either byte order. Numbers keep their type
 * (bits are bytes, half-precision numbers Float32); where white is 0 they are subtracted from the largest, so that larger is always brighter.
 * Thumbnails and masks are passed over.
 * @returns pixels [channel, x, y], of several pages [channel, x, y, z]
 * @throws FormatError if the bytes are no TIFF file, damaged or cut short, hold what is not read or pages that differ, or claim more
 * pixels than they hold or `maxBytes` allows
 * @throws ValueError for a limit that is no number ≥ 0
 */
export function decodeTiff(bytes: Uint8Array, options: DecodeImageOptions = {}): Image {
  const { name: where = "formats.decodeTiff", maxBytes = DEFAULT_MAX_BYTES } = options;
  checkNumber(maxBytes, 0, Infinity, `${where}: maxBytes`);
  const file = readTiffDirectories(bytes, where);
  const pages = file.directories
    .filter(isPage)
    .map((fields) => readTiffPage(fields, file.bigEndian, where));
  const [page] = pages;
  if (!page) throw damagedTiff(where, "it has no page");
  pages.forEach((other, i) => checkAlike(page, other, i, where));
  const { width, height, channels, bits, kind, opacity } = page;
  const indexed = page.colours === "palette";
  const perPixel = indexed
    ? 1 + 3 * Uint16Array.BYTES_PER_ELEMENT
    : channels * bytesPerNumber(page);
  checkPixelBytes(width * height * pages.length * perPixel, maxBytes, where);
  for (const each of pages) checkBlocks(file, each, where);
  const rows = rowsFor(page, pages.length);
  pages.forEach((each, i) => fillRows(rows, (i * rows.length) / pages.length, file, each, where));
  if (page.colours === "white is 0") invert(rows, page);
  const depth = pages.length > 1 ? pages.length : undefined;
  if (indexed) {
    const size = { width, height, channels: 3, pages: depth };
    const white = 65535;
    return { pixels: pixelsOf(coloured(rows, page), size, [0, 1, 2]), white, opacity: undefined };
  }
  const size = { width, height, channels, pages: depth };
  const all = Array.from({ length: channels }, (_, c) => c);
  return {
    pixels: pixelsOf(rows, size, opacity === undefined ? all : all.filter((c) => c !== opacity)),
    white: kind === "u" ? 2 ** bits - 1 : undefined,
    opacity: opacity === undefined ? undefined : pixelsOf(rows, size, [opacity]),
  };
}

function checkAlike(first: TiffPage, other: TiffPage, i: number, where: string): void {
  const name = SHARED.find((key) => first[key] !== other[key]);
  if (!name) return;
  throw new FormatError(
    `${where}: the pages of a stack should be alike; ${name} is ${first[name]} on page 0 and ${other[name]} on ` +
      `page ${i}. Split the file, as tiffsplit does, and read the pages one by one.`,
  );
}

/** Subtracts every number from white, opacities left out. */
function invert(rows: NumericData, { channels, bits, opacity }: TiffPage): void {
  for (let i = 0; i < rows.length; i++) {
    if (i % channels !== opacity) rows[i] = 2 ** bits - 1 - rows[i];
  }
}

function coloured(indices: NumericData, { palette, bits }: TiffPage): Uint16Array {
  const size = 1 << bits;
  const out = new Uint16Array(3 * indices.length);
  for (let i = 0; i < indices.length; i++) {
    for (let c = 0; c < 3; c++) out[3 * i + c] = palette[c * size + indices[i]];
  }
  return out;
}
