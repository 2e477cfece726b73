/** What archives are refused; archives that are read are in npz.test.ts. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { FormatError, ValueError } from "../../src/core/index.js";
import { readNpz, writeNpy } from "../../src/formats/index.js";
import { inflate } from "../../src/formats/inflate.js";
import { zipBytes } from "./handmade.js";
import type { HandmadeMember } from "./handmade.js";

const content = writeNpy([1, 2, 3]);
const member: HandmadeMember = { name: "a.npy", content };

describe("archives are refused, by a sentence,", () => {
  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["no archive", content, /do not end with the directory of a zip archive/],
    ["nothing", new Uint8Array(0), /do not end with the directory/],
    ["something behind", Buffer.concat([zipBytes([member]), Buffer.alloc(1)]), /do not end with/],
    ["a comment", zipBytes([member], { comment: "x" }), /do not end with/],
    [
      "something before",
      Buffer.concat([Buffer.alloc(3), zipBytes([member])]),
      /its end record does not fit its length/,
    ],
    ["encrypted members", zipBytes([{ ...member, flags: 1 }]), /"a.npy" is encrypted/],
    ["an unknown method", zipBytes([{ ...member, method: 12 }]), /compressed by method 12/],
    ["a wrong checksum", zipBytes([{ ...member, crc: 7 }]), /"a.npy" does not have its checksum/],
    ["two names for one member", zipBytes([{ ...member, localName: "b.npy" }]), /in two ways/],
    ["two sizes for one member", zipBytes([{ ...member, localSize: 7 }]), /in two ways/],
    ["a name twice", zipBytes([member, member]), /two members have the same name/],
    [
      "members on each other",
      zipBytes([member, { ...member, name: "b.npy", offset: 0 }]),
      /overlap/,
    ],
    ["fewer members than it says", zipBytes([member], { count: 2 }), /fewer members than it says/],
    ["more members than it says", zipBytes([member], { count: 0 }), /not as long as it says/],
    ["zip64 archives", zipBytes([member], { count: 0xffff }), /more than 65534 members or 4 GiB/],
    [
      "bytes between members",
      zipBytes([
        { ...member, descriptor: Buffer.alloc(4) },
        { ...member, name: "b.npy" },
      ]),
      /bytes lie between them/,
    ],
    [
      "bytes between the last member and the directory",
      zipBytes([{ ...member, descriptor: Buffer.alloc(4) }]),
      /bytes lie between its last member and its directory/,
    ],
    [
      "names that are no UTF-8",
      zipBytes([{ ...member, name: "Ä.npy" }]),
      /neither ASCII nor said to be UTF-8/,
    ],
    ["stored members of two sizes", zipBytes([{ ...member, size: 99 }]), /zip bomb|cannot hold/],
    ["other files", zipBytes([{ name: "b.txt", content }]), /"b.txt" is no .npy file/],
    [
      "models",
      zipBytes([{ name: "model.json", content }]),
      /a saved model: read it with .*loadModel/,
    ],
    [
      "damaged arrays",
      zipBytes([{ name: "a.npy", content: content.subarray(1) }]),
      /^formats\.readNpz: "a\.npy": the bytes do not begin with/,
    ],
    [
      "deflated bytes that are none",
      zipBytes([{ ...member, deflated: true, data: Buffer.alloc(80, 255) }]),
      /does not inflate to the \d+ bytes it claims/,
    ],
    [
      "deflated bytes without end",
      zipBytes([{ ...member, deflated: true, data: deflateRawSync(content).subarray(0, -3) }]),
      /does not inflate to/,
    ],
    [
      "fewer bytes than claimed",
      zipBytes([{ ...member, deflated: true, size: content.length + 1 }]),
      /does not inflate to/,
    ],
  ];
  test.each(refused)("%s", (_, archive, message) => {
    expect(() => readNpz(archive)).toThrow(FormatError);
    expect(() => readNpz(archive)).toThrow(message);
  });
});

describe("zip bombs", () => {
  const bomb = deflateRawSync(new Uint8Array(1 << 24)); // 16 MB of zeros in 16 kB

  test("that claim little are left at the first piece that is too long", () => {
    const reads = vi.spyOn(bomb, "subarray");
    expect(inflate(bomb, 100)).toBeUndefined();
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
    const archive = zipBytes([{ ...member, deflated: true, size: 100, data: bomb }]);
    expect(() => readNpz(archive)).toThrow('"a.npy" does not inflate to the 100 bytes it claims');
  });

  test("that claim more than deflate can do are refused before anything is allocated", () => {
    const size = 1032 * bomb.length;
    const above = zipBytes([{ ...member, deflated: true, size: size + 1, data: bomb }]);
    expect(() => readNpz(above)).toThrow(
      /claims \d+ bytes, but \d+ .* cannot hold them.* zip bomb/,
    );
    const below = zipBytes([{ ...member, deflated: true, size, data: bomb }]);
    expect(() => readNpz(below)).toThrow("does not inflate to");
  });

  test("that are honest meet the limit, for all members together", () => {
    const zeros = { ...member, deflated: true, size: 1 << 24, data: bomb };
    const archive = zipBytes([zeros, { ...zeros, name: "b.npy" }]);
    expect(() => readNpz(archive, { maxBytes: 2 ** 25 - 1, name: "x.npz" })).toThrow(
      "x.npz: the members of the archive have 33554432 bytes together, more than 33554431. " +
        "If you trust it, allow more with maxBytes.",
    );
    expect(() => readNpz(archive, { maxBytes: 2 ** 25 })).toThrow("checksum");
    expect(() => readNpz(archive, { maxBytes: NaN })).toThrow(ValueError);
  });
});
