/** What images are compressed with. Files of libtiff and libpng are in images.test.ts. */
import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unpackLzw } from "../../src/formats/lzw.js";
import { unpackBytes } from "../../src/formats/packBits.js";
import { unpackBits } from "../../src/formats/packedBits.js";
import { unzlib } from "../../src/formats/zlib.js";

/** Codes in turn, the most significant bit first, each with its number of bits. */
function coded(codes: readonly (readonly [code: number, bits: number])[]): Uint8Array {
  const digits = codes.map(([code, bits]) => code.toString(2).padStart(bits, "0")).join("");
  return Uint8Array.from({ length: Math.ceil(digits.length / 8) }, (_, i) =>
    parseInt(digits.slice(8 * i, 8 * i + 8).padEnd(8, "0"), 2),
  );
}

describe("LZW", () => {
  const nine = (...codes: readonly number[]): Uint8Array =>
    coded(codes.map((code) => [code, 9] as const));

  test("gives back the example of TIFF 6.0", () => {
    const bytes = [7, 7, 7, 8, 8, 7, 7, 6, 6];
    expect([...(unpackLzw(nine(256, 7, 258, 8, 8, 258, 6, 6, 257), 9) ?? [])]).toEqual(bytes);
  });

  test("empties its table in between, and needs neither the first clear code nor the end", () => {
    expect([...(unpackLzw(nine(256, 7, 258, 256, 9, 258), 6) ?? [])]).toEqual([7, 7, 7, 9, 9, 9]);
    expect([...(unpackLzw(nine(7, 258), 3) ?? [])]).toEqual([7, 7, 7]);
  });

  test("gives no more than it was asked for, and nothing for less or for codes that are none", () => {
    expect([...(unpackLzw(nine(256, 7, 258, 259), 4) ?? [])]).toEqual([7, 7, 7, 7]);
    expect(unpackLzw(nine(256, 7, 258, 257), 4)).toBeUndefined();
    expect(unpackLzw(nine(256, 7, 258), 4)).toBeUndefined();
    expect(unpackLzw(nine(256, 7, 259), 4)).toBeUndefined();
    expect(unpackLzw(nine(256, 258, 7), 4)).toBeUndefined();
  });
});

describe("PackBits", () => {
  test("gives back Apple's example", () => {
    const packed = Buffer.from("feaa028000 2afdaa03 8000 2a22 f7aa".replaceAll(" ", ""), "hex");
    const bytes = "aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa";
    expect(Buffer.from(unpackBytes(packed, 24) ?? []).toString("hex")).toBe(bytes);
  });

  test("passes over −128, stops when it has enough, and gives nothing for less", () => {
    expect([...(unpackBytes(Uint8Array.of(128, 0, 5), 1) ?? [])]).toEqual([5]);
    expect([...(unpackBytes(Uint8Array.of(2, 5, 6, 7), 2) ?? [])]).toEqual([5, 6]);
    expect(unpackBytes(Uint8Array.of(0, 5), 2)).toBeUndefined();
    expect(unpackBytes(Uint8Array.of(2, 5), 2)).toBeUndefined();
    expect(unpackBytes(Uint8Array.of(255), 1)).toBeUndefined();
  });
});

describe("zlib", () => {
  test("gives back what was deflated, of any length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 9 }),
        (bytes, level) => {
          expect(unzlib(deflateSync(bytes, { level }), bytes.length)).toEqual(bytes);
        },
      ),
      { seed: 4, numRuns: 40 },
    );
    const long = new Uint8Array(100_000).fill(255); // sums of 255 that only stay exact in parts
    expect(unzlib(deflateSync(long), long.length)).toEqual(long);
  });

  test("gives nothing for another length, checksum or header", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const deflated = deflateSync(bytes);
    expect(unzlib(deflated, 2)).toBeUndefined();
    expect(unzlib(deflated, 4)).toBeUndefined();
    expect(unzlib(deflateRawSync(bytes), 3)).toBeUndefined();
    expect(unzlib(new Uint8Array(0), 0)).toBeUndefined();
    expect(unzlib(deflateSync(bytes, { dictionary: Buffer.from("abc") }), 3)).toBeUndefined();
    for (let at = deflated.length - 4; at < deflated.length; at++) {
      const changed = Uint8Array.from(deflated);
      changed[at] ^= 1;
      expect(unzlib(changed, 3)).toBeUndefined();
    }
  });
});

test("numbers of 1, 2, 4 and 8 bits stand in bytes from the most significant bit on", () => {
  for (const [bits, expected] of [
    [1, [1, 0, 1, 1, 0, 0, 0, 1]],
    [2, [2, 3, 0, 1]],
    [4, [11, 1]],
    [8, [0xb1]],
  ] as const) {
    const out = new Uint8Array(expected.length + 1);
    unpackBits(out, 1, expected.length, Uint8Array.of(0, 0xb1), 1, bits);
    expect([...out]).toEqual([0, ...expected]);
  }
});
