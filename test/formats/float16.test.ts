import { describe, expect, test } from "vitest";
import { fromFloat16 } from "../../src/formats/float16.js";

const one = (bits: number): number => fromFloat16(Uint16Array.of(bits))[0];

describe("half-precision numbers", () => {
  test.each([
    ["1", 0x3c00, 1],
    ["−2", 0xc000, -2],
    ["the largest, (2 − 2⁻¹⁰) 2¹⁵", 0x7bff, 65504],
    ["the smallest normal, 2⁻¹⁴", 0x0400, 2 ** -14],
    ["the largest subnormal, 2⁻¹⁴ − 2⁻²⁴", 0x03ff, 2 ** -14 - 2 ** -24],
    ["the smallest of all, 2⁻²⁴", 0x0001, 2 ** -24],
    ["the one nearest to 1/3", 0x3555, 1365 / 4096],
    ["0", 0x0000, 0],
    ["−0", 0x8000, -0],
    ["∞", 0x7c00, Infinity],
    ["−∞", 0xfc00, -Infinity],
    ["NaN", 0x7e00, NaN],
    ["NaN with the sign", 0xfe01, NaN],
  ])("%s", (_, bits, value) => {
    expect(one(bits)).toBe(value);
  });

  test("grow with their bits, evenly within every power of two", () => {
    const all = fromFloat16(Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits));
    const steps = all.subarray(1).map((value, i) => value - all[i]);
    expect(steps).toEqual(steps.map((_, bits) => 2 ** (Math.max(1, bits >> 10) - 25)));
  });

  test("are negated by their first bit", () => {
    const positive = Uint16Array.from({ length: 0x7c02 }, (_, bits) => bits);
    const negative = positive.map((bits) => bits | 0x8000);
    expect(fromFloat16(negative)).toEqual(fromFloat16(positive).map((value) => -value));
  });
});
