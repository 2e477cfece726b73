import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import {
  gaussianCovariance,
  reconstruct,
  thresholdedField,
  twoPointOfThreshold,
} from "../../src/microstructure/index.js";
import type { ReconstructedSample, ReconstructOptions } from "../../src/microstructure/index.js";
import type { StatePair } from "../../src/statistics/index.js";
import { rolled } from "../mks/synthetic.js";
import { targetOf } from "./autocorrelation.js";

/** A thresholded field with four tenths of phase 1. */
const field = (
  shape: readonly number[],
  length: number,
  seed: number,
  volumeFraction: number | number[] = 0.4,
): NdArray<Uint8Array> =>
  thresholdedField(
    shape,
    { covariance: gaussianCovariance(length), volumeFraction, exactFraction: true, clipLimit: 0.1 },
    seed,
  );

const AUTO: StatePair[] = [[1, 1]];

/** √(mean (f − f*)²) over all distances within the cutoff, from the cells alone. */
function rmsOf(
  m: NdArray<Uint8Array>,
  target: NdArray,
  phases = 2,
  pairs = AUTO,
  cutoff = Infinity,
): number {
  const f = targetOf(m, phases, pairs).data;
  const grid = target.shape.slice(1);
  const size = grid.reduce((product, n) => product * n, 1);
  const near = [...f.keys()].filter((i) => {
    let [rest, square] = [i % size, 0];
    for (const n of [...grid].reverse()) {
      square += Math.min(rest % n, n - (rest % n)) ** 2;
      rest = Math.floor(rest / n);
    }
    return square <= cutoff ** 2;
  });
  const sum = near.reduce((total, i) => total + (f[i] - target.data[i]) ** 2, 0);
  return Math.sqrt(sum / near.length);
}

const cells = (m: NdArray<Uint8Array>, phase: number): number =>
  m.data.filter((value) => value === phase).length;

/** Whether one is the other, moved, and maybe turned by half a turn. */
function sameUpToMotion(a: NdArray<Uint8Array>, b: NdArray<Uint8Array>): boolean {
  const [, nx, ny] = a.shape;
  const turned = ndarrayOf(a.data.slice().reverse(), a.shape);
  for (const candidate of [a, turned]) {
    for (let x = 0; x < nx; x++) {
      for (let y = 0; y < ny; y++) {
        if (rolled(candidate, [x, y]).data.every((phase, i) => phase === b.data[i])) return true;
      }
    }
  }
  return false;
}

describe("phase retrieval", () => {
  test("meets the statistics of a field of 32² cells within 1e-3 from a random start", async () => {
    for (const seed of [1, 3]) {
      const m = field([32, 32], 6, seed);
      const target = targetOf(m);
      const { microstructure, rms, stop } = await reconstruct(target, { pairs: AUTO }, seed + 50);
      expect(stop).toBe("tolerance");
      expect(rms).toBeLessThanOrEqual(1e-3);
      expect(Math.abs(rmsOf(microstructure, target) - rms)).toBeLessThan(1e-12);
      expect(cells(microstructure, 1)).toBe(cells(m, 1));
    }
  });

  test("finds the structure itself, but for a translation or an inversion", async () => {
    const m = field([20, 21], 5, 2);
    const options = { pairs: AUTO, tolerance: 1e-9 };
    const { microstructure, rms } = await reconstruct(targetOf(m), options, 1);
    expect(rms).toBeLessThan(1e-12);
    expect(sameUpToMotion(microstructure, m)).toBe(true);
  });

  test("takes the autocorrelation of either phase, in one, two and three axes", async () => {
    for (const [shape, length] of [
      [[40], 5],
      [[16, 15], 4],
      [[8, 9, 10], 3],
    ] as const) {
      const m = field(shape, length, 4);
      for (const pairs of [[[0, 0]], [[1, 1]]] as StatePair[][]) {
        const target = targetOf(m, 2, pairs);
        const options = { pairs, tolerance: 2e-3 };
        const { microstructure, rms } = await reconstruct(target, options, 3);
        expect(rms).toBeLessThanOrEqual(2e-3);
        expect(Math.abs(rmsOf(microstructure, target, 2, pairs) - rms)).toBeLessThan(1e-12);
        expect(cells(microstructure, 1)).toBe(cells(m, 1));
      }
    }
  });

  test("leaves to annealing what it did not find", async () => {
    const target = targetOf(field([16, 16], 1.5, 1));
    const options = { pairs: AUTO, maxProjections: 60, tolerance: 1e-9 };
    const { rms, history } = await reconstruct(target, options, 1);
    const stages = history.map(({ stage }) => stage);
    expect(stages.indexOf("annealing")).toBe(stages.lastIndexOf("retrieval") + 1);
    const { rms: retrieved } = history[stages.indexOf("annealing")];
    expect(rms).toBeLessThan(0.8 * retrieved);
  });
});

describe("annealing", () => {
  test("meets the statistics up to a distance, with exact fractions", async () => {
    const m = field([32, 32], 4, 1);
    const target = targetOf(m);
    const options: ReconstructOptions = { method: "annealing", pairs: AUTO, cutoff: 5 };
    const { microstructure, rms, stop } = await reconstruct(target, options, 7);
    expect(stop).toBe("tolerance");
    expect(rms).toBeLessThanOrEqual(1e-3);
    expect(Math.abs(rmsOf(microstructure, target, 2, AUTO, 5) - rms)).toBeLessThan(1e-12);
    expect(cells(microstructure, 1)).toBe(cells(m, 1));
  });

  test("never raises E at T = 0, and cools before", async () => {
    const target = targetOf(field([20, 20], 2, 5));
    const options: ReconstructOptions = { method: "annealing", pairs: AUTO, tolerance: 0 };
    const { history, stop } = await reconstruct(target, { ...options, maxIterations: 20_000 }, 2);
    const cold = history.filter(({ temperature }) => temperature === 0).map(({ rms }) => rms);
    expect(cold.length).toBeGreaterThan(5);
    expect([...cold].sort((a, b) => b - a)).toEqual(cold);
    const warm = history.map(({ temperature }) => temperature);
    expect([...warm].sort((a, b) => b - a)).toEqual(warm);
    expect(history[history.length - 1].iterations).toBe(20_000);
    expect(stop).toBe("iterations");
  });

  test("of three phases comes close to all their pairs", async () => {
    const m = field([24, 24], 4, 3, [0.3, 0.45, 0.25]);
    const pairs: StatePair[] = [
      [0, 0],
      [0, 1],
      [0, 2],
    ];
    const target = targetOf(m, 3, pairs);
    const { microstructure, rms, history } = await reconstruct(target, { cutoff: 5 }, 1);
    expect(history[0].rms).toBeGreaterThan(0.02);
    expect(rms).toBeLessThan(3e-3);
    expect(Math.abs(rmsOf(microstructure, target, 3, pairs, 5) - rms)).toBeLessThan(1e-12);
    for (const phase of [0, 1, 2]) expect(cells(microstructure, phase)).toBe(cells(m, phase));
  });

  test("follows statistics that belong to no sample, such as those of a formula", async () => {
    const shape = [24, 24];
    const rho = Float64Array.from({ length: 576 }, (_, r) => {
      const [x, y] = [Math.floor(r / 24), r % 24];
      return gaussianCovariance(3)([Math.min(x, 24 - x), Math.min(y, 24 - y)]);
    });
    const S = twoPointOfThreshold(ndarrayOf(rho, [1, ...shape]), 0.3);
    const options: ReconstructOptions = { method: "annealing", pairs: AUTO, cutoff: 4 };
    const { microstructure, rms } = await reconstruct(S, options, 4);
    expect(cells(microstructure, 1)).toBe(Math.round(0.3 * 576));
    expect(rms).toBeLessThan(2e-3); // a quarter of a cell is 4e-4 at r = 0 already
  });
});

describe("a reconstruction", () => {
  const target = targetOf(field([16, 16], 3, 6));

  test("repeats for a seed, and differs between seeds", async () => {
    const options: ReconstructOptions = { method: "annealing", pairs: AUTO, maxIterations: 3000 };
    const [a, b, c] = [
      await reconstruct(target, options, 1),
      await reconstruct(target, options, 1),
      await reconstruct(target, options, 2),
    ];
    expect(b).toEqual(a);
    expect(c.microstructure.data).not.toEqual(a.microstructure.data);
  });

  test("leaves a valid sample behind when it is aborted, in either stage", async () => {
    for (const method of ["spectral", "annealing"] as const) {
      const controller = new AbortController();
      const samples: ReconstructedSample[] = [];
      let reports = 0;
      const run = reconstruct(
        target,
        {
          method,
          pairs: AUTO,
          tolerance: 0,
          signal: controller.signal,
          onSample: (sample) => samples.push(sample),
          onProgress: ({ done, total, unit }) => {
            expect(done).toBeLessThan(total ?? 0);
            expect(unit).toBe(method === "spectral" ? "projections" : "swaps");
            reports += 1;
            if (reports === 4) controller.abort(new Error("enough"));
          },
        },
        1,
      );
      await expect(run).rejects.toThrow("enough");
      expect(reports).toBe(4);
      const { microstructure, rms } = samples[samples.length - 1];
      expect(microstructure.shape).toEqual([1, 16, 16]);
      expect(cells(microstructure, 1)).toBe(Math.round(256 * target.data[0]));
      expect(Math.abs(rmsOf(microstructure, target) - rms)).toBeLessThan(1e-12);
    }
  });

  test("of a single phase is that phase", async () => {
    const { microstructure, rms } = await reconstruct([[1, 1, 1, 1]], { pairs: AUTO }, 1);
    expect([...microstructure.data]).toEqual([1, 1, 1, 1]);
    expect(rms).toBe(0);
  });

  test("reads fractions from autocorrelations, from sums, and from what is left", async () => {
    const m = field([12, 10], 2, 8, [0.3, 0.5, 0.2]);
    const counts = [0, 1, 2].map((phase) => cells(m, phase));
    const options = { phases: 3, maxIterations: 0 };
    for (const pairs of [
      [
        [0, 0],
        [1, 1],
      ],
      [
        [2, 2],
        [2, 1],
      ],
      [
        [0, 0],
        [1, 0],
        [0, 2],
      ],
    ] as StatePair[][]) {
      const { microstructure } = await reconstruct(targetOf(m, 3, pairs), { ...options, pairs }, 1);
      expect([0, 1, 2].map((phase) => cells(microstructure, phase))).toEqual(counts);
    }
  });
});

describe("reconstruct refuses", () => {
  const flat = [[0.5, 0.25, 0.25, 0.25]];
  const ask = (target: number[][], options: ReconstructOptions = {}) =>
    reconstruct(target, options, 1);

  test("targets that are no statistics", async () => {
    await expect(ask([[0.5, NaN]])).rejects.toThrow("got NaN at index [0, 1]");
    await expect(ask([[0.5, 1.2, 0.2]])).rejects.toThrow(
      "microstructure.reconstruct: target should hold probabilities, 0 … 1; got 1.2 for pair [0, 0] at r = [1]. " +
        "statistics.twoPoint of discretized phases returns them.",
    );
    await expect(ask([[0.5, 0.2, 0.3]])).rejects.toThrow(
      "microstructure.reconstruct: target of pair [0, 0] should be the same at r and −r; at r = [1] it differs. " +
        "Put r = 0 at index 0.",
    );
    await expect(reconstruct([0.5, 0.5], {}, 1)).rejects.toThrow(
      "microstructure.reconstruct: target should have the axes [pair, …r]",
    );
  });

  test("pairs that do not fit the target, or phases that there are not", async () => {
    await expect(ask(flat, { pairs: [] })).rejects.toThrow(
      "microstructure.reconstruct: target has 1 statistics for 0 pairs; name the phases of every one, [[1, 1]] for " +
        "the autocorrelation of phase 1.",
    );
    await expect(ask(flat, { phases: 2, pairs: [[2, 2]] })).rejects.toThrow(
      "microstructure.reconstruct: pairs[0][0] should be an integer between 0 and 1; got 2.",
    );
  });

  test("fractions that the target does not tell", async () => {
    await expect(ask(flat, { phases: 3 })).rejects.toThrow(
      "microstructure.reconstruct: target should tell the volume fractions of 3 phases, with the sum 1; it tells " +
        "[0.5, NaN, NaN]. Pass volumeFraction.",
    );
    await expect(ask(flat, { volumeFraction: [1] })).rejects.toThrow(
      "microstructure.reconstruct: volumeFraction should have one number for each of the 2 phases; got [1].",
    );
  });

  test("a retrieval of more than two phases, or without an autocorrelation", async () => {
    const options: ReconstructOptions = { method: "spectral", volumeFraction: [0.5, 0.5] };
    await expect(ask([[0, 0.25, 0.25]], { ...options, pairs: [[0, 1]] })).rejects.toThrow(
      'microstructure.reconstruct: method "spectral" needs the autocorrelation of one of two phases; got [0, 1] of ' +
        '2 phases. Take "annealing".',
    );
  });

  test("options out of range", async () => {
    await expect(ask(flat, { tolerance: -1 })).rejects.toThrow(
      "tolerance should be a finite number",
    );
    await expect(ask(flat, { maxIterations: 0.5 })).rejects.toThrow("maxIterations should be");
    await expect(ask(flat, { maxProjections: 0 })).rejects.toThrow("maxProjections should be");
    await expect(ask(flat, { cutoff: 0 })).rejects.toThrow("cutoff should be a finite number ≥ 1");
    await expect(ask(flat, { method: "magic" as "spectral" })).rejects.toThrow(
      'microstructure.reconstruct: method should be one of "spectral", "annealing"; got "magic".',
    );
  });
});
