import { afterEach, describe, expect, test } from "vitest";
import { use } from "../../src/compute/index.js";
import { createRng, ndarrayOf, sizeOf, uniforms, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { grainKernel, multiphase, multiphaseFrom } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";
import { recordedReal } from "../recorded.js";

const GRIDS = [[1], [16], [21], [9, 12], [21, 21], [6, 5, 8]];

const noise = (samples: number, grid: readonly number[], seed: number): NdArray =>
  uniforms(createRng(seed), [samples, ...grid]);

/** The number of cells of every phase. */
function counts(cells: Uint8Array, phases: number): number[] {
  return Array.from({ length: phases }, (_, h) => cells.filter((phase) => phase === h).length);
}

/** The share of cells whose next one along an axis has their phase. */
function likeNeighbours(m: NdArray<Uint8Array>, axis: number): number {
  const shift = m.shape.slice(1).map((_, a) => Number(a === axis));
  const next = rolled(m, shift).data;
  return m.data.filter((phase, x) => phase === next[x]).length / m.data.length;
}

describe("multiphase of given noise", () => {
  for (const [name, grainSize, volumeFraction] of [
    ["iso", 5, [0.5, 0.5]],
    ["gs1", 1, [0.5, 0.5]],
    ["big", 21, [0.25, 0.75]],
  ] as const) {
    test(`is what PyMKS makes of it, in every cell: ${name}`, () => {
      const field = recordedReal(`gen_multiphase_${name}__random_field`);
      const m = multiphaseFrom(field, { grainSize, volumeFraction });
      const recorded = recordedReal(`gen_multiphase_${name}__x`);
      expect(m.shape).toEqual(recorded.shape);
      expect([...m.data]).toEqual([...recorded.data]);
    });
  }

  test("counts the quantiles below the convolution, straight from the definition", () => {
    const [volumeFraction, cumulative] = [
      [0.2, 0.5, 0.3],
      [0.2, 0.7],
    ];
    for (const [grid, grainSize] of [
      [[12], [4]],
      [
        [6, 7],
        [3, 4],
      ],
      [
        [4, 3, 5],
        [2, 3, 1],
      ],
    ]) {
      const u = noise(1, grid, 7);
      const w = grainKernel(grid, grainSize).data;
      const size = sizeOf(grid);
      const cell = (index: readonly number[]): number =>
        index.reduce((at, x, axis) => at * grid[axis] + ((x + grid[axis]) % grid[axis]), 0);
      const v = Float64Array.from({ length: size }, (_, x) => {
        let sum = 0;
        for (let j = 0; j < size; j++) {
          const from = unravel(x, grid).map((i, axis) => i - unravel(j, grid)[axis]);
          sum += w[j] * u.data[cell(from)];
        }
        return sum;
      });
      const sorted = v.slice().sort();
      // No (N − 1) c is half an integer here, so that Math.round rounds like the definition.
      const levels = cumulative.map((c) => sorted[Math.round((size - 1) * c)]);
      const expected = [...v].map((value) => levels.filter((level) => level < value).length);
      expect([...multiphaseFrom(u, { grainSize, volumeFraction }).data]).toEqual(expected);
    }
  });

  test("moves with the noise", () => {
    const options = { grainSize: [4, 3], volumeFraction: [0.3, 0.3, 0.4] };
    const u = noise(2, [12, 9], 3);
    const moved = multiphaseFrom(rolled(u, [5, -2]), options);
    const expected = rolled(multiphaseFrom(u, options), [5, -2]).data;
    expect([...moved.data]).toEqual([...expected]);
  });

  test("takes noise in Float32, and lists", () => {
    const expected = [1, 0, 1, 0];
    const single = ndarrayOf(Float32Array.of(3, 1, 2, 0), [1, 4]);
    expect([...multiphaseFrom(single, { grainSize: 1 }).data]).toEqual([1, 0, 0, 0]);
    expect([
      ...multiphaseFrom([[3, 1, 2, 0]], { grainSize: 1, volumeFraction: [0.4, 0.6] }).data,
    ]).toEqual(expected);
  });

  test("leaves the noise as it was", () => {
    const u = noise(2, [5, 4], 1);
    const before = u.data.slice();
    multiphaseFrom(u, { grainSize: 3 });
    expect(u.data).toEqual(before);
  });

  test("cuts equal parts of the range on request", () => {
    const u = [[0, 0.24, 0.26, 0.49, 0.51, 0.74, 0.76, 1]];
    const options = { grainSize: 1, phases: 4, thresholds: "range" } as const;
    expect([...multiphaseFrom(u, options).data]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  test("rounds half an index to the even one", () => {
    const u = [[0, 1, 2, 3, 4, 5]]; // (N − 1) c = 2.5 → 2: three cells, 0, 1 and 2, of phase 0
    expect([...multiphaseFrom(u, { grainSize: 1 }).data]).toEqual([0, 0, 0, 1, 1, 1]);
    const eight = [[0, 1, 2, 3, 4, 5, 6, 7]]; // 3.5 → 4
    expect(counts(multiphaseFrom(eight, { grainSize: 1 }).data, 2)).toEqual([5, 3]);
  });
});

describe("multiphase", () => {
  afterEach(() => use({}));

  test("keeps the number of cells up to every phase within 3/2 of N c", () => {
    for (const grid of GRIDS) {
      for (const volumeFraction of [
        [0.5, 0.5],
        [0.05, 0.95],
        [0.1, 0.2, 0.7],
        [0.25, 0.25, 0.25, 0.25],
      ]) {
        const m = multiphase(
          grid,
          { grainSize: grid.map((n) => Math.min(n, 4)), volumeFraction },
          5,
        );
        expect(m.shape).toEqual([1, ...grid]);
        let [cells, c] = [0, 0];
        counts(m.data, volumeFraction.length).forEach((count, h) => {
          cells += count;
          c += volumeFraction[h];
          expect(Math.abs(cells - c * m.data.length)).toBeLessThanOrEqual(1.5);
        });
      }
    }
  });

  test("has no cell of a phase of fraction 0", () => {
    const m = multiphase([9, 9], { grainSize: 3, volumeFraction: [0, 0.5, 0, 0.5, 0] }, 2);
    expect(counts(m.data, 5)).toEqual([0, 41, 0, 40, 0]);
    expect(counts(multiphase([9], { grainSize: 1, volumeFraction: [1, 0] }, 2).data, 2)).toEqual([
      9, 0,
    ]);
  });

  test("repeats for a seed, and sample s does not depend on how many there are", () => {
    const options = { grainSize: 3, variance: 0.1 };
    const five = multiphase([8, 9], { ...options, samples: 5 }, 11).data;
    expect(multiphase([8, 9], { ...options, samples: 5 }, createRng(11)).data).toEqual(five);
    expect(multiphase([8, 9], { ...options, samples: 3 }, 11).data).toEqual(five.subarray(0, 216));
    expect(five.subarray(0, 72)).not.toEqual(five.subarray(72, 144));
    expect(multiphase([8, 9], { ...options, samples: 5 }, 12).data).not.toEqual(five);
  });

  test("is the same on every backend", () => {
    use({ backend: "portable" });
    const portable = multiphase([21, 16], { grainSize: [5, 4], phases: 3, samples: 3 }, 4).data;
    use({});
    expect(multiphase([21, 16], { grainSize: [5, 4], phases: 3, samples: 3 }, 4).data).toEqual(
      portable,
    );
  });

  test("varies the fraction of samples by up to the variance", () => {
    const options = { grainSize: 3, volumeFraction: [0.4, 0.6], variance: 0.2, samples: 200 };
    const { data } = multiphase([20, 20], options, 6);
    const fractions = Array.from(
      { length: 200 },
      (_, s) => counts(data.subarray(s * 400, (s + 1) * 400), 2)[0] / 400,
    );
    // 200 uniform numbers leave a gap of 5 % at an end with probability 2 · 0.95²⁰⁰ < 1e-4.
    const reach = 0.2 + 1.5 / 400;
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0.4 - reach);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(0.4 + reach);
    expect(Math.min(...fractions)).toBeLessThan(0.22);
    expect(Math.max(...fractions)).toBeGreaterThan(0.58);
  });

  test("stays in [0, 1] and in order where the variance reaches beyond", () => {
    const { data } = multiphase([30], { grainSize: 1, phases: 5, variance: 1, samples: 50 }, 8);
    expect(Math.max(...data)).toBeLessThanOrEqual(4);
    expect(counts(data, 5).every((count) => count > 0)).toBe(true);
  });

  test("of two equal phases has the mean chord g/√2 of a Gaussian field (Rice's formula)", () => {
    const [samples, grainSize, shape] = [16, 16, [128, 128]];
    const chords = Array.from({ length: samples }, (_, s) => {
      const m = multiphase(shape, { grainSize }, s);
      return 1 / (1 - likeNeighbours(m, 1));
    });
    const mean = chords.reduce((sum, chord) => sum + chord, 0) / samples;
    const variance = chords.reduce((sum, chord) => sum + (chord - mean) ** 2, 0) / (samples - 1);
    // Three standard errors, and 1 % for a Gaussian that is cut and sampled.
    const allowed = 3 * Math.sqrt(variance / samples) + 0.01 * mean;
    expect(Math.abs(mean - grainSize / Math.SQRT2)).toBeLessThan(allowed);
    expect(allowed).toBeLessThan(0.06 * mean);
  });

  test("has coarser grains for larger ones, along the axis on which they are large", () => {
    const shares = [1, 4, 8, 16].map((grainSize) =>
      likeNeighbours(multiphase([64, 64], { grainSize, samples: 4 }, 9), 0),
    );
    // Independent cells are alike with probability 1/2; standard error 0.5/√16384 = 0.004.
    expect(Math.abs(shares[0] - 0.5)).toBeLessThan(0.016);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const long = multiphase([64, 64], { grainSize: [16, 4], samples: 4 }, 9);
    expect(likeNeighbours(long, 0)).toBeGreaterThan(likeNeighbours(long, 1) + 0.1);
  });
});
