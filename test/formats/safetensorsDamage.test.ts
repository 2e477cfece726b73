import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { readSafetensors, writeSafetensors } from "../../src/formats/index.js";
import { flipped, safetensorsBytes, u64 } from "./handmade.js";

const data = new Uint8Array(Float32Array.of(1, 2).buffer);
const entry = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
const half = (begin: number): object => ({
  ...entry,
  shape: [1],
  data_offsets: [begin, begin + 4],
});
const length = (digits: string, rest = ""): Uint8Array => Buffer.from(digits + rest, "hex");
const twice = `{"a":${JSON.stringify(entry)},"\\u0061":${JSON.stringify(entry)}}`;

/** Headers over eight bytes of data, each with one thing wrong. */
const HEADERS: [string, unknown, RegExp][] = [
  ["a list", "[]", /should begin with "\{", so this is no safetensors file/],
  ["nothing", "", /should begin with "\{"/],
  ["a space first", " {}", /should begin with "\{"/],
  ["text that breaks off", '{"a', /the header should be JSON text/],
  ["text after the object", "{}x", /the header should be JSON text/],
  ["a name twice", twice, /should have every key of an object once; got "a" twice/],
  ["a field twice", `{"a":{"dtype":"F32","dtype":"F64"}}`, /got "dtype" twice/],
  ["an escape that is none", '{"\\x":1}', /should be JSON text/],
  ["brackets without end", `{"a":${"[".repeat(1e6)}`, /at most 3 levels; got more/],
  ["too few tensors", {}, /the file has 8 more bytes than its tensors take/],
  ["metadata that are numbers", { __metadata__: { n: 1 }, a: entry }, /that holds text only/],
  ["metadata that are a list", { __metadata__: ["n"], a: entry }, /that holds text only/],
  ["metadata that are null", { __metadata__: null, a: entry }, /that holds text only/],
  [
    "a tensor that is null",
    { a: null },
    /"a" should be described by dtype, shape, data_offsets and/,
  ],
  ["a tensor that is a list", { a: [1] }, /"a" should be described by/],
  ["a field more", { a: { ...entry, x: 1 } }, /"a" should be described by/],
  ["a field less", { a: { dtype: "F32", shape: [2] } }, /"a" should be described by/],
  ["a dtype that is a number", { a: { ...entry, dtype: 4 } }, /"a" should be described by/],
  [
    "8-bit floats",
    { a: { ...entry, dtype: "F8_E4M3" } },
    /"a": dtype should be one of .* got "F8_E4M3"/,
  ],
  ["a dtype of objects", { a: { ...entry, dtype: "toString" } }, /got "toString"/],
  [
    "a shape that is none",
    { a: { ...entry, shape: 2 } },
    /"a": shape should be a list of at most 64/,
  ],
  ["a negative length", { a: { ...entry, shape: [-2] } }, /lengths below 2\^53/],
  ["a length of −0", '{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}', /lengths below/],
  ["half a length", { a: { ...entry, shape: [0.5, 4] } }, /lengths below 2\^53/],
  ["a length as text", { a: { ...entry, shape: ["2"] } }, /lengths below 2\^53/],
  ["an endless length", { a: { ...entry, shape: [2 ** 53] } }, /lengths below 2\^53/],
  ["65 axes", { a: { ...entry, shape: new Array(65).fill(1) } }, /a list of at most 64 lengths/],
  [
    "an overflow",
    { a: { ...entry, shape: [2 ** 32, 2 ** 32] } },
    /"a": an array of shape .* would take more/,
  ],
  [
    "an overflow behind 0",
    { a: { ...entry, shape: [0, 2 ** 40, 2 ** 40] } },
    /would take more than 2\^53/,
  ],
  [
    "another size",
    { a: { ...entry, shape: [3] } },
    /shape \[3\] of F32 takes 12 bytes; .* \[0, 8\] give 8/,
  ],
  ["another type", { a: { ...entry, dtype: "F64" } }, /shape \[2\] of F64 takes 16 bytes/],
  ["one offset", { a: { ...entry, data_offsets: [8] } }, /data_offsets should be two numbers/],
  [
    "a negative offset",
    { a: { ...entry, data_offsets: [-8, 0] } },
    /data_offsets should be two numbers/,
  ],
  [
    "offsets in turn",
    { a: { ...entry, data_offsets: [8, 0] } },
    /should be ordered and at most 8, .* got \[8, 0\]/,
  ],
  [
    "an offset beyond the end",
    { a: { ...entry, data_offsets: [8, 16] } },
    /at most 8, .* got \[8, 16\]/,
  ],
  [
    "a hole at the beginning",
    { a: half(4) },
    /"a" should begin at byte 0 of the data; it leaves bytes/,
  ],
  ["a hole at the end", { a: half(0) }, /the file has 4 more bytes than its tensors take/],
  [
    "a byte of two tensors",
    { a: half(0), b: half(2) },
    /"b" should begin at byte 4 .*; it overlaps/,
  ],
  [
    "one tensor twice",
    { a: entry, b: entry },
    /"b" should begin at byte 8 of the data; it overlaps/,
  ],
  [
    "a truth value of 2",
    { a: { ...entry, dtype: "BOOL", shape: [8] } },
    /"a": truth values should be 0 or 1/,
  ],
];

describe("readSafetensors refuses, by a sentence,", () => {
  test.each(HEADERS)("%s", (_, header, message) => {
    const bytes = safetensorsBytes(header, data);
    expect(() => readSafetensors(bytes, { name: "w" })).toThrow(FormatError);
    expect(() => readSafetensors(bytes, { name: "w" })).toThrow(message);
    expect(() => readSafetensors(bytes, { name: "w" })).toThrow(/^w: .*\. .*\.$/);
  });

  const bom = Buffer.concat([length(u64(5)), Buffer.from("\ufeff{}")]);
  const broken = Buffer.concat([length(u64(5)), Buffer.from('{"\xff"', "latin1"), Buffer.of(125)]);
  test.each([
    ["no bytes", new Uint8Array(0), "the file should have at least 8 bytes; it ends after 0"],
    ["a length alone", length(u64(2)), "the file should have at least 10 bytes; it ends after 8"],
    [
      "a length beyond the limit",
      length(u64(100000001)),
      "at most 100000000 bytes; it says it has",
    ],
    ["a length of 2⁶⁴ − 1", length("ff".repeat(8), "7b7d"), "it says it has 18446744073709551615"],
    ["a header of length 0", length(u64(0), "7b7d"), 'should begin with "{"'],
    ["a byte order mark", bom, 'should begin with "{"'],
    ["bytes that are no text", broken, "the header should be text in UTF-8"],
  ])("%s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    expect(() => readSafetensors(bytes)).toThrow(`formats.readSafetensors: `);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test("long names by their beginning", () => {
    const bytes = safetensorsBytes({ ["x".repeat(1e5)]: half(4) }, data);
    expect(() => readSafetensors(bytes)).toThrow(`tensor "${"x".repeat(80)}…" should begin`);
  });

  test("a claim of terabytes, before anything is allocated", () => {
    const large = { ...entry, shape: [2 ** 40], data_offsets: [0, 2 ** 42] };
    expect(() => readSafetensors(safetensorsBytes({ a: large }, data))).toThrow(FormatError);
  });
});

describe("a damaged file", () => {
  const types = new URL("../fixtures/safetensors/types.safetensors", import.meta.url);
  const files: [string, Uint8Array][] = [
    ["of the reference", new Uint8Array(readFileSync(types))],
    ["one of ours", writeSafetensors({ b: [[1, 2]], a: [3] }, { metadata: { k: "v" } })],
  ];

  test.each(files)("%s, cut short anywhere or with something behind, is refused", (_, bytes) => {
    for (let size = 0; size < bytes.length; size++) {
      expect(() => readSafetensors(bytes.subarray(0, size))).toThrow(FormatError);
    }
    expect(() => readSafetensors(Uint8Array.of(...bytes, 0))).toThrow(FormatError);
  });

  test.each(files)("%s, with bytes changed, is read or refused by a sentence", (_, bytes) => {
    const attempt = (damaged: Uint8Array): void => {
      try {
        readSafetensors(damaged);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1 << (at % 8), 255]) attempt(flipped(bytes, at, mask));
    }
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        attempt(changes.reduce((out, [at, mask]) => flipped(out, at, mask), bytes));
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});
