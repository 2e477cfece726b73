import { describe, expect, test } from "vitest";
import { ndarrayOf, ValueError } from "../../src/core/index.js";
import { crc32, npzLayout, parseNpyHeader, writeNpy, writeNpz } from "../../src/formats/index.js";

describe("npzLayout", () => {
  test("plans the bytes that writeNpz writes, for entries that come in pieces", () => {
    const arrays = {
      m: ndarrayOf(Uint8Array.of(0, 1, 1, 0, 2, 2), [2, 3]),
      ε_xx: ndarrayOf(Float64Array.of(0.5, -1, 1 / 3, 4), [2, 1, 2]),
      count: ndarrayOf(Int32Array.of(7, -8), [2]),
    };
    const entries = Object.values(arrays).map((array) => {
      const bytes = writeNpy(array);
      return bytes.subarray(parseNpyHeader(bytes).dataOffset);
    });
    const layout = npzLayout([
      { name: "m", descr: "|u1", shape: [2, 3] },
      { name: "ε_xx", descr: "<f8", shape: [2, 1, 2] },
      { name: "count", descr: "<i4", shape: [2] },
    ]);
    const whole = writeNpz(arrays);
    const file = new Uint8Array(whole.length);
    const crcs = layout.entries.map(({ offset, size, crc }, i) => {
      expect(size).toBe(entries[i].length);
      const half = size / 2;
      file.set(entries[i].subarray(half), offset + half);
      file.set(entries[i].subarray(0, half), offset);
      return crc32(entries[i].subarray(half), crc32(entries[i].subarray(0, half), crc));
    });
    for (const [at, bytes] of layout.frame(crcs)) file.set(bytes, at);
    expect(file).toEqual(whole);
  });

  test("refuses 4 GiB before there is an entry, and number types that are none", () => {
    const large = { name: "strain", descr: "<f8", shape: [2 ** 29] };
    expect(() => npzLayout([large])).toThrow(ValueError);
    expect(() => npzLayout([large])).toThrow(
      'formats.npzLayout: an archive should be below 4 GiB; "strain" makes it larger. Make several files',
    );
    expect(npzLayout([{ ...large, shape: [2 ** 29 - 100] }]).entries[0].size).toBe(2 ** 32 - 800);
    expect(() => npzLayout([{ ...large, descr: "<q9" }])).toThrow("<q9");
  });
});
