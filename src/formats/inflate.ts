/**
 * Deflated bytes (RFC 1951) back, and never more of them than were promised: the compressed bytes
 * are fed in pieces, and the first byte too many ends it.
 */
import { Inflate } from "fflate";

/** Most bytes that can come out of one: 258 bytes out of two bits is the most that deflate can do. */
export const DEFLATE_LIMIT = 1032;

/** Compressed bytes per piece: at most DEFLATE_LIMIT times as many come out before the next look. */
const PIECE = 1 << 12;

/** The inflated bytes, or undefined unless exactly `size` come out of a stream that ends. */
export function inflate(compressed: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let length = 0;
  let ended = false;
  const stream = new Inflate((bytes, final) => {
    if (length + bytes.length <= size) out.set(bytes, length);
    length += bytes.length;
    ended = final;
  });
  try {
    for (let start = 0; start < compressed.length && length <= size; start += PIECE) {
      const piece = compressed.subarray(start, start + PIECE);
      stream.push(piece, start + PIECE >= compressed.length);
    }
  } catch {
    return undefined; // no such code, or an end in the middle of one
  }
  return ended && length === size ? out : undefined;
}
