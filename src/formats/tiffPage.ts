/**
 * How a page of a TIFF file keeps its pixels: in strips of whole rows or in tiles, each compressed on its own, with the channels of a
 * pixel together or each in a plane of its own. TIFF 6.0, sections 3 to 8, 14, 15, 18 and 19.
 */
import { FormatError } from "../core/index.js";
import { damagedTiff, TAGS } from "./tiffDirectory.js";
import type { TiffFields } from "./tiffDirectory.js";

/** What a page says of itself. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** Numbers per pixel. */
  readonly channels: number;
  /** Bits per number: 1, 2, 4, 8, 16, 32 or 64. */
  readonly bits: number;
  /** u unsigned, i signed, f floating point. */
  readonly kind: "u" | "i" | "f";
  readonly compression: Compression;
  /** 1 none, 2 differences of numbers, 3 differences of the bytes of floating-point numbers. */
  readonly predictor: number;
  readonly colours: Colours;
  /** Red, then green, then blue of every index, 0 … 65535. */
  readonly palette: readonly number[];
  /** The channel that tells the opacity. */
  readonly opacity: number | undefined;
  readonly blocks: readonly TiffBlock[];
}

/** A strip or a tile, and which pixels it holds; a tile may go beyond the picture. */
export interface TiffBlock {
  readonly offset: number;
  readonly byteCount: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The first of its channels, and how many it has. */
  readonly channel: number;
  readonly channels: number;
}

const COMPRESSIONS = {
  1: "none",
  5: "LZW",
  8: "deflate",
  32773: "PackBits",
  32946: "deflate",
} as const;
type Compression = (typeof COMPRESSIONS)[keyof typeof COMPRESSIONS];

const COLOURS = { 0: "white is 0", 1: "black is 0", 2: "RGB", 3: "palette" } as const;
type Colours = (typeof COLOURS)[keyof typeof COLOURS];

const KINDS = { 1: "u", 2: "i", 3: "f" } as const;
const FORMATS = "u1 u2 u4 u8 u16 u32 i8 i16 i32 f16 f32 f64".split(" ");

/** The advice for what is allowed in TIFF and not read here. */
const PLAIN = "Save it as plain TIFF: grey or RGB, uncompressed or with LZW or deflate.";

/** Bits of the field `subfile`: a smaller copy of another page, and a mask. */
const NOT_A_SLICE = 1 | 4;

/** Whether a directory is that of a page, and not of a thumbnail or a mask. */
export function isPage(fields: TiffFields): boolean {
  const [subfile = 0] = fields.get(TAGS.subfile) ?? [];
  return (subfile & NOT_A_SLICE) === 0;
}

/**
 * The page that these fields describe.
 * @throws FormatError for fields that are missing or contradict each other, and for what is not read
 */
export function readTiffPage(fields: TiffFields, bigEndian: boolean, where: string): TiffPage {
  const one = (tag: keyof typeof TAGS, otherwise?: number): number => {
    const [value = otherwise] = fields.get(TAGS[tag]) ?? [];
    if (value === undefined) throw damagedTiff(where, `field ${TAGS[tag]} (${tag}) is missing`);
    return value;
  };
  const [width, height, channels] = [one("width"), one("height"), one("samples", 1)];
  if (width < 1 || height < 1 || channels < 1) {
    throw damagedTiff(where, `it says ${width} × ${height} pixels of ${channels} numbers`);
  }
  const bits = common(fields, "bits", 1, where);
  const format = common(fields, "sampleFormat", 1, where);
  const kind = wordOf(KINDS, format, "numbers of the format", where);
  const compression = wordOf(COMPRESSIONS, one("compression", 1), "the compression", where);
  const colours = wordOf(COLOURS, one("photometric"), "colours of the kind", where);
  const predictor = one("predictor", 1);
  const least = { "white is 0": 1, "black is 0": 1, RGB: 3, palette: 1 }[colours];
  if (channels < least) throw damagedTiff(where, `${channels} numbers per pixel are no ${colours}`);
  const palette = fields.get(TAGS.palette) ?? [];
  const indexed = colours === "palette";
  if (indexed && (kind !== "u" || bits > 8 || channels > 1 || palette.length !== 3 << bits)) {
    throw damagedTiff(where, "its palette is none");
  }
  if (!FORMATS.includes(`${kind}${bits}`)) throw notRead(where, `numbers of ${bits} bits`);
  if (one("fillOrder", 1) !== 1) throw notRead(where, "bits in reverse order");
  if (one("orientation", 1) !== 1) throw notRead(where, "a picture that is turned");
  if (colours === "white is 0" && kind !== "u") {
    throw notRead(where, "a white of 0 in such numbers");
  }
  if (!isPredictor(predictor, kind, bits)) throw notRead(where, `predictor ${predictor}`);
  if (predictor === 3 && bigEndian) {
    // Writers differ: libtiff 4.5 on other machines sorts the bytes the other way round than the note says.
    throw notRead(where, "predictor 3 and the high bytes first, which is ambiguous");
  }
  const extra = fields.get(TAGS.extraSamples) ?? [];
  const opaque = extra.findIndex((meaning) => meaning === 1 || meaning === 2);
  const opacity = opaque < 0 ? undefined : channels - extra.length + opaque;
  if (opacity !== undefined && opacity < least) throw damagedTiff(where, "its opacity is none");
  const blocks = readBlocks(fields, { width, height, channels }, one("planar", 1) === 2, where);
  return {
    width,
    height,
    channels,
    bits,
    kind,
    compression,
    predictor,
    colours,
    palette,
    opacity,
    blocks,
  };
}

/** The strips or tiles of a page, channel after channel if they stand in planes. */
function readBlocks(
  fields: TiffFields,
  { width, height, channels }: Pick<TiffPage, "width" | "height" | "channels">,
  planar: boolean,
  where: string,
): TiffBlock[] {
  const tiled = fields.has(TAGS.tileOffsets);
  const all = (tag: number): readonly number[] => fields.get(tag) ?? [];
  const offsets = all(tiled ? TAGS.tileOffsets : TAGS.stripOffsets);
  const byteCounts = all(tiled ? TAGS.tileBytes : TAGS.stripBytes);
  const [blockWidth = 0] = tiled ? all(TAGS.tileWidth) : [width];
  const [blockHeight = tiled ? 0 : height] = all(tiled ? TAGS.tileHeight : TAGS.rowsPerStrip);
  const columns = Math.ceil(width / blockWidth);
  const rows = Math.ceil(height / blockHeight);
  const planes = planar ? channels : 1;
  if (offsets.length !== columns * rows * planes || byteCounts.length !== offsets.length) {
    throw damagedTiff(where, "it has not as many strips or tiles as its pixels fill");
  }
  return offsets.map((offset, i) => {
    const [x, row] = [blockWidth * (i % columns), Math.floor(i / columns) % rows];
    const y = blockHeight * row;
    return {
      offset,
      byteCount: byteCounts[i],
      x,
      y,
      width: blockWidth,
      height: tiled ? blockHeight : Math.min(blockHeight, height - y),
      channel: planar ? Math.floor(i / (columns * rows)) : 0,
      channels: planar ? 1 : channels,
    };
  });
}

/** The value that all channels share. */
function common(
  fields: TiffFields,
  tag: "bits" | "sampleFormat",
  otherwise: number,
  where: string,
): number {
  const values = fields.get(TAGS[tag]) ?? [];
  const [first = otherwise] = values;
  if (values.every((value) => value === first)) return first;
  throw notRead(where, "channels of different number types");
}

function isPredictor(predictor: number, kind: TiffPage["kind"], bits: number): boolean {
  if (predictor === 2) return [8, 16, 32].includes(bits);
  return predictor === 1 || (predictor === 3 && kind === "f");
}

function wordOf<T extends Readonly<Record<number, string>>>(
  words: T,
  code: number,
  what: string,
  where: string,
): T[keyof T] {
  if (Object.hasOwn(words, code)) return words[code as keyof T];
  throw notRead(where, `${what} ${code}`);
}

function notRead(where: string, what: string): FormatError {
  return new FormatError(`${where}: the TIFF file has ${what}, which is not read. ${PLAIN}`);
}
