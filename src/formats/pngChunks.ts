/**
 * The chunks of a PNG file (ISO/IEC 15948): length, type, data and CRC-32 of the last two. A type whose first letter is
 * a capital must be understood; others may be passed over.
 */
import { FormatError } from "../core/index.js";
import { crc32 } from "./crc32.js";
import { damagedImage } from "./image.js";
import { joined } from "./joined.js";

/** The first bytes of every PNG file. */
export const PNG_SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What the chunks hold that make the pixels. */
export interface PngChunks {
  readonly header: PngHeader;
  /** PLTE: red, green and blue of every index. */
  readonly palette: Uint8Array | undefined;
  /** tRNS: opacities of the palette, or the colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** IDAT: the rows, deflated. */
  readonly compressed: Uint8Array;
}

/** IHDR. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colour: keyof typeof BITS_OF_COLOUR;
  readonly interlaced: boolean;
}

export const GREY = 0;
export const RGB = 2;
export const PALETTE = 3;
export const GREY_OPACITY = 4;
export const RGBA = 6;

/** The bits per number that go with every type of colour. */
const BITS_OF_COLOUR = {
  [GREY]: [1, 2, 4, 8, 16],
  [RGB]: [8, 16],
  [PALETTE]: [1, 2, 4, 8],
  [GREY_OPACITY]: [8, 16],
  [RGBA]: [8, 16],
} as const;

const HEADER_SIZE = 13;
const LARGEST = 2 ** 31 - 1;

/**
 * The chunks in the bytes of a PNG file, up to its end chunk; what stands behind it is none of the picture.
 * @throws FormatError for bytes that are no PNG file, a wrong checksum, order or header, and chunks that must be understood
 * and are not
 */
export function readPngChunks(bytes: Uint8Array, where: string): PngChunks {
  if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    throw new FormatError(
      `${where}: the bytes do not begin with the signature of PNG, so this is no PNG file. ` +
        `Read other formats with formats.decodeImage or io.openImage.`,
    );
  }
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const pieces: Uint8Array[] = [];
  let before = "";
  for (let at = PNG_SIGNATURE.length; before !== "IEND";) {
    const { type, data } = chunkAt(bytes, at, where);
    at += 12 + data.length;
    if ((type === "IHDR") !== (before === ""))
      throw damaged(where, "its header is not its first chunk");
    if (type === "IDAT" && pieces.length > 0 && before !== "IDAT") {
      throw damaged(where, "other chunks stand between those of its pixels");
    }
    if (type === "IHDR") header = readHeader(data, where);
    else if (type === "PLTE") palette = data;
    else if (type === "tRNS") transparency = data;
    else if (type === "IDAT") pieces.push(data);
    else if (type !== "IEND" && /^[A-Z]/.test(type)) throw unknownChunk(type, where);
    before = type;
  }
  if (!header || pieces.length === 0) throw damaged(where, "it has no pixels");
  return { header, palette, transparency, compressed: joined(pieces) };
}

/** A PNG file that contradicts itself. */
export function damaged(where: string, what: string): FormatError {
  return damagedImage(where, "PNG", what);
}

function chunkAt(bytes: Uint8Array, at: number, where: string): { type: string; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = at + 12 <= bytes.length ? view.getUint32(at) : Infinity;
  const end = at + 8 + length;
  if (end + 4 > bytes.length) throw damaged(where, "it ends in the middle of a chunk");
  if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
    throw damaged(where, `the chunk at byte ${at} does not have its checksum`);
  }
  return {
    type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)),
    data: bytes.subarray(at + 8, end),
  };
}

function readHeader(data: Uint8Array, where: string): PngHeader {
  if (data.length !== HEADER_SIZE) throw damaged(where, "its header should have 13 bytes");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits, colour, compression, filter, interlace] = data.subarray(8);
  if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
    throw damaged(where, `its header says ${width} × ${height} pixels`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1 || !isColour(colour, bits)) {
    throw damaged(
      where,
      `its header says ${bits} bits of colour type ${colour}, stored in a way that is none`,
    );
  }
  return { width, height, bits, colour, interlaced: interlace === 1 };
}

function isColour(colour: number, bits: number): colour is PngHeader["colour"] {
  if (!Object.hasOwn(BITS_OF_COLOUR, colour)) return false;
  const allowed: readonly number[] = BITS_OF_COLOUR[colour as PngHeader["colour"]];
  return allowed.includes(bits);
}

function unknownChunk(type: string, where: string): FormatError {
  return new FormatError(
    `${where}: the PNG file holds a chunk ${JSON.stringify(type)}, without which its pixels are not to be read, and which ` +
      `is not known here. Save it as plain PNG.`,
  );
}
