import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  fromImage,
  otsuLevels,
  phaseFractions,
  quantileThreshold,
  threshold,
} from "../../../src/microstructure/index.js";

/** Pixels of the given colours in turn, with noise, [3, x, y]. */
function colourful(colours: readonly (readonly number[])[], noise: number, side = 30): NdArray {
  const draws = normals(createRng(2), [3, side, side]);
  const data = draws.data.map((v, i) => {
    const [c, pixel] = [Math.floor(i / side ** 2), i % side ** 2];
    return colours[pixel % colours.length][c] + noise * v;
  });
  return ndarrayOf(data, [3, side, side]);
}

const noisy = normals(createRng(1), [1, 24, 17]);

describe("fromImage", () => {
  test("cuts a grey image by Otsu's levels unless asked otherwise, in 2-D and 3-D", () => {
    for (const shape of [
      [1, 24, 17],
      [1, 4, 6, 17],
    ]) {
      const pixels = ndarrayOf(noisy.data, shape);
      for (const phases of [2, 3]) {
        const { m, levels, colours } = fromImage(pixels, { phases });
        expect(levels).toEqual(otsuLevels(pixels, phases));
        expect(m.data).toEqual(threshold(pixels, levels).data);
        expect(m.shape).toEqual(shape);
        expect(colours).toEqual([]);
        expect(fromImage(pixels, { phases, method: "kmeans" }).levels).toEqual(levels);
      }
    }
  });

  test("cuts at given levels, or to given volume fractions", () => {
    const fixed = fromImage(noisy, { method: "fixed", levels: [-0.5, 1] });
    expect(fixed.levels).toEqual([-0.5, 1]);
    expect(fixed.m.data).toEqual(threshold(noisy, [-0.5, 1]).data);
    const volumeFraction = [0.1, 0.6, 0.3];
    const quantile = fromImage(noisy, { method: "quantile", volumeFraction });
    expect(quantile.m.data).toEqual(quantileThreshold(noisy, volumeFraction).data);
    expect(threshold(noisy, quantile.levels).data).toEqual(quantile.m.data);
  });

  test("counts phases from the brightest if asked to", () => {
    const options = { phases: 3 };
    const { m, levels } = fromImage(noisy, options);
    const inverted = fromImage(noisy, { ...options, invert: true });
    expect([...inverted.m.data]).toEqual([...m.data].map((h) => 2 - h));
    expect(inverted.levels).toEqual(levels);
  });

  test("takes a grey image in three channels for what it is, to the last bit", () => {
    const grey = Uint8Array.from({ length: 256 }, (_, i) => i);
    const pixels = { data: Uint8Array.of(...grey, ...grey, ...grey), shape: [3, 16, 16] };
    for (let level = 0; level < 256; level += 5) {
      const options = { method: "fixed", levels: [level] } as const;
      const one = fromImage({ data: grey, shape: [1, 16, 16] }, options).m;
      expect(fromImage(pixels, options).m.data).toEqual(one.data);
    }
  });

  test("cuts the luminance of colours, or the channel that is named", () => {
    const pixels = [[[100]], [[10]], [[200]]]; // Y = 0.2126 · 100 + 0.7152 · 10 + 0.0722 · 200 = 42.852
    const above = (level: number, channel?: number): number =>
      fromImage(pixels, {
        method: "fixed",
        levels: [level],
        ...(channel !== undefined && { channel }),
      }).m.data[0];
    expect([above(42.851), above(42.853)]).toEqual([1, 0]);
    expect([99, 9, 199].map((level, c) => above(level, c))).toEqual([1, 1, 1]);
    expect([100, 10, 200].map((level, c) => above(level, c))).toEqual([0, 0, 0]);
  });

  test("smooths before it cuts: of noise no speck stays", () => {
    const data = noisy.data.map((v, i) => 0.6 * v + (i < 204 ? 0 : 4));
    const rows = { data, shape: [1, 24, 17] };
    const fewer = fromImage(rows, { smooth: 1 });
    const halves = Uint8Array.from(data, (_, i) => Number(i >= 204));
    expect(fewer.m.data).toEqual(halves);
  });

  test("tells colours apart that are equally bright", () => {
    const pixels = colourful(
      [
        [200, 60, 60],
        [60, 102, 60],
        [230, 230, 230],
      ],
      6,
    );
    const { m, colours, levels } = fromImage(pixels, { method: "kmeans", phases: 3 });
    // In steps of 140 with noise of 6, no pixel is nearer to another colour.
    expect([...m.data].every((h, i) => h === m.data[i % 3])).toBe(true);
    expect([...m.data.subarray(0, 3)].sort()).toEqual([0, 1, 2]);
    expect(m.data[2]).toBe(2); // the brightest
    expect(levels).toEqual([]);
    // Means of 300 pixels of deviation 6: 4 · 6/√300 = 1.4.
    [230, 230, 230].forEach((value, c) => {
      expect(Math.abs(colours[2][c] - value)).toBeLessThan(1.4);
    });
    expect([...phaseFractions(m).data]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  test("gives colours and phases in order, from dark to bright or the other way", () => {
    const pixels = colourful(
      [
        [250, 240, 240],
        [10, 20, 10],
        [20, 160, 90],
      ],
      3,
    );
    const options = { method: "kmeans", phases: 3 } as const;
    const { m, colours } = fromImage(pixels, options);
    expect([...m.data.subarray(0, 3)]).toEqual([2, 0, 1]);
    const inverted = fromImage(pixels, { ...options, invert: true });
    expect([...inverted.m.data.subarray(0, 3)]).toEqual([0, 2, 1]);
    expect(inverted.colours).toEqual([...colours].reverse());
  });

  test("clusters colours in the same way for the same seed, also beyond the pixels of a start", () => {
    const pixels = colourful([[10, 20, 30], [90, 80, 10], [30, 90, 90], [95, 95, 95]], 5, 70); // prettier-ignore
    const options = { method: "kmeans", phases: 4, rng: 11 } as const;
    const { m, colours } = fromImage(pixels, options);
    expect(fromImage(pixels, options)).toEqual({ m, levels: [], colours });
    const other = fromImage(pixels, { ...options, rng: "another" });
    expect(other.m.data).toEqual(m.data); // clear colours do not depend on the start
  });

  test("puts every colour at the mean of its pixels, and every pixel to its nearest colour", () => {
    const pixels = normals(createRng(6), [3, 20, 20]);
    const { m, colours } = fromImage(pixels, { method: "kmeans", phases: 5 });
    const value = (i: number): number[] => [0, 1, 2].map((c) => pixels.data[400 * c + i]);
    const apart = (i: number, h: number): number =>
      value(i).reduce((sum, v, c) => sum + (v - colours[h][c]) ** 2, 0);
    colours.forEach((colour, h) => {
      const members = [...m.data.keys()].filter((i) => m.data[i] === h);
      colour.forEach((component, c) => {
        const mean = members.reduce((sum, i) => sum + value(i)[c], 0) / members.length;
        expect(component).toBeCloseTo(mean, 12);
      });
    });
    m.data.forEach((h, i) => {
      for (let other = 0; other < 5; other++) {
        expect(apart(i, h)).toBeLessThanOrEqual(apart(i, other));
      }
    });
  });
});

describe("fromImage refuses", () => {
  const plane = [[[1, 2, 3]]];
  test.each([
    [{ method: "fixed" }, 'the method "fixed" should come with levels; got none.'],
    [{ method: "quantile" }, 'the method "quantile" should come with volumeFraction; got none.'],
    [{ levels: [1] }, 'levels does not go with the method "otsu", which takes phases.'],
    [
      { method: "fixed", levels: [1], phases: 2 },
      'phases does not go with the method "fixed", which takes levels. Leave it out, or choose another method.',
    ],
    [{ rng: 1 }, 'rng does not go with the method "otsu"'],
    [{ method: "fixed", levels: [2, 1] }, "levels should be finite and increase; got [2, 1]"],
    [{ method: "quantile", volumeFraction: [0.5] }, "the number of volume fractions should be"],
    [
      { method: "median" },
      'method should be one of "otsu", "quantile", "fixed", "kmeans"; got "median".',
    ],
    [{ smooth: -1 }, "smooth should be a finite number between 0 and 1000; got -1."],
    [{ invert: 1 }, "invert should be true or false; got 1."],
    [{ phases: 4 }, "an image for 4 phases should hold as many different values; it holds 3."],
    [{ channel: 1 }, "pixels should have channel 1 on their first axis; got the shape [1, 1, 3]."],
    [{ channel: 0.5 }, "pixels should have channel 0.5"],
  ])("%j", (options, message) => {
    expect(() => fromImage(plane, options as object)).toThrow(
      `microstructure.fromImage: ${message}`,
    );
  });

  test("pixels that are no image", () => {
    expect(() => fromImage([[1, 2]])).toThrow(
      "microstructure.fromImage: pixels should have the axes [channel, x, y] or [channel, x, y, z] (3 or 4 axes); got [1, 2].",
    );
    const two = ndarrayOf(new Float64Array(12), [2, 2, 3]);
    expect(() => fromImage(two)).toThrow(ShapeError);
    expect(() => fromImage(two)).toThrow(
      "microstructure.fromImage: pixels should have one channel, or three for their luminance, on their first axis; got the " +
        "shape [2, 2, 3]. Name a channel that is there, or add a leading axis of length 1 to a grey image.",
    );
    expect(() => fromImage([[[1, NaN]]])).toThrow("got NaN at index [0, 0, 1]");
    expect(() => fromImage(ndarrayOf(new Float64Array(0), [1, 0, 3]))).toThrow(ValueError);
  });

  test("fewer colours than phases", () => {
    const two = colourful([[1, 2, 3], [4, 5, 6]], 0); // prettier-ignore
    expect(() => fromImage(two, { method: "kmeans", phases: 3 })).toThrow(
      "microstructure.fromImage: an image for 3 phases should hold as many different colours; it holds fewer. Ask for fewer phases.",
    );
    expect(() => fromImage(two, { method: "kmeans", phases: 1 })).toThrow(
      "phases should be an integer between 2 and 256; got 1.",
    );
  });
});
