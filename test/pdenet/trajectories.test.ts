import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, ShapeError, sizeOf, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import {
  moviesOf,
  observedFrames,
  spacedMovies,
  withNoise,
} from "../../src/pdenet/trajectories.js";
import type { TimeSteps, Trajectories, TrajectoryOptions } from "../../src/pdenet/index.js";

const WHERE = "pdenet.fit";

function counted(...shape: number[]): NdArray {
  return ndarrayOf(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => i),
    shape,
  );
}

const read = (u: Trajectories, dt: TimeSteps = 0.1, options: TrajectoryOptions = {}) =>
  moviesOf(u, dt, options, WHERE);

/** The same frames with NaN in some of the entries of a trajectory of frames of a size. */
function withMissing(u: NdArray, frames: readonly number[]): NdArray {
  const size = sizeOf(u.shape.slice(1));
  const data = Float64Array.from(u.data, (value, i) =>
    frames.includes(Math.floor(i / size)) ? NaN : value,
  );
  return ndarrayOf(data, u.shape);
}

describe("trajectories", () => {
  test("of one length are one array u[s, t, c, …x], of any a list of u[t, c, …x]", () => {
    const u = counted(2, 3, 1, 4);
    const { movies, components, grid, frameSize, spacing } = read(u, 0.5, { spacing: 0.25 });
    expect({ components, grid, frameSize, spacing }).toEqual({
      ...{ components: 1, grid: [4], frameSize: 4, spacing: [0.25] },
    });
    const halves = [u.data.slice(0, 12), u.data.slice(12)];
    expect(movies.map(({ frames }) => Float64Array.from(frames))).toEqual(halves);
    const list = read([ndarrayOf(halves[0], [3, 1, 4]), counted(5, 1, 4)], 0.5);
    expect(list.movies.map(({ times }) => Array.from(times))).toEqual([
      [0, 0.5, 1],
      [0, 0.5, 1, 1.5, 2],
    ]);
  });

  test("may be nested lists of numbers", () => {
    const { movies, grid } = read([[[[1, 2, 3]], [[4, 5, 6]]]]);
    expect(grid).toEqual([3]);
    expect(Array.from(movies[0].frames)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("have times of one interval, of a list for all, or of a list for each", () => {
    const times = (dt: TimeSteps) =>
      read(counted(2, 3, 1, 4), dt).movies.map((movie) => Array.from(movie.times));
    expect(times(0.25)).toEqual([
      [0, 0.25, 0.5],
      [0, 0.25, 0.5],
    ]);
    expect(times([0.5, 0.25])[1]).toEqual([0, 0.5, 0.75]);
    expect(
      times([
        [0.5, 0.25],
        [1, 2],
      ]),
    ).toEqual([
      [0, 0.5, 0.75],
      [0, 1, 3],
    ]);
  });

  test("are not written to, and are the same again as lists with their intervals", () => {
    const u = counted(2, 3, 1, 4);
    const movies = read(u, [0.5, 0.25]);
    withNoise(movies, 1, createRng(0));
    expect(u).toEqual(counted(2, 3, 1, 4));
    const { trajectories, dt } = spacedMovies(movies);
    expect(dt).toEqual([
      [0.5, 0.25],
      [0.5, 0.25],
    ]);
    expect(read(trajectories, dt)).toEqual(movies);
  });

  test("may miss whole frames if that is said, and those are left out", () => {
    const u = withMissing(counted(4, 2, 3), [1, 3]);
    const movies = read([u], 1, { missing: "skip" });
    expect(movies.movies[0].present).toEqual([true, false, true, false]);
    const { data, shape } = observedFrames(movies);
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(data)).toEqual([0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17]);
  });
});

describe("noise", () => {
  const wave = ndarrayOf(
    Float64Array.from({ length: 2 * 3 * 2 * 512 }, (_, i) => {
      const component = Math.floor(i / 512) % 2;
      return (component === 0 ? 3 : 0.1) * Math.sin((2 * Math.PI * 4 * i) / 512) + 5 * component;
    }),
    [2, 3, 2, 512],
  );

  test("has the deviation of each component in the first frame, times the level, in all frames", () => {
    const clean = read(wave);
    const noisy = withNoise(clean, 0.2, createRng(1));
    noisy.movies.forEach(({ frames }, m) => {
      for (let plane = 0; plane < 6; plane++) {
        let sum = 0;
        for (let i = plane * 512; i < (plane + 1) * 512; i++) {
          sum += (frames[i] - clean.movies[m].frames[i]) ** 2;
        }
        const deviation = (plane % 2 === 0 ? 3 : 0.1) * Math.SQRT1_2;
        // Of 512 draws a deviation is known within 3 %, of which these are four.
        expect(Math.abs(Math.sqrt(sum / 512) / (0.2 * deviation) - 1)).toBeLessThan(0.13);
      }
    });
    expect(withNoise(clean, 0.2, createRng(1))).toEqual(noisy);
    expect(withNoise(clean, 0.2, createRng(2))).not.toEqual(noisy);
  });

  test("leaves frames missing that are, and takes the first observed one's deviation", () => {
    const u = withMissing(counted(4, 1, 6), [0, 2]);
    const { movies } = withNoise(read([u], 1, { missing: "skip" }), 0.1, createRng(0));
    const [{ frames }] = movies;
    expect(frames.map((value) => (Number.isNaN(value) ? 1 : 0))).toEqual(
      Float64Array.from(u.data, (value) => (Number.isNaN(value) ? 1 : 0)),
    );
  });
});

describe("trajectories are refused", () => {
  test("with axes that are not [sample, time, component, …x]", () => {
    expect(() => read(counted(3, 1, 4))).toThrow(ShapeError);
    expect(() => read(counted(3, 1, 4))).toThrow(
      "pdenet.fit: trajectories should have the axes [sample, time, component, …x], with one to three of space; " +
        "got [3, 1, 4]. Reshape it: a single sample or component has an axis of length 1.",
    );
    expect(() => read([counted(3, 4)])).toThrow(
      "pdenet.fit: trajectories[0] should have the axes [time, component, …x], with one to three of space; got [3, 4].",
    );
    expect(() => read(counted(1, 2, 1, 2, 2, 2, 2))).toThrow(ShapeError);
    expect(() => read(counted(1, 0, 1, 4))).toThrow(ShapeError);
  });

  test("if there is none, or none with two frames", () => {
    expect(() => read([])).toThrow(ShapeError);
    expect(() => read([])).toThrow("should hold at least one trajectory; got none.");
    expect(() => read([counted(3, 1, 4), counted(1, 1, 4)])).toThrow(
      "pdenet.fit: trajectories[1] should have two frames at least; got 1. Leave it out.",
    );
  });

  test("on grids, or of components, that differ", () => {
    const both = () => read([counted(3, 1, 4), counted(3, 1, 5)]);
    expect(both).toThrow(ShapeError);
    expect(both).toThrow(
      "pdenet.fit: trajectories[1] should have frames of shape [1, 4] as the first; got [1, 5]. " +
        "Fit trajectories on different grids separately.",
    );
    expect(() => read([counted(3, 1, 4), counted(3, 2, 4)])).toThrow(ShapeError);
    expect(() => read([counted(3, 1, 4), counted(3, 1, 4, 4)])).toThrow(ShapeError);
  });

  test("with NaN or infinity, named by its index, with what to do", () => {
    const u = counted(2, 3, 1, 4);
    const at = (place: number, value: number): NdArray =>
      ndarrayOf(
        Float64Array.from(u.data, (old, i) => (i === place ? value : old)),
        u.shape,
      );
    expect(() => read(at(17, NaN))).toThrow(ValueError);
    expect(() => read(at(17, NaN))).toThrow(
      "pdenet.fit: trajectories[1] should be finite; got NaN at index [1, 0, 1]. Fill that entry, or make the whole " +
        "frame NaN and say that missing frames are to be skipped.",
    );
    expect(() => read(at(3, Infinity), 1, { missing: "skip" })).toThrow(
      "pdenet.fit: trajectories[0] should be finite; got Infinity at index [0, 0, 3].",
    );
    expect(() => read([withMissing(counted(3, 1, 4), [1])])).toThrow(
      'at index [1, 0, 0]. The whole frame is NaN: say missing: "skip" if it was not observed.',
    );
  });

  test("of which fewer than two frames were observed", () => {
    const alone = () => read([withMissing(counted(3, 1, 4), [0, 2])], 1, { missing: "skip" });
    expect(alone).toThrow(ValueError);
    expect(alone).toThrow(
      "pdenet.fit: trajectories[0] should have two frames at least that were observed; got 1. Leave it out.",
    );
    expect(() => read([withMissing(counted(2, 1, 4), [0, 1])], 1, { missing: "skip" })).toThrow(
      "got 0. Leave it out.",
    );
  });

  test.each([0, -1, NaN, Infinity])("with an interval of %d", (dt) => {
    const u = counted(2, 3, 1, 4);
    expect(() => read(u, dt)).toThrow(ValueError);
    expect(() => read(u, dt)).toThrow(
      `pdenet.fit: dt should be a positive time; got ${dt}. Give the time from frame to frame.`,
    );
    expect(() => read(u, [1, dt])).toThrow(
      `pdenet.fit: dt[1] should be a positive time; got ${dt}.`,
    );
    expect(() =>
      read(u, [
        [1, 1],
        [dt, 1],
      ]),
    ).toThrow(`pdenet.fit: dt[1][0] should be a positive time; got ${dt}.`);
  });

  test("with intervals that are not one fewer than frames, or not for every trajectory", () => {
    const u = counted(2, 3, 1, 4);
    expect(() => read(u, [1])).toThrow(ShapeError);
    expect(() => read(u, [1])).toThrow(
      "pdenet.fit: dt should have one interval fewer than trajectory 0 has frames, 2; got 1.",
    );
    expect(() => read(u, [[1, 1], [1]])).toThrow(
      "pdenet.fit: dt[1] should have one interval fewer than trajectory 1 has frames, 2; got 1.",
    );
    for (const lists of [1, 3]) {
      const dt = Array.from({ length: lists }, () => [1, 1]);
      expect(() => read(u, dt)).toThrow(ShapeError);
      expect(() => read(u, dt)).toThrow(
        `pdenet.fit: dt should be a list of intervals for each of 2 trajectories; got ${lists} lists.`,
      );
    }
  });

  test("with a spacing that is not positive, or not one per axis", () => {
    const u = counted(1, 2, 1, 4, 4);
    expect(() => read(u, 1, { spacing: [1, 0] })).toThrow(ValueError);
    expect(() => read(u, 1, { spacing: [1, 0] })).toThrow("pdenet.fit: spacing[1] should be a");
    expect(() => read(u, 1, { spacing: NaN })).toThrow(ValueError);
    expect(() => read(u, 1, { spacing: [1, 1, 1] })).toThrow(ShapeError);
  });
});
