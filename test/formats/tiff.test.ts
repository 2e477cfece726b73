/** What TIFF files are refused; those of other programs are in images.test.ts. */
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { decodeTiff } from "../../src/formats/index.js";
import { tiffBytes } from "./handmade.js";

const [SHORT, LONG] = [3, 4];
type Field = readonly [tag: number, type: number, values: readonly number[]];

/** The fields of two grey pixels, of one byte each, with some of them replaced or, without values, left out. */
function fields(...others: readonly Field[]): Field[] {
  const plain: Field[] = [
    [256, SHORT, [2]],
    [257, SHORT, [1]],
    [258, SHORT, [8]],
    [259, SHORT, [1]],
    [262, SHORT, [1]],
    [273, LONG, [8]],
    [277, SHORT, [1]],
    [278, SHORT, [1]],
    [279, LONG, [2]],
  ];
  const kept = plain.filter(([tag]) => !others.some(([other]) => other === tag));
  return [...kept, ...others.filter(([, , values]) => values.length > 0)];
}

const pixels = Uint8Array.of(7, 9);
const page = (...others: readonly Field[]): Uint8Array => tiffBytes([fields(...others)], pixels);

describe("decodeTiff", () => {
  test("reads the plainest file there is", () => {
    expect([...decodeTiff(page()).pixels.data]).toEqual([7, 9]);
    expect(decodeTiff(page()).pixels.shape).toEqual([1, 2, 1]);
    const least = page([258, SHORT, []], [277, SHORT, []], [278, SHORT, []], [257, SHORT, [1]]);
    expect([...decodeTiff(least).pixels.data]).toEqual([0, 0]); // one bit is the default
  });

  test("passes over thumbnails, masks and fields that change no pixel", () => {
    const small = fields([254, LONG, [1]], [256, SHORT, [1]], [279, LONG, [1]]);
    const mask = fields([254, LONG, [4]]);
    const described = fields([254, LONG, [2]], [270, 2, [65]], [305, LONG, [1, 2, 3]]);
    const image = decodeTiff(tiffBytes([small, described, mask], pixels));
    expect([...image.pixels.data]).toEqual([7, 9]);
  });

  test("stacks pages along z, from the same bytes if they say so", () => {
    const image = decodeTiff(tiffBytes([fields(), fields(), fields()], pixels));
    expect(image.pixels.shape).toEqual([1, 2, 1, 3]);
    expect([...image.pixels.data]).toEqual([7, 7, 7, 9, 9, 9]);
  });
});

describe("decodeTiff refuses, by a sentence,", () => {
  const raw = page();
  const changed = (at: number, ...bytes: readonly number[]): Uint8Array => {
    const out = Uint8Array.from(raw);
    out.set(bytes, at);
    return out;
  };
  const circle = changed(raw.length - 4, 10);
  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ["nothing", new Uint8Array(0), 'do not begin with "II" or "MM", so this is no TIFF file'],
    ["a beginning alone", Uint8Array.of(73, 73, 42, 0), "its version should be 42; it is 0"],
    ["another version", changed(2, 41), "its version should be 42; it is 41"],
    ["BigTIFF", changed(2, 43), "this is a BigTIFF file, which is not read"],
    ["no page", changed(4, 0), "it has no page"],
    ["pages that go in a circle", circle, "its pages go in a circle"],
    ["a directory beyond the end", changed(4, 255), "the directory at byte 255 is cut short"],
    ["a file that is cut short", raw.subarray(0, -1), "the directory at byte 10 is cut short"],
    ["thumbnails only", page([254, LONG, [1]]), "it has no page"],
    ["no width", page([256, SHORT, []]), "field 256 (width) is missing"],
    ["a width of 0", page([256, SHORT, [0]]), "it says 0 × 1 pixels of 1 numbers"],
    ["no colours", page([262, SHORT, []]), "field 262 (photometric) is missing"],
    ["a width that is text", page([256, 2, [1]]), "field 256 is of a wrong type"],
    ["values beyond the end", page([258, SHORT, new Array(9).fill(8)]).subarray(0, -10), "field 258 is of a wrong type or lies outside"],
    ["JPEG inside", page([259, SHORT, [7]]), "the TIFF file has the compression 7, which is not read. Save it as plain TIFF"],
    ["fax", page([259, SHORT, [4]]), "the compression 4"],
    ["CMYK", page([262, SHORT, [5]]), "colours of the kind 5"],
    ["complex numbers", page([339, SHORT, [6]]), "numbers of the format 6"],
    ["12 bits", page([258, SHORT, [12]]), "numbers of 12 bits"],
    ["8-bit floating point", page([339, SHORT, [3]]), "numbers of 8 bits"],
    ["different channels", page([258, SHORT, [8, 16]], [277, SHORT, [2]]), "channels of different number types"],
    ["bits in reverse order", page([266, SHORT, [2]]), "bits in reverse order"],
    ["pictures that are turned", page([274, SHORT, [6]]), "a picture that is turned"],
    ["RGB of one number", page([262, SHORT, [2]]), "1 numbers per pixel are no RGB"],
    ["a palette that is missing", page([262, SHORT, [3]]), "its palette is none"],
    ["a white of 0 in signed numbers", page([262, SHORT, [0]], [339, SHORT, [2]]), "a white of 0 in such numbers"],
    ["predictors that are none", page([317, SHORT, [4]]), "predictor 4"],
    ["floating-point predictors of integers", page([317, SHORT, [3]]), "predictor 3"],
    ["differences of bits", page([317, SHORT, [2]], [258, SHORT, [1]]), "predictor 2"],
    ["opacity alone", page([338, SHORT, [1]]), "its opacity is none"],
    ["too few strips", page([257, SHORT, [2]]), "it has not as many strips or tiles as its pixels fill"],
    ["too many strips", page([273, LONG, [8, 8]], [279, LONG, [2, 2]]), "it has not as many strips"],
    ["no byte counts", page([279, LONG, []]), "it has not as many strips"],
    ["strips of no rows", page([278, SHORT, [0]]), "it has not as many strips"],
    ["tiles of no size", page([324, LONG, [8]], [325, LONG, [2]]), "it has not as many strips"],
    ["strips beyond the end", page([273, LONG, [9999]]), "the strip or tile at byte 9999 does not hold 2 bytes"],
    ["strips of too few bytes", page([279, LONG, [1]]), "the strip or tile at byte 8 does not hold 2 bytes"],
    ["deflated bytes that are none", page([259, SHORT, [8]]), "at byte 8 does not hold 2 bytes"],
    ["LZW codes that are none", page([259, SHORT, [5]]), "at byte 8 does not hold 2 bytes"],
    ["PackBits that end too early", page([259, SHORT, [32773]]), "at byte 8 does not hold 2 bytes"],
    ["pages of different sizes", tiffBytes([fields(), fields([256, SHORT, [1]])], pixels), "the pages of a stack should be alike; width is 2 on page 0 and 1 on page 1"],
    ["pages of different numbers", tiffBytes([fields(), fields([339, SHORT, [2]])], pixels), "kind is u on page 0 and i on page 1. Split the file"],
  ]; // prettier-ignore
  test.each(refused)("%s", (_, image, message) => {
    expect(() => decodeTiff(image, { name: "a.tif" })).toThrow(FormatError);
    expect(() => decodeTiff(image, { name: "a.tif" })).toThrow(message);
    expect(() => decodeTiff(image, { name: "a.tif" })).toThrow(/^a\.tif: .*\. [A-Z].*\.$/s);
  });

  test("floating-point predictors in big-endian files, of which there are two kinds", () => {
    const little = page([317, SHORT, [3]], [339, SHORT, [3]], [258, SHORT, [32]]);
    expect(() => decodeTiff(little)).toThrow("does not hold 8 bytes");
    const big = Buffer.from("4d4d002a0000000800090100000300000001000200000101000300000001000100000102000300000001002000000103000300000001000100000106000300000001000100000111000400000001000000080117000400000001000000080" + "13d00030000000100030000" + "01530003000000010003000000000000", "hex"); // prettier-ignore
    expect(() => decodeTiff(big)).toThrow(
      "predictor 3 and the high bytes first, which is ambiguous",
    );
  });

  test("a claim of more pixels than can come out, before memory is taken", () => {
    const zeros = deflateSync(new Uint8Array(1 << 20));
    const claim = fields([256, LONG, [60000]], [257, LONG, [60000]], [278, LONG, [60000]], [259, SHORT, [8]], [279, LONG, [zeros.length]]); // prettier-ignore
    const bomb = tiffBytes([claim], zeros);
    expect(() => decodeTiff(bomb)).toThrow(
      "the strip or tile at byte 8 does not hold 3600000000 bytes",
    );
    const many = tiffBytes([claim, claim], zeros);
    expect(() => decodeTiff(many)).toThrow(
      "the pixels of the image take 7200000000 bytes, more than 4294967296.",
    );
  });
});
