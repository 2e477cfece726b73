/**
 * The rows of a PNG picture (ISO/IEC 15948, 8 and 9). Every row begins with the number of its filter, which says
 * what was subtracted from each of its bytes:
 *
 *   0 nothing   1 a, left   2 b, above   3 ⌊(a + b)/2⌋   4 of a, b and c the one nearest to a + b − c (Paeth)
 *
 * c being the byte above a. Interlaced pictures are seven pictures, each of every so many pixels (Adam7).
 */
import { unpackBits } from "./packedBits.js";
import { damaged } from "./pngChunks.js";
import type { PngHeader } from "./pngChunks.js";

/** Pixels at x = x₀ + i dx, y = y₀ + j dy. */
interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly Pass[] = [{ x0: 0, y0: 0, dx: 1, dy: 1 }];
const ADAM7: readonly Pass[] = [
  { x0: 0, y0: 0, dx: 8, dy: 8 },
  { x0: 4, y0: 0, dx: 8, dy: 8 },
  { x0: 0, y0: 4, dx: 4, dy: 8 },
  { x0: 2, y0: 0, dx: 4, dy: 4 },
  { x0: 0, y0: 2, dx: 2, dy: 4 },
  { x0: 1, y0: 0, dx: 2, dy: 2 },
  { x0: 0, y0: 1, dx: 1, dy: 2 },
];

/** A pass, how many pixels it has, and the bytes of one of its rows without the filter. */
interface PassSize extends Pass {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
}

/** The passes of a picture that have pixels. */
export function passesOf(header: PngHeader, channels: number): PassSize[] {
  return (header.interlaced ? ADAM7 : WHOLE)
    .map((pass) => {
      const width = Math.ceil((header.width - pass.x0) / pass.dx);
      const height = Math.ceil((header.height - pass.y0) / pass.dy);
      return { ...pass, width, height, rowBytes: Math.ceil((width * channels * header.bits) / 8) };
    })
    .filter(({ width, height }) => width > 0 && height > 0);
}

/**
 * The numbers of all pixels, row by row from the top, channel by channel. Undoes the filters in `raw`.
 * @throws FormatError for a filter that is none
 */
export function readRows(
  raw: Uint8Array,
  header: PngHeader,
  channels: number,
  where: string,
): Uint8Array | Uint16Array {
  const { width, height, bits } = header;
  const out = new (bits === 16 ? Uint16Array : Uint8Array)(width * height * channels);
  const step = Math.max(1, (channels * bits) / 8);
  let at = 0;
  for (const pass of passesOf(header, channels)) {
    const row = new (bits === 16 ? Uint16Array : Uint8Array)(pass.width * channels);
    for (let j = 0; j < pass.height; j++) {
      undoFilter(raw, at, pass.rowBytes, j > 0, step, where);
      readRow(row, raw, at + 1, bits);
      const first = width * (pass.y0 + j * pass.dy) + pass.x0;
      for (let i = 0; i < pass.width; i++) {
        const to = channels * (first + i * pass.dx);
        for (let c = 0; c < channels; c++) out[to + c] = row[channels * i + c];
      }
      at += 1 + pass.rowBytes;
    }
  }
  return out;
}

function readRow(row: Uint8Array | Uint16Array, raw: Uint8Array, from: number, bits: number): void {
  if (row instanceof Uint8Array) return unpackBits(row, 0, row.length, raw, from, bits);
  for (let i = 0; i < row.length; i++) row[i] = 256 * raw[from + 2 * i] + raw[from + 2 * i + 1];
}

/** Adds what the filter of the row at `at` subtracted, in place. Bytes beyond the edges count as 0. */
function undoFilter(
  raw: Uint8Array,
  at: number,
  rowBytes: number,
  hasAbove: boolean,
  step: number,
  where: string,
): void {
  const filter = raw[at];
  if (filter > 4) throw damaged(where, `a row is filtered in a way ${filter} that is none`);
  if (filter === 0) return;
  const rowLength = rowBytes + 1;
  for (let i = 1; i <= rowBytes; i++) {
    const left = i > step ? raw[at + i - step] : 0;
    const above = hasAbove ? raw[at + i - rowLength] : 0;
    const corner = hasAbove && i > step ? raw[at + i - step - rowLength] : 0;
    if (filter === 1) raw[at + i] += left;
    else if (filter === 2) raw[at + i] += above;
    else if (filter === 3) raw[at + i] += (left + above) >> 1;
    else raw[at + i] += paeth(left, above, corner);
  }
}

/** Of three neighbours the one nearest to a + b − c; of equals the first. */
function paeth(a: number, b: number, c: number): number {
  const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (da <= db && da <= dc) return a;
  return db <= dc ? b : c;
}
