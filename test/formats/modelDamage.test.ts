import { beforeAll, describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { decodeModel, encodeModel, writeNpy } from "../../src/formats/index.js";
import { fit } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { flipped, zipBytes } from "./handmade.js";

const header = (tree: unknown, version: unknown = 1, format = "kernelfield"): Uint8Array =>
  Buffer.from(JSON.stringify({ format, version, model: tree }));
const archive = (tree: unknown, arrays: Record<string, Uint8Array> = {}): Uint8Array =>
  zipBytes([
    { name: "model.json", content: header(tree) },
    ...Object.entries(arrays).map(([name, content]) => ({ name: `${name}.npy`, content })),
  ]);

describe("decodeModel refuses, by a sentence,", () => {
  const typed = { $: "typed", array: "a", type: "Float64Array" };
  const a = writeNpy([1, 2]);
  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    [
      "another version, naming both",
      zipBytes([{ name: "model.json", content: header({}, 2) }]),
      /^model\.npz: the version of the model file should be 1, the only one known here; got 2\. Read it with/,
    ],
    [
      "no version",
      zipBytes([{ name: "model.json", content: Buffer.from('{"format":"kernelfield"}') }]),
      /should be 1, .* got undefined/,
    ],
    [
      "another format",
      zipBytes([{ name: "model.json", content: header({}, 1, "other") }]),
      /should be "kernelfield"; got "other"/,
    ],
    [
      "text that is no JSON",
      zipBytes([{ name: "model.json", content: Buffer.from("{") }]),
      /no JSON/,
    ],
    [
      "bytes that are no text",
      zipBytes([{ name: "model.json", content: Buffer.of(255) }]),
      /no JSON/,
    ],
    [
      "JSON that is no object",
      zipBytes([{ name: "model.json", content: Buffer.from("null") }]),
      /got undefined/,
    ],
    [
      "arrays alone",
      zipBytes([{ name: "a.npy", content: a }]),
      /no model\.json, so it is no saved model/,
    ],
    ["no archive", a, /do not end with the directory of a zip archive/],
    ["a missing array", archive(typed), /refers to an array "a" which is not there/],
    ["an array that is used twice", archive([typed, typed], { a }), /or refers to it twice/],
    ["an array that is not used", archive(1, { a }), /the members a\.npy belong to no part/],
    [
      "an array of another type",
      archive({ ...typed, type: "Int32Array" }, { a }),
      /has a part that no/,
    ],
    [
      "an array of 0.5 as integers",
      archive({ ...typed, type: "BigInt64Array" }, { a: writeNpy([0.5]) }),
      /a part that no/,
    ],
    [
      "an array of another kind",
      archive({ ...typed, $: "complex" }, { a }),
      /a part that no version 1/,
    ],
    ["an array of two axes as a list", archive(typed, { a: writeNpy([[1, 2]]) }), /a part that no/],
    [
      "complex numbers as real ones",
      archive(typed, {
        a: writeNpy({ re: Float64Array.of(1), im: Float64Array.of(1), shape: [1] }),
      }),
      /a part that no version 1/,
    ],
    ["a kind of part it does not know", archive({ $: "function" }), /a part that no version 1/],
    [
      "a number it does not know",
      archive({ $: "number", value: "1e999" }),
      /a part that no version 1/,
    ],
    [
      "entries that are none",
      archive({ $: "object", entries: [["a"]] }),
      /a part that no version 1/,
    ],
    [
      "brackets without end",
      zipBytes([
        {
          name: "model.json",
          content: Buffer.from(
            `{"format":"kernelfield","version":1,"model":${"[".repeat(1e4)}${"]".repeat(1e4)}}`,
          ),
        },
      ]),
      /a part that no version 1/,
    ],
    [
      "a damaged array",
      archive(typed, { a: a.subarray(0, -1) }),
      /^model\.npz: "a\.npy": the file should have/,
    ],
  ];
  test.each(refused)("%s", (_, bytes, message) => {
    expect(() => decodeModel(bytes, { name: "model.npz" })).toThrow(FormatError);
    expect(() => decodeModel(bytes, { name: "model.npz" })).toThrow(message);
  });

  test("more bytes than allowed", () => {
    const bytes = encodeModel({ a: new Float64Array(1000) });
    expect(() => decodeModel(bytes, { maxBytes: 8000 })).toThrow("allow more with maxBytes");
  });
});

describe("a damaged model", () => {
  const m = [
    [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    [
      [1, 0],
      [0, 0],
      [1, 0],
    ],
    [
      [1, 1],
      [0, 0],
      [0, 1],
    ],
  ];
  const p = m.map((rows) => rows.map((row) => row.map((v) => 2 + v / 3)));
  let model: Localization;
  let bytes: Uint8Array;
  beforeAll(async () => {
    model = await fit(m, p, phaseBasis(2));
    bytes = encodeModel(model);
  });

  test("cut short anywhere, or with something behind, is refused", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeModel(bytes.subarray(0, length))).toThrow(FormatError);
    }
    expect(() => decodeModel(Uint8Array.of(...bytes, 0))).toThrow(FormatError);
  });

  test("with any byte changed, is refused, but for 8 bytes per array that tell of the writer's system", () => {
    const harmless = new Set<number>();
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1 << (at % 8), 255]) {
        try {
          expect(decodeModel(flipped(bytes, at, mask))).toStrictEqual(model);
          harmless.add(at);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }
    }
    const members = 4; // model.json, coefficients, rank, condition
    expect(harmless.size).toBe(8 * members);
  });
});
