/** Images that other programs wrote; see fixtures/images/README.md. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError, toFloat64, ValueError } from "../../src/core/index.js";
import type { ArrayInput } from "../../src/core/index.js";
import { decodeImage, decodePng, readNpz, toRows } from "../../src/formats/index.js";

const folder = new URL("../fixtures/images/", import.meta.url);
const expected = readNpz(readFileSync(new URL("expected.npz", folder)));
const files = readdirSync(folder).filter((name) => /\.(png|pgm|ppm|tif)$/.test(name));

/** The numbers in the order of the file. */
function numbers(array: ArrayInput): number[] {
  return [...toFloat64(array, "test").data];
}

describe("an image of another program has the pixels that were put into it:", () => {
  test.each(files)("%s", (file) => {
    const { pixels, opacity } = decodeImage(readFileSync(new URL(file, folder)));
    const rows = expected[file] as ArrayInput & { shape: number[] };
    const given = rows.shape.filter((_, axis) => axis < 3 || file.includes("rgb"));
    const turned = toRows(pixels);
    expect(turned.shape.filter((n, axis) => n > 1 || axis < given.length)).toEqual(given);
    expect(numbers(turned)).toEqual(numbers(rows));
    const opacities = expected[`${file}.opacity`] as ArrayInput | undefined;
    expect(opacity && numbers(toRows(opacity))).toEqual(opacities && numbers(opacities));
  });

  test("all of those that were recorded", () => {
    const recorded = Object.keys(expected).filter((name) => !name.endsWith(".opacity"));
    expect([...files].sort()).toEqual(recorded.sort());
    expect(files.length).toBe(66);
  });
});

describe("what is in a file", () => {
  const decode = (file: string): ReturnType<typeof decodeImage> =>
    decodeImage(readFileSync(new URL(file, folder)));

  test("keeps its number type", () => {
    const types: Record<string, unknown> = {
      "grey-1.png": Uint8Array,
      "grey-16.png": Uint16Array,
      "grey-200.pgm": Uint8Array,
      "grey-1000.pgm": Uint16Array,
      "u4.tif": Uint32Array,
      "i1.tif": Int8Array,
      "i2.tif": Int16Array,
      "i4.tif": Int32Array,
      "f2.tif": Float32Array,
      "f4.tif": Float32Array,
      "f8.tif": Float64Array,
      "bits.tif": Uint8Array,
    };
    for (const [file, type] of Object.entries(types)) {
      expect(decode(file).pixels.data.constructor, file).toBe(type);
    }
  });

  test("tells which number is white, where there is one", () => {
    const whites: Record<string, number | undefined> = {
      "grey-1.png": 1,
      "grey-4.png": 15,
      "grey-16.png": 65535,
      "palette-4.png": 255,
      "grey-200.pgm": 200,
      "u4.tif": 2 ** 32 - 1,
      "grey-4.tif": 15,
      "palette.tif": 65535,
      "i2.tif": undefined,
      "f4.tif": undefined,
    };
    for (const [file, white] of Object.entries(whites))
      expect(decode(file).white, file).toBe(white);
  });

  test("stands with x to the right, y up, and the pages of a stack along z", () => {
    expect(decode("rgb.ppm").pixels.shape).toEqual([3, 13, 11]);
    expect(decode("stack-big-endian.tif").pixels.shape).toEqual([1, 13, 11, 3]);
    const { data } = toFloat64(expected["stack-big-endian.tif"] as ArrayInput, "test");
    const { pixels } = decode("stack-big-endian.tif");
    const at = (x: number, y: number, z: number): number =>
      pixels.data[((0 * 13 + x) * 11 + y) * 3 + z];
    expect(at(0, 10, 0)).toBe(data[0]); // the first number of the file: top left, first page
    expect(at(12, 10, 0)).toBe(data[12]);
    expect(at(4, 2, 1)).toBe(data[143 + 13 * 8 + 4]);
  });
});

describe("decodeImage refuses, by a sentence,", () => {
  const known: [string, string][] = [
    ["JPEG", "\xff\xd8\xff\xe0"],
    ["JPEG 2000", "\0\0\0\x0cjP  \r\n\x87\n"],
    ["GIF", "GIF89a"],
    ["BMP", "BM"],
    ["WebP", "RIFF\n\n\n\nWEBP"],
    ["PBM or PAM", "P4 1 1 \0"],
    ["none that is known here", ""],
  ];
  test.each(known)("%s", (format, beginning) => {
    const bytes = Buffer.from(beginning, "latin1");
    expect(() => decodeImage(bytes, { name: "a.img" })).toThrow(FormatError);
    expect(() => decodeImage(bytes, { name: "a.img" })).toThrow(
      `a.img: the image should be PNG, PGM, PPM or TIFF; its format is ${format}. Convert it to PNG first, or ` +
        `decode it elsewhere and pass its rows to formats.fromRows.`,
    );
  });

  test("images with more bytes than are allowed, to the byte", () => {
    for (const [file, bytes] of [
      ["grey-8.png", 143],
      ["rgb-16-interlaced.png", 858],
      ["palette-4.png", 4 * 143],
      ["grey-1000.pgm", 286],
      ["f8.tif", 8 * 143],
      ["stack-big-endian.tif", 6 * 143],
    ] as const) {
      const image = readFileSync(new URL(file, folder));
      expect(() => decodeImage(image, { maxBytes: bytes - 1 })).toThrow(
        `formats.decodeImage: the pixels of the image take ${bytes} bytes, more than ${bytes - 1}. ` +
          `If you trust it, allow more with maxBytes.`,
      );
      expect(decodeImage(image, { maxBytes: bytes }).pixels.size).toBeGreaterThan(0);
      expect(() => decodeImage(image, { maxBytes: NaN })).toThrow(ValueError);
    }
    expect(() => decodePng(new Uint8Array(0), { maxBytes: -1 })).toThrow(
      "formats.decodePng: maxBytes should be a finite number ≥ 0; got -1.",
    );
  });
});
