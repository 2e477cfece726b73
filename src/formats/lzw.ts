/**
 * Bytes that TIFF compressed by LZW (Welch, Computer 17 (1984) 8): codes of 9 to 12 bits, the most significant bit first. Codes
 * below 256 are bytes, 256 empties the table, 257 ends; every other code is the string of an earlier code and one byte more.
 * Codes get longer one entry before the table is full. TIFF 6.0, section 13.
 */

/** Most bytes that can come out of one: a string of the whole table out of twelve bits is below that. */
export const LZW_LIMIT = 4096;

const CLEAR = 256;
const END = 257;
const FIRST = 258;
const SHORTEST = 9;
const LONGEST = 12;
const TABLE = 1 << LONGEST;

/** The first `size` bytes that come out, or undefined if there are fewer of them or a code that is none. */
export function unpackLzw(compressed: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  // String j stands in `out`, from start[j] on: it was written when its entry was made.
  const start = new Int32Array(TABLE);
  const length = new Int32Array(TABLE);
  let [next, bits, previous, previousStart] = [FIRST, SHORTEST, CLEAR, 0];
  let [at, buffer, held] = [0, 0, 0];
  for (let written = 0; written < size;) {
    while (held < bits) {
      if (at === compressed.length) return undefined;
      buffer = ((buffer << 8) | compressed[at++]) & 0xffffff;
      held += 8;
    }
    held -= bits;
    const code = (buffer >> held) & ((1 << bits) - 1);
    if (code === END) return undefined;
    if (code === CLEAR) {
      [next, bits, previous] = [FIRST, SHORTEST, CLEAR];
      continue;
    }
    if (previous !== CLEAR && next < TABLE) {
      // The string of the code before, and the byte that is written now.
      start[next] = previousStart;
      length[next] = written - previousStart + 1;
      next++;
      if (next === (1 << bits) - 1 && bits < LONGEST) bits++;
    }
    if (code >= next || (code > END && previous === CLEAR)) return undefined;
    previous = code;
    previousStart = written;
    if (code < CLEAR) {
      out[written++] = code;
      continue;
    }
    const end = Math.min(size, written + length[code]);
    for (let from = start[code]; written < end; from++) out[written++] = out[from];
  }
  return out;
}
