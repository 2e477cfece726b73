import { describe, expect, test } from "vitest";
import { threefry } from "../../src/core/threefry.js";
import type { Block } from "../../src/core/threefry.js";

const ONES: Block = [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];

describe("threefry", () => {
  // Known answers from the kat_vectors of Random123 (threefry4x32, 20 rounds).
  test.each<[string, Block, Block, Block]>([
    ["zeros", [0, 0, 0, 0], [0, 0, 0, 0], [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8]],
    ["ones", ONES, ONES, [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732]],
    [
      "the digits of π",
      [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
    ],
  ])("encrypts %s as Random123 does", (_, key, counter, expected) => {
    expect(threefry(key, counter)).toEqual(expected);
  });

  test("one bit of the counter changes about half of the bits", () => {
    const base = threefry([1, 2, 3, 4], [0, 0, 0, 0]);
    for (let bit = 0; bit < 32; bit++) {
      const other = threefry([1, 2, 3, 4], [1 << bit, 0, 0, 0]);
      const changed = base.reduce((sum, word, i) => sum + ones(word ^ other[i]), 0);
      // 128 fair coins: 64 with a standard deviation of 5.7, here within 5 of them.
      expect(Math.abs(changed - 64)).toBeLessThan(29);
    }
  });
});

function ones(word: number): number {
  return (word >>> 0).toString(2).replaceAll("0", "").length;
}
