/**
 * CRC-32 of ISO 3309, as zip and PNG use it: the remainder of the bytes, read as a polynomial over
 * GF(2), modulo 0xEDB88320 (bits reversed). Any change within 32 consecutive bits alters it.
 * Eight bytes are taken at once by eight tables (Kounavis and Berry, 2005).
 */

let tables: Int32Array[] | undefined;

/** The checksum of the bytes; `crc` continues the one of the bytes before. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = (tables ??= makeTables());
  const blocks = bytes.length - (bytes.length % 8);
  let c = ~crc;
  for (let i = 0; i < blocks; i += 8) {
    c ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    c =
      t7[c & 255] ^
      t6[(c >>> 8) & 255] ^
      t5[(c >>> 16) & 255] ^
      t4[c >>> 24] ^
      t3[bytes[i + 4]] ^
      t2[bytes[i + 5]] ^
      t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (let i = blocks; i < bytes.length; i++) c = t0[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}

/** Table j holds the remainder of every byte followed by j zero bytes. */
function makeTables(): Int32Array[] {
  const tables = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let c = byte;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    tables[0][byte] = c;
  }
  for (let j = 1; j < 8; j++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[j - 1][byte];
      tables[j][byte] = tables[0][before & 255] ^ (before >>> 8);
    }
  }
  return tables;
}
