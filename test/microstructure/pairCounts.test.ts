import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf } from "../../src/core/index.js";
import { createPairCounts } from "../../src/microstructure/pairCounts.js";
import type { PairCounts } from "../../src/microstructure/pairCounts.js";
import { cutByRank } from "../../src/microstructure/rankCut.js";
import { reconstructionTarget } from "../../src/microstructure/reconstructionTarget.js";
import type { TargetOptions } from "../../src/microstructure/reconstructionTarget.js";
import type { StatePair } from "../../src/statistics/index.js";
import { randomPhases } from "../mks/synthetic.js";
import { targetOf } from "./autocorrelation.js";

const CASES: [string, number[], number, StatePair[], number | undefined][] = [
  ["two phases in a line of even length", [8], 2, [[1, 1]], undefined],
  ["of odd length", [9], 2, [[0, 0]], undefined],
  ["in a plane", [6, 5], 2, [[1, 1]], undefined],
  ["with a cutoff", [8, 7], 2, [[1, 1]], 2.3],
  ["of both phases and their cross-correlation", [4, 6], 2, [[0, 0], [1, 1], [0, 1]], undefined],
  ["three phases in space", [4, 3, 5], 3, [[0, 0], [0, 1], [2, 1], [2, 2]], undefined],
]; // prettier-ignore

/** Counts of a random microstructure beside the target of another one. */
function started([, grid, phases, pairs, cutoff]: (typeof CASES)[number]): {
  counts: PairCounts;
  m: Uint8Array;
  /** From all counts, computed anew. */
  rms: () => number;
  /** How many values are compared. */
  compared: number;
} {
  const target = targetOf(randomPhases(1, grid, phases, 1), phases, pairs);
  const options: TargetOptions = { pairs, phases, ...(cutoff !== undefined && { cutoff }) };
  const asked = reconstructionTarget(target, options, "test");
  const m = randomPhases(1, grid, phases, 2).data;
  const counting = pairs.flatMap(() => [...asked.counts]);
  const compared = counting.reduce((sum, counts) => sum + counts, 0);
  const rms = (): number => {
    const f = targetOf(ndarrayOf(m, [1, ...grid]), phases, pairs).data;
    const squares = [...f].map((value, r) => counting[r] * (value - target.data[r]) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / compared);
  };
  return { counts: createPairCounts(m, asked), m, rms, compared };
}

describe("pair counts that are kept up to date", () => {
  for (const one of CASES) {
    test(`are those of the phases after every swap: ${one[0]}`, () => {
      const { counts, m, rms, compared } = started(one);
      expect(Math.abs(counts.rms() - rms())).toBeLessThan(1e-13);
      expect(counts.rms()).toBeGreaterThan(0);
      const rng = createRng(3);
      for (let trial = 0; trial < 60; trial++) {
        const [p, q] = [rng.integer(m.length), rng.integer(m.length)];
        if (m[p] === m[q]) continue;
        const before = counts.rms();
        const change = counts.change(p, q);
        counts.swap();
        const rise = (counts.rms() ** 2 - before ** 2) * compared;
        expect(Math.abs(change / m.length ** 2 - rise)).toBeLessThan(1e-12);
        expect(Math.abs(counts.rms() - rms())).toBeLessThan(1e-13);
        expect(Math.abs(counts.runningRms() - rms())).toBeLessThan(1e-13);
        expect(counts.areExact()).toBe(true);
      }
    });
  }

  test("see when phases changed behind their back", () => {
    const { counts, m } = started(CASES[2]);
    const [p, q] = [m.indexOf(0), m.indexOf(1)];
    [m[p], m[q]] = [m[q], m[p]];
    expect(counts.areExact()).toBe(false);
  });

  test("know the cells at an interface", () => {
    const grid = [6, 6];
    const m = new Uint8Array(36);
    for (const x of [0, 1, 2]) for (let y = 0; y < 6; y++) m[6 * x + y] = 1;
    const asked = reconstructionTarget(
      targetOf(ndarrayOf(m, [1, ...grid])),
      { pairs: [[1, 1]] },
      "test",
    );
    const counts = createPairCounts(m, asked);
    const rows = [0, 1, 2, 3, 4, 5].map((x) => counts.isAtInterface(6 * x + 2));
    expect(rows).toEqual([true, false, true, true, false, true]);
    counts.change(6 * 1 + 2, 6 * 4 + 2);
    counts.swap();
    expect(counts.isAtInterface(6 * 1 + 1)).toBe(true);
    expect(counts.isAtInterface(6 * 1 + 2)).toBe(true);
  });
});

describe("a cut by rank", () => {
  test("gives exactly the numbers of cells asked for, the lowest first, ties in order", () => {
    const m = new Uint8Array(8);
    cutByRank(m, 1, Float64Array.of(3, 1, 2, 2, 2, 0), [2, 4, 6]);
    expect([...m]).toEqual([0, 2, 0, 1, 1, 2, 0, 0]);
    cutByRank(m, 0, new Float64Array(8), [0, 3, 8]);
    expect([...m]).toEqual([1, 1, 1, 2, 2, 2, 2, 2]);
  });
});
