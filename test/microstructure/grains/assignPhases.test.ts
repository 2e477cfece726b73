import { describe, expect, test } from "vitest";
import { assignPhases, voronoi } from "../../../src/microstructure/index.js";
import { expectOwnStreams, fractionsOf, meanAndError } from "../ensembles.js";

const volumeFraction = [0.2, 0.5, 0.3];

describe("phases of grains", () => {
  test("are the same in all cells of a grain, and drawn anew for every sample", () => {
    const { labels } = voronoi([20, 18], { count: 30, samples: 3 }, 1);
    const m = assignPhases(labels, { volumeFraction }, 2);
    expect(m.shape).toEqual([3, 20, 18]);
    const phases = Array.from({ length: 3 }, () => new Map<number, number>());
    m.data.forEach((phase, x) => {
      const known = phases[Math.floor(x / 360)];
      expect(known.get(labels.data[x]) ?? phase).toBe(phase);
      known.set(labels.data[x], phase);
    });
    const [first, second] = phases.map((known) =>
      Array.from({ length: 30 }, (_, i) => known.get(i)),
    );
    expect(first).not.toEqual(second);
  });

  test("have their volume fractions on average, grains being independent", () => {
    const labels = Array.from({ length: 800 }, () => [0, 0, 0, 1, 1, 7]);
    const m = assignPhases(labels, { volumeFraction }, 3);
    volumeFraction.forEach((f, h) => {
      const [mean, error] = meanAndError(fractionsOf(m, h));
      expect(Math.abs(mean - f)).toBeLessThan(3.5 * error);
    });
    const both = m.data.filter((phase, x) => x % 6 === 0 && phase === 1 && m.data[x + 3] === 1);
    expect(Math.abs(both.length / 800 - 0.25)).toBeLessThan(3.5 * Math.sqrt(0.1875 / 800));
  });

  test("that are balanced overrun their volume by less than the largest grain", () => {
    const { labels } = voronoi([40, 30], { count: 25, samples: 20 }, 4);
    const m = assignPhases(labels, { volumeFraction, balanced: true }, 5);
    for (let s = 0; s < 20; s++) {
      const sizes = new Float64Array(25);
      for (let x = s * 1200; x < (s + 1) * 1200; x++) sizes[labels.data[x]] += 1 / 1200;
      volumeFraction.forEach((f, h) => {
        expect(fractionsOf(m, h)[s] - f).toBeLessThan(Math.max(...sizes));
      });
    }
    const equal = assignPhases(
      [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      { volumeFraction, balanced: true },
      6,
    );
    expect([0, 1, 2].map((h) => fractionsOf(equal, h)[0])).toEqual(volumeFraction);
  });

  test("of sample s depend on the seed and s alone", () => {
    const labels = (samples: number) =>
      Array.from({ length: samples }, () => [0, 1, 2, 3, 4, 5, 6, 7]);
    for (const balanced of [false, true]) {
      expectOwnStreams((samples, rng) => assignPhases(labels(samples), { balanced }, rng));
    }
  });

  test("are refused labels that are none, and fractions that are none", () => {
    expect(() => assignPhases([[0, 1.5]], {}, 1)).toThrow(
      "microstructure.assignPhases: labels should be an integer between 0 and",
    );
    expect(() => assignPhases([[0, -1]], {}, 1)).toThrow("got -1.");
    expect(() => assignPhases([0, 1], {}, 1)).toThrow("labels should have the axes [sample, …x]");
    expect(() => assignPhases([[0, 1]], { volumeFraction: [0.3, 0.3] }, 1)).toThrow(
      "microstructure.assignPhases: volumeFraction should have the sum 1",
    );
    expect(() => assignPhases([[0, 1]], { balanced: 1 as unknown as boolean }, 1)).toThrow(
      "microstructure.assignPhases: balanced should be true or false; got 1.",
    );
  });
});
