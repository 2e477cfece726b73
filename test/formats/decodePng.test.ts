/** What PNG files are refused, and those of our own; those of other programs are in images.test.ts. */
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { decodePng, encodePng, toRows } from "../../src/formats/index.js";
import { pngBytes, pngChunk, pngHeader } from "./handmade.js";

const end = pngChunk("IEND", new Uint8Array(0));
const data = (...rows: readonly number[]): Buffer =>
  pngChunk("IDAT", deflateSync(Uint8Array.from(rows)));
const palette = pngChunk("PLTE", Uint8Array.of(10, 20, 30, 40, 50, 60));

describe("decodePng", () => {
  test("gives back what encodePng was given", () => {
    const sides = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(sides, fc.constantFrom(3, 4), fc.infiniteStream(fc.nat(255)), (...drawn) => {
        const [[width, height], channels, stream] = drawn;
        const bytes = Uint8Array.from(
          { length: channels * width * height },
          () => stream.next().value as number,
        );
        const { pixels, white, opacity } = decodePng(encodePng({ data: bytes, width, height }));
        expect(white).toBe(255);
        expect(pixels.shape).toEqual([3, width, height]);
        const colours = [...bytes].filter((_, i) => channels === 3 || i % 4 < 3);
        expect([...toRows(pixels).data]).toEqual(colours);
        const rest = [...bytes].filter((_, i) => channels === 4 && i % 4 === 3);
        expect(opacity ? [...toRows(opacity).data] : []).toEqual(rest);
      }),
      { seed: 8 },
    );
  });

  test("puts x to the right and y up", () => {
    const image = pngBytes(pngHeader(2, 2, 8, 0, 0, 0, 0), data(0, 1, 2, 0, 3, 4), end);
    // The file shows 1 2 over 3 4: x = 0 holds 3 below 1.
    expect([...decodePng(image).pixels.data]).toEqual([3, 1, 4, 2]);
  });

  test("passes over chunks that need not be understood, and what stands behind the end", () => {
    const text = pngChunk("tEXt", Buffer.from("Comment\0x"));
    const [header, pixels] = [pngHeader(1, 1, 8, 0, 0, 0, 0), data(0, 7)];
    const image = pngBytes(header, text, pixels, text, end, Buffer.from("more"));
    expect([...decodePng(image).pixels.data]).toEqual([7]);
  });

  test("reads rows that are spread over chunks, empty ones among them", () => {
    const deflated = deflateSync(Uint8Array.of(0, 7, 8, 9));
    const pieces = [deflated.subarray(0, 3), new Uint8Array(0), deflated.subarray(3)];
    const image = pngBytes(
      pngHeader(3, 1, 8, 0, 0, 0, 0),
      ...pieces.map((piece) => pngChunk("IDAT", piece)),
      end,
    );
    expect([...decodePng(image).pixels.data]).toEqual([7, 8, 9]);
  });
});

describe("decodePng refuses, by a sentence,", () => {
  const grey = pngHeader(2, 1, 8, 0, 0, 0, 0);
  const indexed = pngHeader(2, 1, 8, 3, 0, 0, 0);
  const two = data(0, 1, 2);
  const broken = deflateSync(Uint8Array.of(0, 1, 2));
  broken[broken.length - 1] ^= 1;
  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ["nothing", new Uint8Array(0), "do not begin with the signature of PNG, so this is no PNG file"],
    ["a signature alone", pngBytes(), "it ends in the middle of a chunk"],
    ["no end", pngBytes(grey, two), "it ends in the middle of a chunk"],
    ["a chunk that is cut short", pngBytes(grey, two.subarray(0, -5)), "in the middle of a chunk"],
    ["a wrong checksum", pngBytes(pngChunk("IHDR", Buffer.alloc(13), 5)), "the chunk at byte 8 does not have its checksum"],
    ["no header", pngBytes(two, end), "its header is not its first chunk"],
    ["two headers", pngBytes(grey, grey, two, end), "its header is not its first chunk"],
    ["a header of another length", pngBytes(pngChunk("IHDR", Buffer.alloc(12))), "its header should have 13 bytes"],
    ["no pixels", pngBytes(grey, end), "it has no pixels"],
    ["no width", pngBytes(pngHeader(0, 1, 8, 0, 0, 0, 0)), "its header says 0 × 1 pixels"],
    ["a height beyond the limit", pngBytes(pngHeader(1, 2 ** 31, 8, 0, 0, 0, 0)), "says 1 × 2147483648 pixels"],
    ["bits that do not go with colours", pngBytes(pngHeader(1, 1, 4, 2, 0, 0, 0)), "its header says 4 bits of colour type 2"],
    ["colours that are none", pngBytes(pngHeader(1, 1, 8, 5, 0, 0, 0)), "8 bits of colour type 5"],
    ["another compression", pngBytes(pngHeader(1, 1, 8, 0, 1, 0, 0)), "stored in a way that is none"],
    ["other filters", pngBytes(pngHeader(1, 1, 8, 0, 0, 1, 0)), "stored in a way that is none"],
    ["another interlacing", pngBytes(pngHeader(1, 1, 8, 0, 0, 0, 2)), "stored in a way that is none"],
    ["chunks between its pixels", pngBytes(grey, two, palette, two, end), "other chunks stand between those of its pixels"],
    ["chunks that must be understood", pngBytes(grey, pngChunk("NEWS", Buffer.of(1)), two, end), 'holds a chunk "NEWS", without which'],
    ["too few bytes", pngBytes(grey, data(0, 1), end), "its pixels do not inflate to the 3 bytes it claims"],
    ["too many bytes", pngBytes(grey, data(0, 1, 2, 3), end), "its pixels do not inflate to the 3 bytes"],
    ["bytes that are not deflated", pngBytes(grey, pngChunk("IDAT", Buffer.alloc(20)), end), "do not inflate"],
    ["a wrong checksum of its pixels", pngBytes(grey, pngChunk("IDAT", broken), end), "do not inflate"],
    ["a filter that is none", pngBytes(grey, data(5, 1, 2), end), "a row is filtered in a way 5 that is none"],
    ["no palette", pngBytes(indexed, two, end), "its palette is none"],
    ["part of a palette", pngBytes(indexed, pngChunk("PLTE", Buffer.alloc(4)), two, end), "its palette is none"],
    ["more opacities than colours", pngBytes(indexed, palette, pngChunk("tRNS", Buffer.alloc(3)), two, end), "its palette is none"],
    ["a colour beyond the palette", pngBytes(indexed, palette, two, end), "it uses colour 2 of a palette of 2"],
    ["half a transparent colour", pngBytes(grey, pngChunk("tRNS", Buffer.alloc(1)), two, end), "its transparent colour is none"],
  ]; // prettier-ignore
  test.each(refused)("%s", (_, image, message) => {
    expect(() => decodePng(image, { name: "a.png" })).toThrow(FormatError);
    expect(() => decodePng(image, { name: "a.png" })).toThrow(message);
    expect(() => decodePng(image, { name: "a.png" })).toThrow(/^a\.png: .*\. [A-Z].*\.$/);
  });

  test("a claim of more pixels than can come out, before memory is taken", () => {
    const claim = pngHeader(30000, 30000, 8, 2, 0, 0, 0); // 2.7 GB
    const bomb = pngBytes(claim, pngChunk("IDAT", deflateSync(new Uint8Array(1 << 20))), end);
    expect(() => decodePng(bomb)).toThrow(
      "its pixels do not inflate to the 2700030000 bytes it claims",
    );
    expect(() => decodePng(bomb, { maxBytes: 1e9 })).toThrow(
      "formats.decodePng: the pixels of the image take 2700000000 bytes, more than 1000000000.",
    );
  });
});
