import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, sizeOf, unravel } from "../../../src/core/index.js";
import { voronoi, voronoiFrom } from "../../../src/microstructure/index.js";
import type { GrainMetric } from "../../../src/microstructure/index.js";
import { middlesOf } from "../../../src/microstructure/grains/middles.js";
import { rolled } from "../../mks/synthetic.js";
import { expectOwnStreams, meanAndError } from "../ensembles.js";
import { imageShifts } from "../images.js";

const GRIDS = [[23], [1], [16, 21], [9, 1], [6, 7, 5], [9, 4, 6]];

const randomSeeds = (count: number, grid: readonly number[], seed: number): number[][] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => grid.map((n) => n * rng.uniform()));
};

/** Cell by cell, over every image of every seed. */
function nearestSlowly(
  seeds: readonly number[][],
  shape: readonly number[],
  weights: readonly number[] = [],
  aspect: readonly number[] = [],
): number[] {
  const shifts = imageShifts(shape, 1);
  return Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const x = unravel(cell, shape);
    let [nearest, least] = [0, Infinity];
    seeds.forEach((seed, i) => {
      for (const shift of shifts) {
        const square = x.reduce(
          (sum, c, a) => sum + ((c - seed[a] - shift[a]) / (aspect[a] ?? 1)) ** 2,
          -(weights[i] ?? 0),
        );
        if (square < least) [nearest, least] = [i, square];
      }
    });
    return nearest;
  });
}

describe("the grain of a cell", () => {
  test("is that of the nearest seed under all images, in 1-D, 2-D and 3-D", () => {
    for (const grid of GRIDS) {
      for (const count of [1, 2, 20]) {
        const seeds = randomSeeds(count, grid, count);
        const labels = voronoiFrom(seeds, grid);
        expect(labels.shape).toEqual([1, ...grid]);
        expect([...labels.data]).toEqual(nearestSlowly(seeds, grid));
      }
    }
  });

  test("is that of least power distance with weights, along a longer aspect too", () => {
    for (const grid of GRIDS) {
      const seeds = randomSeeds(9, grid, 3);
      const rng = createRng(4);
      const weights = seeds.map(() => 12 * rng.uniform() - 4);
      const aspect = [3, 0.8, 1.5].slice(0, grid.length);
      for (const options of [{ weights }, { aspect }, { weights, aspect }] as {
        weights?: number[];
        aspect?: number[];
      }[]) {
        const expected = nearestSlowly(seeds, grid, options.weights, options.aspect);
        expect([...voronoiFrom(seeds, grid, options).data]).toEqual(expected);
      }
    }
  });

  test("is the first of equals: whole coordinates, where distances are exact", () => {
    const seeds = [
      [6, 2],
      [2, 2],
      [2, 6],
      [2, 2],
    ];
    const { data } = voronoiFrom(seeds, [8, 8]);
    expect([...data]).toEqual(nearestSlowly(seeds, [8, 8]));
    expect(data[4 * 8 + 2]).toBe(0); // as far from seeds 0 and 1
    expect(data.includes(3)).toBe(false); // where seed 1 is already
  });

  test("does not change where all weights are equal, or for seeds moved by whole cells", () => {
    const seeds = randomSeeds(20, [24, 18], 5);
    const plain = voronoiFrom(seeds, [24, 18]).data;
    expect(voronoiFrom(seeds, [24, 18], { weights: seeds.map(() => 7) }).data).toEqual(plain);
    const moved = seeds.map(([x, y]) => [x + 48, y - 18]);
    expect(voronoiFrom(moved, [24, 18]).data).toEqual(plain);
  });

  test("moves with the seeds", () => {
    const seeds = randomSeeds(15, [12, 10, 9], 6);
    const shift = [5, 3, 7];
    const moved = seeds.map((seed) => seed.map((c, a) => c + shift[a]));
    const expected = rolled(voronoiFrom(seeds, [12, 10, 9]), shift).data;
    expect([...voronoiFrom(moved, [12, 10, 9]).data]).toEqual([...expected]);
  });

  test("of large weight is a ball where nobody else comes: w = R² beside w = 0 at the distance L", () => {
    // The radical plane lies (L² + R²)/2L from the heavy seed: 12.5 of 20 cells for R = 10.
    const { data } = voronoiFrom([[0], [20]], [40], { weights: [100, 0] });
    expect(data.filter((label) => label === 0)).toHaveLength(2 * 12 + 1);
  });
});

describe("Voronoi grains", () => {
  test("around given seeds are those around the seeds that were drawn", () => {
    const options = { count: 9, samples: 3, aspect: [2, 1] };
    const { labels, seeds } = voronoi([20, 15], options, 7);
    expect(labels.shape).toEqual([3, 20, 15]);
    expect(seeds.shape).toEqual([3, 9, 2]);
    for (let s = 0; s < 3; s++) {
      const own = ndarrayOf(seeds.data.slice(18 * s, 18 * s + 18), [9, 2]);
      expect(labels.data.slice(300 * s, 300 * s + 300)).toEqual(
        voronoiFrom(own, [20, 15], { aspect: [2, 1] }).data,
      );
    }
  });

  test("in 1-D have the sizes of gaps between uniform places: ⟨size²⟩ = 3/(2 c (c + 1))", () => {
    // A grain is half of two neighbouring gaps of c uniform places on a circle: of the circle's share 1/c on average, with
    // ⟨size²⟩ = (2 ⟨g²⟩ + 2 ⟨g g′⟩)/4, ⟨g²⟩ = 2/(c(c + 1)), ⟨g g′⟩ = 1/(c(c + 1)).
    const [count, n, samples] = [5, 4000, 300];
    const { labels } = voronoi([n], { count, samples }, 8);
    const squares = Array.from({ length: samples }, (_, s) => {
      const sizes = new Float64Array(count);
      for (let x = 0; x < n; x++) sizes[labels.data[s * n + x]] += 1 / n;
      return sizes.reduce((sum, size) => sum + size * size, 0) / count;
    });
    const [mean, error] = meanAndError(squares);
    expect(Math.abs(mean - 6 / (4 * count * (count + 1)))).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.03 * mean);
  });

  test("that are relaxed have seeds nearer to their middles, and sizes that differ less", () => {
    const spread = (relaxation: number): [number, number] => {
      const { labels, seeds } = voronoi([48, 40], { count: 24, relaxation }, 9);
      const middles = middlesOf([48, 40], labels.data, seeds.data);
      const apart = [...middles].map((c, i) => {
        const n = [48, 40][i % 2];
        const offset = c - seeds.data[i];
        return Math.abs(offset - n * Math.round(offset / n));
      });
      const sizes = new Float64Array(24);
      labels.data.forEach((label) => (sizes[label] += 1 / 80));
      return [Math.max(...apart), sizes.reduce((sum, size) => sum + (size - 1) ** 2, 0)];
    };
    const [none, some, many] = [0, 3, 30].map(spread);
    expect(some[0]).toBeLessThan(none[0] / 2);
    expect(many[0]).toBeLessThan(some[0]);
    expect(some[1]).toBeLessThan(none[1] / 2);
    expect(many[1]).toBeLessThan(some[1]);
  });

  test("of sample s depend on the seed and s alone", () => {
    expectOwnStreams((samples, rng) => voronoi([9, 8], { count: 5, samples }, rng).labels);
    expectOwnStreams(
      (samples, rng) => voronoi([9, 8], { count: 5, samples, relaxation: 1 }, rng).seeds,
    );
  });
});

test("the middle of a grain is seen from its seed, through the faces of the cell", () => {
  const labels = Int32Array.of(0, 0, 1, 1, 1, 0, 0, 0); // grain 0: cells −3 … 1, grain 1: 2 … 4
  expect([...middlesOf([8], labels, Float64Array.of(0.3, 2, 5))]).toEqual([7, 3, 5]);
});

describe("voronoi refuses", () => {
  test("more grains than cells, and counts that are none", () => {
    expect(() => voronoi([3, 4], { count: 13 }, 1)).toThrow(
      "microstructure.voronoi: count should be at most the 12 cells of grid [3, 4]; got 13. Ask for fewer grains, or " +
        "a finer grid.",
    );
    expect(() => voronoi([3, 4], { count: 0 }, 1)).toThrow(
      "count should be an integer ≥ 1; got 0.",
    );
    expect(() => voronoi([3], { count: 1, relaxation: -1 }, 1)).toThrow("relaxation should be");
    expect(() => voronoi([3], { count: 1, samples: 0 }, 1)).toThrow("samples should be");
  });

  test("weights and aspects that do not fit, and seeds that are none", () => {
    const from = (options: GrainMetric, seeds: number[][] = [[1, 2]]) => {
      return () => voronoiFrom(seeds, [4, 5], options);
    };
    expect(from({ weights: [1, 2] })).toThrow(
      "microstructure.voronoiFrom: weights should have shape [1]; got [2]. One weight per grain.",
    );
    expect(from({ weights: [NaN] })).toThrow(
      "microstructure.voronoiFrom: weights should be finite; got NaN at index [0].",
    );
    expect(from({ aspect: [1] })).toThrow(
      "microstructure.voronoiFrom: aspect should have 2 components, one per axis; got [1].",
    );
    expect(from({ aspect: [1, 0] })).toThrow("aspect[1] should be a finite number > 0; got 0.");
    expect(from({}, [[1]])).toThrow(
      "microstructure.voronoiFrom: seeds should list at least one place of 2 coordinates; got [1, 1].",
    );
    expect(from({}, [[1, Infinity]])).toThrow(
      "seeds should be finite; got Infinity at index [0, 1]",
    );
    expect(() => voronoiFrom([1, 2], [4, 5])).toThrow("seeds should have the axes [grain, axis]");
  });
});
