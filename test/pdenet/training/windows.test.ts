import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf } from "../../../src/core/index.js";
import {
  drawBatch,
  hasWindow,
  longestWindow,
  partOf,
  placesOf,
  shortestWindow,
} from "../../../src/pdenet/training/windows.js";
import { moviesOf, withComponents, withoutGaps } from "../../../src/pdenet/trajectories.js";
import type { Movies } from "../../../src/pdenet/trajectories.js";

/** Movies of one point whose frame t of movie m is 100 m + t; NaN where a letter is not "x". */
function movies(...seen: string[]): Movies {
  const all = seen.map((letters, m) =>
    ndarrayOf(
      Float64Array.from(letters, (letter, t) => (letter === "x" ? 100 * m + t : NaN)),
      [letters.length, 1, 1],
    ),
  );
  const dt = seen.map((letters) => Array.from({ length: letters.length - 1 }, (_, t) => 1 + t));
  return moviesOf(all, dt, { missing: "skip" }, "pdenet.fit");
}

describe("windows", () => {
  test("begin at observed frames, hold another one, and end within the movie", () => {
    const places = placesOf(movies("xx.x.", "xxx"), 2);
    expect(places.map(({ movie, frame }) => [movie, frame])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  test("are as long as movies go, and as short as neighbours are near", () => {
    expect(longestWindow(movies(".xx.x.", "xxx"))).toBe(4);
    expect(shortestWindow(movies("xx.x"))).toBe(1);
    expect(shortestWindow(movies("x..x", "x.x"))).toBe(2);
    const apart = movies("x....xx");
    expect([1, 2, 3, 4, 5, 6].map((steps) => hasWindow(apart, steps))).toEqual([
      ...[true, false, false, false, true, true],
    ]);
  });

  test("of a batch are of every movie in turn, none twice, all if there are fewer", () => {
    const given = movies("xxxx", "xx", "xxx");
    const batch = drawBatch(given, 1, 5, createRng(1));
    expect(Array.from(batch.movies.slice(0, 3)).sort()).toEqual([0, 1, 2]);
    expect(new Set(batch.start).size).toBe(5);
    const all = drawBatch(given, 1, 100, createRng(1));
    expect(Array.from(all.start).sort((a, b) => a - b)).toEqual([0, 1, 2, 100, 200, 201]);
    expect(drawBatch(given, 1, 5, createRng(1))).toEqual(batch);
  });

  test("have the frames behind their start, with zeros that do not count where none was observed", () => {
    const batch = drawBatch(movies("x.x"), 2, 1, createRng(0));
    expect(batch.targets.map((target) => Array.from(target))).toEqual([[0], [2]]);
    expect(batch.observed.map((seen) => Array.from(seen))).toEqual([[0], [1]]);
    expect(batch.intervals).toEqual([1, 2]);
  });

  test("of other times have an interval each", () => {
    const batch = drawBatch(movies("xxx"), 1, 2, createRng(0));
    const [intervals] = batch.intervals;
    expect(Array.from(intervals as Float64Array)).toEqual(Array.from(batch.start, (t) => 1 + t));
    const part = partOf(batch, 1, 2);
    expect(part.samples).toBe(1);
    expect(Array.from(part.start)).toEqual([batch.start[1]]);
    expect(Array.from(part.targets[0])).toEqual([batch.targets[0][1]]);
    expect(Array.from(part.intervals[0] as Float64Array)).toEqual([(intervals as Float64Array)[1]]);
  });
});

test("movies without their gaps have the observed frames, with the times between them", () => {
  const [movie] = withoutGaps(movies(".x.xx")).movies;
  expect(Array.from(movie.frames)).toEqual([1, 3, 4]);
  expect(Array.from(movie.times)).toEqual([0, 2 + 3, 2 + 3 + 4]);
  expect(movie.present).toEqual([true, true, true]);
});

test("movies of some components have these in their order", () => {
  const u = ndarrayOf(
    Float64Array.from({ length: 2 * 3 * 2 }, (_, i) => i),
    [1, 2, 3, 2],
  );
  const some = withComponents(moviesOf(u, 1, {}, "pdenet.fit"), [2, 0]);
  expect([some.components, some.frameSize]).toEqual([2, 4]);
  expect(Array.from(some.movies[0].frames)).toEqual([4, 5, 0, 1, 10, 11, 6, 7]);
});
