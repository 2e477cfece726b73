import { describe, expect, test } from "vitest";
import { createRng } from "../../../src/core/index.js";
import {
  drawSpheres,
  overlappingSpheres,
  placeSpheres,
  separateSpheres,
} from "../../../src/microstructure/index.js";
import { poisson } from "../../../src/microstructure/spheres/poisson.js";
import { expectOwnStreams, fractionsOf, meanAndError, pairsOf } from "../ensembles.js";

/** The volume of two discs, or balls, of radius R at a distance r. */
function union(axes: number, R: number, r: number): number {
  if (axes === 2) {
    if (r >= 2 * R) return 2 * Math.PI * R * R;
    const lens = 2 * R * R * Math.acos(r / (2 * R)) - (r / 2) * Math.sqrt(4 * R * R - r * r);
    return 2 * Math.PI * R * R - lens;
  }
  const volume = (4 / 3) * Math.PI * R ** 3;
  if (r >= 2 * R) return 2 * volume;
  return volume * (1 + (3 * r) / (4 * R) - r ** 3 / (16 * R ** 3));
}

describe("overlapping spheres", () => {
  test("leave free what the Boolean model says: S₂(r) = exp(−η V_u(r)), without error of voxels", () => {
    for (const [shape, radius, f, samples] of [
      [[40, 36], 4.3, 0.4, 300],
      [[20, 18, 19], 3.4, 0.3, 120],
    ] as const) {
      const m = overlappingSpheres(shape, { radius, volumeFraction: f, samples }, 5);
      const axes = shape.length;
      const density = -Math.log(1 - f) / union(axes, radius, 0);
      for (const r of [0, 1, 3, 6, 9]) {
        const [mean, error] = meanAndError(pairsOf(m, [r, ...shape.slice(1).map(() => 0)], 0));
        const expected = Math.exp(-density * union(axes, radius, r));
        expect(Math.abs(mean - expected)).toBeLessThan(3 * error);
        expect(error).toBeLessThan(0.015);
      }
    }
  });

  test("by number cover 1 − (1 − V/N)ᶜ, each its volume, whatever shape and orientation", () => {
    for (const [shape, options, volume] of [
      [[30], { radius: 2.3 }, 4.6],
      [[24, 30], { radius: 3, aspect: [2, 0.5], orientation: "random" }, Math.PI * 9],
      [
        [16, 17, 18],
        { radius: 2, aspect: [2, 1, 0.7], orientation: [1, 2, 3] },
        ((4 * Math.PI) / 3) * 8 * 1.4,
      ],
      [[24, 30], { radius: [1, 3] }, Math.PI * 5], // the mean of π and 9π, of independent spheres
    ] as const) {
      const size = shape.reduce<number>((product, n) => product * n, 1);
      const m = overlappingSpheres(shape, { ...options, count: 9, samples: 300 }, 6);
      const [mean, error] = meanAndError(fractionsOf(m));
      expect(Math.abs(mean - (1 - (1 - volume / size) ** 9))).toBeLessThan(3 * error);
    }
  });

  test("of several radii cover a volume fraction on average", () => {
    const options = { radius: [1, 2, 4], volumeFraction: 0.35, samples: 200 };
    const [mean, error] = meanAndError(fractionsOf(overlappingSpheres([40, 40], options, 7)));
    expect(Math.abs(mean - 0.35)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.008);
  });

  test("come in numbers with Poisson's mean and variance, also far beyond e⁷⁴⁵", () => {
    const rng = createRng(9);
    for (const mean of [0.3, 4, 800]) {
      const numbers = Array.from({ length: 1000 }, () => poisson(mean, rng));
      const [average, error] = meanAndError(numbers);
      expect(Math.abs(average - mean)).toBeLessThan(3.5 * error);
      // The variance of a Poisson number is its mean, known here to √(2/1000 + 1/(1000 mean)).
      const variance = error ** 2 * 1000;
      const spread = Math.sqrt(2 / 1000 + 1 / (1000 * mean));
      expect(Math.abs(variance / mean - 1)).toBeLessThan(3.5 * spread);
    }
    const none = Array.from({ length: 2000 }, () => poisson(0.3, rng)).filter((n) => n === 0);
    const share = Math.exp(-0.3);
    const spread = Math.sqrt((share * (1 - share)) / 2000);
    expect(Math.abs(none.length / 2000 - share)).toBeLessThan(3.5 * spread);
  });
});

describe("separate spheres", () => {
  test("cover their volume on average over places, whatever the radius", () => {
    // Places are uniform, so each cell is covered with the probability of a sphere's volume.
    for (const [shape, options, volume] of [
      [[30, 31], { radius: 2.4, count: 12, gap: 1 }, 12 * Math.PI * 2.4 ** 2],
      [[16, 17, 18], { radius: 2.1, count: 10 }, ((10 * 4 * Math.PI) / 3) * 2.1 ** 3],
    ] as const) {
      const size = shape.reduce<number>((product, n) => product * n, 1);
      const [mean, error] = meanAndError(
        fractionsOf(separateSpheres(shape, { ...options, samples: 100 }, 8)),
      );
      expect(Math.abs(mean - volume / size)).toBeLessThan(3 * error);
      expect(error).toBeLessThan((0.01 * volume) / size);
    }
  });

  test("of sample s are those placed by stream s", () => {
    const options = { radius: 2, count: 6, gap: 0.5 };
    const m = separateSpheres([14, 15], { ...options, samples: 3 }, 17);
    const streams = createRng(17);
    for (let s = 0; s < 3; s++) {
      const spheres = placeSpheres([14, 15], { ...options, separate: true }, streams.split());
      expect([...m.data.subarray(s * 210, (s + 1) * 210)]).toEqual([
        ...drawSpheres([14, 15], spheres).data,
      ]);
    }
  });
});

test("samples of spheres depend on the seed and their number alone", () => {
  const options = { radius: 1.5, volumeFraction: 0.2 };
  expectOwnStreams((samples, rng) => overlappingSpheres([12, 13], { ...options, samples }, rng));
  expectOwnStreams((samples, rng) => separateSpheres([12, 13], { ...options, samples }, rng));
});

test("generators of spheres refuse in their own name", () => {
  expect(() => overlappingSpheres([9, 9], { radius: 0.1, count: 1 }, 1)).toThrow(
    "microstructure.overlappingSpheres: radius should leave no semi-axis below half a cell",
  );
  expect(() => separateSpheres([9, 9], { radius: 1, count: 1, samples: 0 }, 1)).toThrow(
    "microstructure.separateSpheres: samples should be an integer ≥ 1; got 0.",
  );
  expect(() => separateSpheres([9, 9], { radius: 2, count: 9, attempts: 20 }, 1)).toThrow(
    /^microstructure\.separateSpheres: found room for \d of 9 spheres/,
  );
});
