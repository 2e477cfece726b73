/** What PGM and PPM files are refused; those of other programs are in images.test.ts. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { decodePnm } from "../../src/formats/index.js";

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

describe("decodePnm", () => {
  test("reads digits with comments anywhere between them", () => {
    const image = decodePnm(bytes("P2# a\n2 # b\n2#c\n\n9\n1 2\t3 # d\n4 # e"));
    expect(image.pixels.shape).toEqual([1, 2, 2]);
    expect([...image.pixels.data]).toEqual([3, 1, 4, 2]);
    expect(image.white).toBe(9);
  });

  test("takes the bytes after one white space as they are, white spaces and # among them", () => {
    expect([...decodePnm(bytes("P5 3 1 255\n\n# ")).pixels.data]).toEqual([10, 35, 32]);
    expect([...decodePnm(bytes("P5 1 1 256\n\x01\x00")).pixels.data]).toEqual([256]);
  });
});

describe("decodePnm refuses, by a sentence,", () => {
  test.each([
    ["nothing", "", 'the bytes should begin with P2, P3, P5 or P6; got "".'],
    ["bits", "P4 8 1\n\0", 'got "P4". Save the image as PGM (grey) or PPM (colours).'],
    ["no width", "P5", "its width is no integer ≥ 1"],
    ["a width of 0", "P5 0 1 255\n", "its width is no integer ≥ 1"],
    ["a negative height", "P5 1 -1 255\n", "its height is no integer ≥ 1"],
    ["digits that run into letters", "P5 1 1x 255\n", "its height is no integer ≥ 1"],
    ["an endless width", `P5 ${"9".repeat(400)} 1 255\n`, "its width is no integer ≥ 1"],
    ["no maximum", "P5 1 1", "its maximum is no integer ≥ 1"],
    ["a maximum above 65535", "P5 1 1 65536\n\0\0\0", "its maximum 65536 is above 65535"],
    ["no white space after the maximum", "P5 1 1 255", "it ends before its 1 numbers do"],
    ["a comment after the maximum", "P5 1 1 255#\0", "no white space follows its maximum"],
    ["too few bytes", "P6 1 2 255\n12345", "it ends before its 6 numbers do"],
    ["too few numbers", "P2 3 1 9\n1 2         ", "number 2 of its 3 is none"],
    ["numbers that are none", "P2 3 1 9\n1 a 3", "number 1 of its 3 is none"],
    ["a claim of many numbers", "P2 99999 9999 9\n1", "it ends before its 999890001 numbers do"],
    ["numbers above the maximum", "P2 2 1 9\n1 10", "the number 10 is above its maximum 9"],
    ["bytes above the maximum", "P5 2 1 9\n\x01\x0a", "the number 10 is above its maximum 9"],
    ["a second image", "P5 1 1 9\n\x01P5 1 1 9\n\x01", "goes on after its image. If it holds several, split it"],
    ["more digits", "P2 1 1 9\n1 2", "goes on after its image"],
  ])("%s", (_, text, message) => {
    expect(() => decodePnm(bytes(text), { name: "a.pgm" })).toThrow(FormatError);
    expect(() => decodePnm(bytes(text), { name: "a.pgm" })).toThrow(message);
    expect(() => decodePnm(bytes(text), { name: "a.pgm" })).toThrow(/^a\.pgm: .*\. [A-Z].*\.$/);
  });
}); // prettier-ignore
