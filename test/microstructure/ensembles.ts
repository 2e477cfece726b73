/** What is measured over sets of samples: fractions, two-point statistics, and whether samples have streams of their own. */
import { expect } from "vitest";
import { createRng, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray, Seed } from "../../src/core/index.js";

/** The mean of values and its standard error. */
export function meanAndError(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(square / (values.length - 1) / values.length)];
}

/** The fraction of a phase in every sample of m[s, …x]. */
export function fractionsOf({ data, shape }: NdArray<Uint8Array>, phase = 1): number[] {
  return bySample(data, shape, (value) => Number(value === phase));
}

/** The share of cells x of every sample with m(x) and m(x + r) both of a phase. */
export function pairsOf(m: NdArray<Uint8Array>, r: readonly number[], phase: number): number[] {
  const grid = m.shape.slice(1);
  const size = sizeOf(grid);
  const partner = Int32Array.from({ length: size }, (_, x) =>
    unravel(x, grid).reduce(
      (at, i, a) => at * grid[a] + ((((i + r[a]) % grid[a]) + grid[a]) % grid[a]),
      0,
    ),
  );
  return bySample(m.data, m.shape, (value, x) => {
    const cell = x % size;
    return Number(value === phase && m.data[x - cell + partner[cell]] === phase);
  });
}

/** Refuses generators whose samples depend on more than the seed and their number. */
export function expectOwnStreams(
  draw: (samples: number, rng: Seed) => { readonly data: ArrayLike<number> },
): void {
  const four = [...Array.from(draw(4, 11).data)];
  const size = four.length / 4;
  expect(Array.from(draw(4, createRng(11)).data)).toEqual(four);
  expect(Array.from(draw(2, 11).data)).toEqual(four.slice(0, 2 * size));
  expect(Array.from(draw(4, 12).data)).not.toEqual(four);
  expect(four.slice(0, size)).not.toEqual(four.slice(size, 2 * size));
}

function bySample(
  data: Uint8Array,
  [samples, ...grid]: readonly number[],
  value: (phase: number, x: number) => number,
): number[] {
  const size = sizeOf(grid);
  return Array.from({ length: samples }, (_, s) => {
    let sum = 0;
    for (let x = s * size; x < (s + 1) * size; x++) sum += value(data[x], x);
    return sum / size;
  });
}
