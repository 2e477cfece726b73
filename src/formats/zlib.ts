/**
 * Bytes that zlib deflated (RFC 1950): two bytes of header, the deflated bytes, and Adler's checksum
 * a + 2¹⁶ b of what was deflated, a = 1 + Σ d_i mod 65521, b = Σ_i a_i mod 65521.
 */
import { inflate } from "./inflate.js";

const HEADER = 2;
const CHECKSUM = 4;
const MODULUS = 65521;
/** So many bytes are summed before a remainder is taken: b stays below 2³². */
const BLOCK = 3800;

/** The inflated bytes, or undefined unless exactly `size` come out and have their checksum. */
export function unzlib(compressed: Uint8Array, size: number): Uint8Array | undefined {
  const [method, flags] = compressed;
  const end = compressed.length - CHECKSUM;
  const known = (method & 15) === 8 && (256 * method + flags) % 31 === 0 && (flags & 32) === 0;
  if (end < HEADER || !known) return undefined;
  const bytes = inflate(compressed.subarray(HEADER, end), size);
  const view = new DataView(compressed.buffer, compressed.byteOffset + end, CHECKSUM);
  return bytes && adler32(bytes) === view.getUint32(0) ? bytes : undefined;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, bytes.length);
    for (let i = start; i < end; i++) {
      a += bytes[i];
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return b * 65536 + a;
}
