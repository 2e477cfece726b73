import { describe, expect, test } from "vitest";
import { independentCells } from "../../src/microstructure/index.js";
import { expectOwnStreams, fractionsOf, meanAndError, pairsOf } from "./ensembles.js";

const volumeFraction = [0.2, 0.5, 0.3];

describe("independent cells", () => {
  test("have each phase with its probability, on average and with the spread of a binomial number", () => {
    const m = independentCells([15, 16], { volumeFraction, samples: 400 }, 3);
    expect(m.shape).toEqual([400, 15, 16]);
    volumeFraction.forEach((f, h) => {
      const fractions = fractionsOf(m, h);
      const [mean, error] = meanAndError(fractions);
      expect(Math.abs(mean - f)).toBeLessThan(3.5 * error);
      // The variance of 400 samples is known to √(2/400), 7 %.
      const expected = Math.sqrt((f * (1 - f)) / 240 / 400);
      expect(Math.abs(error / expected - 1)).toBeLessThan(3.5 * 0.035);
    });
  });

  test("know nothing of each other: pairs at a distance have the probability f²", () => {
    const m = independentCells([9, 8, 7], { volumeFraction, samples: 200 }, 4);
    for (const r of [
      [1, 0, 0],
      [0, 3, 0],
      [2, -1, 3],
    ]) {
      const [mean, error] = meanAndError(pairsOf(m, r, 1));
      expect(Math.abs(mean - 0.25)).toBeLessThan(3.5 * error);
      expect(error).toBeLessThan(0.01);
    }
  });

  test("have exact fractions on request, in 1-D, 2-D and 3-D, of odd and even length", () => {
    for (const grid of [[1], [20], [7, 9], [4, 5, 6]]) {
      const m = independentCells(grid, { volumeFraction, samples: 3, exactFraction: true }, 5);
      const size = m.data.length / 3;
      const [first, second] = [0.2, 0.7].map((c) => Math.round(size * c));
      [first, second - first, size - second].forEach((cells, h) => {
        expect(fractionsOf(m, h).map((f) => Math.round(f * size))).toEqual([cells, cells, cells]);
      });
    }
  });

  test("take every place alike where numbers are fixed", () => {
    const options = { volumeFraction: [0.75, 0.25], samples: 4000, exactFraction: true };
    const { data } = independentCells([8], options, 6);
    for (let x = 0; x < 8; x++) {
      const share = data.filter((phase, cell) => cell % 8 === x && phase === 1).length / 4000;
      expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 4000));
    }
  });

  test("have no cell of a phase of fraction 0, and two equal phases by default", () => {
    const m = independentCells([40, 40], { volumeFraction: [0, 0.6, 0, 0.4] }, 1);
    expect(new Set(m.data)).toEqual(new Set([1, 3]));
    const [share] = fractionsOf(independentCells([100, 100], {}, 1));
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * 0.005);
  });

  test("of sample s depend on the seed and s alone", () => {
    for (const exactFraction of [false, true]) {
      expectOwnStreams((samples, rng) => independentCells([6, 5], { samples, exactFraction }, rng));
    }
  });

  test("refuse fractions that are none, and options of the wrong kind", () => {
    expect(() => independentCells([4], { volumeFraction: [0.5, 0.4] }, 1)).toThrow(
      "microstructure.independentCells: volumeFraction should have the sum 1; [0.5, 0.4] has 0.9. " +
        "Divide the fractions by their sum.",
    );
    expect(() => independentCells([4], { samples: 0 }, 1)).toThrow(
      "microstructure.independentCells: samples should be an integer ≥ 1; got 0.",
    );
    expect(() => independentCells([4], { exactFraction: 1 as unknown as boolean }, 1)).toThrow(
      "microstructure.independentCells: exactFraction should be true or false; got 1.",
    );
    expect(() => independentCells([], {}, 1)).toThrow("microstructure.independentCells: shape");
  });
});
