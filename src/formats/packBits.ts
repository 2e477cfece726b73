/**
 * Bytes that Apple's PackBits compressed: n = 0 … 127 is followed by n + 1 bytes as they are, n = −127 … −1 by one that
 * stands 1 − n times, and −128 by nothing. TIFF 6.0, section 9.
 */

/** Most bytes that can come out of one. */
export const PACK_BITS_LIMIT = 64;

/** The first `size` bytes that come out, or undefined if there are fewer of them. */
export function unpackBytes(packed: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let written = 0;
  for (let at = 0; at < packed.length && written < size;) {
    const n = (packed[at++] << 24) >> 24;
    if (n === -128) continue;
    const end = written + (n < 0 ? 1 - n : n + 1);
    if (at + (n < 0 ? 1 : n + 1) > packed.length) return undefined;
    if (n < 0) out.fill(packed[at++], written, Math.min(end, size));
    else while (written < end) out[written++] = packed[at++];
    written = end;
  }
  return written >= size ? out : undefined;
}
