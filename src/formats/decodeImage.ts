/** Images of whatever format their first bytes tell. */
import { FormatError } from "../core/index.js";
import { decodePng } from "./decodePng.js";
import type { DecodeImageOptions, Image } from "./image.js";
import { decodePnm } from "./pnm.js";
import { decodeTiff } from "./tiff.js";

/** Formats that are read, by how files begin. */
const DECODERS: readonly (readonly [
  RegExp,
  (bytes: Uint8Array, options: DecodeImageOptions) => Image,
])[] = [
  [/^\x89PNG/, decodePng],
  [/^P[2356]/, decodePnm],
  [/^(II[*+]\0|MM\0[*+])/, decodeTiff],
];

/** Formats that are known and not read. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, "JPEG"],
  [/^....jP /s, "JPEG 2000"],
  [/^GIF8/, "GIF"],
  [/^BM/, "BMP"],
  [/^RIFF....WEBP/s, "WebP"],
  [/^P[147]\s/, "PBM or PAM"],
];

/**
 * The image in the bytes of a PNG, PGM, PPM or TIFF file; which of them it is, the bytes tell.
 * @returns pixels [channel, x, y], of several pages [channel, x, y, z]
 * @throws FormatError for other formats, naming those that are known, and as `decodePng`, `decodePnm` and `decodeTiff`
 * @throws ValueError for a limit that is no number ≥ 0
 */
export function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Image {
  const { name: where = "formats.decodeImage", maxBytes } = options;
  const beginning = String.fromCharCode(...bytes.subarray(0, 12));
  const [, decode] = DECODERS.find(([pattern]) => pattern.test(beginning)) ?? [];
  if (decode) return decode(bytes, { name: where, maxBytes });
  const [, format = "none that is known here"] =
    OTHERS.find(([pattern]) => pattern.test(beginning)) ?? [];
  throw new FormatError(
    `${where}: the image should be PNG, PGM, PPM or TIFF; its format is ${format}. ` +
      `Convert it to PNG first, or decode it elsewhere and pass its rows to formats.fromRows.`,
  );
}
