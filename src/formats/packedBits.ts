/** Numbers of 1, 2 or 4 bits, packed into bytes from the most significant bit on, as PNG and TIFF keep them. */

/** Fills `out` from position `to` with `count` numbers of `bits` bits from the byte at `from` on. */
export function unpackBits(
  out: Uint8Array,
  to: number,
  count: number,
  bytes: Uint8Array,
  from: number,
  bits: number,
): void {
  const mask = (1 << bits) - 1;
  for (let i = 0, at = 0; i < count; i++, at += bits) {
    out[to + i] = (bytes[from + (at >> 3)] >> (8 - bits - (at & 7))) & mask;
  }
}
