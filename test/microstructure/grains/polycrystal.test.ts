import { describe, expect, test } from "vitest";
import { polycrystal } from "../../../src/microstructure/index.js";
import { bungeMatrix } from "../../../src/states/index.js";
import { expectOwnStreams, meanAndError } from "../ensembles.js";

describe("a polycrystal", () => {
  const { labels, seeds, orientations } = polycrystal([10, 9, 8], { count: 12, samples: 3 }, 1);

  test("has an orientation for every label, those of sample s being rows s c … (s + 1) c − 1", () => {
    expect([labels.shape, seeds.shape, orientations.shape]).toEqual([
      [3, 10, 9, 8],
      [3, 12, 3],
      [36, 3],
    ]);
    labels.data.forEach((label, x) => expect(Math.floor(label / 12)).toBe(Math.floor(x / 720)));
    expect(new Set(orientations.data).size).toBe(108);
  });

  test("has orientations without preference: g²₁₁ is 1/3 on average", () => {
    const { orientations: many } = polycrystal([2000], { count: 2000 }, 2);
    const squares = Array.from({ length: 2000 }, (_, i) => {
      const [phi1, Phi, phi2] = many.data.subarray(3 * i, 3 * i + 3);
      return bungeMatrix(phi1, Phi, phi2)[0] ** 2;
    });
    const [mean, error] = meanAndError(squares);
    expect(Math.abs(mean - 1 / 3)).toBeLessThan(3 * error);
  });

  test("of sample s depends on the seed and s alone, in its grains and its orientations", () => {
    const draw = (samples: number, rng: Parameters<typeof polycrystal>[2]) =>
      polycrystal([12, 11], { count: 6, samples }, rng);
    expectOwnStreams((samples, rng) => draw(samples, rng).labels);
    expectOwnStreams((samples, rng) => draw(samples, rng).orientations);
  });

  test("refuses in its own name", () => {
    expect(() => polycrystal([2], { count: 3 }, 1)).toThrow(
      "microstructure.polycrystal: count should be at most the 2 cells of grid [2]; got 3.",
    );
  });
});
