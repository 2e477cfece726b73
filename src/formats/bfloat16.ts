/**
 * bfloat16: the upper half of a single-precision number, 8 bits of exponent and 7 of fraction.
 * Wang and Kanwar, "BFloat16: the secret to high performance on Cloud TPUs" (2019).
 */

/** The numbers that the bit patterns stand for; every one is exact in Float32. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}
