import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { parseNpyHeader, readNpy, writeNpy } from "../../src/formats/index.js";
import { dictionaryOf, flipped, npyBytes } from "./handmade.js";

const eight = new Uint8Array(Float64Array.of(1.5).buffer);

describe("parseNpyHeader", () => {
  test("tells type, shape, memory order, and where the entries are, without the entries", () => {
    for (const version of [1, 2, 3] as const) {
      const bytes = npyBytes(
        dictionaryOf(">c8", "(1000000, 1000000)", true),
        new Uint8Array(0),
        version,
      );
      const header = parseNpyHeader(bytes);
      expect(header).toMatchObject({
        shape: [1e6, 1e6],
        fortranOrder: true,
        dataOffset: bytes.length,
        dataSize: 8e12,
        dtype: { descr: ">c8", itemSize: 8, wordSize: 4, bigEndian: true },
      });
    }
  });

  test("reads dictionaries however they are worded: other order, quotes, spaces, longs of Python 2", () => {
    const worded = `{"shape":(1L,),  'fortran_order' : False,"descr":'<f8'}   `;
    expect(readNpy(npyBytes(worded, eight))).toMatchObject({
      data: Float64Array.of(1.5),
      shape: [1],
    });
  });

  test("version 3 headers are UTF-8", () => {
    const bytes = npyBytes(dictionaryOf("<f8", "(1,)"), eight, 3);
    expect(readNpy(bytes)).toMatchObject({ data: Float64Array.of(1.5) });
    const broken = flipped(bytes, 14, 0x80);
    expect(() => readNpy(broken)).toThrow("the header is no UTF-8 text");
  });
});

describe("headers are refused, by a sentence,", () => {
  test.each([
    ["other bytes", Buffer.from("PK\x03\x04 and so on"), /do not begin with "\\x93NUMPY"/],
    ["nothing", new Uint8Array(0), /do not begin with "\\x93NUMPY"/],
    [
      "a magic alone",
      Buffer.from("\x93NUMPY", "latin1"),
      /should have at least 12 bytes; it ends after 6/,
    ],
    ["version 4", Buffer.from("\x93NUMPY\x04\0\x10\0\0\0", "latin1"), /1.0, 2.0 or 3.0; got 4.0/],
    ["version 1.1", Buffer.from("\x93NUMPY\x01\x01\x10\0\0\0", "latin1"), /got 1.1/],
    [
      "a header of 4 GB",
      Buffer.from("\x93NUMPY\x02\0\xff\xff\xff\xff", "latin1"),
      /shorter than 65536 bytes; it says it has 4294967295/,
    ],
    [
      "a header longer than the file",
      Buffer.from("\x93NUMPY\x01\0\x70\0{ ", "latin1"),
      /should have at least 122 bytes; it ends after 12/,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(FormatError);
    expect(() => readNpy(bytes)).toThrow(message);
  });

  test.each([
    [
      "no dictionary",
      "('<f8', False, (1,))",
      /should be a dictionary of descr, fortran_order, shape/,
    ],
    ["a missing key", "{'descr': '<f8', 'shape': (1,)}", /and nothing else/],
    [
      "a key too many",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}",
      /and nothing else/,
    ],
    [
      "a key twice",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}",
      /should hold a new key in quotes/,
    ],
    ["a shape in a list", dictionaryOf("<f8", "[1]"), /shape should be a tuple/],
    ["a shape that is a number", dictionaryOf("<f8", "(1)"), /shape should be a tuple/],
    ["a shape of text", dictionaryOf("<f8", "('1',)"), /shape should be a tuple/],
    ["a negative length", dictionaryOf("<f8", "(-1,)"), /should hold .* at character/],
    ["a length of 2⁵³", dictionaryOf("<f8", "(9007199254740992,)"), /lengths below 2\^53/],
    ["65 axes", dictionaryOf("<f8", `(${"1, ".repeat(65)})`), /at most 64 lengths/],
    [
      "an order that is no truth value",
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
      /True or False/,
    ],
    ["a program", "{'descr': __import__('os').name}", /should hold a string, an integer/],
    ["a string without end", "{'descr': '<f8, 'fortran_order': False}", /should hold/],
    ["brackets without end", "(".repeat(40), /fewer brackets within brackets/],
    ["something after the dictionary", `${dictionaryOf("<f8", "(1,)")} x`, /end with a newline/],
  ])("%s", (_, dictionary, message) => {
    expect(() => readNpy(npyBytes(dictionary, eight))).toThrow(FormatError);
    expect(() => readNpy(npyBytes(dictionary, eight))).toThrow(message);
  });

  test("more bytes than memory could have: nothing is allocated for them", () => {
    const claims = npyBytes(dictionaryOf("<f8", "(1000000, 1000000)"), eight);
    expect(() => readNpy(claims)).toThrow(/should have at least 8000000000\d\d\d bytes; it ends/);
    const overflow = npyBytes(dictionaryOf("<f8", "(4294967296, 4294967296)"), new Uint8Array(0));
    expect(() => readNpy(overflow)).toThrow("would take more than 2^53 bytes");
    const hidden = npyBytes(dictionaryOf("<f8", "(0, 4294967296, 4294967296)"), new Uint8Array(0));
    expect(() => readNpy(hidden)).toThrow("would take more than 2^53 bytes");
  });

  test("more bytes than the shape needs", () => {
    const bytes = npyBytes(dictionaryOf("<f8", "(1,)"), new Uint8Array(11));
    expect(() => readNpy(bytes, { name: "a.npy" })).toThrow(
      /^a\.npy: the file should have \d+ bytes, for shape \[1\] and type "<f8"; it has 3 more/,
    );
  });
});

describe("a damaged .npy file", () => {
  const files = {
    "<f8": writeNpy([[1, 2, 3]]),
    ">u2": npyBytes(dictionaryOf(">u2", "(2, 2)", true), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
    "|b1": writeNpy([1, 0, 1], { bool: true }),
    "<c16": writeNpy({ re: Float64Array.of(1), im: Float64Array.of(2), shape: [1] }),
    "version 3": npyBytes(dictionaryOf("<i4", "(2,)"), new Uint8Array(8), 3),
  };
  for (const [name, bytes] of Object.entries(files)) {
    test(`${name}: cut short anywhere, it is refused`, () => {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readNpy(bytes.subarray(0, length))).toThrow(FormatError);
      }
    });

    test(`${name}: with any byte changed, it is refused or gives what its header declares`, () => {
      let refused = 0;
      for (let at = 0; at < bytes.length; at++) {
        for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
          const damagedFile = flipped(bytes, at, mask);
          try {
            const array = readNpy(damagedFile);
            const { shape, dtype } = parseNpyHeader(damagedFile);
            const planes = "re" in array ? [array.re, array.im] : [array.data];
            expect(array.shape).toEqual(shape);
            expect("re" in array).toBe(dtype.descr.includes("c"));
            for (const { length } of planes) {
              expect(length * dtype.itemSize).toBe(bytes.length - parseNpyHeader(bytes).dataOffset);
            }
          } catch (error) {
            if (!(error instanceof FormatError)) throw error;
            refused++;
          }
        }
      }
      // The magic, the version and the words of the dictionary admit no change.
      expect(refused).toBeGreaterThan(9 * 50);
    });
  }
});
