import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/formats/crc32.js";

describe("crc32", () => {
  test("of the nine digits is the check value 0xCBF43926, of nothing 0", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  test("is that of zlib for every length, by eights and one by one", () => {
    const bytes = Uint8Array.from({ length: 70 }, (_, i) => (37 * i + 200) & 255);
    for (let length = 0; length <= bytes.length; length++) {
      expect(crc32(bytes.subarray(0, length))).toBe(zlibCrc32(bytes.subarray(0, length)));
    }
  });

  test("continues where it stopped", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
        expect(crc32(b, crc32(a))).toBe(crc32(Uint8Array.of(...a, ...b)));
      }),
      { seed: 1 },
    );
  });

  test("notices every change within 32 consecutive bits", () => {
    const bytes = new Uint8Array(24).fill(0x5a);
    const sum = crc32(bytes);
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.uint8Array({ minLength: 4, maxLength: 4 }).filter((mask) => mask.some((m) => m !== 0)),
        (at, mask) => {
          const changed = bytes.slice();
          mask.forEach((m, i) => (changed[at + i] ^= m));
          expect(crc32(changed)).not.toBe(sum);
        },
      ),
      { seed: 2 },
    );
  });
});
