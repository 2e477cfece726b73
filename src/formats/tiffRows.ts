/** The numbers of a page of a TIFF file: every strip or tile decompressed, its differences added up, and put where it belongs. */
import type { FormatError, NumericData } from "../core/index.js";
import { dtypeOf, toMachineOrder } from "./dtype.js";
import { DEFLATE_LIMIT } from "./inflate.js";
import { LZW_LIMIT, unpackLzw } from "./lzw.js";
import { PACK_BITS_LIMIT, unpackBytes } from "./packBits.js";
import { unpackBits } from "./packedBits.js";
import { damagedTiff } from "./tiffDirectory.js";
import type { TiffFile } from "./tiffDirectory.js";
import type { TiffBlock, TiffPage } from "./tiffPage.js";
import { addDifferences, joinBytes } from "./tiffPredictor.js";
import { unzlib } from "./zlib.js";

/** How compressed bytes become `size` bytes, and how many can come out of one. */
const DECOMPRESSORS: Readonly<
  Record<
    TiffPage["compression"],
    { limit: number; unpack: (bytes: Uint8Array, size: number) => Uint8Array | undefined }
  >
> = {
  none: { limit: 1, unpack: (bytes, size) => Uint8Array.from(bytes.subarray(0, size)) },
  LZW: { limit: LZW_LIMIT, unpack: unpackLzw },
  deflate: { limit: DEFLATE_LIMIT, unpack: unzlib },
  PackBits: { limit: PACK_BITS_LIMIT, unpack: unpackBytes },
};

const ARRAYS = {
  u1: Uint8Array,
  u2: Uint8Array,
  u4: Uint8Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i8: Int8Array,
  i16: Int16Array,
  i32: Int32Array,
  f16: Float32Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** An array of zeros for the numbers of `pages` such pages. */
export function rowsFor(
  { width, height, channels, ...page }: TiffPage,
  pages: number,
): NumericData {
  return new (arrayOf(page))(width * height * channels * pages);
}

/** The bytes of one number of a page in memory. */
export function bytesPerNumber(page: TiffPage): number {
  return arrayOf(page).BYTES_PER_ELEMENT;
}

function arrayOf({ kind, bits }: Pick<TiffPage, "kind" | "bits">): (typeof ARRAYS)["u8" | "f64"] {
  return ARRAYS[`${kind}${bits}` as keyof typeof ARRAYS] as (typeof ARRAYS)["u8"];
}

/**
 * Fills `out` from position `to` with the numbers of a page, row by row from the top.
 * @throws FormatError for strips and tiles that lie outside the file or do not hold what they should
 */
export function fillRows(
  out: NumericData,
  to: number,
  { bytes, bigEndian }: TiffFile,
  page: TiffPage,
  where: string,
): void {
  for (const block of page.blocks) {
    const numbers = readBlock(bytes, bigEndian, page, block, where);
    const columns = Math.min(block.width, page.width - block.x);
    const rows = Math.min(block.height, page.height - block.y);
    const { channels } = block;
    for (let j = 0; j < rows; j++) {
      const first = to + page.channels * ((block.y + j) * page.width + block.x) + block.channel;
      for (let i = 0; i < columns; i++) {
        for (let c = 0; c < channels; c++) {
          out[first + page.channels * i + c] = numbers[channels * (j * block.width + i) + c];
        }
      }
    }
  }
}

/**
 * Refuses a page whose strips or tiles cannot hold its pixels, before memory is taken for them.
 * @throws FormatError
 */
export function checkBlocks({ bytes }: TiffFile, page: TiffPage, where: string): void {
  const { limit } = DECOMPRESSORS[page.compression];
  for (const block of page.blocks) {
    const { offset, byteCount } = block;
    const size = rowBytes(page, block) * block.height;
    if (offset + byteCount > bytes.length || size > limit * byteCount) {
      throw tooShort(offset, size, where);
    }
  }
}

function readBlock(
  file: Uint8Array,
  bigEndian: boolean,
  page: TiffPage,
  block: TiffBlock,
  where: string,
): NumericData {
  const { bits, kind, compression, predictor } = page;
  const { offset, byteCount, width, height, channels } = block;
  const row = rowBytes(page, block);
  const size = row * height;
  const { unpack } = DECOMPRESSORS[compression];
  const bytes = unpack(file.subarray(offset, offset + byteCount), size);
  if (!bytes) throw tooShort(offset, size, where);
  if (bits < 8) return unpacked(bytes, row, width * channels, bits);
  const sorted = predictor === 3;
  const ordered = sorted ? joinBytes(bytes, row, channels, bits) : bytes;
  toMachineOrder(ordered, bits / 8, sorted || bigEndian);
  if (predictor === 2) addDifferences(ordered, row, channels, bits);
  const { decode } = dtypeOf(`${bits === 8 ? "|" : "<"}${kind}${bits / 8}`, where);
  return decode(ordered.buffer as ArrayBuffer) as NumericData;
}

function unpacked(bytes: Uint8Array, row: number, perRow: number, bits: number): Uint8Array {
  const rows = bytes.length / row;
  const out = new Uint8Array(rows * perRow);
  for (let j = 0; j < rows; j++) unpackBits(out, j * perRow, perRow, bytes, j * row, bits);
  return out;
}

function rowBytes({ bits }: TiffPage, { width, channels }: TiffBlock): number {
  return Math.ceil((width * channels * bits) / 8);
}

function tooShort(offset: number, size: number, where: string): FormatError {
  return damagedTiff(where, `the strip or tile at byte ${offset} does not hold ${size} bytes`);
}
