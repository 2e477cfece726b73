/**
 * Predictors, which make the rows of a TIFF file easier to compress. 2: every number is stored as its difference to the one of the
 * pixel on its left, modulo 2ᵇ. 3: the bytes of a row of floating-point numbers stand sorted by their place, the most significant
 * ones first, and every byte as its difference to the one a pixel before. TIFF 6.0, section 14; Adobe's Technical Note 3 (2005).
 */

/** Adds up the differences of every row, in place; the bytes are in this machine's order. */
export function addDifferences(
  bytes: Uint8Array,
  row: number,
  channels: number,
  bits: number,
): void {
  const words = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[bits] ?? Uint8Array;
  const data = new words(bytes.buffer as ArrayBuffer, bytes.byteOffset, (8 * bytes.length) / bits);
  const perRow = (8 * row) / bits;
  for (let start = 0; start < data.length; start += perRow) {
    for (let i = start + channels; i < start + perRow; i++) data[i] += data[i - channels];
  }
}

/** The bytes of floating-point numbers, each with the most significant byte first. */
export function joinBytes(
  bytes: Uint8Array,
  row: number,
  channels: number,
  bits: number,
): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const size = bits / 8;
  const perRow = row / size;
  for (let start = 0; start < bytes.length; start += row) {
    for (let i = start + channels; i < start + row; i++) bytes[i] += bytes[i - channels];
    for (let i = 0; i < perRow; i++) {
      for (let b = 0; b < size; b++) out[start + size * i + b] = bytes[start + perRow * b + i];
    }
  }
  return out;
}
