/**
 * PNM images of netpbm: "P2" or "P5" grey, "P3" or "P6" red, green, blue; then width, height and the number of white, in
 * decimal digits, and the rows from the top. P2 and P3 go on in digits; P5 and P6 in bytes after one white space, two of them per number,
 * the high one first, where white is above 255. A # begins a comment up to the end of its line.
 * https://netpbm.sourceforge.net/doc/pgm.html
 */
import { checkNumber, FormatError } from "../core/index.js";
import { checkPixelBytes, damagedImage, pixelsOf } from "./image.js";
import type { DecodeImageOptions, Image } from "./image.js";
import { DEFAULT_MAX_BYTES } from "./zip.js";

const CHANNELS: Readonly<Record<string, number>> = { P2: 1, P3: 3, P5: 1, P6: 3 };
const IN_DIGITS = ["P2", "P3"];
const LARGEST = 65535;
const [NEWLINE, HASH] = [10, 35];

/**
 * The image in the bytes of a PGM or PPM file (P2, P3, P5, P6). Numbers become Uint8 where white is at most 255, else Uint16.
 * @returns pixels [channel, x, y]
 * @throws FormatError if the bytes are no such file, are damaged, cut short or go on, or claim more pixels than they
 * hold or `maxBytes` allows
 * @throws ValueError for a limit that is no number ≥ 0
 */
export function decodePnm(bytes: Uint8Array, options: DecodeImageOptions = {}): Image {
  const { name: where = "formats.decodePnm", maxBytes = DEFAULT_MAX_BYTES } = options;
  checkNumber(maxBytes, 0, Infinity, `${where}: maxBytes`);
  const kind = String.fromCharCode(...bytes.subarray(0, 2));
  if (!Object.hasOwn(CHANNELS, kind)) {
    throw new FormatError(
      `${where}: the bytes should begin with P2, P3, P5 or P6; got ${JSON.stringify(kind)}. ` +
        `Save the image as PGM (grey) or PPM (colours).`,
    );
  }
  const channels = CHANNELS[kind];
  const text = { bytes, at: 2 };
  const [width, height, white] = ["width", "height", "maximum"].map((what) => {
    const value = nextInteger(text);
    if (value !== undefined && value >= 1) return value;
    throw damaged(where, `its ${what} is no integer ≥ 1`);
  });
  if (white > LARGEST) throw damaged(where, `its maximum ${white} is above ${LARGEST}`);
  const count = width * height * channels;
  const wide = white > 255;
  checkPixelBytes(count * (wide ? 2 : 1), maxBytes, where);
  const inDigits = IN_DIGITS.includes(kind);
  // Every number takes its bytes, or a digit and what parts it from the next.
  const least = inDigits ? 2 * count - 1 : count * (wide ? 2 : 1);
  if (least > bytes.length - text.at - 1)
    throw damaged(where, `it ends before its ${count} numbers do`);
  const rows = new (wide ? Uint16Array : Uint8Array)(count);
  if (inDigits) readDigits(rows, text, white, where);
  else readBytes(rows, text, white, where);
  const size = { width, height, channels };
  return {
    pixels: pixelsOf(rows, size, channels === 1 ? [0] : [0, 1, 2]),
    white,
    opacity: undefined,
  };
}

/** Bytes, and how many of them have been read. */
interface Text {
  readonly bytes: Uint8Array;
  at: number;
}

function readDigits(
  rows: Uint8Array | Uint16Array,
  text: Text,
  white: number,
  where: string,
): void {
  for (let i = 0; i < rows.length; i++) {
    const value = nextInteger(text);
    if (value === undefined) throw damaged(where, `number ${i} of its ${rows.length} is none`);
    if (value > white) throw tooLarge(value, white, where);
    rows[i] = value;
  }
  skipSpace(text);
  if (text.at < text.bytes.length) throw goesOn(where);
}

function readBytes(
  rows: Uint8Array | Uint16Array,
  { bytes, at }: Text,
  white: number,
  where: string,
): void {
  const start = at + 1;
  if (!isSpace(bytes[at])) throw damaged(where, "no white space follows its maximum");
  if (start + rows.byteLength < bytes.length) throw goesOn(where);
  for (let i = 0; i < rows.length; i++) {
    rows[i] =
      rows instanceof Uint8Array
        ? bytes[start + i]
        : 256 * bytes[start + 2 * i] + bytes[start + 2 * i + 1];
    if (rows[i] > white) throw tooLarge(rows[i], white, where);
  }
}

/** The next integer after white space and comments; undefined if there is none. */
function nextInteger(text: Text): number | undefined {
  skipSpace(text);
  const start = text.at;
  let value = 0;
  while (isDigit(text.bytes[text.at])) value = 10 * value + text.bytes[text.at++] - 48;
  const after = text.bytes[text.at];
  const ends = text.at === text.bytes.length || isSpace(after) || after === HASH;
  return text.at > start && ends && Number.isSafeInteger(value) ? value : undefined;
}

function skipSpace(text: Text): void {
  const { bytes } = text;
  for (;;) {
    while (isSpace(bytes[text.at])) text.at++;
    if (bytes[text.at] !== HASH) return;
    while (text.at < bytes.length && bytes[text.at] !== NEWLINE) text.at++;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Space, and tab to carriage return. */
function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function damaged(where: string, what: string): FormatError {
  return damagedImage(where, "PNM", what);
}

function tooLarge(value: number, white: number, where: string): FormatError {
  return damaged(where, `the number ${value} is above its maximum ${white}`);
}

function goesOn(where: string): FormatError {
  return new FormatError(
    `${where}: the PNM file goes on after its image. If it holds several, split it, as pamsplit does.`,
  );
}
