import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf } from "../../src/core/index.js";
import { openNpz, readNpz, writeNpy, writeNpz } from "../../src/formats/index.js";
import { flipped, u32, u64, zipBytes } from "./handmade.js";
import type { HandmadeMember } from "./handmade.js";

const recorded = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/numpy/${name}`, import.meta.url));

const content = writeNpy([1, 2, 3]);
const member: HandmadeMember = { name: "a.npy", content };
const expected = { a: { data: Float64Array.of(1, 2, 3), shape: [3] } };
const hex = (digits: string): Uint8Array => Buffer.from(digits, "hex");

describe("readNpz reads what NumPy writes", () => {
  test.each(["stored.npz", "deflated.npz", "streamed.npz", "streamed-deflated.npz"])(
    "%s",
    (name) => {
      const { zeros, ...arrays } = readNpz(recorded(name));
      expect(arrays).toMatchObject({
        real: { data: Float64Array.of(0, 0.25, 0.5, 0.75, 1, 1.25), shape: [2, 3] },
        complex: {
          re: Float64Array.of(0, 1, 2, 3, 4, 5),
          im: Float64Array.of(3, 4, 5, 0, 1, 2),
          shape: [2, 3],
        },
        truth: { data: Uint8Array.of(0, 0, 0, 1, 1, 1) },
        index: { data: Float64Array.of(0, 1, 2, 3, 4, 5) },
        Größe: { data: Float32Array.of(0, 1, 2, 3, 4, 5) },
      });
      expect(Object.keys(arrays)).toHaveLength(5);
      if (name === "deflated.npz") {
        expect(zeros).toMatchObject({ data: new Float64Array(2000), shape: [40, 50] });
      }
    },
  );

  test("an archive without arrays", () => {
    expect(Object.keys(readNpz(recorded("empty.npz")))).toEqual([]);
  });
});

describe("readNpz reads other archives of .npy files too", () => {
  test("made by hand, stored and deflated", () => {
    expect(readNpz(zipBytes([member]))).toMatchObject(expected);
    expect(readNpz(zipBytes([{ ...member, deflated: true }]))).toMatchObject(expected);
  });

  test.each([
    ["signed", `504b0708`, u32],
    ["unsigned", "", u32],
    ["signed, zip64", `504b0708`, u64],
    ["unsigned, zip64", "", u64],
  ])("sizes after the data, %s", (_, signature, number) => {
    const sizes = number(content.length).repeat(2);
    const descriptor = hex(`${signature}${u32(crc32(content))}${sizes}`);
    const streamed = { ...member, flags: 8, descriptor };
    expect(readNpz(zipBytes([streamed, { ...streamed, name: "b.npy" }]))).toMatchObject(expected);
    const wrong = { ...streamed, descriptor: flipped(descriptor, descriptor.length - 8, 1) };
    expect(() => readNpz(zipBytes([wrong]))).toThrow('"a.npy" is described in two ways');
    const long = { ...streamed, descriptor: Buffer.concat([descriptor, Buffer.alloc(1)]) };
    expect(() => readNpz(zipBytes([long]))).toThrow('"a.npy" is described in two ways');
  });

  test("sizes in zip64 extra fields, beside fields of other kinds", () => {
    const sizes = u64(content.length).repeat(2);
    const extra = hex(`feca0200abcd01001000${sizes}`);
    const wide = {
      ...member,
      localExtra: extra,
      centralExtra: extra,
      size: 0xffffffff,
      compressedSize: 0xffffffff,
    };
    expect(readNpz(zipBytes([wide]))).toMatchObject(expected);
    const without = { ...wide, localExtra: hex(""), centralExtra: hex("") };
    expect(() => readNpz(zipBytes([without]))).toThrow("claims more bytes than the archive has");
    const endless = { ...member, localExtra: hex("0100ffff") };
    expect(() => readNpz(zipBytes([endless]))).toThrow("an extra field is too long");
  });

  test("names that objects have already are names like others", () => {
    const names = ["__proto__", "constructor", "toString"];
    const archive = zipBytes(names.map((name) => ({ ...member, name: `${name}.npy` })));
    const arrays = readNpz(archive);
    expect(Object.keys(arrays)).toEqual(names);
    expect(Object.getPrototypeOf(arrays)).toBeNull();
    expect(arrays.__proto__).toMatchObject({ shape: [3] });
  });

  test("openNpz reads an array only when it is asked for", () => {
    const bad = { ...member, name: "bad.npy", crc: 1 };
    const arrays = openNpz(zipBytes([bad, member]));
    expect([...arrays.keys()]).toEqual(["bad", "a"]);
    expect(arrays.get("a")?.()).toMatchObject(expected.a);
    expect(() => arrays.get("bad")?.()).toThrow('"bad.npy" does not have its checksum');
  });
});

describe("writeNpz", () => {
  const arrays = {
    m: ndarrayOf(Uint8Array.of(0, 1, 1, 0), [1, 2, 2]),
    "Größe/1": ndarrayOf(Float64Array.of(1.5), [1]),
    z: { re: Float64Array.of(1), im: Float64Array.of(-1), shape: [1] },
  };

  test("gives what readNpz reads back, stored and deflated", () => {
    for (const compress of [false, true]) {
      expect({ ...readNpz(writeNpz(arrays, { compress })) }).toStrictEqual(arrays);
    }
    expect({ ...readNpz(writeNpz({})) }).toEqual({});
  });

  test("gives the archive made by hand, the same at every call", () => {
    const archive = zipBytes([{ ...member, flags: 0x800 }]);
    expect(writeNpz({ a: [1, 2, 3] })).toEqual(archive);
    expect(writeNpz(arrays, { compress: true })).toEqual(writeNpz(arrays, { compress: true }));
  });

  test("deflates on request", () => {
    const zeros = { zeros: ndarrayOf(new Float64Array(10000), [100, 100]) };
    expect(writeNpz(zeros).length).toBeGreaterThan(80000);
    expect(writeNpz(zeros, { compress: true }).length).toBeLessThan(1000);
  });

  test("names the array it refuses", () => {
    expect(() => writeNpz({ a: [1], b: [[1], [2, 3]] })).toThrow(
      'formats.writeNpz: "b" is a ragged list',
    );
    const long = "x".repeat(70000);
    expect(() => writeNpz({ [long]: [1] })).toThrow("names below 64 KiB");
  });

  test("round trips for any names and numbers", () => {
    const names = fc.string({ maxLength: 8, unit: "grapheme" });
    const data = fc.float64Array({ maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(names, data, { maxKeys: 4 }), fc.boolean(), (drawn, compress) => {
        const entries = Object.entries(drawn);
        const input = Object.fromEntries(entries.map(([k, v]) => [k, ndarrayOf(v, [v.length])]));
        expect({ ...readNpz(writeNpz(input, { compress })) }).toStrictEqual(input);
      }),
      { seed: 5 },
    );
  });
});

describe("a damaged .npz file", () => {
  const files: readonly (readonly [string, Uint8Array])[] = [
    ["stored.npz", recorded("stored.npz")],
    ["streamed.npz", recorded("streamed.npz")],
    ["streamed-deflated.npz", recorded("streamed-deflated.npz")],
    ["one of ours", writeNpz({ a: [[1, 2]], b: [3] })],
    [
      "one of ours, deflated",
      writeNpz({ a: new Array<number>(30).fill(7), b: [3] }, { compress: true }),
    ],
  ];

  test.each(files)("%s: cut short anywhere, it is refused", (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readNpz(bytes.subarray(0, length))).toThrow(FormatError);
    }
  });

  test.each(files)("%s: with any byte changed, it is refused or says the same", (_, bytes) => {
    const arrays = readNpz(bytes);
    const count = Object.keys(arrays).length;
    const harmless = new Set<number>();
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1 << (at % 8), 255]) {
        try {
          expect(readNpz(flipped(bytes, at, mask))).toStrictEqual(arrays);
          harmless.add(at);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }
    }
    // Eight bytes of the directory tell of the writer's system; NumPy repeats the sizes in an extra
    // field before the data, of which only the two bytes of its length count; and deflated data may
    // end with bits that do not.
    const extra = Buffer.from(bytes).readUInt16LE(28);
    const deflated = bytes[8] === 0 ? 0 : 1;
    expect(harmless.size).toBeGreaterThanOrEqual(8 * count);
    expect(harmless.size).toBeLessThanOrEqual((8 + Math.max(0, extra - 2) + deflated) * count);
  });
});
