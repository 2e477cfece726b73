import { describe, expect, test } from "vitest";
import { barOf } from "../../../../examples/benchmarks/compute/bars.js";
import { WORKS } from "../../../../examples/benchmarks/compute/works.js";
import type { Work } from "../../../../examples/benchmarks/compute/works.js";

function named(name: string): Work {
  const work = WORKS.find((one) => one.name === name);
  if (!work) throw new Error(`no work is called ${name}`);
  return work;
}

test("works have names of their own", () => {
  const names = WORKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe("the bar", () => {
  for (const [name, peer, strict, relaxed] of [
    ["transform f64 1000 x 21x21", "scipy", 1.8, 1.8],
    ["transform f64 400 x 51x51", "scipy", 1.3, 1.3],
    ["transform f64 100 x 101x101", "fftw", 1, 1],
    ["transform f64 1 x 128x128x128", "scipy", 1, 1.2],
    ["transform f64 4 x 512x512", "fftw", 0.5, 0.5],
    ["transform f32 4 x 512x512", "scipy", 1.2, 1.2],
    ["transform f32 4 x 512x512", "fftw", undefined, undefined],
    ["fit 100x101x101", "numpy", 1.5, 1.5],
    ["convolution f64 forward 1 x 16-16 on 101x101 by 9x9", "torch", 1, 1],
    ["convolution f32 filter gradient 8 x 16-16 on 101x101 by 3x3", "torch", 0.4, 0.7],
    ["convolution f32 forward 1 x 32-32 on 31x31x31 by 3x3x3", "torch", undefined, undefined],
    ["convolution f32 forward 1 x 16-16 on 101x101 by 3x3", "jax", undefined, undefined],
    ["bank f64 input gradient 8 x 1-15 on 128x128 by 7x7", "torch", 1.5, 1.5],
    ["fit 20x64x64x64, 2 threads", "ours", 1.7, 1.7],
    ["fit 20x64x64x64, 2 threads", "numpy", undefined, undefined],
    ["transform f64 8 x 128x128x128, 2 threads", "ours", 1.7, 1.7],
    ["transform f64 1 x 128x128x128, 2 threads", "ours", 1.4, 1.4],
    ["cold start", "limit", 1, 1],
  ] as const) {
    test(`of ${name} against ${peer} is ${strict ?? "not set"}, relaxed ${relaxed ?? "not set"}`, () => {
      expect(barOf(named(name), { peer, relaxed: false })).toBe(strict);
      expect(barOf(named(name), { peer, relaxed: true })).toBe(relaxed);
    });
  }
});
