import { crc32, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ShapeError, ValueError } from "../../src/core/index.js";
import { encodePng } from "../../src/formats/index.js";

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Reads a PNG as its specification says: chunks with their checksums, zlib, then the filters undone. */
function decodePng(png: Uint8Array): Decoded {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(
      crc32(bytes.subarray(at + 4, at + 8 + length)),
    );
    chunks.set(type, data);
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(["IHDR", "IDAT", "IEND"]);
  const header = chunks.get("IHDR") ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, color, ...rest] = header.subarray(8);
  expect([depth, ...rest]).toEqual([8, 0, 0, 0]);
  const channels = color === 6 ? 4 : 3;
  expect(color).toBe(channels === 4 ? 6 : 2);
  const raw = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  const row = channels * width;
  expect(raw.length).toBe((row + 1) * height);
  const pixels = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    expect(raw[y * (row + 1)]).toBe(2);
    for (let i = 0; i < row; i++) {
      const above = y > 0 ? pixels[(y - 1) * row + i] : 0;
      pixels[y * row + i] = raw[y * (row + 1) + 1 + i] + above;
    }
  }
  return { width, height, channels, pixels };
}

describe("encodePng", () => {
  test("decodes to the same pixels, with and without opacity", () => {
    const sides = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(sides, fc.constantFrom(3, 4), fc.infiniteStream(fc.nat(255)), (...drawn) => {
        const [[width, height], channels, stream] = drawn;
        const data = Uint8Array.from(
          { length: channels * width * height },
          () => stream.next().value as number,
        );
        const decoded = decodePng(encodePng({ data, width, height }));
        expect(decoded).toEqual({ width, height, channels, pixels: data });
      }),
      { seed: 6 },
    );
  });

  test("takes the clamped bytes of a canvas, and leaves them as they are", () => {
    const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 0, 255, 128);
    const { pixels } = decodePng(encodePng({ data, width: 1, height: 2 }));
    expect([...pixels]).toEqual([255, 0, 0, 255, 0, 0, 255, 128]);
    expect([...data]).toEqual([255, 0, 0, 255, 0, 0, 255, 128]);
  });

  test("enlarging every cell to 16 rows costs little", () => {
    const row = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i * i * 37) & 255);
    const large = new Uint8Array(16 * row.length);
    for (let y = 0; y < 16; y++) large.set(row, y * row.length);
    const once = encodePng({ data: row, width: 64, height: 1 });
    const often = encodePng({ data: large, width: 64, height: 16 });
    expect(often.length).toBeLessThan(once.length + 100);
  });

  test("refuses pictures without pixels, and data of another length", () => {
    const data = new Uint8Array(12);
    expect(() => encodePng({ data, width: 0, height: 3 })).toThrow(ValueError);
    expect(() => encodePng({ data, width: 1.5, height: 2 })).toThrow(
      "formats.encodePng: width should be an integer between 1 and 2147483647; got 1.5.",
    );
    expect(() => encodePng({ data, width: 2, height: 3 })).toThrow(ShapeError);
    expect(() => encodePng({ data, width: 2, height: 3 })).toThrow(
      "data of a picture of 2 × 3 pixels should have 18 (red, green, blue) or 24 (and opacity) bytes; got 12.",
    );
  });
});
