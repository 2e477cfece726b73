import { describe, expect, test } from "vitest";
import { needsOf, roofOf } from "../../../../examples/benchmarks/compute/roofline.js";
import { WORKS } from "../../../../examples/benchmarks/compute/works.js";

const machine = {
  flops: { float64: 10, float32: 20 },
  bandwidths: [
    { bytes: 100, perSecond: 50 },
    { bytes: 1000, perSecond: 5 },
  ],
};

describe("the roof", () => {
  test("is arithmetic where that takes longer, at the rate of its precision", () => {
    const needs = { flops: 40, bytes: 100 };
    expect(roofOf({ ...needs, precision: "float64" }, machine)).toEqual({
      seconds: 4,
      limit: "arithmetic",
    });
    expect(roofOf({ flops: 20, bytes: 100, precision: "float32" }, machine)).toEqual({
      seconds: 2,
      limit: "bandwidth",
    });
  });
  test("takes the bandwidth of the smallest set that holds the data, or the largest there is", () => {
    const seconds = (bytes: number): number =>
      roofOf({ flops: 0, bytes, precision: "float64" }, machine).seconds;
    expect(seconds(50)).toBe(1);
    expect(seconds(500)).toBe(100);
    expect(seconds(5000)).toBe(1000);
  });
});

describe("the needs", () => {
  const needs = (name: string): ReturnType<typeof needsOf> =>
    WORKS.filter((work) => work.name === name).map(needsOf)[0];

  test("of real transforms are 5/2 N log₂N, a field and half a spectrum", () => {
    expect(needs("transform f64 8 x 256x256")).toEqual({
      flops: 8 * 2.5 * 65536 * 16,
      bytes: 8 * 8 * (65536 + 2 * 256 * 129),
      precision: "float64",
    });
  });
  test("of a convolution are two operations per tap and cell", () => {
    expect(needs("convolution f32 forward 8 x 16-16 on 101x101 by 3x3")).toEqual({
      flops: 2 * 8 * 16 * 16 * 9 * 101 ** 2,
      bytes: 4 * (8 * 32 * 101 ** 2 + 16 * 16 * 9),
      precision: "float32",
    });
  });
  test("of a fit are two transforms and two products a sample", () => {
    const [flops, half] = [2.5 * 51 ** 2 * Math.log2(51 ** 2), 51 * 26];
    expect(needs("fit 400x51x51")?.flops).toBeCloseTo(400 * (2 * flops + 16 * half), 3);
    expect(needs("fit 400x51x51")?.bytes).toBe(400 * 2 * 8 * 51 ** 2);
  });
  test("say nothing about a cold start", () => {
    expect(needs("cold start")).toBeUndefined();
  });
});
