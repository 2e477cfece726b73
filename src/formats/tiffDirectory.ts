/**
 * The directories of a TIFF file, one per page: a count, then entries of tag, type, count, and the values or where they
 * stand, then where the next directory is. "II" files keep the low byte of a number first, "MM" files the high one.
 * TIFF 6.0 (Adobe, 1992), section 2.
 */
import { FormatError } from "../core/index.js";
import { damagedImage } from "./image.js";

/** The fields that are read. */
export const TAGS = {
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

/** The fields of one page: the values of every tag that is there. */
export type TiffFields = ReadonlyMap<number, readonly number[]>;

/** A TIFF file, with the fields of all its pages. */
export interface TiffFile {
  readonly bytes: Uint8Array;
  readonly bigEndian: boolean;
  readonly directories: readonly TiffFields[];
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(TAGS));
/** Bytes per value of BYTE, SHORT and LONG; the tags above hold nothing else. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };
const ENTRY = 12;

/**
 * The directories in the bytes of a TIFF file.
 * @throws FormatError for bytes that are no TIFF file, or one of more than 4 GiB, and directories that are cut short or go in
 * circles
 */
export function readTiffDirectories(bytes: Uint8Array, where: string): TiffFile {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  const little = order === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length >= 8 ? view.getUint16(2, little) : 0;
  if (order !== "II" && order !== "MM") {
    throw new FormatError(
      `${where}: the bytes do not begin with "II" or "MM", so this is no TIFF file. ` +
        `Read other formats with formats.decodeImage or io.openImage.`,
    );
  }
  if (version === 43) {
    throw new FormatError(
      `${where}: this is a BigTIFF file, which is not read. Save it as TIFF, in parts below 4 GiB.`,
    );
  }
  if (version !== 42) throw damagedTiff(where, `its version should be 42; it is ${version}`);
  const directories: TiffFields[] = [];
  const seen = new Set<number>();
  for (let at = view.getUint32(4, little); at !== 0;) {
    if (seen.has(at)) throw damagedTiff(where, "its pages go in a circle");
    seen.add(at);
    const count = at + 2 <= bytes.length ? view.getUint16(at, little) : Infinity;
    const end = at + 2 + count * ENTRY;
    if (end + 4 > bytes.length)
      throw damagedTiff(where, `the directory at byte ${at} is cut short`);
    directories.push(readFields(view, at + 2, count, little, where));
    at = view.getUint32(end, little);
  }
  return { bytes, bigEndian: !little, directories };
}

/** A TIFF file that contradicts itself. */
export function damagedTiff(where: string, what: string): FormatError {
  return damagedImage(where, "TIFF", what);
}

function readFields(
  view: DataView,
  start: number,
  count: number,
  little: boolean,
  where: string,
): TiffFields {
  const fields = new Map<number, readonly number[]>();
  for (let i = 0, at = start; i < count; i++, at += ENTRY) {
    const [tag, type] = [view.getUint16(at, little), view.getUint16(at + 2, little)];
    if (!KNOWN.has(tag)) continue;
    const length = view.getUint32(at + 4, little);
    const size = SIZES[type] ?? 0;
    const from = length * size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (size === 0 || from + length * size > view.byteLength) {
      throw damagedTiff(where, `field ${tag} is of a wrong type or lies outside the file`);
    }
    const read = (j: number): number => {
      if (size === 1) return view.getUint8(from + j);
      return size === 2
        ? view.getUint16(from + 2 * j, little)
        : view.getUint32(from + 4 * j, little);
    };
    fields.set(
      tag,
      Array.from({ length }, (_, j) => read(j)),
    );
  }
  return fields;
}
